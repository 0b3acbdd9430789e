import { afterEach, describe, expect, test } from '@jest/globals';
import {
  ORG_ID,
  privateKey,
  type ScriptedAnswer,
  type ScriptedRequest,
  type ScriptedServer,
  startScriptedServer,
  token,
  USER_ID,
} from './fixtures/scripted-server.ts';
import { openSession } from './session.ts';

let server: ScriptedServer | undefined;
afterEach(async () => server?.close());

const now = () => Temporal.Now.instant();
const isLogin = (request: ScriptedRequest) => request.url.pathname === '/services/oauth2/token';

const serve = async (answer: (request: ScriptedRequest, url: string) => ScriptedAnswer) => {
  server = await startScriptedServer(answer);
  return {
    loginUrl: server.url,
    clientId: 'client',
    username: 'companion@bank.example',
    privateKey,
    version: '68.0' as const,
  };
};
const limits = { method: 'GET', path: '/services/data/v68.0/limits' } as const;

describe('a session', () => {
  test('signs in with an assertion for the app, the user and the server, short-lived', async () => {
    const address = await serve((_request, url) => token(url));
    const session = await openSession(address, now);
    expect(session).toMatchObject({ orgId: ORG_ID, userId: USER_ID, instanceUrl: address.loginUrl });

    const form = new URLSearchParams(server?.requests[0]?.body);
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer');
    const claims = JSON.parse(
      Buffer.from(form.get('assertion')?.split('.')[1] ?? '', 'base64url').toString(),
    ) as Record<string, unknown>;
    expect(claims).toMatchObject({ iss: 'client', sub: 'companion@bank.example', aud: address.loginUrl });
    expect(Number(claims['exp']) - now().epochMilliseconds / 1000).toBeLessThanOrEqual(180);
  });

  test('never puts the token into an address', async () => {
    const session = await openSession(
      await serve((request, url) => (isLogin(request) ? token(url) : {})),
      now,
    );
    await session.request(limits);
    expect(server?.requests.map(({ url }) => url.href).join(' ')).not.toContain('token=');
    expect(server?.requests.at(-1)?.headers.authorization).toBe('Bearer token');
  });

  test('signs in anew after a 401 and repeats the call', async () => {
    let logins = 0;
    const address = await serve((request, url) => {
      if (isLogin(request)) return token(url, ORG_ID, `token${(logins += 1)}`);
      if (request.headers.authorization === 'Bearer token2') return { body: { ok: true } };
      return {
        status: 401,
        body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
      };
    });
    const session = await openSession(address, now);
    expect((await session.request(limits)).body).toEqual({ ok: true });
    expect(logins).toBe(2);
  });

  test('gives up after the second 401 in a row', async () => {
    const address = await serve((request, url) =>
      isLogin(request)
        ? token(url)
        : { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }] },
    );
    const session = await openSession(address, now);
    await expect(session.request(limits)).rejects.toMatchObject({ code: 'configuration' });
    expect(server?.requests.filter((request) => !isLogin(request))).toHaveLength(2);
  });

  test('refuses another org behind the pinned address at the first sign-in', async () => {
    const address = await serve((_request, url) => token(url, '00D000000000002EAA'));
    await expect(openSession({ ...address, orgId: ORG_ID }, now)).rejects.toMatchObject({
      code: 'org_replaced',
    });
  });

  test('refuses another org that turns up at a later sign-in, and sends it nothing', async () => {
    let replaced = false;
    const address = await serve((request, url) => {
      if (isLogin(request)) return token(url, replaced ? '00D000000000002EAA' : ORG_ID);
      return replaced ? { status: 401, body: [{ errorCode: 'INVALID_SESSION_ID', message: 'gone' }] } : {};
    });
    const session = await openSession(address, now);
    await session.request(limits);
    replaced = true;
    await expect(session.request(limits)).rejects.toMatchObject({ code: 'org_replaced' });
    const before = server?.requests.filter((request) => !isLogin(request)).length;
    await expect(session.request(limits)).rejects.toMatchObject({ code: 'org_replaced' });
    expect(server?.requests.filter((request) => !isLogin(request))).toHaveLength(before ?? 0);
  });

  test('names a refused login as a fault of configuration, with the server’s reason and without the key', async () => {
    const address = await serve(() => ({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'user hasn’t approved this consumer' },
    }));
    const failure: Error = await openSession(address, now).then(
      () => new Error('opened'),
      (error: Error) => error,
    );
    expect(failure).toMatchObject({ code: 'configuration' });
    expect(failure.message).toContain('user hasn’t approved this consumer');
    expect(failure.message).not.toContain('PRIVATE KEY');
  });

  test.each([
    ['no server', undefined, 'org_unreachable'],
    [
      'status 503',
      { status: 503, body: [{ errorCode: 'SERVER_UNAVAILABLE', message: 'maintenance' }] },
      'org_unreachable',
    ],
    [
      'a used-up limit',
      {
        status: 403,
        body: [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'TotalRequests Limit exceeded.' }],
      },
      'rate_limited',
    ],
  ])('tells %s apart', async (_title, answer: ScriptedAnswer | undefined, code) => {
    const address = await serve((request, url) => (isLogin(request) ? token(url) : (answer ?? {})));
    const session = await openSession(address, now);
    if (!answer) await server?.close();
    await expect(session.request({ method: 'POST', path: limits.path, body: {} })).rejects.toMatchObject({
      code,
    });
  });

  test('remembers the API usage the org tells', async () => {
    const address = await serve((request, url) =>
      isLogin(request) ? token(url) : { headers: { 'Sforce-Limit-Info': 'api-usage=18/15000' } },
    );
    const session = await openSession(address, now);
    expect(session.usage()).toBeNull();
    await session.request(limits);
    expect(session.usage()).toEqual({ used: 18, max: 15000 });
  });
});
