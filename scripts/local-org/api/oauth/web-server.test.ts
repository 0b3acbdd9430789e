/** The web server flow with PKCE, as jsforce, the sf CLI and an attacker use it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Connection, OAuth2 } from 'jsforce';
import { ADMIN, STAFF } from '../../test-org.ts';
import {
  APP,
  CALLBACK,
  CHALLENGE,
  CLI,
  locationOf,
  SECRET,
  startLoginSample,
  VERIFIER,
} from './login-sample.ts';
import type { LoginSample, Parameters } from './login-sample.ts';

let org: LoginSample;
beforeAll(async () => {
  org = await startLoginSample();
});
afterAll(() => org.close());
beforeEach(() => org.clock.reset());

describe('the web server flow', () => {
  test('jsforce gets a code with PKCE and a secret, and refreshes its session by itself [U28]', async () => {
    const oauth2 = new OAuth2({
      loginUrl: org.url,
      clientId: APP.clientId,
      clientSecret: SECRET,
      redirectUri: CALLBACK,
      useVerifier: true,
    });
    const sent = await org.allowedBy(
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
    const { access_token: accessToken, refresh_token: refreshToken } = await org.exchange(
      await org.codeFor(ADMIN),
    );
    const connection = new Connection({
      instanceUrl: org.url,
      version: '68.0',
      accessToken,
      refreshFn: (_connection, done) => {
        void org
          .tokens({
            grant_type: 'refresh_token',
            refresh_token: refreshToken,
            client_id: 'PlatformCLI',
          })
          .then((fresh) => void done(null, fresh.access_token));
      },
    });
    org.clock.advance(Temporal.Duration.from({ hours: 3 }));
    expect((await connection.query('SELECT Id FROM Organization')).totalSize).toBe(1);
  });

  test('the sf CLI may listen on any port of this machine, and nowhere else', async () => {
    const redirect = 'http://localhost:4711/OauthRedirect';
    const code = await org.codeFor(ADMIN, { redirect_uri: redirect, prompt: 'login' });
    expect(await org.exchange(code, { redirect_uri: redirect })).toMatchObject({
      status: 200,
      token_type: 'Bearer',
    });
    for (const wrong of [
      'http://localhost:1717/Other',
      'http://evil.example:1717/OauthRedirect',
      'https://localhost:1717/OauthRedirect',
    ]) {
      const answer = await org.visit(org.authorizeUrl({ ...CLI, redirect_uri: wrong }));
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
      const answer = await org.visit(org.authorizeUrl({ client_id: APP.clientId, redirect_uri: wrong }));
      expect(answer.status).toBe(400);
    }
  });

  test('an unknown app is told to the person, not sent on', async () => {
    const answer = await org.visit(
      org.authorizeUrl({ client_id: 'Unknown', redirect_uri: CLI.redirect_uri }),
    );
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('client identifier invalid');
  });

  test.each([
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a scope that the app does not have', { scope: 'api wave_api' }, 'invalid_scope'],
  ])('%s goes back as an error, with the state', async (_what, parameters, error) => {
    const answer = await org.visit(org.authorizeUrl({ ...CLI, ...parameters, state: 's' }));
    const sent = new URL(locationOf(answer));
    expect(sent.origin).toBe('http://localhost:1717');
    expect(Object.fromEntries(sent.searchParams)).toMatchObject({ error, state: 's' });
  });

  test('an app without a secret must come with a challenge', async () => {
    const { code_challenge: _none, ...rest } = { ...CLI, response_type: 'code', code_challenge: '' };
    const answer = await org.visit(`/services/oauth2/authorize?${new URLSearchParams(rest)}`);
    expect(new URL(locationOf(answer)).searchParams.get('error_description')).toBe(
      'missing required code challenge',
    );
  });

  test('who denies sends the app away without a code', async () => {
    const cookie = await org.signIn(ADMIN);
    const form = { ...CLI, response_type: 'code', code_challenge: CHALLENGE, state: 'x', decision: 'deny' };
    const sent = new URL(locationOf(await org.post('/services/oauth2/authorize', form, { cookie })));
    expect(Object.fromEntries(sent.searchParams)).toEqual({
      error: 'access_denied',
      error_description: 'end-user denied authorization',
      state: 'x',
    });
  });

  test('a page of another site cannot press the button, and nobody can without being signed in', async () => {
    const cookie = await org.signIn(ADMIN);
    const form = { ...CLI, response_type: 'code', code_challenge: CHALLENGE, decision: 'allow' };
    const forged = await org.post('/services/oauth2/authorize', form, {
      cookie,
      origin: 'https://evil.example',
    });
    expect(forged.status).toBe(403);
    expect(locationOf(await org.post('/services/oauth2/authorize', form))).toContain('/login?to=');
  });
});

describe('a code', () => {
  test('works once', async () => {
    const code = await org.codeFor(ADMIN);
    expect((await org.exchange(code)).status).toBe(200);
    expect(await org.exchange(code)).toMatchObject({
      status: 400,
      error: 'invalid_grant',
      error_description: 'expired authorization code',
    });
  });

  test('works for ten minutes by the clock of the org', async () => {
    const [early, late] = [await org.codeFor(ADMIN), await org.codeFor(ADMIN)];
    org.clock.advance(Temporal.Duration.from({ minutes: 9 }));
    expect((await org.exchange(early)).status).toBe(200);
    org.clock.advance(Temporal.Duration.from({ minutes: 2 }));
    expect(await org.exchange(late)).toMatchObject({ status: 400, error: 'invalid_grant' });
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
    const code = await org.codeFor(ADMIN);
    expect(await org.exchange(code, extra)).toMatchObject({ status: 400, error_description: description });
    const known = (extra as Parameters)['client_id'] !== 'Unknown';
    expect((await org.exchange(code)).status).toBe(known ? 400 : 200);
  });

  test('of an app with a secret is worth nothing without it', async () => {
    const sent = await org.allowedBy(
      ADMIN,
      org.authorizeUrl({ client_id: APP.clientId, redirect_uri: CALLBACK }),
    );
    const form = {
      ...{ grant_type: 'authorization_code', code: sent.searchParams.get('code') ?? '' },
      ...{ client_id: APP.clientId, redirect_uri: CALLBACK, code_verifier: VERIFIER },
    };
    expect(await org.tokens({ ...form, client_secret: 'guessed' })).toMatchObject({
      error: 'invalid_client',
      error_description: 'invalid client credentials',
    });
    expect((await org.tokens({ ...form, client_secret: SECRET })).status).toBe(200);
  });
});
