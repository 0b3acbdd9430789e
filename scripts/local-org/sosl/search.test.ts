/** SOSL through a real client: what a search finds for whom, and how faults are told. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, STAFF, send, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

let org: TestOrg;
let admin: Connection;

const CASES = [
  { Subject: 'Printer on fire', Description: 'The toner of floor two', Origin: 'Phone', Priority: 'High' },
  { Subject: 'Printers jam', Description: 'Paper', Origin: 'Web', Priority: 'Low' },
  { Subject: 'Fire-drill (monthly)', Description: 'No printer involved', Origin: 'Web', Priority: 'Low' },
];

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.connect(ADMIN);
  const { userId } = await org.user(ADMIN);
  await org.engine.platform.insert(
    'Case',
    CASES.map((row) => ({ ...row, OwnerId: userId })),
  );
});
afterAll(() => org.close());

/** Subjects that a search for `words` finds. */
async function found(words: string, rest = 'RETURNING Case(Subject ORDER BY Subject)'): Promise<unknown[]> {
  const { searchRecords } = await admin.search(`FIND {${words}} ${rest}`);
  return searchRecords.map((record): unknown => record['Subject']);
}

const fault = async (sosl: string) =>
  admin.search(sosl).then(
    () => null,
    (error: unknown) => error,
  );

describe('words of a search', () => {
  test.each([
    ['printer', ['Fire-drill (monthly)', 'Printer on fire']],
    ['PRINTER*', ['Fire-drill (monthly)', 'Printer on fire', 'Printers jam']],
    ['pr?nters', ['Printers jam']],
    ['printer fire', ['Fire-drill (monthly)', 'Printer on fire']],
    ['toner OR paper', ['Printer on fire', 'Printers jam']],
    ['printer* AND NOT fire', ['Printers jam']],
    ['"on fire"', ['Printer on fire']],
    ['"fire on"', []],
    ['fire AND (paper OR toner)', ['Printer on fire']],
    [String.raw`fire\-drill \(monthly\)`, ['Fire-drill (monthly)']],
  ])('{%s}', async (words, expected) => {
    expect(await found(words)).toEqual(expected);
  });
});

describe('the clauses of a search', () => {
  test('groups of fields: names alone, e-mail addresses alone', async () => {
    const users = async (group: string) =>
      (await admin.search(`FIND {otto} IN ${group} FIELDS RETURNING User(Username)`)).searchRecords.length;
    expect([await users('ALL'), await users('EMAIL'), await users('NAME'), await users('PHONE')]).toEqual([
      1, 1, 0, 0,
    ]);
  });

  test('WHERE, ORDER BY and LIMIT of an object, and the LIMIT of the whole', async () => {
    expect(
      await found('printer*', "RETURNING Case(Subject WHERE Priority = 'Low' ORDER BY Subject DESC)"),
    ).toEqual(['Printers jam', 'Fire-drill (monthly)']);
    expect(await found('printer*', 'RETURNING Case(Subject ORDER BY Subject LIMIT 1)')).toHaveLength(1);
    expect(await found('printer*', 'RETURNING Case(Subject) LIMIT 2')).toHaveLength(2);
  });

  test('without RETURNING all objects give their ids', async () => {
    const { searchRecords } = await admin.search('FIND {toner}');
    expect(searchRecords).toEqual([
      { attributes: expect.objectContaining({ type: 'Case' }), Id: expect.stringMatching(/^500/) },
    ]);
  });

  test('parameters instead of SOSL find the same, in the address and in the body', async () => {
    const token = admin.accessToken ?? '';
    const base = '/services/data/v68.0/parameterizedSearch';
    const expected = { searchRecords: [expect.objectContaining({ Subject: 'Printers jam' })] };
    const query = '?q=printers&sobject=Case&Case.fields=id,Subject&Case.limit=5';
    expect(await send(org, token, { method: 'GET', path: base + query })).toMatchObject({ body: expected });
    const body = { q: 'printers', sobjects: [{ name: 'Case', fields: ['Subject'] }], overallLimit: 3 };
    expect(await send(org, token, { method: 'POST', path: base, body })).toMatchObject({ body: expected });
  });

  test('an object that the user may not read is neither searched nor returned', async () => {
    const staff = await org.connect(STAFF);
    await expect(staff.search('FIND {toner} RETURNING Access_Request__c(Id)')).rejects.toMatchObject({
      errorCode: 'INVALID_TYPE',
    });
    const { searchRecords } = await staff.search('FIND {printer}');
    expect(searchRecords.filter(({ attributes }) => attributes?.type === 'Access_Request__c')).toEqual([]);
  });
});

describe('faults of a search', () => {
  test('are placed as on the platform', async () => {
    expect(await fault('FIND {name} IN ALL TYPE RETURNING Case(Subject)')).toMatchObject({
      errorCode: 'MALFORMED_SEARCH',
      message:
        '\nFIND {name} IN ALL TYPE RETURNING Case(Subject)\n                  ^\nERROR at Row:1:Column:19\n' +
        'Malformed search token: TYPE',
    });
    expect(await fault('FIND {John|jane} RETURNING Case')).toMatchObject({
      errorCode: 'MALFORMED_SEARCH',
      message: expect.stringContaining("ERROR at Row:1:Column:10\nline 1:10 mismatched character '|'"),
    });
  });

  test.each([
    ['FIND name', 'MALFORMED_SEARCH', 'No search term found'],
    ['FIND {x} RETURNING Case', 'MALFORMED_SEARCH', 'longer than one character'],
    ['FIND {name} RETURNING Case(Nothing)', 'INVALID_FIELD', "No such column 'Nothing' on entity 'Case'"],
    ['FIND {name} RETURNING Nothing__c', 'INVALID_TYPE', "sObject type 'Nothing__c' is not supported"],
    ['FIND {name} RETURNING LoginHistory', 'INVALID_TYPE', "'LoginHistory' is not supported"],
    ['FIND {name} RETURNING Case(Subject', 'MALFORMED_SEARCH', 'expecting a right parentheses'],
    ['FIND {(name} RETURNING Case', 'MALFORMED_SEARCH', 'Malformed search token'],
    ['FIND {name} LIMIT 3000', 'MALFORMED_SEARCH', 'LIMIT'],
  ])('%s', async (sosl, errorCode, message) => {
    expect(await fault(sosl)).toMatchObject({ errorCode, message: expect.stringContaining(message) });
  });
});
