/** The web server flow with PKCE, as jsforce, the sf CLI and an attacker use it; refresh, revocation and expiry. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Connection, OAuth2 } from 'jsforce';
import { ADMIN, COMPANION, STAFF, startTestOrg } from '../../test-org.ts';
import type { TestOrg } from '../../test-org.ts';
import { ClientDefinition } from './clients.ts';

const CALLBACK = 'https://app.example/callback?kind=org';
const SECRET = 'a secret that only the app knows';
const APP = ClientDefinition.parse({
  clientId: 'WebApp',
  secretHash: createHash('sha256').update(SECRET).digest('hex'),
  callbackUrls: [CALLBACK],
  flows: ['authorizationCode'],
});
const CLI = { client_id: 'PlatformCLI', redirect_uri: 'http://localhost:1717/OauthRedirect' };
const VERIFIER = 'v'.repeat(64);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg({ clients: [APP] });
});
afterAll(() => org.close());
beforeEach(() => org.clock.reset());

type Parameters = Record<string, string>;
const post = (path: string, form: Parameters, headers: Parameters = {}) =>
  fetch(`${org.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(form),
    redirect: 'manual',
    headers,
  });
const visit = (path: string, cookie = '') =>
  fetch(new URL(path, org.url), { redirect: 'manual', headers: cookie ? { cookie } : {} });
const locationOf = (response: Response) => response.headers.get('location') ?? '';

async function signIn(username: string): Promise<string> {
  const response = await post('/login', { username, to: '/' });
  return response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
}

/** Opens the address as a browser with nobody signed in: logs in, allows, and gives the address it is sent to. */
async function allowedBy(username: string, address: string): Promise<URL> {
  const url = new URL(address);
  const login = await visit(url.pathname + url.search);
  const to = new URL(locationOf(login), org.url).searchParams.get('to') ?? '';
  const entered = await post('/login', { username, to });
  const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const page = await visit(locationOf(entered), cookie);
  const text = await page.text();
  const fields = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  const form = Object.fromEntries(
    fields.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
  );
  const answer = await post('/services/oauth2/authorize', { ...form, decision: 'allow' }, { cookie });
  return new URL(locationOf(answer));
}

const authorizeUrl = (parameters: Parameters) =>
  `${org.url}/services/oauth2/authorize?${new URLSearchParams({
    ...{ response_type: 'code', code_challenge: CHALLENGE },
    ...parameters,
  })}`;

async function codeFor(username: string, parameters: Parameters = {}): Promise<string> {
  const sent = await allowedBy(username, authorizeUrl({ ...CLI, ...parameters }));
  return sent.searchParams.get('code') ?? '';
}

interface TokenAnswer {
  access_token: string;
  refresh_token: string;
  scope: string;
  error: string;
  error_description: string;
}
async function tokens(form: Parameters): Promise<TokenAnswer & { status: number }> {
  const response = await post('/services/oauth2/token', form);
  return { ...((await response.json()) as TokenAnswer), status: response.status };
}
const exchange = (code: string, extra: Parameters = {}) =>
  tokens({ grant_type: 'authorization_code', code, ...CLI, code_verifier: VERIFIER, ...extra });
const api = (token: string) =>
  fetch(`${org.url}/services/data/v68.0/sobjects`, { headers: { authorization: `Bearer ${token}` } });

describe('the web server flow', () => {
  test('jsforce gets a code with PKCE and a secret, and refreshes its session by itself [U28]', async () => {
    const oauth2 = new OAuth2({
      loginUrl: org.url,
      clientId: APP.clientId,
      clientSecret: SECRET,
      redirectUri: CALLBACK,
      useVerifier: true,
    });
    const sent = await allowedBy(
      STAFF,
      oauth2.getAuthorizationUrl({ state: 'a b&c', scope: 'api refresh_token' }),
    );
    expect(sent.origin + sent.pathname).toBe('https://app.example/callback');
    expect(sent.searchParams.get('kind')).toBe('org');
    expect(sent.searchParams.get('state')).toBe('a b&c');
    const connection = new Connection({ oauth2, instanceUrl: org.url, version: '68.0' });
    await connection.authorize(sent.searchParams.get('code') ?? '');
    expect((await connection.identity()).username).toBe(STAFF);
    const first = connection.accessToken;
    org.clock.advance(Temporal.Duration.from({ hours: 3 }));
    const { records } = await connection.query<{ Username: string }>(
      `SELECT Username FROM User WHERE Username = '${STAFF}'`,
    );
    expect(records).toMatchObject([{ Username: STAFF }]);
    expect(connection.accessToken).not.toBe(first);
  });

  test('a refresh function of the client is asked for a token once the old one has ended', async () => {
    const { access_token: accessToken, refresh_token: refreshToken } = await exchange(await codeFor(ADMIN));
    const connection = new Connection({
      instanceUrl: org.url,
      version: '68.0',
      accessToken,
      refreshFn: (_connection, done) => {
        void tokens({
          grant_type: 'refresh_token',
          refresh_token: refreshToken,
          client_id: 'PlatformCLI',
        }).then((fresh) => done(null, fresh.access_token));
      },
    });
    org.clock.advance(Temporal.Duration.from({ hours: 3 }));
    expect((await connection.query('SELECT Id FROM Organization')).totalSize).toBe(1);
  });

  test('the sf CLI may listen on any port of this machine, and nowhere else', async () => {
    const redirect = 'http://localhost:4711/OauthRedirect';
    const code = await codeFor(ADMIN, { redirect_uri: redirect, prompt: 'login' });
    expect(await exchange(code, { redirect_uri: redirect })).toMatchObject({
      status: 200,
      token_type: 'Bearer',
    });
    for (const wrong of [
      'http://localhost:1717/Other',
      'http://evil.example:1717/OauthRedirect',
      'https://localhost:1717/OauthRedirect',
    ]) {
      const answer = await visit(authorizeUrl({ ...CLI, redirect_uri: wrong }));
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain('redirect_uri must match configuration');
    }
  });

  test('another app must come back to the very address that it registered', async () => {
    for (const wrong of [
      'https://app.example/callback',
      `${CALLBACK}&more=1`,
      'https://app.example:8443/callback?kind=org',
    ]) {
      const answer = await visit(authorizeUrl({ client_id: APP.clientId, redirect_uri: wrong }));
      expect(answer.status).toBe(400);
    }
  });

  test('an unknown app is told to the person, not sent on', async () => {
    const answer = await visit(authorizeUrl({ client_id: 'Unknown', redirect_uri: CLI.redirect_uri }));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('client identifier invalid');
  });

  test.each([
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a scope that the app does not have', { scope: 'api wave_api' }, 'invalid_scope'],
  ])('%s goes back as an error, with the state', async (_what, parameters, error) => {
    const answer = await visit(authorizeUrl({ ...CLI, ...parameters, state: 's' }));
    const sent = new URL(locationOf(answer));
    expect(sent.origin).toBe('http://localhost:1717');
    expect(Object.fromEntries(sent.searchParams)).toMatchObject({ error, state: 's' });
  });

  test('an app without a secret must come with a challenge', async () => {
    const { code_challenge: _none, ...rest } = { ...CLI, response_type: 'code', code_challenge: '' };
    const answer = await visit(`/services/oauth2/authorize?${new URLSearchParams(rest)}`);
    expect(new URL(locationOf(answer)).searchParams.get('error_description')).toBe(
      'missing required code challenge',
    );
  });

  test('who denies sends the app away without a code', async () => {
    const cookie = await signIn(ADMIN);
    const form = { ...CLI, response_type: 'code', code_challenge: CHALLENGE, state: 'x', decision: 'deny' };
    const sent = new URL(locationOf(await post('/services/oauth2/authorize', form, { cookie })));
    expect(Object.fromEntries(sent.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'end-user denied authorization',
      state: 'x',
    });
  });

  test('a page of another site cannot press the button, and nobody can without being signed in', async () => {
    const cookie = await signIn(ADMIN);
    const form = { ...CLI, response_type: 'code', code_challenge: CHALLENGE, decision: 'allow' };
    const forged = await post('/services/oauth2/authorize', form, { cookie, origin: 'https://evil.example' });
    expect(forged.status).toBe(403);
    expect(locationOf(await post('/services/oauth2/authorize', form))).toContain('/login?to=');
  });
});

describe('a code', () => {
  test('works once', async () => {
    const code = await codeFor(ADMIN);
    expect((await exchange(code)).status).toBe(200);
    expect(await exchange(code)).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      error_description: 'expired authorization code',
    });
  });

  test('works for ten minutes by the clock of the org', async () => {
    const [early, late] = [await codeFor(ADMIN), await codeFor(ADMIN)];
    org.clock.advance(Temporal.Duration.from({ minutes: 9 }));
    expect((await exchange(early)).status).toBe(200);
    org.clock.advance(Temporal.Duration.from({ minutes: 2 }));
    expect(await exchange(late)).toMatchObject({ status: 400, error: 'invalid_grant' });
  });

  test.each([
    ['another verifier', { code_verifier: 'w'.repeat(64) }, 'invalid code verifier'],
    ['no verifier', { code_verifier: '' }, 'invalid code verifier'],
    [
      'another callback',
      { redirect_uri: 'http://localhost:9/OauthRedirect' },
      'redirect_uri must match configuration',
    ],
    ['another app', { client_id: APP.clientId, client_secret: SECRET }, 'expired authorization code'],
    ['an unknown app', { client_id: 'Unknown' }, 'client identifier invalid'],
  ])('is worth nothing with %s, and burnt', async (_what, extra, description) => {
    const code = await codeFor(ADMIN);
    expect(await exchange(code, extra)).toMatchObject({ status: 400, error_description: description });
    const known = (extra as Parameters)['client_id'] !== 'Unknown';
    expect((await exchange(code)).status).toBe(known ? 400 : 200);
  });

  test('of an app with a secret is worth nothing without it', async () => {
    const sent = await allowedBy(ADMIN, authorizeUrl({ client_id: APP.clientId, redirect_uri: CALLBACK }));
    const form = {
      ...{ grant_type: 'authorization_code', code: sent.searchParams.get('code') ?? '' },
      ...{ client_id: APP.clientId, redirect_uri: CALLBACK, code_verifier: VERIFIER },
    };
    expect(await tokens({ ...form, client_secret: 'guessed' })).toMatchObject({
      error: 'invalid_client',
      error_description: 'invalid client credentials',
    });
    expect((await tokens({ ...form, client_secret: SECRET })).status).toBe(200);
  });
});

describe('a refresh token', () => {
  const refresh = (token: string) =>
    tokens({ grant_type: 'refresh_token', refresh_token: token, client_id: 'PlatformCLI' });

  test('comes only where the scope asks for one', async () => {
    const { scope, refresh_token: none } = await exchange(await codeFor(ADMIN, { scope: 'api' }));
    expect(scope).toBe('api');
    expect(none).toBeUndefined();
  });

  test('stays the same when it is used, and works again', async () => {
    const { refresh_token: token } = await exchange(await codeFor(ADMIN));
    const fresh = await refresh(token);
    expect(fresh.status).toBe(200);
    expect(fresh.refresh_token).toBeUndefined();
    expect((await api((await refresh(token)).access_token)).status).toBe(200);
  });

  test('that is revoked ends every session that it opened', async () => {
    const { refresh_token: token, access_token: first } = await exchange(await codeFor(ADMIN));
    const { access_token: second } = await refresh(token);
    const { access_token: other } = await exchange(await codeFor(ADMIN));
    expect((await post('/services/oauth2/revoke', { token })).status).toBe(200);
    expect(await Promise.all([first, second, other].map(async (each) => (await api(each)).status))).toEqual([
      401, 401, 200,
    ]);
    expect(await refresh(token)).toMatchObject({
      error: 'invalid_grant',
      error_description: 'expired access/refresh token',
    });
  });

  test('outlives the access token that is revoked', async () => {
    const { refresh_token: token, access_token: first } = await exchange(await codeFor(ADMIN));
    await post('/services/oauth2/revoke', { token: first });
    expect((await api(first)).status).toBe(401);
    expect((await refresh(token)).status).toBe(200);
    expect(await (await post('/services/oauth2/revoke', { token: first })).json()).toEqual({
      error: 'unsupported_token_type',
      error_description: 'this token type is not supported',
    });
  });

  test.each(['inactive', 'frozen'])('opens nothing for a user who is %s', async (state) => {
    const { refresh_token: token } = await exchange(await codeFor(STAFF));
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
    const { access_token: token } = await exchange(await codeFor(ADMIN));
    const after = async (minutes: number) => {
      org.clock.advance(Temporal.Duration.from({ minutes }));
      return (await api(token)).status;
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
    const { access_token: token } = await exchange(await codeFor(ADMIN));
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
    (await post('/services/oauth2/introspect', { token, ...client })).json();

  test('tells a registered app what a token is worth', async () => {
    const { access_token: token, refresh_token: refreshToken } = await exchange(await codeFor(ADMIN));
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

describe('single access', () => {
  const frontdoorUri = async (token: string, query = '') => {
    const response = await fetch(`${org.url}/services/oauth2/singleaccess${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await response.json()) as { frontdoor_uri: string }).frontdoor_uri;
  };

  test('gives an address that signs a browser in once and leads to the page, as sf org open uses it [U28]', async () => {
    const { access_token: token } = await exchange(await codeFor(STAFF));
    const page = '/lightning/settings/personal/GrantLoginAccess/home';
    const address = await frontdoorUri(token, `?redirect_uri=${encodeURIComponent(page)}`);
    const entered = await fetch(address, { redirect: 'manual' });
    expect([entered.status, locationOf(entered)]).toEqual([302, page]);
    const cookie = entered.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect((await visit(page, cookie)).status).toBe(200);
    expect(locationOf(await fetch(address, { redirect: 'manual' }))).toBe('/login');
  });

  test('works for a minute, and leads to no other server', async () => {
    const { access_token: token } = await exchange(await codeFor(STAFF));
    const elsewhere = await frontdoorUri(token, '?redirect_uri=https://evil.example/lightning');
    expect(locationOf(await fetch(elsewhere, { redirect: 'manual' }))).toBe('/');
    const address = await frontdoorUri(token);
    org.clock.advance(Temporal.Duration.from({ minutes: 2 }));
    expect(locationOf(await fetch(address, { redirect: 'manual' }))).toBe('/login');
  });

  test('takes an access token too, but opens no page for who may use the API only', async () => {
    const { access_token: token } = await exchange(await codeFor(STAFF));
    const path = (sid: string) =>
      `/secur/frontdoor.jsp?${new URLSearchParams({ sid, retURL: 'lightning/o/Case/list' })}`;
    expect(locationOf(await visit(path(token)))).toBe('/lightning/o/Case/list');
    expect(locationOf(await visit(path('nothing')))).toBe('/login');
    const robot = await org.connect(COMPANION);
    expect((await visit(path(robot.accessToken ?? ''))).status).toBe(403);
  });
});
