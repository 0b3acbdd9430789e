/** What holds for every request: paths, headers, versions, faults. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, STAFF, send, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

let org: TestOrg;
let admin: Connection;

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.connect(ADMIN);
});
afterAll(() => org.close());

describe('the transport', () => {
  test('collapses slashes, takes trailing ones and any case of object names', async () => {
    const token = admin.accessToken ?? '';
    for (const path of [
      '//services/data/v68.0/sobjects/access_request__c/describe',
      '/services/data/v51.0/sobjects/CASE/',
    ]) {
      expect((await send(org, token, { method: 'GET', path })).status).toBe(200);
    }
  });

  test('tells the org time in the Date header and the use of the API in Sforce-Limit-Info', async () => {
    const { headers } = await send(org, admin.accessToken ?? '', {
      method: 'GET',
      path: '/services/data/v68.0/limits',
    });
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
    expect(await send(org, admin.accessToken ?? '', { method, path })).toMatchObject({
      status,
      body: [{ errorCode }],
    });
  });

  test('answers a body that is no JSON with JSON_PARSER_ERROR', async () => {
    const path = '/services/data/v68.0/sobjects/Case';
    expect(
      await send(org, admin.accessToken ?? '', { method: 'POST', path, body: '{"Subject":' }),
    ).toMatchObject({
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
