/** Which rows of several sources lie so close together that they speak of one login. */
import type { EvidenceReference } from './entries/entries.ts';
import type { EvidenceRow, ObservedLogin } from './evidence.ts';
import { millisecondsOf } from './instants.ts';

/** Rows of two sources that are no further apart speak of one login (salesforce-facts 2.3). */
export const SAME_LOGIN_MS = 2 * 60_000;

/** A login that this row alone speaks of, so far. */
export function added(logins: ObservedLogin[], row: EvidenceRow, at: string): ObservedLogin {
  const login: ObservedLogin = {
    key: `${row.source}:${row.id}`,
    actorClass: 'Unknown',
    actor: null,
    actorKey: null,
    target: { state: 'Unknown' },
    targetName: null,
    caseIdentifier: null,
    loginAt: at,
    logoutAt: null,
    evidence: [reference(row)],
  };
  logins.push(login);
  return login;
}

export function reference(row: EvidenceRow): EvidenceReference {
  return { source: row.source, key: row.id };
}

export function closest(
  logins: readonly ObservedLogin[],
  at: string,
  fits: (login: ObservedLogin) => boolean,
): ObservedLogin | undefined {
  return logins
    .filter((login) => isNear(login.loginAt, at) && fits(login))
    .sort((a, b) => distance(a.loginAt, at) - distance(b.loginAt, at))[0];
}

export function isNear(a: string, b: string): boolean {
  return distance(a, b) <= SAME_LOGIN_MS;
}

/** Milliseconds between two instants. */
export function distance(a: string, b: string): number {
  return Math.abs(compareTimes(a, b));
}

export const compareTimes = (a: string, b: string): number => millisecondsOf(a) - millisecondsOf(b);
