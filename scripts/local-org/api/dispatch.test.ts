/** What holds for every request: paths, headers, versions, faults. */
import { get } from 'node:http';
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
    ['GET', '/services/data/v68.0/tooling/sobjects/ApexClass/describe', 501, 'NOT_IMPLEMENTED'],
    ['GET', '/services/data/v68.0/query?explain=x', 501, 'NOT_IMPLEMENTED'],
    ['GET', '/services/data/v68.0/analytics/reports', 501, 'NOT_IMPLEMENTED'],
    ['POST', '/services/data/v68.0/actions/standard/emailSimple', 501, 'NOT_IMPLEMENTED'],
    ['POST', '/services/data/v68.0/process/approvals', 501, 'NOT_IMPLEMENTED'],
    ['GET', '/services/data/v68.0/connect/organization', 501, 'NOT_IMPLEMENTED'],
    ['GET', '/services/data/v68.0/ui-api/favorites', 501, 'NOT_IMPLEMENTED'],
    ['GET', '/services/data/v68.0/ui-api/apps', 501, 'NOT_IMPLEMENTED'],
    ['GET', '/services/data/v68.0/sobjects/Case/describe/layouts', 501, 'NOT_IMPLEMENTED'],
    ['POST', '/services/async/68.0/job', 501, 'NOT_IMPLEMENTED'],
    ['GET', '/services/apexrest/own', 501, 'NOT_IMPLEMENTED'],
    ['GET', '/services/scim/v2/Users', 501, 'NOT_IMPLEMENTED'],
    ['GET', '/services/data/v68.0/sobjects/Nothing__c/describe', 404, 'NOT_FOUND'],
    ['GET', '/services/data/v68.0/query', 400, 'MALFORMED_QUERY'],
  ])('%s %s answers %d %s', async (method, path, status, errorCode) => {
    expect(await send(org, admin.accessToken ?? '', { method, path })).toMatchObject({
      status,
      body: [{ errorCode }],
    });
  });

  test('answers to no name but that of this machine, whoever bound another to its address', async () => {
    const { port } = new URL(org.url);
    const statusFor = (host: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const request = get({ host: '127.0.0.1', port, path: '/simulator/state', headers: { host } });
        request.on('response', (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        request.on('error', reject);
      });
    for (const host of ['evil.example', `localhost.evil.example:${port}`, '127.0.0.1@evil.example']) {
      expect(await statusFor(host)).toBe(421);
    }
    expect(await statusFor(`LOCALHOST:${port}`)).toBe(200);
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

  test('a client without API Enabled is refused on every face, however it brings its token [U28]', async () => {
    const user = await org.user(STAFF);
    const minimum = await org.engine.platform.query("SELECT Id FROM Profile WHERE Name LIKE 'Minimum%'");
    const standard = await org.engine.platform.query("SELECT Id FROM Profile WHERE Name = 'Standard User'");
    await org.engine.platform.update('User', user.userId, { ProfileId: minimum.records[0]?.['Id'] });
    const staff = await org.connect(STAFF);
    await expect(staff.query('SELECT Id FROM User')).rejects.toMatchObject({
      errorCode: 'API_DISABLED_FOR_ORG',
    });
    const token = staff.accessToken ?? '';
    const asked = async (path: string, body: string, headers: object) =>
      (await fetch(`${org.url}${path}`, { method: 'POST', headers: { ...headers }, body })).text();
    const json = { 'content-type': 'application/json' };
    const bearer = { ...json, authorization: `Bearer ${token}` };
    const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><SessionHeader><sessionId>${token}</sessionId></SessionHeader></e:Header><e:Body><describeMetadata/></e:Body></e:Envelope>`;
    const handshake = JSON.stringify([{ channel: '/meta/handshake', version: '1.0' }]);
    expect(
      await asked('/services/data/v68.0/sobjects/Case', '{}', { ...json, cookie: `org_sid=${token}` }),
    ).toContain('API_DISABLED_FOR_ORG');
    expect(await asked('/services/scim/v1/Users', '{}', bearer)).toContain('API_DISABLED_FOR_ORG');
    expect(await asked('/services/Soap/m/68.0', envelope, {})).toContain('API_DISABLED_FOR_ORG');
    expect(await asked('/cometd/68.0', handshake, bearer)).toContain('401::Authentication invalid');
    await org.engine.platform.update('User', user.userId, { ProfileId: standard.records[0]?.['Id'] });
  });
});
