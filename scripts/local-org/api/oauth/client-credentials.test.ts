/** The client credentials flow, whose request belongs to which org, logins that survive a restart, and SOAP login. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Connection } from 'jsforce';
import { EMPTY_SEED } from '../../seed/format.ts';
import { ADMIN, COMPANION, startTestOrg } from '../../test-org.ts';
import type { TestOrg } from '../../test-org.ts';
import { ClientDefinition, PLATFORM_CLI } from './clients.ts';
import { belongsTo } from './tokens.ts';

const SECRET = 'the secret of a machine';
const secretHash = createHash('sha256').update(SECRET).digest('hex');
const MACHINE = ClientDefinition.parse({
  ...{ clientId: 'Machine', secretHash, flows: ['clientCredentials'], runAs: COMPANION, scopes: ['api'] },
});
const clients = [
  MACHINE,
  ClientDefinition.parse({ clientId: 'NoUser', secretHash, flows: ['clientCredentials'] }),
  ClientDefinition.parse({ clientId: 'NoFlow', secretHash, flows: ['jwtBearer'], runAs: COMPANION }),
];

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg({ clients });
});
afterAll(() => org.close());

const ask = async (form: Record<string, string>, headers: Record<string, string> = {}) => {
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...form });
  const response = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body, headers });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
};

describe('client credentials', () => {
  test('jsforce acts as the user that the app runs as, without a refresh token [U28]', async () => {
    const connection = new Connection({
      instanceUrl: org.url,
      version: '68.0',
      oauth2: { loginUrl: org.url, clientId: MACHINE.clientId, clientSecret: SECRET },
    });
    await connection.authorize({ grant_type: 'client_credentials' });
    expect((await connection.identity()).username).toBe(COMPANION);
    expect(connection.refreshToken).toBeFalsy();
  });

  test('id and secret may come in a Basic header', async () => {
    const authorization = `Basic ${Buffer.from(`${MACHINE.clientId}:${SECRET}`).toString('base64')}`;
    expect(await ask({}, { authorization })).toMatchObject({ status: 200, body: { scope: 'api' } });
  });

  test.each([
    [
      'an unknown app',
      { client_id: 'Unknown', client_secret: SECRET },
      'invalid_client_id',
      'client identifier invalid',
    ],
    [
      'a wrong secret',
      { client_id: 'Machine', client_secret: 'x' },
      'invalid_client',
      'invalid client credentials',
    ],
    ['no secret', { client_id: 'Machine' }, 'invalid_client', 'invalid client credentials'],
    [
      'an app that has none',
      { client_id: PLATFORM_CLI.clientId },
      'invalid_client',
      'invalid client credentials',
    ],
    [
      'no user to run as',
      { client_id: 'NoUser', client_secret: SECRET },
      'invalid_grant',
      'no client credentials user enabled',
    ],
    [
      'an app without the flow',
      { client_id: 'NoFlow', client_secret: SECRET },
      'invalid_grant',
      'client credentials flow not enabled',
    ],
    [
      'a password',
      { grant_type: 'password', client_id: 'Machine' },
      'unsupported_grant_type',
      'grant type not supported',
    ],
  ])('are refused with %s', async (_what, form, error, description) => {
    expect(await ask(form)).toEqual({ status: 400, body: { error, error_description: description } });
  });
});

test('a seed registers apps and leaves objects out of the hierarchy, and says when it names none', async () => {
  const externalClientApps = [{ ...MACHINE, runAs: EMPTY_SEED.integrationUsername }];
  const withoutHierarchy = ['Login_Grant__c'];
  const seeded = await startTestOrg({ seed: { ...EMPTY_SEED, externalClientApps, withoutHierarchy } });
  const body = new URLSearchParams({
    ...{ grant_type: 'client_credentials', client_id: MACHINE.clientId, client_secret: SECRET },
  });
  expect((await fetch(`${seeded.url}/services/oauth2/token`, { method: 'POST', body })).status).toBe(200);
  expect(seeded.engine.metadata.objects.get('login_grant__c')?.usesHierarchy).toBe(false);
  await seeded.close();
  await expect(startTestOrg({ seed: { ...EMPTY_SEED, withoutHierarchy: ['No__c'] } })).rejects.toThrow(
    'No__c',
  );
});

test('a request for a token tells to which org it belongs [U28]', async () => {
  const other = await startTestOrg({ seed: 'empty' });
  const { userId } = await org.user(ADMIN);
  const grant = { userId, clientId: 'PlatformCLI', scopes: 'api', redirectUri: null, challenge: null };
  const code = await org.engine.grants.issue('code', grant);
  const refresh = await org.engine.grants.issue('refresh', grant);
  const { token } = await org.engine.sessions.open(userId, { type: 'API', sourceIp: '127.0.0.1' });
  for (const form of [
    { assertion: org.assertion({ sub: ADMIN }) },
    { code },
    { refresh_token: refresh },
    { token },
    { token: refresh },
    { grant_type: 'client_credentials', client_id: MACHINE.clientId },
  ]) {
    expect(await belongsTo(org.engine, form, clients)).toBe(true);
    expect(await belongsTo(other.engine, form, clients)).toBe(false);
  }
  expect(await belongsTo(org.engine, { assertion: 'unreadable' })).toBe(false);
  // Asking is not using: the code is still good.
  expect(await org.engine.grants.take('code', code)).toMatchObject({ userId });
  await other.close();
});

test('a refresh token and the idle time of a session survive a restart, and no secret lies in the database', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'grants-'));
  const first = await startTestOrg({ seed: 'empty', dataDir });
  const { userId } = await first.user(first.adminUsername);
  const grant = {
    userId,
    clientId: PLATFORM_CLI.clientId,
    scopes: 'api refresh_token',
    redirectUri: null,
    challenge: null,
  };
  const refresh = await first.engine.grants.issue('refresh', grant);
  const { token, id } = await first.engine.sessions.open(userId, { type: 'API', sourceIp: '127.0.0.1' });
  await first.engine.platform.update('AuthSession', id, { NumSecondsValid: 900 });
  await first.close();
  const second = await startTestOrg({ seed: 'empty', dataDir });
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: refresh,
    client_id: PLATFORM_CLI.clientId,
  });
  expect((await fetch(`${second.url}/services/oauth2/token`, { method: 'POST', body })).status).toBe(200);
  expect(await second.engine.sessions.find(token)).toBeDefined();
  second.clock.advance(Temporal.Duration.from({ minutes: 20 }));
  expect(await second.engine.sessions.find(token)).toBeUndefined();
  await second.close();
  rmSync(dataDir, { recursive: true });
});

describe('SOAP login', () => {
  const login = (version: string) =>
    new Connection({ loginUrl: org.url, version }).login(ADMIN, 'any password');

  test('is switched off in a new org, as jsforce hears', async () => {
    await expect(login('64.0')).rejects.toThrow(
      'INVALID_OPERATION: SOAP API login() is disabled by default in this org.',
    );
  });

  test('does not exist from version 65 on', async () => {
    await expect(login('68.0')).rejects.toThrow('UNSUPPORTED_API_VERSION');
  });

  test('other calls of the SOAP API are not implemented', async () => {
    const body =
      '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><getUserInfo/></soapenv:Body></soapenv:Envelope>';
    const response = await fetch(`${org.url}/services/Soap/u/64.0`, { method: 'POST', body });
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('<faultcode>sf:NOT_IMPLEMENTED</faultcode>');
  });
});
