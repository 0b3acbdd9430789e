/** Trees, batches and graphs: many requests in one, with the platform's limits and the shapes of its faults. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, COMPANION, send, startTestOrg } from '../test-org.ts';
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

const base = '/services/data/v68.0';
const post = (path: string, body: unknown, as = admin) =>
  send(org, as.accessToken ?? '', { method: 'POST', path: `${base}${path}`, body });
const caseCount = async (subject: string) =>
  (await admin.query(`SELECT Id FROM Case WHERE Subject LIKE '${subject}%'`)).totalSize;

describe('composite', () => {
  test('with allOrNone a failed record of a collection undoes everything', async () => {
    const records = [
      { attributes: { type: 'Case' }, Subject: 'Outer 1' },
      { attributes: { type: 'Access_Request__c' } },
    ];
    const { body } = await post('/composite', {
      allOrNone: true,
      compositeRequest: [
        { method: 'POST', referenceId: 'a', url: `${base}/composite/sobjects`, body: { records } },
        { method: 'POST', referenceId: 'b', url: `${base}/sobjects/Case`, body: { Subject: 'Outer 2' } },
      ],
    });
    expect(body).toMatchObject({
      compositeResponse: [
        { httpStatusCode: 200, body: [{ success: true }, { success: false }] },
        { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
      ],
    });
    expect(await caseCount('Outer')).toBe(0);
  });

  test('names the answers of a collection by their place', async () => {
    const records = [{ attributes: { type: 'Case' }, Subject: 'Placed' }];
    const { body } = await post('/composite', {
      compositeRequest: [
        { method: 'POST', referenceId: 'made', url: `${base}/composite/sobjects`, body: { records } },
        { method: 'GET', referenceId: 'read', url: `${base}/sobjects/Case/@{made[0].id}?fields=Subject` },
        { method: 'GET', referenceId: 'none', url: `${base}/sobjects/Case/@{made[1].id}` },
      ],
    });
    expect(body).toMatchObject({
      compositeResponse: [
        { httpStatusCode: 200 },
        { httpStatusCode: 200, body: { Subject: 'Placed' } },
        {
          httpStatusCode: 400,
          body: [
            {
              errorCode: 'PROCESSING_HALTED',
              message: 'Invalid reference specified. No value for made[1].id found in made',
            },
          ],
        },
      ],
    });
  });
});

describe('composite batch', () => {
  const requests = [
    { method: 'POST', url: 'v68.0/sobjects/Case', richInput: { Subject: 'Batch 1' } },
    { method: 'GET', url: 'v68.0/sobjects/Case/500000000000000AAA' },
    { method: 'Post', url: '/v68.0/sobjects/Case', richInput: { Subject: 'Batch 2' } },
  ];

  test('each request stands by itself', async () => {
    const { status, body } = await post('/composite/batch', { batchRequests: requests });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 201, result: { success: true } },
        { statusCode: 404, result: [{ errorCode: 'NOT_FOUND' }] },
        { statusCode: 201 },
      ],
    });
    expect(await caseCount('Batch')).toBe(2);
  });

  test('with haltOnError what follows a fault is not done', async () => {
    const { body } = await post('/composite/batch', { haltOnError: true, batchRequests: requests.slice(1) });
    expect(body).toMatchObject({
      hasErrors: true,
      results: [{ statusCode: 404 }, { statusCode: 412, result: [{ errorCode: 'BATCH_PROCESSING_HALTED' }] }],
    });
    expect(await caseCount('Batch')).toBe(2);
  });

  test('takes 25 requests and no binary parts', async () => {
    const many = Array.from({ length: 26 }, () => ({ method: 'GET', url: 'v68.0/limits' }));
    expect(await post('/composite/batch', { batchRequests: many })).toMatchObject({ status: 400 });
    const binary = [{ ...requests[0], binaryPartName: 'file' }];
    expect(await post('/composite/batch', { batchRequests: binary })).toMatchObject({ status: 501 });
  });
});

describe('tree', () => {
  const request = (referenceId: string, extra: object = {}) => ({
    attributes: { type: 'Access_Request__c', referenceId },
    Support_Case_Number__c: '4711',
    Requested_By__r: { Username: COMPANION },
    State__c: 'Draft',
    ...extra,
  });
  const grant = (referenceId: string, extra: object = {}) => ({
    attributes: { type: 'Login_Grant__c', referenceId },
    Grant_Key__c: referenceId,
    ...extra,
  });

  /** The name under which requests list their grants. */
  const grantsName = async () => {
    const { childRelationships } = await companion.describe('Access_Request__c');
    return (
      childRelationships.find(({ childSObject }) => childSObject === 'Login_Grant__c')?.relationshipName ?? ''
    );
  };

  test('makes parents with their children and answers with all ids, parents first', async () => {
    const children = await grantsName();
    const records = [
      { ...request('r1'), [children]: { records: [grant('g1'), grant('g2')] } },
      request('r2'),
    ];
    const { status, body } = await post('/composite/tree/Access_Request__c', { records }, companion);
    expect(body).toMatchObject({ hasErrors: false });
    expect(status).toBe(201);
    const { results } = body as { results: { referenceId: string; id: string }[] };
    expect(results.map(({ referenceId }) => referenceId)).toEqual(['r1', 'g1', 'g2', 'r2']);
    const linked = await companion.query<{ Access_Request__c: string }>(
      "SELECT Access_Request__c FROM Login_Grant__c WHERE Grant_Key__c IN ('g1', 'g2')",
    );
    expect(linked.records.map(({ Access_Request__c }) => Access_Request__c)).toEqual([
      results[0]?.id,
      results[0]?.id,
    ]);
  });

  test('one bad record undoes the whole tree and is the only one told', async () => {
    const children = await grantsName();
    const bad = grant('bad', { State__c: 'Nonsense' });
    const records = [{ ...request('r3'), [children]: { records: [grant('g3'), bad] } }];
    const answer = await post('/composite/tree/Access_Request__c', { records }, companion);
    expect(answer).toMatchObject({
      status: 400,
      body: {
        hasErrors: true,
        results: [
          {
            referenceId: 'bad',
            errors: [{ statusCode: 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', fields: ['State__c'] }],
          },
        ],
      },
    });
    expect((await companion.query("SELECT Id FROM Login_Grant__c WHERE Grant_Key__c = 'g3'")).totalSize).toBe(
      0,
    );
  });

  test('reference ids are used once, and 200 records are the most', async () => {
    const twice = [request('same'), request('same')];
    expect(await post('/composite/tree/Access_Request__c', { records: twice }, companion)).toMatchObject({
      status: 400,
      body: {
        hasErrors: true,
        results: [
          { referenceId: 'same', errors: [{ statusCode: 'INVALID_INPUT' }] },
          { referenceId: 'same', errors: [{ statusCode: 'INVALID_INPUT' }] },
        ],
      },
    });
    const many = Array.from({ length: 201 }, (_, n) => request(`n${n}`));
    expect(await post('/composite/tree/Access_Request__c', { records: many }, companion)).toMatchObject({
      status: 400,
    });
  });
});

describe('graph', () => {
  const node = (referenceId: string, body: object, url = `${base}/sobjects/Case`) => ({
    method: 'POST',
    url,
    referenceId,
    body,
  });
  const good = {
    graphId: 'good',
    compositeRequest: [
      node('first', { Subject: 'Graph 1' }),
      {
        method: 'PATCH',
        url: `${base}/sobjects/Case/@{first.id}`,
        referenceId: 'second',
        body: { Priority: 'High' },
      },
    ],
  };
  const bad = {
    graphId: 'bad',
    compositeRequest: [
      node('third', { Subject: 'Graph 2' }),
      node('fourth', {}, `${base}/sobjects/Access_Request__c`),
    ],
  };

  test('each graph stands or falls by itself', async () => {
    const { status, body } = await post('/composite/graph', { graphs: [good, bad] });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      graphs: [
        {
          graphId: 'good',
          isSuccessful: true,
          graphResponse: { compositeResponse: [{ httpStatusCode: 201 }, { httpStatusCode: 204 }] },
        },
        {
          graphId: 'bad',
          isSuccessful: false,
          graphResponse: {
            compositeResponse: [
              { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
              { httpStatusCode: 400, body: [{ errorCode: 'REQUIRED_FIELD_MISSING' }] },
            ],
          },
        },
      ],
    });
    expect(await caseCount('Graph')).toBe(1);
  });

  test('takes records alone, 500 nodes, 75 graphs and chains of 15', async () => {
    const refused = async (graphs: unknown[]) => (await post('/composite/graph', { graphs })).status;
    const query = { method: 'GET', url: `${base}/query?q=SELECT+Id+FROM+Case`, referenceId: 'q' };
    expect(await refused([{ graphId: 'g', compositeRequest: [query] }])).toBe(400);
    const chain = Array.from({ length: 16 }, (_, n) =>
      node(`c${n}`, n === 0 ? {} : { Subject: `@{c${n - 1}.id}` }),
    );
    expect(await refused([{ graphId: 'g', compositeRequest: chain }])).toBe(400);
    const wide = Array.from({ length: 501 }, (_, n) => node(`w${n}`, {}));
    expect(await refused([{ graphId: 'g', compositeRequest: wide }])).toBe(400);
    const graphs = Array.from({ length: 76 }, (_, n) => ({
      graphId: `g${n}`,
      compositeRequest: [node('a', {})],
    }));
    expect(await refused(graphs)).toBe(400);
    expect(await caseCount('@{')).toBe(0);
  });
});
