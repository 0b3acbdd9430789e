/**
 * Who used an authorization first, and how long it covers him. All logins of one actor as one user under one case inside
 * one window share it, and a session may go on into a window that follows; the first actor of each window has it (U25).
 */
import { nextOf, previousOf } from './adjoining.ts';
import type { AuthorizationBook, TimedAuthorization } from './authorizations.ts';
import type { ObservedLogin } from './evidence.ts';
import { firstBetween, type LoginBook, type TimedLogin } from './login-book.ts';

export interface Uses {
  book: LoginBook;
  authorizations: AuthorizationBook;
  /** Within this distance of a window's edge nothing is told, in milliseconds. */
  edge: number;
  /** The authorization that a login claims; null for one that claims none, and for own administrators. */
  claimOf: (login: ObservedLogin, at: number) => TimedAuthorization | null;
}

/** @returns who used the authorization before `until`: by a login of his own, or by a session that went on into it */
export function firstUser(timed: TimedAuthorization, until: TimedLogin, uses: Uses): ObservedLogin | null {
  const first = firstIn(timed, until, uses);
  for (const earlier of previousOf(uses.authorizations, timed, uses.edge)) {
    // Whoever went on is there from the moment on at which his own window was over.
    const since = Math.max(earlier.over, timed.opens);
    if (since > (first?.at ?? until.at)) continue;
    const stayed = firstIn(earlier, until, uses, ({ left }) => left !== null && left > since + uses.edge);
    if (stayed) return stayed.login;
  }
  return first?.login ?? null;
}

/** @returns the window that still covers the session: its own, or one that follows and that nobody else had used */
export function lastCovering(own: TimedAuthorization, login: ObservedLogin, uses: Uses): TimedAuthorization {
  let last = own;
  if (login.actorKey === null) return last;
  const isOther = (other: TimedLogin) => other.login.actorKey !== login.actorKey;
  for (;;) {
    const next = nextOf(uses.authorizations, last, uses.edge);
    if (!next || firstIn(next, { login, at: last.over }, uses, isOther)) return last;
    last = next;
  }
}

/** The first login by a named actor that claims the authorization inside its window, before another login. */
function firstIn(
  timed: TimedAuthorization,
  until: Pick<TimedLogin, 'login' | 'at'>,
  { book, edge, claimOf }: Uses,
  is: (timed: TimedLogin) => boolean = () => true,
): TimedLogin | null {
  const span = { from: timed.opens + edge, until: Math.min(until.at, timed.over - edge) + 1 };
  return firstBetween(book, timed.authorization.targetUserId, span, (other) => {
    const { login, at } = other;
    if (login.actorKey === null || !is(other)) return false;
    // Logins of one instant are in the order of their keys.
    if (at === until.at && login.key >= until.login.key) return false;
    return claimOf(login, at) === timed;
  });
}
