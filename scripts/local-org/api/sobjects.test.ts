/** Records one by one, and what describe tells of them, as jsforce sees it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, COMPANION, STAFF, send, startTestOrg } from '../test-org.ts';
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
      errorCode: 'ENTITY_IS_DELETED',
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
    [{ Related_Case__c: '005000000000001AAA' }, 'FIELD_INTEGRITY_EXCEPTION'],
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
      // The API keeps the digits that it is given; the scale is a matter of pages.
      Hours_Wanted__c: 2.504,
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
      send(org, admin.accessToken ?? '', {
        method: 'PATCH',
        path,
        body: { Purpose__c: 'Later' },
        headers: { 'if-unmodified-since': since },
      });
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
    expect(await send(org, admin.accessToken ?? '', { method: 'GET', path })).toMatchObject({
      body: { Id: first.id, Purpose__c: 'Again' },
    });
    expect(
      (await send(org, admin.accessToken ?? '', { method: 'GET', path: path.replace('upserted', 'none') }))
        .status,
    ).toBe(404);
  });
});

describe('what clients ask around a record', () => {
  const base = '/services/data/v68.0';
  const get = (path: string, headers = {}) =>
    send(org, admin.accessToken ?? '', { method: 'GET', path: `${base}${path}`, headers });

  test('a deleted record says so, one that never was does not', async () => {
    const { id } = await admin.sobject('Case').create({ Subject: 'Gone' });
    await admin.sobject('Case').destroy(id ?? '');
    expect(await get(`/sobjects/Case/${id}`)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }],
    });
    expect(await get('/sobjects/Case/500000000000000AAA')).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND' }],
    });
    const again = { method: 'PATCH', path: `${base}/sobjects/Case/${id}`, body: { Subject: 'Back' } };
    expect(await send(org, admin.accessToken ?? '', again)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'ENTITY_IS_DELETED' }],
    });
  });

  test('parents and children are reached by the names of their relationships', async () => {
    const { id } = await admin.sobject('Access_Request__c').create(await draft('way'));
    const owner = await get(`/sobjects/Access_Request__c/${id}/Owner?fields=Username`);
    expect(owner).toMatchObject({ status: 200, body: { Username: ADMIN } });
    expect(await get(`/sobjects/Access_Request__c/${id}/Decisions__r`)).toMatchObject({
      status: 200,
      body: { totalSize: 0, done: true, records: [] },
    });
    expect((await get(`/sobjects/Access_Request__c/${id}/Nothing__r`)).status).toBe(404);
  });

  test('ids of changed and deleted records are told for a span of time', async () => {
    const kept = await admin.sobject('Case').create({ Subject: 'Kept' });
    const gone = await admin.sobject('Case').create({ Subject: 'Gone again' });
    await admin.sobject('Case').destroy(gone.id ?? '');
    const now = org.clock.now();
    const span = `start=${now.subtract({ minutes: 30 }).toString()}&end=${now.add({ minutes: 2 }).toString()}`;
    const updated = (await get(`/sobjects/Case/updated/?${span}`)).body as { ids: string[] };
    expect(updated.ids).toContain(kept.id);
    expect(updated.ids).not.toContain(gone.id);
    const deleted = (await get(`/sobjects/Case/deleted/?${span}`)).body as {
      deletedRecords: { id: string }[];
    };
    expect(deleted.deletedRecords.map(({ id }) => id)).toContain(gone.id);
    const early = now.subtract({ hours: 31 * 24 }).toString();
    expect(await get(`/sobjects/Case/updated?start=${early}&end=${now.toString()}`)).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_REPLICATION_DATE' }],
    });
  });

  test('a record that has not changed since a moment is not sent again', async () => {
    const { id } = await admin.sobject('Case').create({ Subject: 'Unchanged' });
    const at = (hours: number) => new Date(org.clock.now().add({ hours }).epochMilliseconds).toUTCString();
    const path = `/sobjects/Case/${id}`;
    expect((await get(path, { 'if-modified-since': at(1) })).status).toBe(304);
    expect((await get(path, { 'if-modified-since': at(-1) })).status).toBe(200);
  });

  test('a parent may be named by an external id of it, and must be there', async () => {
    const grants = companion.sobject('Login_Grant__c');
    const { id: parent } = await admin.sobject('Access_Request__c').create(await draft('named parent'));
    const made = await grants.create({
      Grant_Key__c: 'named',
      Access_Request__r: { Client_Key__c: 'named parent' },
    });
    expect(await grants.retrieve(made.id ?? '')).toMatchObject({ Access_Request__c: parent });
    const nobody = { Grant_Key__c: 'other', Access_Request__r: { Client_Key__c: 'No Such Key' } };
    await expect(grants.create(nobody)).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
      message: expect.stringContaining(
        'Foreign key external ID: no such key not found for field Client_Key__c',
      ),
    });
  });

  test('two records of one upsert with the same key are both refused', async () => {
    const key = 'twins';
    const twins = [await draft(key), { ...(await draft(key)), Purpose__c: 'The other' }];
    expect(await admin.sobject('Access_Request__c').upsert(twins, 'Client_Key__c')).toMatchObject([
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
      { success: false, errors: [{ statusCode: 'DUPLICATE_VALUE' }] },
    ]);
  });

  test('of two new records with one unique value the first is saved', async () => {
    const results = await admin
      .sobject('Access_Request__c')
      .create([await draft('once'), await draft('once')]);
    expect(results).toMatchObject([
      { success: true },
      {
        success: false,
        errors: [
          {
            statusCode: 'DUPLICATE_VALUE',
            message: `duplicate value found: Client_Key__c duplicates value on record with id: ${results[0]?.id?.slice(0, 15)}`,
          },
        ],
      },
    ]);
  });
});

describe('what an object looks like', () => {
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
