/** Bulk API 2.0, as jsforce drives it and as plain requests do. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, AUDITOR, send, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

let org: TestOrg;
let admin: Connection;

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.connect(ADMIN);
});
afterAll(() => org.close());

const base = '/services/data/v68.0/jobs';
const call = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
  plain(admin.accessToken ?? '', method, path, body, headers);

/** A request whose answer may be CSV. */
async function plain(
  token: string,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; json: () => Record<string, unknown>; headers: Headers }> {
  const response = await fetch(`${org.url}${base}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = () => [JSON.parse(text) as Record<string, unknown>].flat()[0] as Record<string, unknown>;
  return { status: response.status, text, json, headers: response.headers };
}

/** Creates a job, uploads, starts and gives its id. */
async function load(options: Record<string, unknown>, csv: string): Promise<string> {
  const made = await call('POST', '/ingest', options);
  expect(made.json()).toMatchObject({ state: 'Open', contentType: 'CSV', concurrencyMode: 'Parallel' });
  const id = String(made.json()['id']);
  const put = await call('PUT', `/ingest/${id}/batches`, csv, { 'content-type': 'text/csv' });
  expect(put.status).toBe(201);
  const started = await call('PATCH', `/ingest/${id}`, { state: 'UploadComplete' });
  expect(started.json()).toMatchObject({ id, state: 'UploadComplete' });
  return id;
}
const info = async (id: string) => (await call('GET', `/ingest/${id}`)).json();
const results = async (id: string, kind: string) => (await call('GET', `/ingest/${id}/${kind}`)).text;

describe('jsforce', () => {
  test('loads, changes, upserts and deletes records', async () => {
    const insert = await admin.bulk2.loadAndWaitForResults({
      object: 'Case',
      operation: 'insert',
      input: [{ Subject: 'Bulk, one' }, { Subject: 'Bulk "two"\nover lines' }],
    });
    expect(insert.failedResults).toEqual([]);
    const ids = insert.successfulResults.map(({ sf__Id }) => sf__Id);
    expect(insert.successfulResults.map(({ sf__Created }) => sf__Created)).toEqual(['true', 'true']);
    const read = await admin.sobject('Case').retrieve(ids);
    expect(read.map((record) => (record as { Subject: string }).Subject)).toEqual([
      'Bulk, one',
      'Bulk "two"\nover lines',
    ]);
    const update = await admin.bulk2.loadAndWaitForResults({
      object: 'Case',
      operation: 'update',
      input: ids.map((Id) => ({ Id, Subject: 'Changed', Description: '#N/A' })),
    });
    expect(update.successfulResults).toHaveLength(2);
    const removed = await admin.bulk2.loadAndWaitForResults({
      object: 'Case',
      operation: 'delete',
      input: ids.map((Id) => ({ Id })),
    });
    expect(removed.successfulResults).toHaveLength(2);
    await expect(admin.sobject('Case').retrieve(ids[0] ?? '')).rejects.toMatchObject({
      errorCode: 'ENTITY_IS_DELETED',
    });
  });

  test('exports the rows of a query with fields of parents', async () => {
    await admin.sobject('Case').create([{ Subject: 'To export' }, { Subject: 'To export' }]);
    const stream = await admin.bulk2.query(
      "SELECT Id, Subject, CreatedDate, Owner.Username FROM Case WHERE Subject = 'To export'",
    );
    const rows = (await stream.toArray()) as Record<string, string>[];
    expect(rows).toHaveLength(2);
    expect(rows[0]).toMatchObject({ Subject: 'To export', 'Owner.Username': ADMIN });
    expect(rows[0]?.['CreatedDate']).toMatch(/^2026-11-21T\d\d:\d\d:\d\d\.000Z$/);
  });
});

describe('rows', () => {
  test('that are refused are told with their reason, and the others are saved', async () => {
    const id = await load(
      { object: 'Access_Request__c', operation: 'insert' },
      'Support_Case_Number__c,Requested_By__r.Username,Hours_Wanted__c,State__c\n' +
        `4711,${ADMIN},2,Draft\n` +
        `,${ADMIN},2,Draft\n` +
        `4712,${ADMIN},many,Draft\n` +
        '4713,nobody@test.example,1,Draft\n',
    );
    expect(await info(id)).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 4,
      numberRecordsFailed: 3,
    });
    const good = await results(id, 'successfulResults');
    expect(good.split('\n')).toEqual([
      '"sf__Id","sf__Created","Support_Case_Number__c","Requested_By__r.Username","Hours_Wanted__c","State__c"',
      expect.stringMatching(new RegExp(`^"a\\w{17}","true","4711","${ADMIN}","2","Draft"$`)),
      '',
    ]);
    const bad = await results(id, 'failedResults');
    expect(bad).toContain(
      'REQUIRED_FIELD_MISSING:Required fields are missing: [Support_Case_Number__c]:Support_Case_Number__c --',
    );
    expect(bad).toContain('INVALID_TYPE_ON_FIELD_IN_RECORD:Hours wanted: value not of required type: many');
    expect(bad).toContain('Foreign key external ID: nobody@test.example not found for field Username');
    expect(await results(id, 'unprocessedrecords')).toMatch(/^"Support_Case_Number__c"[^\n]*\n$/);
  });

  test('are upserted by an external id, and an empty cell leaves a field as it is', async () => {
    const options = {
      object: 'Access_Request__c',
      operation: 'upsert',
      externalIdFieldName: 'Client_Key__c',
    };
    const header = 'Client_Key__c;Support_Case_Number__c;Requested_By__c;Purpose__c';
    const user = (await org.user(ADMIN)).userId;
    const dialect = { columnDelimiter: 'SEMICOLON', lineEnding: 'CRLF' };
    const first = await load({ ...options, ...dialect }, `${header}\r\nbulk-1;4711;${user};Look\r\n`);
    expect(await info(first)).toMatchObject({ numberRecordsFailed: 0 });
    expect(await results(first, 'successfulResults')).toContain('"true";"bulk-1"');
    const again = await load({ ...options, ...dialect }, `${header}\r\nbulk-1;4712;;\r\n`);
    expect(await info(again)).toMatchObject({ numberRecordsFailed: 0 });
    expect(await results(again, 'successfulResults')).toContain('"false";"bulk-1"');
    const read =
      "SELECT Support_Case_Number__c, Purpose__c FROM Access_Request__c WHERE Client_Key__c = 'bulk-1'";
    expect((await admin.query(read)).records).toMatchObject([
      { Support_Case_Number__c: '4712', Purpose__c: 'Look' },
    ]);
    const emptied = await load(options, 'Client_Key__c,Purpose__c\nbulk-1,#N/A\n');
    expect(await info(emptied)).toMatchObject({ numberRecordsFailed: 0 });
    expect((await admin.query(read)).records).toMatchObject([{ Purpose__c: null }]);
  });

  test.each([
    ['an unknown column', 'Subjekt\nOne\n', 'InvalidBatch : Field name not found : Subjekt'],
    [
      'line ends that were not announced',
      'Subject\r\nOne\r\n',
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF',
    ],
  ])('%s fails the job', async (_what, csv, errorMessage) => {
    const id = await load({ object: 'Case', operation: 'insert' }, csv);
    expect(await info(id)).toMatchObject({ state: 'Failed', errorMessage, numberRecordsProcessed: 0 });
  });

  test('are written as the user who made the job may, and nobody else sees it', async () => {
    const auditor = await org.connect(AUDITOR);
    const token = auditor.accessToken ?? '';
    const made = await plain(token, 'POST', '/ingest', { object: 'Access_Request__c', operation: 'insert' });
    const id = String(made.json()['id']);
    await plain(token, 'PUT', `/ingest/${id}/batches`, 'Support_Case_Number__c\n4711\n', {
      'content-type': 'text/csv',
    });
    await plain(token, 'PATCH', `/ingest/${id}`, { state: 'UploadComplete' });
    expect((await plain(token, 'GET', `/ingest/${id}`)).json()).toMatchObject({ numberRecordsFailed: 1 });
    expect((await plain(token, 'GET', `/ingest/${id}/failedResults`)).text).toContain(
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    );
    expect((await call('GET', `/ingest/${id}`)).status).toBe(404);
    expect((await call('GET', '/query/%00')).status).toBe(404);
  });

  test('past the recycle bin need the permission Bulk API Hard Delete', async () => {
    const refused = await call('POST', '/ingest', { object: 'Case', operation: 'hardDelete' });
    expect(refused).toMatchObject({ status: 400 });
    expect(refused.json()).toMatchObject({ errorCode: 'FEATURENOTENABLED' });
  });
});

describe('a job', () => {
  test('takes data once, while it is open, and can be given up and deleted', async () => {
    const made = await call('POST', '/ingest', { object: 'Case', operation: 'insert' });
    const id = String(made.json()['id']);
    expect((await call('DELETE', `/ingest/${id}`)).status).toBe(400);
    const csv = { 'content-type': 'text/csv' };
    expect((await call('PUT', `/ingest/${id}/batches`, 'Subject\nno\0text\n', csv)).status).toBe(400);
    expect((await call('PUT', `/ingest/${id}/batches`, 'Subject\nGiven up\n', csv)).status).toBe(201);
    expect((await call('PUT', `/ingest/${id}/batches`, 'Subject\nTwice\n', csv)).status).toBe(400);
    expect((await call('PATCH', `/ingest/${id}`, { state: 'Aborted' })).json()).toMatchObject({
      state: 'Aborted',
    });
    expect((await call('PATCH', `/ingest/${id}`, { state: 'UploadComplete' })).status).toBe(400);
    expect(await results(id, 'unprocessedrecords')).toBe('"Subject"\n"Given up"\n');
    expect((await admin.query("SELECT Id FROM Case WHERE Subject = 'Given up'")).totalSize).toBe(0);
    expect((await call('DELETE', `/ingest/${id}`)).status).toBe(204);
    expect((await call('GET', `/ingest/${id}`)).status).toBe(404);
  });

  test('can be made with its data in one multipart request', async () => {
    const part = (name: string, type: string, text: string) =>
      `--edge\r\nContent-Type: ${type}\r\nContent-Disposition: form-data; name="${name}"; filename="x"\r\n\r\n${text}\r\n`;
    const options = JSON.stringify({ object: 'Case', operation: 'insert' });
    const body = `${part('job', 'application/json', options)}${part('content', 'text/csv', 'Subject\nIn one\n')}--edge--`;
    const made = await call('POST', '/ingest', body, {
      'content-type': 'multipart/form-data; boundary=edge',
    });
    expect(made.json()).toMatchObject({ state: 'UploadComplete' });
    expect(await info(String(made.json()['id']))).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 1,
    });
    const listed = (await call('GET', '/ingest')).json() as { records: { id: string }[] };
    expect(listed.records.map(({ id }) => id)).toContain(made.json()['id']);
  });

  test('gives a query back in pages of the wanted size', async () => {
    await admin.sobject('Case').create(Array.from({ length: 5 }, (_, n) => ({ Subject: `Paged ${n}` })));
    const query = "SELECT Subject FROM Case WHERE Subject LIKE 'Paged%' ORDER BY Subject";
    const made = await call('POST', '/query', { operation: 'query', query });
    const id = String(made.json()['id']);
    expect((await call('GET', `/query/${id}`)).json()).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 5,
    });
    const first = await call('GET', `/query/${id}/results?maxRecords=3`);
    expect(first.text).toBe('"Subject"\n"Paged 0"\n"Paged 1"\n"Paged 2"\n');
    expect(first.headers.get('sforce-numberofrecords')).toBe('3');
    const locator = first.headers.get('sforce-locator') ?? '';
    const last = await call('GET', `/query/${id}/results?maxRecords=3&locator=${locator}`);
    expect(last.text).toBe('"Subject"\n"Paged 3"\n"Paged 4"\n');
    expect(last.headers.get('sforce-locator')).toBe('null');
    const aggregate = await call('POST', '/query', {
      operation: 'query',
      query: 'SELECT COUNT(Id) FROM Case',
    });
    expect(aggregate.status).toBe(400);
  });

  test('of more rows than fit into one transaction goes on when a group has failed rows', async () => {
    const rows = Array.from({ length: 450 }, (_, n) => (n % 200 === 7 ? '#N/A,x' : `Many ${n},High`));
    const id = await load({ object: 'Case', operation: 'insert' }, `Subject,OwnerId\n${rows.join('\n')}\n`);
    expect(await info(id)).toMatchObject({ numberRecordsProcessed: 450, numberRecordsFailed: 450 });
    const plainRows = Array.from({ length: 450 }, (_, n) => `Many ${n}`);
    const good = await load({ object: 'Case', operation: 'insert' }, `Subject\n${plainRows.join('\n')}\n`);
    expect(await info(good)).toMatchObject({ numberRecordsProcessed: 450, numberRecordsFailed: 0 });
    expect(await send(org, admin.accessToken ?? '', count("Subject LIKE 'Many%'"))).toMatchObject({
      body: { totalSize: 450 },
    });
  });
});

function count(where: string) {
  const query = encodeURIComponent(`SELECT COUNT() FROM Case WHERE ${where}`);
  return { method: 'GET', path: `/services/data/v68.0/query?q=${query}` };
}
