import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { RequestRevision, RosterSealed } from '../entries/entries.ts';
import type { VerifyCrypto } from './verify.ts';
import { type DecisionStatement, SHOWN_FIELDS } from '../statement.ts';
import { checkDecisions } from './verify-decisions.ts';
import { checkShown } from './verify-statement.ts';
import { checkTime } from './verify-time.ts';

const crypto = {
  sha256: (bytes: Uint8Array) => Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest())),
} as VerifyCrypto;
const sealed: RosterSealed = {
  ...{ v: 1, type: 'roster.sealed', org: '00D5g00000ABCDEEA4', at: '2026-11-20T09:00:00Z' },
  ...{ version: 'roster-1', contacts: [], by: 'operator' },
};

test('the founding roster is sealed once: whoever runs the server cannot found another [A10 U4]', async () => {
  const results = async (...entries: RosterSealed[]) => (await checkDecisions(entries, crypto)).checks[0];
  expect(await results(sealed)).toMatchObject({ result: 'ok' });
  const again = await results(sealed, { ...sealed, version: 'roster-2' });
  expect(again).toMatchObject({ result: 'tampered', detail: [expect.stringContaining('sealed before')] });
});

describe('what a contact was shown', () => {
  const secret = { commitment: 'ab'.repeat(32) };
  const fields = {
    ...Object.fromEntries(SHOWN_FIELDS.map((field) => [field, null])),
    ...{ Support_Case_Number__c: '1', Data_Viewed__c: 'Yes', Purpose__c: secret, Hours_Wanted__c: 4 },
    Target_User__c: { id: 'u1', name: secret },
  };
  const revision = { name: 'AR-000001', fields } as unknown as RequestRevision;
  const scope = { targetUser: fields.Target_User__c, caseNumber: '1', caseId: null };
  const statement = {
    request: { name: 'AR-000001', fields },
    scope: { ...scope, dataViewed: true, purpose: secret },
  } as unknown as DecisionStatement;
  const { Hours_Wanted__c: _, ...fewer } = fields;

  test('is the whole logged request [U1 U4]', () => {
    expect(() => checkShown(statement, revision)).not.toThrow();
  });

  test.each<[string, object, string]>([
    ['leaves a field out', { request: { ...statement.request, fields: fewer } }, 'the whole request'],
    [
      'shows one more',
      { request: { ...statement.request, fields: { ...fields, X__c: '' } } },
      'the whole request',
    ],
    [
      'shows another value',
      { request: { ...statement.request, fields: { ...fields, Hours_Wanted__c: 1 } } },
      'Hours_Wanted__c',
    ],
    ['shows another name', { request: { name: 'AR-000002', fields } }, 'name of the request'],
    ['says that no data are seen', { scope: { ...statement.scope, dataViewed: false } }, 'data viewed'],
    ['gives another purpose', { scope: { ...statement.scope, purpose: { commitment: 'cd' } } }, 'purpose'],
  ])('is refused when the statement %s [U1 U4]', (_name, change, sentence) => {
    expect(() => checkShown({ ...statement, ...change }, revision)).toThrow(sentence);
  });
});

test('a signature is logged when it was given: neither before it was shown nor long after [D99 U4]', () => {
  const statement = { shownAt: '2026-11-20T09:00:00Z' };
  expect(() => checkTime({ at: '2026-11-20T09:09:59Z', statement })).not.toThrow();
  for (const at of ['2026-11-20T08:50:00Z', '2026-11-20T09:30:00Z']) {
    expect(() => checkTime({ at, statement })).toThrow('another time');
  }
  expect(() => checkTime({ at: '2026-11-20T09:00:00Z', statement: {} })).toThrow();
});
