/** What follows a log-in: refresh, revocation, expiry, introspection, and a page for the holder of a token. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ADMIN, COMPANION, STAFF } from '../../test-org.ts';
import { APP, cookieOf, locationOf, SECRET, startLoginSample } from './login-sample.ts';
import type { LoginSample, Parameters } from './login-sample.ts';

let org: LoginSample;
beforeAll(async () => {
  org = await startLoginSample();
});
afterAll(() => org.close());
beforeEach(() => org.clock.reset());

describe('a refresh token', () => {
  const refresh = (token: string) =>
    org.tokens({ grant_type: 'refresh_token', refresh_token: token, client_id: 'PlatformCLI' });

  test('comes only where the scope asks for one', async () => {
    const { scope, refresh_token: none } = await org.exchange(await org.codeFor(ADMIN, { scope: 'api' }));
    expect(scope).toBe('api');
    expect(none).toBeUndefined();
  });

  test('stays the same when it is used, and works again', async () => {
    const { refresh_token: token } = await org.exchange(await org.codeFor(ADMIN));
    const fresh = await refresh(token);
    expect(fresh.status).toBe(200);
    expect(fresh.refresh_token).toBeUndefined();
    expect((await org.api((await refresh(token)).access_token)).status).toBe(200);
  });

  test('that is revoked ends every session that it opened', async () => {
    const { refresh_token: token, access_token: first } = await org.exchange(await org.codeFor(ADMIN));
    const { access_token: second } = await refresh(token);
    const { access_token: other } = await org.exchange(await org.codeFor(ADMIN));
    expect((await org.post('/services/oauth2/revoke', { token })).status).toBe(200);
    expect(
      await Promise.all([first, second, other].map(async (each) => (await org.api(each)).status)),
    ).toEqual([401, 401, 200]);
    expect(await refresh(token)).toMatchObject({
      error: 'invalid_grant',
      error_description: 'expired access/refresh token',
    });
  });

  test('outlives the access token that is revoked', async () => {
    const { refresh_token: token, access_token: first } = await org.exchange(await org.codeFor(ADMIN));
    await org.post('/services/oauth2/revoke', { token: first });
    expect((await org.api(first)).status).toBe(401);
    expect((await refresh(token)).status).toBe(200);
    expect(await (await org.post('/services/oauth2/revoke', { token: first })).json()).toEqual({
      error: 'unsupported_token_type',
      error_description: 'this token type is not supported',
    });
  });

  test.each(['inactive', 'frozen'])('opens nothing for a user who is %s', async (state) => {
    const { refresh_token: token } = await org.exchange(await org.codeFor(STAFF));
    const { userId } = await org.user(STAFF);
    const { platform } = org.engine;
    const [login] = (await platform.query(`SELECT Id FROM UserLogin WHERE UserId = '${userId}'`)).records;
    const set = async (on: boolean) =>
      state === 'inactive'
        ? platform.update('User', userId, { IsActive: !on })
        : platform.update('UserLogin', String(login?.['Id']), { IsFrozen: on });
    await set(true);
    expect(await refresh(token)).toMatchObject({
      status: 400,
      error_description: state === 'inactive' ? 'user is inactive' : 'user is frozen',
    });
    await set(false);
    expect((await refresh(token)).status).toBe(200);
  });
});

describe('a session', () => {
  test('ends after two idle hours; use prolongs it from the middle of its time on', async () => {
    const { access_token: token } = await org.exchange(await org.codeFor(ADMIN));
    const after = async (minutes: number) => {
      org.clock.advance(Temporal.Duration.from({ minutes }));
      return (await org.api(token)).status;
    };
    expect(await after(30)).toBe(200);
    expect(await after(60)).toBe(200);
    expect(await after(119)).toBe(200);
    // The second use came too early to count, so the end is two hours after the third.
    expect(await after(50)).toBe(200);
    expect(await after(71)).toBe(401);
  });

  test('that has ended is told as on the platform, by each endpoint in its own way', async () => {
    const headers = { authorization: 'Bearer 00D000000000000!nothing' };
    const data = await fetch(`${org.url}/services/data/v68.0`, { headers });
    expect([data.status, await data.json()]).toEqual([
      401,
      [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
    ]);
    const userinfo = await fetch(`${org.url}/services/oauth2/userinfo`, { headers });
    expect([userinfo.status, await userinfo.text()]).toEqual([403, 'Bad_OAuth_Token']);
  });

  test('shows its token to nobody but its own user, at the identity URL', async () => {
    const { access_token: token } = await org.exchange(await org.codeFor(ADMIN));
    const { userId } = await org.user(ADMIN);
    const { userId: other } = await org.user(STAFF);
    const ask = (path: string, headers: Parameters = { authorization: `Bearer ${token}` }) =>
      fetch(`${org.url}/id/${path}`, { headers });
    expect(await (await ask(`${org.orgId}/${userId.slice(0, 15)}`)).json()).toMatchObject({
      username: ADMIN,
    });
    expect(await (await ask(`${org.orgId}/${other}`)).text()).toBe('Bad_Id');
    expect(await (await ask(`00D000000000000AAA/${userId}`)).text()).toBe('Wrong_Org');
    expect(await (await ask(`${org.orgId}/${userId}`, {})).text()).toBe('Missing_OAuth_Token');
  });
});

describe('introspection', () => {
  const introspect = async (token: string, client: Parameters) =>
    (await org.post('/services/oauth2/introspect', { token, ...client })).json() as Promise<unknown>;

  test('tells a registered app what a token is worth', async () => {
    const { access_token: token, refresh_token: refreshToken } = await org.exchange(await org.codeFor(ADMIN));
    const { userId } = await org.user(ADMIN);
    const app = { client_id: APP.clientId, client_secret: SECRET };
    const answer = (await introspect(token, app)) as Record<string, number>;
    expect(answer).toMatchObject({
      ...{ active: true, client_id: 'PlatformCLI', username: ADMIN, sub: userId, token_type: 'access_token' },
    });
    expect((answer['exp'] ?? 0) - (answer['iat'] ?? 0)).toBe(7200);
    expect(await introspect(refreshToken, app)).toMatchObject({ active: true, token_type: 'refresh_token' });
    expect(await introspect('nothing', app)).toEqual({ active: false });
    expect(await introspect(token, { client_id: APP.clientId })).toMatchObject({ error: 'invalid_client' });
  });
});

test('a token that was allowed without the scope api opens no API, but tells who its user is [U28]', async () => {
  const { access_token: token, scope } = await org.exchange(await org.codeFor(ADMIN, { scope: 'openid' }));
  expect(scope).toBe('openid');
  const refused = await org.api(token);
  expect(refused.status).toBe(401);
  expect(await refused.json()).toMatchObject([
    { errorCode: 'INVALID_SESSION_ID', message: 'This session is not valid for use with the REST API' },
  ]);
  const authorization = `Bearer ${token}`;
  const who = await fetch(`${org.url}/services/oauth2/userinfo`, { headers: { authorization } });
  expect(await who.json()).toMatchObject({ preferred_username: ADMIN });
});

test('a grant type that is none, or a header that cannot be read, is told as an error of OAuth', async () => {
  for (const grant_type of ['password', 'constructor', '__proto__']) {
    expect(await org.tokens({ grant_type })).toMatchObject({ status: 400, error: 'unsupported_grant_type' });
  }
  const authorization = `Basic ${Buffer.from('%:%').toString('base64')}`;
  const answer = await org.post(
    '/services/oauth2/token',
    { grant_type: 'client_credentials' },
    { authorization },
  );
  expect(await answer.json()).toMatchObject({ error: 'invalid_client_id' });
});

describe('single access', () => {
  const frontdoorUri = async (token: string, query = '') => {
    const response = await fetch(`${org.url}/services/oauth2/singleaccess${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await response.json()) as { frontdoor_uri: string }).frontdoor_uri;
  };

  test('gives an address that signs a browser in once and leads to the page, as sf org open uses it [U28]', async () => {
    const { access_token: token } = await org.exchange(await org.codeFor(STAFF));
    const page = '/lightning/settings/personal/GrantLoginAccess/home';
    const address = await frontdoorUri(token, `?redirect_uri=${encodeURIComponent(page)}`);
    const entered = await fetch(address, { redirect: 'manual' });
    expect([entered.status, locationOf(entered)]).toEqual([302, page]);
    const cookie = cookieOf(entered);
    expect((await org.visit(page, cookie)).status).toBe(200);
    expect(locationOf(await fetch(address, { redirect: 'manual' }))).toBe('/login');
  });

  test('works for a minute, and leads to no other server', async () => {
    const { access_token: token } = await org.exchange(await org.codeFor(STAFF));
    const elsewhere = await frontdoorUri(token, '?redirect_uri=https://evil.example/lightning');
    expect(locationOf(await fetch(elsewhere, { redirect: 'manual' }))).toBe('/');
    const address = await frontdoorUri(token);
    org.clock.advance(Temporal.Duration.from({ minutes: 2 }));
    expect(locationOf(await fetch(address, { redirect: 'manual' }))).toBe('/login');
  });

  test('takes an access token too, but opens no page for who may use the API only', async () => {
    const { access_token: token } = await org.exchange(await org.codeFor(STAFF));
    const path = (sid: string) =>
      `/secur/frontdoor.jsp?${new URLSearchParams({ sid, retURL: 'lightning/o/Case/list' })}`;
    expect(locationOf(await org.visit(path(token)))).toBe('/lightning/o/Case/list');
    expect(locationOf(await org.visit(path('nothing')))).toBe('/login');
    const robot = await org.connect(COMPANION);
    expect((await org.visit(path(robot.accessToken ?? ''))).status).toBe(403);
  });
});
