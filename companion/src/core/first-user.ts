/**
 * Who used an authorization first, and how long it covers him. All logins of one actor as one user under one case inside
 * one window share it, and a session may go on into a window that follows; the first actor of each window has it (U25).
 */
import { nextOf, previousOf } from './adjoining.ts';
import type { AuthorizationBook, TimedAuthorization } from './authorizations.ts';
import type { ObservedLogin } from './evidence.ts';
import { firstBetween, isBefore, type LoginBook, type TimedLogin } from './login-book.ts';

export interface Uses {
  book: LoginBook;
  /** Within this distance of a window's edge nothing is told, in milliseconds. */
  edge: number;
  /** The authorization that a login as that user claims; null for one that claims none, and for own administrators. */
  claimOf: (timed: TimedLogin, userId: string) => TimedAuthorization | null;
  /** The first login by a named actor that claims the authorization inside its window. */
  firstOf: (timed: TimedAuthorization) => TimedLogin | null;
  /** As {@link nextOf} and {@link previousOf} say. */
  nextOf: (timed: TimedAuthorization) => TimedAuthorization | null;
  previousOf: (timed: TimedAuthorization) => readonly TimedAuthorization[];
}

export function usesIn(
  book: LoginBook,
  authorizations: AuthorizationBook,
  edge: number,
  claimOf: Uses['claimOf'],
): Uses {
  return {
    ...{ book, edge, claimOf },
    firstOf: (timed) => firstIn(timed, timed.over, { book, edge, claimOf }, () => true),
    nextOf: (timed) => nextOf(authorizations, timed, edge),
    previousOf: (timed) => previousOf(authorizations, timed, edge),
  };
}

/** The same for books that stand still: what every login of a window asks is found out once for the window. */
export function remembering(uses: Uses): Uses {
  return {
    ...uses,
    firstOf: once(uses.firstOf),
    nextOf: once(uses.nextOf),
    previousOf: once(uses.previousOf),
  };
}

function once<Value>(of: (timed: TimedAuthorization) => Value): (timed: TimedAuthorization) => Value {
  const known = new Map<TimedAuthorization, Value>();
  return (timed) => {
    const before = known.get(timed);
    if (before !== undefined) return before;
    const value = of(timed);
    known.set(timed, value);
    return value;
  };
}

/** @returns who used the authorization before `until`: by a login of his own, or by a session that went on into it */
export function firstUser(timed: TimedAuthorization, until: TimedLogin, uses: Uses): ObservedLogin | null {
  const found = uses.firstOf(timed);
  const first = found && isBefore(found, until) ? found : null;
  for (const earlier of uses.previousOf(timed)) {
    // Whoever went on is there from the moment on at which his own window was over.
    const since = Math.max(earlier.over, timed.opens);
    if (since > (first?.at ?? until.at)) continue;
    const isStayed = (other: TimedLogin) =>
      other.left !== null && other.left > since + uses.edge && isBefore(other, until);
    const stayed = firstIn(earlier, until.at, uses, isStayed);
    if (stayed) return stayed.login;
  }
  return first?.login ?? null;
}

/** @returns the window that still covers the session: its own, or one that follows and that nobody else had used */
export function lastCovering(own: TimedAuthorization, login: ObservedLogin, uses: Uses): TimedAuthorization {
  let last = own;
  if (login.actorKey === null) return last;
  for (;;) {
    const next = uses.nextOf(last);
    if (!next) return last;
    const until = { login, at: last.over, left: null };
    const isOther = (other: TimedLogin) => other.login.actorKey !== login.actorKey && isBefore(other, until);
    if (firstIn(next, last.over, uses, isOther)) return last;
    last = next;
  }
}

/** The first login by a named actor, up to `until`, that claims the authorization inside its window, and of which `is` holds. */
function firstIn(
  timed: TimedAuthorization,
  until: number,
  { book, edge, claimOf }: Pick<Uses, 'book' | 'edge' | 'claimOf'>,
  is: (timed: TimedLogin) => boolean,
): TimedLogin | null {
  const userId = timed.authorization.targetUserId;
  const span = { from: timed.opens + edge, until: Math.min(until, timed.over - edge) + 1 };
  return firstBetween(
    book,
    userId,
    span,
    (other) => other.login.actorKey !== null && is(other) && claimOf(other, userId) === timed,
  );
}
