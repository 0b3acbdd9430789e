import { describe, expect, test } from '@jest/globals';
import { missingRows, ownedAlteration, requestAlteration, requestRepair } from './alterations.ts';
import type { Fields } from './compare.ts';

const CONTENT: Fields = {
  Purpose__c: 'Reproduce the failing batch',
  Hours_Wanted__c: 4,
  Org_Id__c: '00D000000000001EAA',
  Requested_By__c: '005A',
};
const inState = (state: string, more: Fields = {}): Fields => ({
  State__c: state,
  Frozen__c: false,
  ...more,
});
const logged = (projection: Fields, intended: Fields | null = null) => ({
  content: CONTENT,
  state: String(projection['State__c']),
  projection,
  intended,
});
const found = (fields: Fields, deleted = false) => ({
  id: 'a01000000000001AAA',
  deleted,
  modifiedById: '005X',
  modifiedByName: 'Ada Admin',
  modifiedAt: '2026-11-21T10:00:00Z',
  fields: { ...CONTENT, ...fields },
});
const names = (alteration: { fields: { name: string }[] } | null) =>
  alteration?.fields.map(({ name }) => name) ?? [];

describe('a request is as it may be', () => {
  test.each<[string, Fields | null, Fields]>([
    ['a new draft', null, inState('Draft')],
    ['a new request', null, inState('Submitted')],
    [
      'a draft that was changed and submitted',
      inState('Draft'),
      inState('Submitted', { Purpose__c: 'Another' }),
    ],
    [
      'one that its requester cancelled, with the reason',
      inState('Awaiting_decision'),
      inState('Cancelled', { Cancel_Reason__c: 'Solved' }),
    ],
    [
      'an answer to a question',
      inState('More_information'),
      inState('More_information', { Answer__c: 'Yes' }),
    ],
    [
      'the wish to revoke',
      inState('Window_open'),
      inState('Window_open', { Revocation_Requested__c: true, Revocation_Reason__c: 'Done' }),
    ],
    [
      'the same instant without milliseconds',
      inState('Approved', { Window_Start__c: '2026-11-21T10:00:00.734Z' }),
      inState('Approved', { Window_Start__c: '2026-11-21T10:00:00Z' }),
    ],
    [
      'long text with other line ends',
      inState('Submitted', { Gate_Summary__c: 'a\nb \n' }),
      inState('Submitted', { Gate_Summary__c: 'a\r\nb' }),
    ],
  ])('%s', (_title, projection, fields) => {
    expect(requestAlteration(projection && logged(projection), found(fields))).toBeNull();
  });

  test('while a write is under way, before and after it', () => {
    const record = logged(inState('Awaiting_decision'), { State__c: 'Approved', Decided_By__c: 'Marit' });
    expect(requestAlteration(record, found(inState('Awaiting_decision')))).toBeNull();
    expect(requestAlteration(record, found(inState('Approved', { Decided_By__c: 'Marit' })))).toBeNull();
  });
});

test('a transition that a person made and the ledger holds needs no write of ours', () => {
  const record = { ...logged(inState('Draft')), state: 'Submitted' };
  expect(requestAlteration(record, found(inState('Submitted')))).toBeNull();
  expect(names(requestAlteration(record, found(inState('Approved'))))).toEqual(['State__c']);
});

describe('a request was altered', () => {
  test.each<[string, Fields | null, Fields, string[]]>([
    ['inserted as Approved', null, inState('Approved'), ['State__c']],
    [
      'inserted with a window',
      null,
      inState('Submitted', { Window_End__c: '2026-11-22T10:00:00Z' }),
      ['Window_End__c'],
    ],
    ['approved by hand', inState('Awaiting_decision'), inState('Approved'), ['State__c']],
    ['cancelled after its approval', inState('Approved'), inState('Cancelled'), ['State__c']],
    [
      'given a longer window',
      inState('Window_open', { Window_End__c: '2026-11-21T14:00:00Z' }),
      inState('Window_open', { Window_End__c: '2026-11-21T20:00:00Z' }),
      ['Window_End__c'],
    ],
    [
      'another purpose after it was submitted',
      inState('Submitted'),
      inState('Submitted', { Purpose__c: 'Harmless' }),
      ['Purpose__c'],
    ],
    [
      'another requester, even as a draft',
      inState('Draft'),
      inState('Draft', { Requested_By__c: '005B' }),
      ['Requested_By__c'],
    ],
    [
      'said to be of another org',
      inState('Submitted'),
      inState('Submitted', { Org_Id__c: '00D000000000009EAA' }),
      ['Org_Id__c'],
    ],
    [
      'an answer that nobody asked for',
      inState('Approved'),
      inState('Approved', { Answer__c: 'Yes' }),
      ['Answer__c'],
    ],
    ['unfrozen by hand', inState('Submitted', { Frozen__c: true }), inState('Submitted'), ['Frozen__c']],
  ])('%s', (_title, projection, fields, expected) => {
    const alteration = requestAlteration(projection && logged(projection), found(fields));
    expect(alteration?.kind).toBe('changed');
    expect(names(alteration)).toEqual(expected);
    expect(alteration).toMatchObject({ by: '005X', byName: 'Ada Admin' });
  });

  test('deleted, but only if it was ever logged', () => {
    expect(requestAlteration(logged(inState('Approved')), found(inState('Approved'), true))?.kind).toBe(
      'deleted',
    );
    expect(requestAlteration(null, found(inState('Draft'), true))).toBeNull();
  });

  test('and the repair writes both the logged values and the freeze', () => {
    const alteration = requestAlteration(
      logged(inState('Awaiting_decision')),
      found(inState('Approved', { Decided_By__c: 'Me' })),
    );
    expect(alteration && requestRepair(alteration, '2026-11-21T10:01:00Z')).toEqual({
      State__c: 'Awaiting_decision',
      Decided_By__c: null,
      Frozen__c: true,
      Restored_At__c: '2026-11-21T10:01:00Z',
    });
  });
});

describe('a row that the companion alone writes', () => {
  const row = (fields: Fields, deleted = false, id = 'a02000000000001AAA') => ({
    object: 'Access_Decision__c',
    key: 'org:1',
    deleted,
    modifiedById: '005X',
    modifiedByName: null,
    modifiedAt: '2026-11-21T10:00:00Z',
    fields,
    id,
  });
  const written = {
    object: 'Access_Decision__c',
    key: 'org:1',
    recordId: 'a02000000000001AAA',
    fields: { Decision__c: 'Approve', Max_Minutes__c: 240 },
    intended: null,
  };

  test('is as it was written', () => {
    expect(ownedAlteration(written, row({ Decision__c: 'Approve', Max_Minutes__c: 240 }))).toBeNull();
  });
  test('was changed', () => {
    expect(ownedAlteration(written, row({ Decision__c: 'Approve', Max_Minutes__c: 1440 }))?.fields).toEqual([
      { name: 'Max_Minutes__c', logged: 240, found: 1440 },
    ]);
  });
  test('was deleted, unless it has been written anew since', () => {
    expect(ownedAlteration(written, row({}, true))?.kind).toBe('deleted');
    expect(ownedAlteration(written, row({}, true, 'a02000000000000AAA'))).toBeNull();
  });
  test('was written by somebody else', () => {
    expect(ownedAlteration(null, row({ Decision__c: 'Approve' }))?.kind).toBe('not ours');
  });
  test('is missing from a complete reading', () => {
    expect(
      missingRows([written, { ...written, key: 'org:2', recordId: null }], []).map(({ kind, key }) => [
        kind,
        key,
      ]),
    ).toEqual([['missing', 'org:1']]);
    expect(missingRows([written], [row({})])).toEqual([]);
  });
});
