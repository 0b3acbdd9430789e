/** Many records and many requests in one call, as jsforce sends them. */
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

const draft = async (key: string) => ({
  Support_Case_Number__c: '4711',
  Requested_By__c: (await org.user(ADMIN)).userId,
  State__c: 'Draft',
  Client_Key__c: key,
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
      send(org, admin.accessToken ?? '', {
        method: 'POST',
        path: `${base}/composite`,
        body: { compositeRequest },
      });
    expect(await post(many(26, `${base}/limits`))).toMatchObject({ status: 400 });
    expect(await post(many(6, `${base}/query?q=SELECT+Id+FROM+User`))).toMatchObject({ status: 400 });
    expect(await post([sub(1, `${base}/limits`), sub(1, `${base}/limits`)])).toMatchObject({ status: 400 });
    expect(await post(many(5, `${base}/query?q=SELECT+Id+FROM+User`))).toMatchObject({ status: 200 });
  });
});
