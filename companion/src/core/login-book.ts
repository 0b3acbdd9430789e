/** Observed logins found by the user they entered as, in order of time: an authorization belongs to its first actor. */
import type { ObservedLogin } from './evidence.ts';
import { millisecondsOf } from './instants.ts';

export interface TimedLogin {
  login: ObservedLogin;
  /** When it began, in milliseconds since 1970. */
  at: number;
  /** When it ended; null while no source shows that. */
  left: number | null;
}

/** Changed in place by {@link enterLogin} and {@link removeLogin}. */
export type LoginBook = Map<string, TimedLogin[]>;

export function bookOfTimed(logins: Iterable<TimedLogin>): LoginBook {
  const book: LoginBook = new Map();
  for (const timed of logins) listFor(book, timed.login)?.push(timed);
  for (const list of book.values()) list.sort((a, b) => (isBefore(a, b) ? -1 : 1));
  return book;
}

/** @returns the list of the user whom a login entered as; undefined when no user is known */
function listFor(book: LoginBook, { target }: ObservedLogin): TimedLogin[] | undefined {
  if (target.state !== 'Resolved') return undefined;
  const known = book.get(target.userId);
  if (known) return known;
  const list: TimedLogin[] = [];
  book.set(target.userId, list);
  return list;
}

export function timedLogin(login: ObservedLogin): TimedLogin {
  const { loginAt, logoutAt } = login;
  return { login, at: millisecondsOf(loginAt), left: logoutAt === null ? null : millisecondsOf(logoutAt) };
}

/** Adds a login whose user is known; others answer for nobody. */
export function enterLogin(book: LoginBook, login: ObservedLogin): void {
  const list = listFor(book, login);
  if (!list) return;
  const timed = timedLogin(login);
  // Mostly the newest: searched from the end.
  const place = list.findLastIndex((other) => isBefore(other, timed)) + 1;
  list.splice(place, 0, timed);
}

export function removeLogin(book: LoginBook, login: ObservedLogin): void {
  if (login.target.state !== 'Resolved') return;
  const list = book.get(login.target.userId);
  const place = list?.findLastIndex((other) => other.login.key === login.key) ?? -1;
  if (place >= 0) list?.splice(place, 1);
}

/** @returns whether `a` is the earlier one; logins of one instant are in the order of their keys */
export function isBefore(a: TimedLogin, b: TimedLogin): boolean {
  return a.at < b.at || (a.at === b.at && a.login.key < b.login.key);
}

/** @returns the oldest of the user's logins at or after `from` and before `until` of which `is` holds. */
export function firstBetween(
  book: LoginBook,
  userId: string,
  { from, until }: { from: number; until: number },
  is: (other: TimedLogin) => boolean,
): TimedLogin | null {
  const list = book.get(userId) ?? [];
  for (let index = firstFrom(list, from); index < list.length; index += 1) {
    const other = list[index];
    if (!other || other.at >= until) return null;
    if (is(other)) return other;
  }
  return null;
}

function firstFrom(list: readonly TimedLogin[], from: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.at ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}
