/** Logging in by JWT, as jsforce does it and as an attacker would. */
import { createHmac, createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, STAFF, send, startTestOrg } from '../../test-org.ts';
import type { TestOrg } from '../../test-org.ts';

let org: TestOrg;
let admin: Connection;

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.connect(ADMIN);
});
afterAll(() => org.close());

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
    ['an assertion that never ends', { sub: ADMIN, exp: undefined }, 'invalid_grant'],
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

  test('refuses an assertion without a signature, or signed with the public key as if it were a secret [U28]', async () => {
    const claims = org.assertion({ sub: ADMIN }).split('.')[1] ?? '';
    const part = (alg: string) => Buffer.from(JSON.stringify({ alg })).toString('base64url');
    const key = createPublicKey(readFileSync(org.privateKeyFile)).export({ type: 'spki', format: 'pem' });
    const signed = `${part('HS256')}.${claims}`;
    const forged = [
      `${part('none')}.${claims}.`,
      `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`,
    ];
    for (const assertion of forged) {
      const body = new URLSearchParams({
        grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
        assertion,
      });
      const response = await fetch(`${org.url}/services/oauth2/token`, { method: 'POST', body });
      expect(await response.json()).toMatchObject({ error_description: 'invalid assertion' });
    }
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
    expect(await send(org, token, { method: 'GET', path: '/services/data/v68.0/limits' })).toMatchObject({
      status: 401,
      body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
    });
  });
});
