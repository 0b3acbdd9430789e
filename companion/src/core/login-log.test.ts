import { describe, expect, test } from '@jest/globals';
import { type Authorization, bookOf } from './authorizations.ts';
import { type EvidenceRow, mergeEvidence, type ObservedLogin } from './evidence.ts';
import { reconcileAccesses } from './reconcile.ts';

const at = (time: string) => `2026-11-20T${time}Z`;
const USERS = [
  { id: 'u1', name: 'Anke Petersen', username: 'anke@bank.example' },
  { id: 'u2', name: 'Jonas Weber', username: 'jonas@bank.example' },
];
const BOTH = { holders: () => ({ support: true, publisher: false }) };

const entry = (time: string, name: string, actor = 'engineer'): EvidenceRow => ({
  ...{ source: 'SetupAuditTrail', id: `${time}-${name}`, action: 'suloginaccessused', createdAt: at(time) },
  ...{ createdById: null, createdByName: null, delegateUser: actor },
  display: `Logged in using Login-As access for ${name}`,
});
const logged = (time: string, caseIdentifier: string, change: object = {}): EvidenceRow => ({
  ...{ source: 'SalesforceLoginAsEventLog', id: `${time}-${caseIdentifier}`, at: at(time) },
  ...{ actualUser: null, caseIdentifier, operation: 'Login', ...change },
});
const casesOf = (rows: readonly EvidenceRow[]) =>
  mergeEvidence(rows, USERS, BOTH).map(
    ({ caseIdentifier, caseCandidates }) => caseCandidates ?? caseIdentifier,
  );

const ANKE = entry('09:00:00', 'Anke Petersen');
const JONAS = entry('09:00:00', 'Jonas Weber');

describe('support log-ins of the same second', () => {
  test('under different cases keep both as candidates, whichever row comes first [B49 B50]', () => {
    const rows = [ANKE, JONAS, logged('09:00:00', '111'), logged('09:00:01', '222')];
    for (const order of [rows, rows.toReversed()]) {
      expect(casesOf(order)).toEqual([
        ['111', '222'],
        ['111', '222'],
      ]);
    }
    const logins = mergeEvidence(rows, USERS, BOTH);
    expect(logins.every(({ actorClass }) => actorClass === 'Salesforce_Support')).toBe(true);
    // Each row stands with one login alone: else one would supersede the other.
    expect(new Set(logins.flatMap(({ evidence }) => evidence.map(({ key }) => key))).size).toBe(4);
  });

  test('under one case, or by actors whom both sources name, are told [B49 B50]', () => {
    expect(casesOf([ANKE, JONAS, logged('09:00:00', '111'), logged('09:00:01', '111')])).toEqual([
      '111',
      '111',
    ]);
    const named = [
      entry('09:00:00', 'Anke Petersen', 'a@support'),
      entry('09:00:00', 'Jonas Weber', 'b@support'),
      logged('09:00:00', '222', { actualUser: 'B@support' }),
      logged('09:00:00', '111', { actualUser: 'a@support' }),
    ];
    expect(casesOf(named).sort()).toEqual(['111', '222']);
  });

  test('of which one alone has a row may each be without a case [B50]', () => {
    expect(casesOf([ANKE, JONAS, logged('09:00:00', '111')])).toEqual([
      ['111', null],
      ['111', null],
    ]);
  });

  test('apart in time are paired with the row that is closest, as before [B49]', () => {
    const later = entry('09:01:00', 'Jonas Weber');
    const rows = [ANKE, later, logged('09:01:01', '222'), logged('09:00:01', '111')];
    expect(casesOf(rows)).toEqual(['111', '222']);
  });

  test('that one audit row answers so far leave its case open [B50]', () => {
    expect(casesOf([ANKE, logged('09:00:00', '111'), logged('09:00:01', '222')])).toEqual([
      ['111', '222'],
      ['111', '222'],
    ]);
  });

  test('end with the logout of a case that is among the candidates', () => {
    const rows = [ANKE, JONAS, logged('09:00:00', '111'), logged('09:00:00', '222')];
    const out = logged('09:20:00', '222', { operation: 'Logout' });
    const ends = mergeEvidence([...rows, out], USERS, BOTH).map(({ logoutAt }) => logoutAt);
    expect(ends.filter((end) => end === at('09:20:00'))).toHaveLength(1);
  });
});

describe('a login with several candidates', () => {
  const authorization = (targetUserId: string, caseNumber: string): Authorization => ({
    ...{ requestId: `r-${targetUserId}`, caseNumber, caseId: null, targetUserId, requestingParty: null },
    ...{ approvedAt: at('08:00:00'), start: at('08:00:00'), end: at('12:00:00'), revokedAt: null },
  });
  const verdicts = (logins: readonly ObservedLogin[], authorizations: Authorization[]) =>
    [
      ...reconcileAccesses(logins, {
        ...{ authorizations: bookOf(authorizations), coverage: [], clockOffsetMs: 0, loginGraceSeconds: 5 },
        ...{ modes: [{ mode: 'Opt_out_enabled', effectiveFrom: at('00:00:00') }], now: at('13:00:00') },
      }),
    ].map(({ verdict, strength }) => [verdict, strength]);
  const left = (login: ObservedLogin) => ({ ...login, logoutAt: at('09:30:00') });
  const logins = mergeEvidence(
    [ANKE, JONAS, logged('09:00:00', '111'), logged('09:00:00', '222')],
    USERS,
    BOTH,
  ).map(left);

  test('is unknown while it would be right under one case and wrong under the other [A15]', () => {
    expect(verdicts(logins, [authorization('u1', '111'), authorization('u2', '222')])).toEqual([
      ['Unknown', 'None'],
      ['Unknown', 'None'],
    ]);
  });

  test('is judged where every case gives the same verdict [A15]', () => {
    expect(verdicts(logins, [])).toEqual([
      ['No_authorization', 'None'],
      ['No_authorization', 'None'],
    ]);
  });
});
