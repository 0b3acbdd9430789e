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

interface GraphAnswer {
  data: { uiapi: Record<string, unknown> } | null;
  errors: { message: string; paths: unknown[]; extensions: Record<string, unknown> }[];
}

beforeAll(async () => {
  company = await openSampleCompany();
  admin = await company.as(people.admin);
  companion = await company.as(people.companion);
  auditor = await company.as(people.auditor);
  stranger = await company.as(people.stranger);
});

afterAll(async () => company.close());

async function graph(
  caller: Caller,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<GraphAnswer> {
  const { status, body } = await caller.call('POST', '/graphql', { query, variables });
  expect(status).toBe(200);
  return body as GraphAnswer;
}

const insert = `mutation insert($input: Access_Request__cCreateInput!) {
  uiapi { Access_Request__cCreate(input: $input) { Record { Id Name { value } State__c { value displayValue } } } }
}`;

async function created(change: Record<string, unknown> = {}): Promise<string> {
  const fields = { ...completeRequest(admin.userId), ...change };
  const { data, errors } = await graph(admin, insert, { input: { Access_Request__c: fields } });
  expect(errors).toEqual([]);
  const { Record } = data?.uiapi['Access_Request__cCreate'] as { Record: { Id: string } };
  return Record.Id;
}

const list = `query list($where: Access_Request__c_Filter, $first: Int, $after: String) {
  uiapi { query { Access_Request__c(where: $where, first: $first, after: $after, orderBy: { Name: { order: ASC } }) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { Id Name { value } State__c { value displayValue } Hours_Wanted__c { value displayValue }
      CreatedDate { value displayValue } Target_User__r { Id Name { value } } } } } } }
}`;

interface Page {
  totalCount: number;
  pageInfo: { hasNextPage: boolean; endCursor: string };
  edges: { node: Record<string, { value: unknown; displayValue: string }> & { Id: string } }[];
}

async function page(caller: Caller, variables: Record<string, unknown>): Promise<Page> {
  const { data, errors } = await graph(caller, list, variables);
  expect(errors).toEqual([]);
  return (data?.uiapi['query'] as { Access_Request__c: Page }).Access_Request__c;
}

describe('queries', () => {
  test('filters, counts, follows a lookup and shows values as the user writes them', async () => {
    const id = await created({ Support_Case_Number__c: 'graph-1', Hours_Wanted__c: 2.5 });
    await created({ Support_Case_Number__c: 'graph-2' });
    const where = {
      and: [
        { Support_Case_Number__c: { like: 'graph-%' } },
        { or: [{ Hours_Wanted__c: { lt: 3 } }, { State__c: { in: [] } }] },
        { not: { Target_User__r: { IsActive: { eq: false } } } },
        { CreatedDate: { gte: { value: '2020-01-01T00:00:00Z' } } },
      ],
    };
    const found = await page(auditor, { where });
    expect(found.totalCount).toBe(1);
    expect(found.edges[0]?.node).toMatchObject({
      Id: id,
      State__c: { value: 'Submitted', displayValue: 'Submitted' },
      Hours_Wanted__c: { value: 2.5, displayValue: '2,50' },
      Target_User__r: { Id: admin.userId, Name: { value: 'Admin' } },
    });
  });

  test('turns pages by cursor', async () => {
    for (const number of [1, 2, 3])
      await created({ Support_Case_Number__c: 'paged', Hours_Wanted__c: number });
    const where = { Support_Case_Number__c: { eq: 'paged' } };
    const first = await page(admin, { where, first: 2 });
    expect(first.edges).toHaveLength(2);
    expect(first.pageInfo.hasNextPage).toBe(true);
    const second = await page(admin, { where, first: 2, after: first.pageInfo.endCursor });
    expect(second.edges).toHaveLength(1);
    expect(second.pageInfo.hasNextPage).toBe(false);
    expect(second.totalCount).toBe(3);
  });

  test('reads several objects, parents of parents and lists below a record in one query', async () => {
    const id = await created({ Support_Case_Number__c: 'with timeline' });
    for (const kind of ['Notice', 'Policy']) {
      const fields = {
        Access_Request__c: id,
        Kind__c: kind,
        Event_Key__c: `${company.org.orgId}:${id}:${kind}`,
      };
      const saved = await companion.call('POST', '/sobjects/Access_Request_Event__c', {
        ...fields,
        Org_Id__c: company.org.orgId,
      });
      expect(saved.status).toBe(201);
    }
    const { data, errors } = await graph(
      auditor,
      `query both($id: ID) { uiapi { query {
        Access_Request__c(where: { Id: { eq: $id } }) { edges { node {
          Timeline_Entries__r(where: { Kind__c: { eq: "Notice" } }) { totalCount edges { node { Kind__c { displayValue } } } } } } }
        Access_Request_Event__c(where: { Access_Request__r: { Id: { eq: $id } } }, orderBy: { Kind__c: { order: DESC } }) {
          edges { node { Kind__c { value } Access_Request__r { CreatedBy { Username { value } } } } } }
      } } }`,
      { id },
    );
    expect(errors).toEqual([]);
    const username = { value: people.admin };
    expect(data?.uiapi['query']).toEqual({
      Access_Request__c: {
        edges: [
          {
            node: {
              Timeline_Entries__r: {
                totalCount: 1,
                edges: [{ node: { Kind__c: { displayValue: 'Notice' } } }],
              },
            },
          },
        ],
      },
      Access_Request_Event__c: {
        edges: ['Policy', 'Notice'].map((value) => ({
          node: { Kind__c: { value }, Access_Request__r: { CreatedBy: { Username: username } } },
        })),
      },
    });
  });

  test('treats a quotation mark in a filter as text', async () => {
    const where = { Support_Case_Number__c: { eq: "x' OR Name != '" } };
    expect((await page(admin, { where })).totalCount).toBe(0);
  });

  test('a user without access gets an error and no rows', async () => {
    const { data, errors } = await graph(stranger, list);
    expect(data).toEqual({});
    expect(errors[0]?.extensions).toEqual({ ErrorType: 'ValidationError' });
  });

  test.each([
    [
      '{ uiapi { query { AuthSession { edges { node { Id } } } } } }',
      /FieldUndefined: Field 'AuthSession' in type 'RecordQuery' is undefined @ 'uiapi\/query\/AuthSession'/,
    ],
    [
      '{ uiapi { query { User { edges { node { Nope__c { value } } } } } } }',
      /Field 'Nope__c' in type 'User' is undefined @ 'uiapi\/query\/User\/edges\/node\/Nope__c'/,
    ],
    [
      '{ uiapi { query { User(where: { CreatedDate: { gt: { value: "soon" } } }) { totalCount } } } }',
      /soon is no DateTime/,
    ],
  ])('refuses %s before it runs', async (query, message) => {
    const { data, errors } = await graph(admin, query);
    expect(data).toEqual({});
    expect(errors[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { ErrorType: 'ValidationError' },
    });
  });

  test('a text that is no query and a body that is no request are told apart', async () => {
    expect((await graph(admin, '{ uiapi {')).errors[0]?.extensions).toEqual({ ErrorType: 'InvalidSyntax' });
    const deep = await graph(admin, '{uiapi'.repeat(5000) + '}'.repeat(5000));
    expect(deep.errors[0]?.message).toContain('nested too deeply');
    const answer = await admin.call('POST', '/graphql', { text: 'x' });
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'JSON_PARSER_ERROR' }] });
  });
});

const update = `mutation change($id: IdOrRef!, $fields: Access_Request__cUpdateRepresentation!) {
  uiapi { Access_Request__cUpdate(input: { Id: $id, Access_Request__c: $fields }) { Record { Id State__c { value } } } }
}`;

describe('mutations', () => {
  test('an administrator cannot insert a request as approved [A14]', async () => {
    const fields = { ...completeRequest(admin.userId), State__c: 'Approved' };
    const { data, errors } = await graph(admin, insert, { input: { Access_Request__c: fields } });
    expect(data?.uiapi).toEqual({ Access_Request__cCreate: null });
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/A new request starts as Draft or Submitted/),
        paths: ['uiapi', 'Access_Request__cCreate'],
        extensions: { ErrorType: 'DataFetchingException', errorCode: 'FIELD_CUSTOM_VALIDATION_EXCEPTION' },
      },
    ]);
  });

  test.each([
    ['State__c', 'Approved', /You can submit a draft or cancel a request/],
    [
      'Window_Start__c',
      '2026-11-21T10:00:00.000Z',
      /Window start and Window end are written by the companion alone/,
    ],
    ['Necessity__c', 'Another one.', /Purpose, Necessity and Data viewed are fixed/],
  ])('an administrator cannot change %s of a submitted request', async (field, value, message) => {
    const id = await created();
    const { errors } = await graph(admin, update, { id, fields: { [field]: value } });
    expect(errors).toMatchObject([{ message: expect.stringMatching(message) }]);
    const { edges } = await page(admin, { where: { Id: { eq: id } } });
    expect(edges[0]?.node['State__c']?.value).toBe('Submitted');
  });

  test('the holder of the custom permission moves the request on', async () => {
    const id = await created();
    const { data, errors } = await graph(companion, update, {
      id,
      fields: { State__c: 'Awaiting_decision' },
    });
    expect(errors).toEqual([]);
    expect(data?.uiapi).toEqual({
      Access_Request__cUpdate: { Record: { Id: id, State__c: { value: 'Awaiting_decision' } } },
    });
  });

  const two = (
    allOrNone: boolean,
  ) => `mutation two($good: Access_Request__cCreateInput!, $bad: Access_Request__cCreateInput!) {
    uiapi(input: { allOrNone: ${allOrNone} }) {
      good: Access_Request__cCreate(input: $good) { Record { Id } }
      bad: Access_Request__cCreate(input: $bad) { Record { Id } } } }`;

  test.each([
    [true, 0],
    [false, 1],
  ])('one bad operation of two with allOrNone %s leaves %i records', async (allOrNone, left) => {
    const name = `pair ${String(allOrNone)}`;
    const fields = { ...completeRequest(admin.userId), Support_Case_Number__c: name };
    const good = { Access_Request__c: fields };
    const bad = { Access_Request__c: { ...fields, State__c: 'Completed' } };
    const { errors } = await graph(admin, two(allOrNone), { good, bad });
    const codes = errors.map(({ extensions }) => extensions['errorCode']);
    expect(codes).toContain('FIELD_CUSTOM_VALIDATION_EXCEPTION');
    expect(codes.includes('ALL_OR_NONE_OPERATION_ROLLED_BACK')).toBe(allOrNone);
    const found = await page(admin, { where: { Support_Case_Number__c: { eq: name } } });
    expect(found.totalCount).toBe(left);
  });

  test('deletes a record', async () => {
    const id = await created();
    const { data, errors } = await graph(
      admin,
      'mutation gone($id: IdOrRef!) { uiapi { Access_Request__cDelete(input: { Id: $id }) { Id } } }',
      { id },
    );
    expect(errors).toEqual([]);
    expect(data?.uiapi).toEqual({ Access_Request__cDelete: { Id: id } });
    expect((await page(admin, { where: { Id: { eq: id } } })).totalCount).toBe(0);
  });
});
