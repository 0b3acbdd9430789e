/** What jsforce calls beyond single records and queries, each call as its users write it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Connection } from 'jsforce';
import { ADMIN, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

let org: TestOrg;
let admin: Connection;

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.connect(ADMIN);
});
afterAll(() => org.close());

const requests = () => admin.sobject('Access_Request__c');
const draft = async (key: string, extra: object = {}) => ({
  Support_Case_Number__c: '4711',
  Requested_By__c: (await org.user(ADMIN)).userId,
  Client_Key__c: key,
  ...extra,
});

test('arrays are upserted, retrieved and destroyed in their order', async () => {
  const made = await requests().upsert([await draft('a1'), await draft('a2')], 'Client_Key__c');
  expect(made).toMatchObject([
    { success: true, created: true },
    { success: true, created: true },
  ]);
  const again = await requests().upsert(
    [await draft('a2', { Purpose__c: 'Known' }), await draft('a3')],
    'Client_Key__c',
  );
  expect(again).toMatchObject([{ id: made[1]?.id, created: false }, { created: true }]);
  const ids = [made[0]?.id ?? '', again[1]?.id ?? '', made[1]?.id ?? ''];
  const read = await requests().retrieve(ids);
  expect(read.map(({ Client_Key__c }) => Client_Key__c as unknown)).toEqual(['a1', 'a3', 'a2']);
  expect(await requests().destroy(ids)).toMatchObject(ids.map((id) => ({ id, success: true, errors: [] })));
  expect(await requests().destroy(ids)).toMatchObject(
    ids.map(() => ({ success: false, errors: [{ statusCode: 'ENTITY_IS_DELETED' }] })),
  );
});

test('more than 200 records go in several collections', async () => {
  const cases = Array.from({ length: 450 }, (_, index) => ({ Subject: `Recursive ${index}` }));
  const results = await admin.sobject('Case').create(cases, { allowRecursive: true });
  expect(results.filter(({ success }) => success)).toHaveLength(450);
});

test('records are found, sorted, limited and counted without SOQL', async () => {
  await admin.sobject('Case').create(['B', 'A', 'C'].map((letter) => ({ Subject: `Found ${letter}` })));
  const found = await admin
    .sobject('Case')
    .find({ Subject: { $like: 'Found %' } }, ['Subject'])
    .sort('-Subject')
    .limit(2);
  expect(found.map(({ Subject }) => Subject as unknown)).toEqual(['Found C', 'Found B']);
  const everything = await admin.sobject('Case').findOne({ Subject: 'Found A' });
  expect(everything).toMatchObject({ Subject: 'Found A', Status: 'New', IsDeleted: false });
  expect(await admin.sobject('Case').count({ Subject: { $like: 'Found %' } })).toBe(3);
});

test('a query fetches its further pages by itself', async () => {
  const rows = Array.from({ length: 450 }, (_, index) => ({ Subject: `Paged ${index}` }));
  await admin.sobject('Case').create(rows, { allowRecursive: true });
  const subjects: unknown[] = [];
  const query = admin.query("SELECT Subject FROM Case WHERE Subject LIKE 'Paged %'", {
    autoFetch: true,
    maxFetch: 1000,
    headers: { 'Sforce-Query-Options': 'batchSize=200' },
  });
  query.on('record', ({ Subject }) => subjects.push(Subject));
  await query;
  expect(new Set(subjects).size).toBe(450);
});

test('identity, limits and recent answer', async () => {
  expect(await admin.identity()).toMatchObject({ username: ADMIN, organization_id: org.orgId });
  expect((await admin.limits())['DailyApiRequests']).toMatchObject({ Max: expect.any(Number) });
  expect(await admin.recent()).toEqual([]);
});

test('updated and deleted ids are asked for by dates', async () => {
  const { id } = await admin.sobject('Case').create({ Subject: 'Replicated' });
  const at = (minutes: number) => new Date(org.clock.now().add({ minutes }).epochMilliseconds);
  const updated = await admin.sobject('Case').updated(at(-10), at(2));
  expect(updated.ids).toContain(id);
  await admin.sobject('Case').destroy(id ?? '');
  const deleted = await admin.sobject('Case').deleted(at(-10), at(2));
  expect(deleted.deletedRecords.map((record) => record.id)).toContain(id);
});

test('an ended session is renewed once, and the request repeated', async () => {
  let renewed = 0;
  const connection = new Connection({
    instanceUrl: org.url,
    accessToken: `${org.orgId.slice(0, 15)}!ended`,
    version: '68.0',
    refreshFn: (_connection, done) => {
      renewed += 1;
      done(null, admin.accessToken ?? '');
    },
  });
  const [first, second] = await Promise.all([
    connection.query('SELECT Id FROM Organization'),
    connection.query('SELECT Id FROM Organization'),
  ]);
  expect([first.totalSize, second.totalSize, renewed]).toEqual([1, 1, 1]);
});

test('after logout the token is worth nothing', async () => {
  const connection = await org.connect(ADMIN);
  const { accessToken } = connection;
  await connection.logout();
  const later = new Connection({ instanceUrl: org.url, accessToken: accessToken ?? '', version: '68.0' });
  await expect(later.query('SELECT Id FROM Organization')).rejects.toMatchObject({
    errorCode: 'INVALID_SESSION_ID',
  });
});
