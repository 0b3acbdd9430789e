/** The approved requests of one org, found by user and by case: what a login or a grant can be held against. */
import { millisecondsOf } from './instants.ts';

/** One approved request, as far as an entry can be held against it. Instants are ISO 8601 with Z. */
export interface Authorization {
  requestId: string;
  caseNumber: string;
  caseId: string | null;
  targetUserId: string;
  /** API name of Requesting_Party__c: a publisher's authorization covers no employee of Salesforce, and the reverse. */
  requestingParty: string | null;
  /** When the decision took effect. */
  approvedAt: string;
  start: string;
  end: string;
  revokedAt: string | null;
  /** Opened by break-glass: no contact approved it. */
  breakGlass?: true;
}

/** An authorization with its window in milliseconds. */
export interface TimedAuthorization {
  authorization: Authorization;
  /** Nothing is authorized before the decision has taken effect. */
  opens: number;
  /** Revocation or end, whichever came first. */
  over: number;
}

/** Changed in place by {@link enter}; a request is entered again when it is revoked. */
export interface AuthorizationBook {
  byRequest: Map<string, TimedAuthorization>;
  /** By user, oldest window first. */
  byUser: Map<string, TimedAuthorization[]>;
  byCase: Map<string, TimedAuthorization[]>;
}

/** Without a case, a login further than this from a window has nothing to do with it. */
const NEARBY_MS = 24 * 3_600_000;

export function emptyBook(): AuthorizationBook {
  return { byRequest: new Map(), byUser: new Map(), byCase: new Map() };
}

export function bookOf(authorizations: Iterable<Authorization>): AuthorizationBook {
  const book = emptyBook();
  for (const authorization of authorizations) enter(book, authorization);
  return book;
}

/** Adds an authorization, in place of what was entered for its request before. */
export function enter(book: AuthorizationBook, authorization: Authorization): void {
  remove(book, authorization.requestId);
  const timed = timedOf(authorization);
  book.byRequest.set(authorization.requestId, timed);
  const ofUser = listOf(book.byUser, authorization.targetUserId);
  const place = ofUser.findLastIndex(({ opens }) => opens <= timed.opens) + 1;
  ofUser.splice(place, 0, timed);
  for (const name of caseNames(authorization)) listOf(book.byCase, name).push(timed);
}

function remove(book: AuthorizationBook, requestId: string): void {
  const before = book.byRequest.get(requestId);
  if (!before) return;
  const lists = [
    book.byUser.get(before.authorization.targetUserId),
    ...caseNames(before.authorization).map((name) => book.byCase.get(name)),
  ];
  for (const list of lists) list?.splice(list.indexOf(before), 1);
}

function timedOf(authorization: Authorization): TimedAuthorization {
  const end = millisecondsOf(authorization.end);
  const revoked = authorization.revokedAt === null ? end : millisecondsOf(authorization.revokedAt);
  return {
    authorization,
    opens: Math.max(millisecondsOf(authorization.start), millisecondsOf(authorization.approvedAt)),
    over: Math.min(end, revoked),
  };
}

function listOf(map: Map<string, TimedAuthorization[]>, key: string): TimedAuthorization[] {
  const list = map.get(key) ?? [];
  map.set(key, list);
  return list;
}

/** @returns whether the window lies within a day of `at` */
export function isNearby({ opens, over }: TimedAuthorization, at: number): boolean {
  return opens - NEARBY_MS <= at && at <= over + NEARBY_MS;
}

/** How far `at` lies outside the window; below 0 inside, by the distance to the nearer edge. */
export function outsideBy({ opens, over }: TimedAuthorization, at: number): number {
  return Math.max(opens - at, at - over);
}

/** @returns of those of which `is` holds the one whose window holds `at` best; else the one whose window is nearest. */
export function bestFor(
  candidates: readonly TimedAuthorization[] | undefined,
  at: number,
  is: (timed: TimedAuthorization) => boolean,
): TimedAuthorization | undefined {
  let best: TimedAuthorization | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates ?? []) {
    const outside = outsideBy(candidate, at);
    if (outside < least && is(candidate)) [best, least] = [candidate, outside];
  }
  return best;
}

/** A case id of 15 or 18 characters; all else is taken for a case number. */
const CASE_ID = /^500[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/;

/** What a case number mostly looks like, too short for an id: it is its own normal form. */
const PLAIN_NUMBER = /^[1-9]\d{0,13}$/;

/** A case number is compared without leading zeros, a case id by its first 15 characters (the form of CaseIdentifier is unverified). */
export function normalizedCase(text: string): string {
  if (PLAIN_NUMBER.test(text)) return text;
  const trimmed = text.trim();
  return CASE_ID.test(trimmed) ? trimmed.slice(0, 15) : trimmed.toLowerCase().replace(/^0+(?=.)/, '');
}

function caseNames({ caseNumber, caseId }: Authorization): string[] {
  const texts = [caseNumber, caseId ?? ''].map(normalizedCase).filter((name) => name !== '');
  return [...new Set(texts)];
}

/** Whether `identifier` is the authorized case; `unverified` when only the other form of it (id, number) is known. */
export function compareCase(
  authorization: Authorization,
  identifier: string,
): 'same' | 'another' | 'unverified' {
  if (caseNames(authorization).includes(normalizedCase(identifier))) return 'same';
  return CASE_ID.test(identifier.trim()) && authorization.caseId === null ? 'unverified' : 'another';
}

/** Whom the login or grant is known to belong to; null when it may be either. */
export type Outsider = 'Salesforce' | 'Publisher' | null;

/** @returns whether what was authorized for the requesting party covers this outsider. */
export function coversOutsider({ requestingParty }: Authorization, outsider: Outsider): boolean {
  if (outsider === null || requestingParty === null) return true;
  return (requestingParty === 'Package_publisher') === (outsider === 'Publisher');
}
