/**
 * Windows of one case and one user that follow on each other without a gap, as an extension does on the request before
 * it: a session may go on from one into the next. Each window still belongs to its first actor (U25).
 */
import { type AuthorizationBook, compareCase, type TimedAuthorization } from './authorizations.ts';

/** @returns the window of the same case and user that is open when `timed` is over; of several the one that ends last */
export function nextOf(
  { byUser }: AuthorizationBook,
  timed: TimedAuthorization,
  edgeMs: number,
): TimedAuthorization | null {
  let last: TimedAuthorization | null = null;
  for (const other of byUser.get(timed.authorization.targetUserId) ?? []) {
    if (last && last.over >= other.over) continue;
    if (follows(other, timed, edgeMs)) last = other;
  }
  return last;
}

/** @returns the windows from which a session may have gone on into `timed`, with those before them, nearest first */
export function previousOf(
  book: AuthorizationBook,
  timed: TimedAuthorization,
  edgeMs: number,
): TimedAuthorization[] {
  const ofUser = book.byUser.get(timed.authorization.targetUserId) ?? [];
  if (ofUser.length < 2) return [];
  const before = ofUser.filter(
    (other) => follows(timed, other, edgeMs) && nextOf(book, other, edgeMs) === timed,
  );
  return before.flatMap((one) => [one, ...previousOf(book, one, edgeMs)]);
}

function follows(other: TimedAuthorization, timed: TimedAuthorization, edgeMs: number): boolean {
  return (
    other !== timed &&
    other.opens <= timed.over + edgeMs &&
    other.over > timed.over &&
    other.authorization.requestingParty === timed.authorization.requestingParty &&
    compareCase(other.authorization, timed.authorization.caseNumber) === 'same'
  );
}
