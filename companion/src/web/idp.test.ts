import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClient } from './fixtures/client.ts';
import { FRIEDRICH, MARIT } from './fixtures/people.ts';
import { CLIENT, startProvider, type TestProvider, walkThrough } from './fixtures/provider.ts';
import { startTestServer, type TestServer } from './fixtures/server.ts';
import { createIdp } from './idp.ts';

const ADDRESS = 'marit.jansen@hanse-kreditbank.example';

let provider: TestProvider;
let other: TestProvider;
let server: TestServer;
let client: TestClient;

beforeAll(async () => {
  server = await startTestServer({
    idp: async (origin) => {
      [provider, other] = await Promise.all([startProvider(origin), startProvider(origin)]);
      return createIdp({ ...CLIENT, issuer: provider.issuer }, origin);
    },
  });
  for (const { accounts } of [provider, other]) {
    accounts.set('marit', { email: ADDRESS, email_verified: true });
    accounts.set('unverified', { email: ADDRESS, email_verified: false });
    accounts.set('stranger', { email: 'someone@else.example', email_verified: true });
  }
});
afterAll(async () => {
  await server.close();
  await provider.close();
  await other.close();
});
beforeEach(() => {
  client = new TestClient(server);
});

const begin = async (from = client, to: string | null = null): Promise<string> => {
  const { body } = await from.post('/api/sign-in/idp', { to });
  return String(body['url']);
};
const atProvider = (url: string, login: string) => walkThrough(url, login, server.origin);
/** The browser comes back: where the page sends it. */
const comeBack = async (url: string, from = client): Promise<string | null> => {
  const response = await fetch(url, { redirect: 'manual', headers: { cookie: from.cookie } });
  from.cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? from.cookie;
  return response.headers.get('location');
};
const REFUSED = '/sign-in?problem=idp_refused';

describe('sign-in through the company’s provider [D116]', () => {
  test('lets the contact of the verified address in, under a new session, to where he wanted to go', async () => {
    const url = await begin(client, '/signatures');
    expect(new URL(url).searchParams.get('code_challenge_method')).toBe('S256');
    const before = client.cookie;
    expect(await comeBack(await atProvider(url, 'marit'))).toBe('/signatures');
    expect(client.cookie).not.toBe(before);
    expect((await client.get('/api/me')).body).toMatchObject({ contact: MARIT });
    client.cookie = before;
    expect((await client.get('/api/me')).status).toBe(401);
  });

  test('decides nothing: a decision takes the passkey of this very contact', async () => {
    await comeBack(await atProvider(await begin(), 'marit'));
    await new TestClient(server).enrol(FRIEDRICH);
    const snapshot = await client.start();
    const input = await client.decision(snapshot, {
      decision: 'Deny',
      reason: 'Not by this way.',
      window: null,
    });
    expect(await client.decide(input)).toMatchObject({ status: 403, body: { code: 'assertion_invalid' } });
  });

  test.each([['unverified'], ['stranger']])(
    'refuses an account that is %s, in the same words',
    async (login) => {
      expect(await comeBack(await atProvider(await begin(), login))).toBe(REFUSED);
      expect((await client.get('/api/me')).status).toBe(401);
    },
  );

  test('takes an answer once: neither its code nor its state counts again', async () => {
    const back = await atProvider(await begin(), 'marit');
    await comeBack(back);
    await client.post('/api/sign-out');
    expect(await comeBack(back)).toBe(REFUSED);
    const fresh = new URL(await begin());
    const replayed = new URL(back);
    replayed.searchParams.set('state', fresh.searchParams.get('state') ?? '');
    expect(await comeBack(replayed.href)).toBe(REFUSED);
  });

  test('refuses the answer to another browser’s start, so that nobody can be signed in as somebody else', async () => {
    const attacker = new TestClient(server);
    const back = await atProvider(await begin(attacker), 'marit');
    await begin(client);
    expect(await comeBack(back, client)).toBe(REFUSED);
    expect(await comeBack(back, new TestClient(server))).toBe(REFUSED);
  });

  test('refuses an answer whose ID token was made for another start: the nonce is not its own', async () => {
    const theirs = new URL(await begin(new TestClient(server)));
    const own = new URL(await begin());
    const mixed = new URL(own);
    mixed.searchParams.set('nonce', theirs.searchParams.get('nonce') ?? '');
    expect(await comeBack(await atProvider(mixed.href, 'marit'))).toBe(REFUSED);
  });

  test('refuses the answer of another provider', async () => {
    const url = new URL(await begin());
    const elsewhere = new URL(url.pathname + url.search, other.issuer);
    expect(await comeBack(await atProvider(elsewhere.href, 'marit'))).toBe(REFUSED);
  });

  test('leads to no other site afterwards', async () => {
    for (const to of ['//evil.example/', 'https://evil.example/', '/\\evil.example']) {
      expect(await comeBack(await atProvider(await begin(client, to), 'marit'))).toBe('/');
    }
  });

  test('signs out at the provider as well, which leads back here; a passkey’s session ends here alone', async () => {
    await comeBack(await atProvider(await begin(), 'marit'));
    const { body } = await client.post('/api/sign-out');
    const url = new URL(String(body['url']));
    expect(url.origin).toBe(provider.issuer);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${server.origin}/sign-in`);
    expect((await fetch(url)).status).toBe(200);
    expect((await client.get('/api/me')).status).toBe(401);
    const other = new TestClient(server);
    await other.enrol(FRIEDRICH);
    expect((await other.post('/api/sign-out')).status).toBe(204);
  });

  test('writes neither code nor state nor token into the log', async () => {
    const back = new URL(await atProvider(await begin(), 'marit'));
    await comeBack(back.href);
    for (const name of ['code', 'state']) expect(server.log()).not.toContain(back.searchParams.get(name));
  });
});
