import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  completeRequest,
  openSampleCompany,
  people,
  type Caller,
  type SampleCompany,
} from './sample-company.ts';

let company: SampleCompany;
let admin: Caller;
let companion: Caller;
let auditor: Caller;
let stranger: Caller;

interface RecordBody {
  id: string;
  apiName: string;
  lastModifiedDate: string;
  fields: Record<string, { value: unknown; displayValue: string | null }>;
}

beforeAll(async () => {
  company = await openSampleCompany();
  admin = await company.as(people.admin);
  companion = await company.as(people.companion);
  auditor = await company.as(people.auditor);
  stranger = await company.as(people.stranger);
});

afterAll(async () => company.close());

async function create(caller: Caller, fields: Record<string, unknown>) {
  return caller.call('POST', '/ui-api/records', { apiName: 'Access_Request__c', fields });
}

async function created(): Promise<RecordBody> {
  const answer = await create(admin, completeRequest(admin.userId));
  expect(answer.status).toBe(201);
  return answer.body as RecordBody;
}

const refusedBecause = (verb: string, errorCode: string, output: object) => ({
  statusCode: 400,
  errorCode,
  message: `An error occurred while trying to ${verb} the record. Please try again.`,
  enhancedErrorType: 'RecordError',
  output: expect.objectContaining(output),
});

describe('records', () => {
  test('shows the values of a new record with labels and numbers as the user writes them', async () => {
    const { id, apiName } = await created();
    expect(apiName).toBe('Access_Request__c');
    const fields = ['State__c', 'Hours_Wanted__c', 'CreatedDate', 'Target_User__r.Name', 'Org_Id__c'];
    const query = fields.map((field) => `Access_Request__c.${field}`).join(',');
    const { body } = await auditor.call('GET', `/ui-api/records/${id}?fields=${query}`);
    const record = body as RecordBody;
    expect(record.fields['State__c']).toEqual({ value: 'Submitted', displayValue: 'Submitted' });
    expect(record.fields['Hours_Wanted__c']).toEqual({ value: 4, displayValue: '4,00' });
    expect(record.fields['Org_Id__c']?.value).toBe(company.org.orgId);
    expect(record.fields['CreatedDate']?.value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/);
    expect(record.fields['CreatedDate']?.displayValue).toMatch(/^\d{1,2}\.\d{1,2}\.\d{4}, \d{1,2}:\d\d$/);
    expect(record.fields['Target_User__r']).toMatchObject({
      displayValue: 'Admin',
      value: { apiName: 'User', id: admin.userId, fields: { Name: { value: 'Admin', displayValue: null } } },
    });
  });

  test('refuses a field that is not there and leaves it out when it is optional', async () => {
    const { id } = await created();
    const refused = await admin.call('GET', `/ui-api/records/${id}?fields=Access_Request__c.Nope__c`);
    expect(refused).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
    const optional = 'optionalFields=Access_Request__c.Nope__c,Access_Request__c.Name';
    const shown = await admin.call('GET', `/ui-api/records/${id}?${optional}`);
    expect(Object.keys((shown.body as RecordBody).fields)).toEqual(['Name']);
  });

  test('refuses a layout of an unknown kind, and a request that names no fields', async () => {
    const { id } = await created();
    const layout = await admin.call('GET', `/ui-api/records/${id}?layoutTypes=Wide`);
    expect(layout).toMatchObject({ status: 400, body: [{ errorCode: 'ILLEGAL_QUERY_PARAMETER_VALUE' }] });
    const nothing = await admin.call('GET', `/ui-api/records/${id}`);
    expect(nothing).toMatchObject({ status: 400, body: [{ errorCode: 'MISSING_ARGUMENT' }] });
  });

  test('names a resource that it does not offer', async () => {
    const answer = await admin.call('GET', '/ui-api/actions/global');
    const message = 'The local org does not implement the UI API resource actions/global';
    expect(answer).toEqual({ status: 501, body: [{ errorCode: 'NOT_IMPLEMENTED', message }] });
  });

  test('reads several records at once, each with its own status', async () => {
    const { id } = await created();
    const missing = `${id.slice(0, 12)}zzz`;
    const answer = await admin.call(
      'GET',
      `/ui-api/records/batch/${id},${missing}?fields=Access_Request__c.Name`,
    );
    expect(answer.body).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 200, result: { id } },
        { statusCode: 404, result: [{ errorCode: 'NOT_FOUND' }] },
      ],
    });
  });

  test('refuses an update when the record has changed since it was read', async () => {
    const { id } = await created();
    const input = { fields: { Cancel_Reason__c: 'Solved.' } };
    const late = { 'if-unmodified-since': '2020-01-01T00:00:00.000Z' };
    expect(await admin.call('PATCH', `/ui-api/records/${id}`, input, late)).toMatchObject({
      status: 412,
      body: { statusCode: 412, errorCode: 'PRECONDITION_FAILED', enhancedErrorType: 'RecordError' },
    });
    const { lastModifiedDate } = (
      await admin.call('GET', `/ui-api/records/${id}?fields=Access_Request__c.Name`)
    ).body as RecordBody;
    const fresh = { 'if-unmodified-since': lastModifiedDate };
    const saved = await admin.call('PATCH', `/ui-api/records/${id}`, input, fresh);
    expect(saved).toMatchObject({
      status: 200,
      body: { fields: { Cancel_Reason__c: { value: 'Solved.' } } },
    });
  });

  test('deletes a record, and then it is not there', async () => {
    const { id } = await created();
    expect(await admin.call('DELETE', `/ui-api/records/${id}`)).toEqual({ status: 204, body: undefined });
    const gone = await admin.call('GET', `/ui-api/records/${id}?fields=Access_Request__c.Name`);
    expect(gone.status).toBe(404);
  });

  test('a user without access sees neither the object nor its records', async () => {
    const { id } = await created();
    const read = await stranger.call('GET', `/ui-api/records/${id}?fields=Access_Request__c.Name`);
    expect([400, 403, 404]).toContain(read.status);
    expect((await stranger.call('GET', '/ui-api/object-info/Access_Request__c')).status).toBe(403);
    expect((await create(stranger, completeRequest(stranger.userId))).status).toBe(403);
  });
});

describe('what validation rules refuse', () => {
  test('an administrator cannot insert a request as approved [A14]', async () => {
    const answer = await create(admin, { ...completeRequest(admin.userId), State__c: 'Approved' });
    expect(answer).toMatchObject({
      status: 400,
      body: refusedBecause('create', 'FIELD_CUSTOM_VALIDATION_EXCEPTION', {
        fieldErrors: {
          State__c: expect.arrayContaining([
            expect.objectContaining({
              message: expect.stringMatching(/^A new request starts as Draft or Submitted/),
            }),
          ]),
        },
      }),
    });
  });

  test.each([
    ['State__c', 'Approved', /^You can submit a draft or cancel a request/],
    [
      'Window_Start__c',
      '2026-11-21T10:00:00.000Z',
      /^Window start and Window end are written by the companion alone/,
    ],
    ['Requested_By__c', 'other', /^Requested by is you, and it stays as it is/],
    ['Policy_Version__c', 'x', /^Policy version, Roster version, Mode and Check phrase are written by/],
    ['Purpose__c', 'Another purpose, told afterwards.', /^Requesting party, Incident type, Purpose/],
    ['Org_Id__c', '00D000000000001AAA', /^Org id is filled in by the org itself/],
  ])('an administrator cannot change %s of a submitted request', async (field, value, message) => {
    const { id } = await created();
    const given = value === 'other' ? auditor.userId : value;
    const answer = await admin.call('PATCH', `/ui-api/records/${id}`, { fields: { [field]: given } });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' });
    expect(messagesOf(answer.body)).toContainEqual(expect.stringMatching(message));
  });

  test('an administrator cannot write a decision or a checkpoint', async () => {
    for (const apiName of ['Ledger_Checkpoint__c', 'Governance_Mode__c']) {
      const answer = await admin.call('POST', '/ui-api/records', { apiName, fields: {} });
      expect(answer.body).toMatchObject({ errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' });
    }
  });

  test('the holder of the custom permission moves the request on', async () => {
    const { id } = await created();
    const fields = { State__c: 'Awaiting_decision', Deadline__c: '2026-11-22T10:00:00.000Z' };
    const answer = await companion.call('PATCH', `/ui-api/records/${id}`, { fields });
    expect(answer).toMatchObject({
      status: 200,
      body: { fields: { State__c: { value: 'Awaiting_decision', displayValue: 'Awaiting decision' } } },
    });
  });
});

function messagesOf(body: unknown): string[] {
  type Fault = { message: string };
  const { output } = body as { output: { errors: Fault[]; fieldErrors: Record<string, Fault[]> } };
  return [...output.errors, ...Object.values(output.fieldErrors).flat()].map(({ message }) => message);
}

describe('objects and picklists', () => {
  test('describes an object with what the user may do', async () => {
    const { body } = await auditor.call('GET', '/ui-api/object-info/access_request__c');
    expect(body).toMatchObject({
      apiName: 'Access_Request__c',
      createable: false,
      nameFields: ['Name'],
      defaultRecordTypeId: '012000000000000AAA',
      fields: {
        Purpose__c: { dataType: 'TextArea', length: 4000, updateable: false },
        Target_User__c: { reference: true, referenceToInfos: [{ apiName: 'User', nameFields: ['Name'] }] },
      },
    });
    const whole = await admin.call('GET', '/ui-api/object-info/Access_Request__c');
    expect(whole.body).toMatchObject({ createable: true, fields: { Purpose__c: { updateable: true } } });
  });

  test('lists the objects a user reaches', async () => {
    const { body } = await auditor.call('GET', '/ui-api/object-info');
    const { objects } = body as { objects: Record<string, unknown> };
    expect(objects).toHaveProperty('Access_Request__c');
    expect(objects).not.toHaveProperty('SetupAuditTrail');
  });

  test.each(['SetupAuditTrail', 'AuthSession', 'LoginHistory', 'Nothing__c'])(
    '%s is not reachable',
    async (name) => {
      expect(await admin.call('GET', `/ui-api/object-info/${name}`)).toEqual({
        status: 400,
        body: [{ errorCode: 'INVALID_TYPE', message: `Object ${name} is not supported in UI API` }],
      });
    },
  );

  test('gives the values of one picklist and of all', async () => {
    const base = '/ui-api/object-info/Access_Request__c/picklist-values/012000000000000AAA';
    const { body } = await admin.call('GET', `${base}/State__c`);
    const { values, defaultValue } = body as {
      values: { label: string; value: string }[];
      defaultValue: unknown;
    };
    expect(values).toContainEqual({
      attributes: null,
      label: 'Window open',
      validFor: [],
      value: 'Window_open',
    });
    expect(defaultValue).toMatchObject({ value: 'Draft' });
    const all = (await admin.call('GET', base)).body as { picklistFieldValues: object };
    expect(all.picklistFieldValues).toHaveProperty('Incident_Type__c');
    expect((await admin.call('GET', `${base}/Purpose__c`)).status).toBe(400);
  });

  test('begins a new record with the defaults of its formulas and picklists', async () => {
    const { body } = await admin.call('GET', '/ui-api/record-defaults/create/Access_Request__c');
    expect(body).toMatchObject({
      layout: { layoutType: 'Full', mode: 'Create' },
      record: {
        id: null,
        fields: {
          State__c: { value: 'Draft' },
          Org_Id__c: { value: company.org.orgId },
          Purpose__c: { value: null },
        },
      },
    });
  });
});
