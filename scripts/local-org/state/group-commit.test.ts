/** Single writes that arrive together: each keeps its own result and its own change event. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ADMIN, AUDITOR, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import type { ChangeEvent, UserContext } from './engine.ts';

let org: TestOrg;
let admin: UserContext;
const ONE = { allOrNone: false };

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.user(ADMIN);
});
afterAll(() => org.close());

const draft = (key: string, extra: object = {}) => ({
  Support_Case_Number__c: '4711',
  Requested_By__c: admin.userId,
  Client_Key__c: key,
  ...extra,
});
const insert = async (user: UserContext, fields: object) => {
  const [result] = await org.engine.insert(user, 'Access_Request__c', [{ ...fields }], ONE);
  return result;
};

test('records that wait for one another are saved each by its own rules', async () => {
  const events: ChangeEvent[] = [];
  const stop = org.engine.changes.subscribe((list) => void events.push(...list));
  const results = await Promise.all([
    insert(admin, draft('g1')),
    insert(admin, draft('g2', { State__c: 'Nonsense' })),
    insert(admin, draft('g3')),
    insert(admin, draft('g1')),
    insert(await org.user(AUDITOR), draft('g4')),
    insert(admin, draft('g5')),
  ]);
  stop();
  expect(results.map((result) => result?.errors[0]?.statusCode)).toEqual([
    undefined,
    'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
    undefined,
    'DUPLICATE_VALUE',
    'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    undefined,
  ]);
  const saved = results.filter((result) => result?.success).map((result) => result?.id);
  expect(events.map(({ recordIds }) => recordIds[0])).toEqual(saved);
  expect(new Set(events.map(({ transactionKey }) => transactionKey)).size).toBe(3);
  expect(events.map(({ sequenceNumber }) => sequenceNumber)).toEqual([1, 1, 1]);
});

test('a write that is refused for a byte in its text takes none of the others with it', async () => {
  const results = await Promise.all([
    insert(admin, draft('h0')),
    insert(admin, draft('h1')),
    insert(admin, draft('h2', { Purpose__c: 'nul \u0000 byte' })),
    insert(admin, draft('h3')),
  ]);
  expect(results.map((result) => result?.success)).toEqual([true, true, false, true]);
  const found = await org.engine.query(
    admin,
    "SELECT Client_Key__c FROM Access_Request__c WHERE Client_Key__c IN ('h0', 'h1', 'h2', 'h3') ORDER BY Client_Key__c",
  );
  expect(found.records.map(({ Client_Key__c }) => Client_Key__c)).toEqual(['h0', 'h1', 'h3']);
});

test('two changes of one record at the same time are both done', async () => {
  const made = await insert(admin, draft('i1'));
  const change = (fields: object) =>
    org.engine.update(admin, 'Access_Request__c', [{ Id: made?.id, ...fields }], ONE);
  await Promise.all([
    change({ Purpose__c: 'One' }),
    change({ Necessity__c: 'Two' }),
    change({ Hours_Wanted__c: 3 }),
  ]);
  const fields = ['Purpose__c', 'Necessity__c', 'Hours_Wanted__c'];
  expect(await org.engine.retrieve(admin, 'Access_Request__c', made?.id ?? '', fields)).toMatchObject({
    Purpose__c: 'One',
    Necessity__c: 'Two',
    Hours_Wanted__c: 3,
  });
});

test('records that are read at the same time are each read as their reader may', async () => {
  const ids = await Promise.all(
    ['j1', 'j2', 'j3'].map(async (key) => (await insert(admin, draft(key)))?.id ?? ''),
  );
  const auditor = await org.user(AUDITOR);
  const read = (user: UserContext, id: string, fields?: string[]) =>
    org.engine.retrieve(user, 'Access_Request__c', id, fields);
  const [first, second, again, short, ...rest] = await Promise.allSettled([
    read(admin, ids[0] ?? '', ['Client_Key__c']),
    read(admin, ids[1] ?? '', ['Client_Key__c']),
    read(admin, ids[0] ?? '', ['Client_Key__c']),
    read(admin, (ids[2] ?? '').slice(0, 15), ['Id', 'Client_Key__c']),
    read(admin, '001000000000000AAA', ['Client_Key__c']),
    read(auditor, ids[1] ?? '', ['Nothing__c']),
  ]);
  const value = (key: string) => ({ attributes: expect.anything(), Client_Key__c: key });
  expect(first).toEqual({ status: 'fulfilled', value: value('j1') });
  expect(second).toEqual({ status: 'fulfilled', value: value('j2') });
  expect(again).toEqual({ status: 'fulfilled', value: value('j1') });
  expect(short).toEqual({ status: 'fulfilled', value: { ...value('j3'), Id: ids[2] } });
  expect(rest).toMatchObject([
    { status: 'rejected', reason: { errorCode: 'NOT_FOUND' } },
    { status: 'rejected', reason: { errorCode: 'INVALID_FIELD' } },
  ]);
});
