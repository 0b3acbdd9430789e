/** The API as jsforce, a client that nobody here wrote, sees it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, COMPANION, STAFF, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

let org: TestOrg;
let admin: Connection;
let companion: Connection;

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.connect(ADMIN);
  companion = await org.connect(COMPANION);
});
afterAll(() => org.close());

const draft = async (key: string) => ({
  Support_Case_Number__c: '4711',
  Requested_By__c: (await org.user(ADMIN)).userId,
  State__c: 'Draft',
  Client_Key__c: key,
});

/** Sends a request as a client that no library shapes. */
async function send(token: string, method: string, path: string, body?: unknown, headers = {}) {
  const response = await fetch(`${org.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text ? (JSON.parse(text) as unknown) : null,
  };
}

describe('logging in', () => {
  test('a JWT signed with the registered key opens a session of its subject', async () => {
    const identity = await admin.identity();
    expect(identity).toMatchObject({ username: ADMIN, organization_id: org.orgId });
  });

  test.each([
    ['a key that is not registered', { sub: ADMIN, iss: 'SomeoneElse' }, 'invalid_client_id'],
    ['a user that is not there', { sub: 'nobody@test.example' }, 'invalid_grant'],
    ['another audience', { sub: ADMIN, aud: 'https://evil.example' }, 'invalid_grant'],
    ['an expired assertion', { sub: ADMIN, exp: 1 }, 'invalid_grant'],
    ['an assertion that lives too long', { sub: ADMIN, exp: 4_000_000_000 }, 'invalid_grant'],
  ])('refuses %s', async (_what, claims, error) => {
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: org.assertion(claims),
    });
    const response = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error });
  });

  test('refuses an assertion whose signature was changed', async () => {
    const assertion = org.assertion({ sub: ADMIN }).replace(/.{8}$/, 'AAAAAAAA');
    const body = new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    });
    const response = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body });
    expect(await response.json()).toEqual({ error: 'invalid_grant', error_description: 'invalid assertion' });
  });

  test('takes audiences of Salesforce, a trailing slash and milliseconds, as the sf CLI sends them', async () => {
    const exp = Date.now() + 300_000;
    for (const aud of ['https://login.salesforce.com', `${org.url}/`]) {
      const body = new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion: org.assertion({ sub: ADMIN, aud, exp }),
      });
      expect((await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body })).status).toBe(200);
    }
  });

  test('a revoked token is worth nothing, and its session row is gone', async () => {
    const staff = await org.connect(STAFF);
    const token = staff.accessToken ?? '';
    await fetch(`${org.url}/services/oauth2/revoke`, {
      method: 'POST',
      body: new URLSearchParams({ token }),
    });
    expect(await send(token, 'GET', '/services/data/v68.0/limits')).toMatchObject({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
    });
  });
});

describe('the transport', () => {
  test('collapses slashes, takes trailing ones and any case of object names', async () => {
    const token = admin.accessToken ?? '';
    for (const path of [
      '//services/data/v68.0/sobjects/access_request__c/describe',
      '/services/data/v51.0/sobjects/CASE/',
    ]) {
      expect((await send(token, 'GET', path)).status).toBe(200);
    }
  });

  test('tells the org time in the Date header and the use of the API in Sforce-Limit-Info', async () => {
    const { headers } = await send(admin.accessToken ?? '', 'GET', '/services/data/v68.0/limits');
    const offset = Math.abs(Date.parse(headers.get('date') ?? '') - org.clock.now().epochMilliseconds);
    expect(offset).toBeLessThan(2000);
    expect(headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000$/);
  });

  test.each([
    ['GET', '/services/data/v68.0/nothing', 404, 'NOT_FOUND'],
    ['GET', '/services/data/v99.0/limits', 404, 'NOT_FOUND'],
    ['POST', '/services/data/v68.0/limits', 405, 'METHOD_NOT_ALLOWED'],
    ['GET', '/services/data/v68.0/tooling/query', 501, 'NOT_IMPLEMENTED'],
    ['GET', '/services/data/v68.0/sobjects/Nothing__c/describe', 404, 'NOT_FOUND'],
    ['GET', '/services/data/v68.0/query', 400, 'MALFORMED_QUERY'],
  ])('%s %s answers %d %s', async (method, path, status, errorCode) => {
    expect(await send(admin.accessToken ?? '', method, path)).toMatchObject({
      status,
      body: [{ errorCode }],
    });
  });

  test('answers a body that is no JSON with JSON_PARSER_ERROR', async () => {
    const path = '/services/data/v68.0/sobjects/Case';
    expect(await send(admin.accessToken ?? '', 'POST', path, '{"Subject":')).toMatchObject({
      status: 400,
      body: [{ errorCode: 'JSON_PARSER_ERROR' }],
    });
  });

  test('a client without API Enabled is refused', async () => {
    const user = await org.user(STAFF);
    const minimum = await org.engine.platform.query("SELECT Id FROM Profile WHERE Name LIKE 'Minimum%'");
    const standard = await org.engine.platform.query("SELECT Id FROM Profile WHERE Name = 'Standard User'");
    await org.engine.platform.update('User', user.userId, { ProfileId: minimum.records[0]?.['Id'] });
    const staff = await org.connect(STAFF);
    await expect(staff.query('SELECT Id FROM User')).rejects.toMatchObject({
      errorCode: 'API_DISABLED_FOR_ORG',
    });
    await org.engine.platform.update('User', user.userId, { ProfileId: standard.records[0]?.['Id'] });
  });
});

describe('records one by one', () => {
  test('are created, read, changed and deleted', async () => {
    const created = await admin.sobject('Access_Request__c').create(await draft('crud'));
    expect(created).toMatchObject({ success: true, errors: [] });
    const id = created.id ?? '';
    const read = await admin.sobject('Access_Request__c').retrieve(id);
    expect(read).toMatchObject({ Id: id, Name: expect.stringMatching(/^AR-\d{6}$/), State__c: 'Draft' });
    await admin.sobject('access_request__c').update({ Id: id, purpose__c: 'To mend the night batch.' });
    expect(await admin.sobject('Access_Request__c').retrieve(id.slice(0, 15))).toMatchObject({
      Purpose__c: 'To mend the night batch.',
    });
    await admin.sobject('Access_Request__c').destroy(id);
    await expect(admin.sobject('Access_Request__c').retrieve(id)).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    });
  });

  test('are refused with every rule they break, in the words of the rule', async () => {
    const wrong = { ...(await draft('rule')), State__c: 'Approved' };
    await expect(admin.sobject('Access_Request__c').create(wrong)).rejects.toMatchObject({
      errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION',
      message: expect.stringContaining('starts as Draft or Submitted'),
    });
  });

  test.each([
    [{ Nonsense__c: 1 }, 'INVALID_FIELD'],
    [{ State__c: 'Nonsense' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    [{ Support_Case_Number__c: null }, 'REQUIRED_FIELD_MISSING'],
    [{ Support_Case_Number__c: 'x'.repeat(41) }, 'STRING_TOO_LONG'],
    [{ Hours_Wanted__c: 'many' }, 'JSON_PARSER_ERROR'],
    [{ Hours_Wanted__c: 12345.5 }, 'NUMBER_OUTSIDE_VALID_RANGE'],
    [{ Target_User__c: 'nobody' }, 'MALFORMED_ID'],
    [{ Target_User__c: '005000000000001AAA' }, 'INVALID_CROSS_REFERENCE_KEY'],
    [{ Related_Case__c: '005000000000001AAA' }, 'MALFORMED_ID'],
    [{ CreatedDate: '2020-01-01T00:00:00Z' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    [{ Name: 'AR-1' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
  ])('%j is refused with %s', async (fields, errorCode) => {
    const record = { ...(await draft('wrong')), ...fields };
    await expect(admin.sobject('Access_Request__c').create(record)).rejects.toMatchObject({ errorCode });
  });

  test('text is coerced to the type of its field, as the sf CLI sends it', async () => {
    const fields = { ...(await draft('text')), Hours_Wanted__c: '2.504', Revocation_Requested__c: 'false' };
    const { id } = await admin.sobject('Access_Request__c').create(fields);
    expect(await admin.sobject('Access_Request__c').retrieve(id ?? '')).toMatchObject({
      Hours_Wanted__c: 2.5,
    });
  });

  test('a second record with the same unique value is refused and names the first', async () => {
    const { id } = await admin.sobject('Access_Request__c').create(await draft('unique'));
    await expect(admin.sobject('Access_Request__c').create(await draft('unique'))).rejects.toMatchObject({
      errorCode: 'DUPLICATE_VALUE',
      message: `duplicate value found: Client_Key__c duplicates value on record with id: ${id?.slice(0, 15)}`,
    });
  });

  test('an update is refused when the record changed after If-Unmodified-Since', async () => {
    const { id } = await admin.sobject('Access_Request__c').create(await draft('since'));
    const path = `/services/data/v68.0/sobjects/Access_Request__c/${id}`;
    const patch = (since: string) =>
      send(admin.accessToken ?? '', 'PATCH', path, { Purpose__c: 'Later' }, { 'if-unmodified-since': since });
    expect(await patch('Sat, 21 Nov 2026 10:00:00 GMT')).toMatchObject({
      status: 412,
      body: [{ errorCode: 'PRECONDITION_FAILED' }],
    });
    expect((await patch('Sat, 21 Nov 2099 10:00:00 GMT')).status).toBe(204);
  });

  test('an external id finds, creates and changes a record', async () => {
    const requests = admin.sobject('Access_Request__c');
    const { Client_Key__c: key, ...fields } = await draft('upserted');
    const first = await requests.upsert({ ...fields, Client_Key__c: key }, 'Client_Key__c');
    expect(first).toMatchObject({ success: true, created: true });
    const second = await requests.upsert({ Client_Key__c: key, Purpose__c: 'Again' }, 'Client_Key__c');
    expect(second).toMatchObject({ success: true, created: false, id: first.id });
    const path = '/services/data/v68.0/sobjects/Access_Request__c/Client_Key__c/upserted';
    expect(await send(admin.accessToken ?? '', 'GET', path)).toMatchObject({
      body: { Id: first.id, Purpose__c: 'Again' },
    });
    expect((await send(admin.accessToken ?? '', 'GET', path.replace('upserted', 'none'))).status).toBe(404);
  });
});

describe('many records at once', () => {
  test('each has its own result unless all or none is asked for', async () => {
    const requests = admin.sobject('Access_Request__c');
    const mixed = [await draft('c1'), { ...(await draft('c2')), State__c: 'Nonsense' }, await draft('c3')];
    const results = await requests.create(mixed);
    expect(results.map(({ success }) => success)).toEqual([true, false, true]);
    const none = await requests.create(
      [await draft('c4'), { ...(await draft('c5')), State__c: 'Nonsense' }],
      { allOrNone: true },
    );
    expect(none).toMatchObject([
      { success: false, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, errors: [{ statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST' }] },
    ]);
    expect(
      (await admin.query("SELECT Id FROM Access_Request__c WHERE Client_Key__c IN ('c4', 'c5')")).totalSize,
    ).toBe(0);
  });

  test('are changed, upserted, retrieved in order and deleted', async () => {
    const cases = admin.sobject('Case');
    const made = await cases.create([{ Subject: 'One' }, { Subject: 'Two' }]);
    const ids = made.map(({ id }) => id ?? '');
    await cases.update(ids.map((Id, index) => ({ Id, Subject: `Changed ${index}` })));
    const read = await cases.retrieve([...ids].reverse());
    expect(read.map((record) => (record as { Subject: string }).Subject)).toEqual(['Changed 1', 'Changed 0']);
    const removed = await cases.destroy(ids);
    expect(removed.every(({ success }) => success)).toBe(true);
    const found = await admin.query(`SELECT Id, IsDeleted FROM Case WHERE Id IN ('${ids.join("','")}')`, {
      scanAll: true,
    });
    expect(found.records).toMatchObject([{ IsDeleted: true }, { IsDeleted: true }]);
  });
});

describe('composite', () => {
  const base = '/services/data/v68.0';

  test('later requests use the answers of earlier ones', async () => {
    const answer = await companion.requestPost<{
      compositeResponse: { httpStatusCode: number; body: unknown }[];
    }>(`${base}/composite`, {
      allOrNone: true,
      compositeRequest: [
        {
          method: 'GET',
          referenceId: 'me',
          url: `${base}/query?q=SELECT+Id+FROM+User+WHERE+Username='${COMPANION}'`,
        },
        {
          method: 'PATCH',
          referenceId: 'made',
          url: `${base}/sobjects/Login_Grant__c/Grant_Key__c/key-1`,
          body: { User__c: '@{me.records[0].Id}', State__c: 'Live', Granted_To__c: 'Salesforce_Support' },
        },
        {
          method: 'GET',
          referenceId: 'read',
          url: `${base}/sobjects/Login_Grant__c/@{made.id}?fields=User__c,State__c`,
        },
      ],
    });
    expect(answer.compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([200, 201, 200]);
    expect(answer.compositeResponse[2]?.body).toMatchObject({ State__c: 'Live' });
  });

  test('with allOrNone one failure undoes all, and each answer says so', async () => {
    const answer = await admin.requestPost<{
      compositeResponse: { httpStatusCode: number; body: unknown }[];
    }>(`${base}/composite`, {
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', referenceId: 'a', url: `${base}/sobjects/Case`, body: { Subject: 'To be undone' } },
        { method: 'POST', referenceId: 'b', url: `${base}/sobjects/Access_Request__c`, body: {} },
        { method: 'GET', referenceId: 'c', url: `${base}/limits` },
      ],
    });
    expect(answer.compositeResponse).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
      { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
    ]);
    expect((await admin.query("SELECT Id FROM Case WHERE Subject = 'To be undone'")).totalSize).toBe(0);
  });

  test('without it the others stand', async () => {
    const answer = await admin.requestPost<{ compositeResponse: { httpStatusCode: number }[] }>(
      `${base}/composite`,
      {
        compositeRequest: [
          { method: 'POST', referenceId: 'a', url: `${base}/sobjects/Case`, body: { Subject: 'Stands' } },
          { method: 'GET', referenceId: 'b', url: `${base}/sobjects/Case/@{nobody.id}` },
          { method: 'DELETE', referenceId: 'c', url: `${base}/sobjects/Case/@{a.id}` },
        ],
      },
    );
    expect(answer.compositeResponse.map(({ httpStatusCode }) => httpStatusCode)).toEqual([201, 400, 204]);
  });

  test('takes 25 requests, 5 of them queries, and no reference twice', async () => {
    const sub = (index: number, url: string) => ({ method: 'GET', referenceId: `r${index}`, url });
    const many = (count: number, url: string) => Array.from({ length: count }, (_, index) => sub(index, url));
    const post = (compositeRequest: unknown[]) =>
      send(admin.accessToken ?? '', 'POST', `${base}/composite`, { compositeRequest });
    expect(await post(many(26, `${base}/limits`))).toMatchObject({ status: 400 });
    expect(await post(many(6, `${base}/query?q=SELECT+Id+FROM+User`))).toMatchObject({ status: 400 });
    expect(await post([sub(1, `${base}/limits`), sub(1, `${base}/limits`)])).toMatchObject({ status: 400 });
    expect(await post(many(5, `${base}/query?q=SELECT+Id+FROM+User`))).toMatchObject({ status: 200 });
  });
});

describe('describe', () => {
  test('lists what the user can read, and shows an object with its fields as he may use them', async () => {
    const global = await companion.describeGlobal();
    expect(global.sobjects.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Access_Request__c', 'User']),
    );
    const request = await companion.describe('Access_Request__c');
    const field = (name: string) => request.fields.find((item) => item.name === name);
    expect(request).toMatchObject({ keyPrefix: expect.stringMatching(/^a/), custom: true, queryable: true });
    expect(field('State__c')).toMatchObject({ type: 'picklist', restrictedPicklist: true, updateable: true });
    expect(field('Purpose__c')).toMatchObject({ filterable: false, sortable: false, length: 4000 });
    expect(field('Name')).toMatchObject({ autoNumber: true, createable: false, nameField: true });
    const names = request.childRelationships.map(({ relationshipName }) => relationshipName);
    expect(names).toEqual(expect.arrayContaining(['Decisions__r', 'ContentDocumentLinks']));
  });

  test('knows nothing of an object that the user cannot read', async () => {
    const staff = await org.connect(STAFF);
    await expect(staff.describe('Access_Decision__c')).rejects.toMatchObject({ errorCode: 'NOT_FOUND' });
  });
});

describe('files', () => {
  const bytes = Buffer.from('%PDF-1.7 not really \u0000\u00ff', 'latin1');

  test('a version sent as JSON makes its document and is attached to its place', async () => {
    const { id: place } = await admin.sobject('Case').create({ Subject: 'With a file' });
    const made = await admin.sobject('ContentVersion').create({
      Title: 'Evidence',
      PathOnClient: 'evidence.pdf',
      VersionData: bytes.toString('base64'),
      FirstPublishLocationId: place,
    });
    const [link] = (
      await admin.query<{ ContentDocument: object }>(
        `SELECT ContentDocument.Title, ContentDocument.LatestPublishedVersionId, ContentDocument.FileExtension
         FROM ContentDocumentLink WHERE LinkedEntityId = '${place}'`,
      )
    ).records;
    expect(link?.ContentDocument).toMatchObject({
      Title: 'Evidence',
      FileExtension: 'pdf',
      LatestPublishedVersionId: made.id,
    });
  });

  test('a version sent as multipart keeps its bytes', async () => {
    const boundary = 'a-boundary';
    const head = [
      `--${boundary}`,
      'Content-Disposition: form-data; name="entity_content"',
      'Content-Type: application/json',
      '',
      JSON.stringify({ Title: 'Bundle', PathOnClient: 'bundle.zip' }),
      `--${boundary}`,
      'Content-Disposition: form-data; name="VersionData"; filename="bundle.zip"',
      'Content-Type: application/octet-stream',
      '',
      '',
    ].join('\r\n');
    const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    const headers = { authorization: `Bearer ${admin.accessToken}` };
    const sent = await fetch(`${org.url}/services/data/v68.0/sobjects/ContentVersion`, {
      method: 'POST',
      headers: { ...headers, 'content-type': `multipart/form-data; boundary="${boundary}"` },
      body,
    });
    const { id } = (await sent.json()) as { id: string };
    expect(sent.status).toBe(201);
    const path = `${org.url}/services/data/v68.0/sobjects/ContentVersion/${id}`;
    const record = (await (await fetch(path, { headers })).json()) as Record<string, unknown>;
    expect(record).toMatchObject({
      ContentSize: bytes.length,
      FileType: 'ZIP',
      VersionNumber: '1',
      IsLatest: true,
    });
    const back = await fetch(`${path}/VersionData`, { headers });
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
  });

  test('who cannot see the record does not see its file', async () => {
    const staff = await org.connect(STAFF);
    const { id: report } = await admin.sobject('Audit_Report__c').create({
      Period_From__c: '2026-10-01',
      Period_To__c: '2026-10-31',
    });
    const made = await admin.sobject('ContentVersion').create({
      PathOnClient: 'report.html',
      VersionData: bytes.toString('base64'),
      FirstPublishLocationId: report,
    });
    const find = `SELECT Id FROM ContentVersion WHERE Id = '${made.id}'`;
    expect((await companion.query(find)).totalSize).toBe(1);
    expect((await staff.query(find)).totalSize).toBe(0);
  });
});
