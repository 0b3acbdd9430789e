import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nextStep } from '../core/errors.ts';
import { inLanguage } from '../core/sentences/sentences.ts';
import { TestClient } from './fixtures/client.ts';
import { APPROVE, MARIT } from './fixtures/people.ts';
import { startTestServer, type TestServer } from './fixtures/server.ts';
import { PROBLEMS } from './problems.ts';
import { pgSessions } from './sessions.ts';

let server: TestServer;
let client: TestClient;

beforeEach(async () => {
  server = await startTestServer({ now: () => Temporal.Instant.from('2026-11-21T02:00:00Z') });
  client = new TestClient(server);
});

afterEach(() => server.close());

const signedIn = async () => {
  await client.enrol(MARIT);
  await client.signIn();
};

describe('every write', () => {
  test.each([
    ['of another origin', { origin: 'https://evil.example' }],
    ['without an origin', { origin: '' }],
    ['of a null origin', { origin: 'null' }],
    ['that the browser calls cross-site', { 'sec-fetch-site': 'cross-site' }],
  ])('%s is refused before anything else', async (_title, headers) => {
    const answer = await client.send('POST', '/api/sign-in/options', '{}', headers);
    expect(answer).toMatchObject({ status: 403, body: { code: 'origin_rejected' } });
    expect(server.memory.challenges.size).toBe(0);
  });

  test('refuses a body that is too large', async () => {
    const answer = await client.send(
      'POST',
      '/api/sign-in/verify',
      JSON.stringify({ id: 'x'.repeat(70_000) }),
    );
    expect(answer).toMatchObject({ status: 413, body: { code: 'too_large' } });
  });

  test.each([['{"id":'], ['"text"'], ['[]'], ['{"id":{"$gt":""}}'], ['{"__proto__":{"admin":true}}'], ['']])(
    'refuses a malformed body: %s',
    async (body) => {
      expect(await client.send('POST', '/api/sign-in/verify', body)).toMatchObject({
        status: 400,
        body: { code: 'malformed' },
      });
    },
  );

  test('refuses a body in another charset than JSON has', async () => {
    const answer = await client.send('POST', '/api/sign-in/verify', '{}', {
      'content-type': 'application/json; charset=utf-7',
    });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
  });

  test('refuses an address that cannot be decoded', async () => {
    expect(await client.get('/api/invitations/%E0%A4%A')).toMatchObject({
      status: 400,
      body: { code: 'malformed' },
    });
  });
});

describe('every answer', () => {
  test('carries a policy that runs own scripts alone and turns no text into markup', async () => {
    const { headers, body } = await client.get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(String(body['text'])).not.toMatch(/<script(?![^>]*src=)/);
  });

  test('is kept by browsers for ever under its name, or never; the page names the words of the language asked for [U27]', async () => {
    const page = async (language: string) => {
      const { headers, body } = await client.send('GET', '/', undefined, { 'accept-language': language });
      const [, lang, words] =
        /<html lang="(\w+)">[^]*modulepreload" href="([^"]+)"/.exec(String(body['text'])) ?? [];
      return { lang, words, cache: headers.get('cache-control'), vary: headers.get('vary') };
    };
    const german = await page('de-AT, en;q=0.5');
    expect(german).toMatchObject({ lang: 'de', cache: 'no-store', vary: 'Accept-Language' });
    expect(await page('fr')).toMatchObject({ lang: 'en', words: expect.stringContaining('/en-') });
    const { status, headers } = await client.get(german.words ?? '');
    expect({ status, cache: headers.get('cache-control') }).toEqual({
      status: 200,
      cache: 'public, max-age=31536000, immutable',
    });
  });

  test('asks for https for good once it is served over https, with a cookie that travels there alone', async () => {
    const secure = await startTestServer({ origin: 'https://countersign.bank.example' });
    const answer = await fetch(secure.origin);
    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=31536000/);
    const options = await fetch(`${secure.origin}/api/sign-in/options`, {
      method: 'POST',
      headers: { origin: 'https://countersign.bank.example', 'x-forwarded-proto': 'https' },
    });
    expect(options.headers.getSetCookie()[0]).toMatch(/; HttpOnly; Secure; SameSite=Lax/);
    await secure.close();
  });

  test('names what went wrong, its number and the next step', async () => {
    const { status, body, headers } = await client.get('/nowhere');
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(Object.keys(body).sort()).toEqual([
      'code',
      'detail',
      'instance',
      'next',
      'status',
      'title',
      'type',
    ]);
  });

  test('hides the text of a fault in the server and logs it under its number', async () => {
    await signedIn();
    server.memory.requests.clear();
    server.memory.orgReadAt = {
      toJSON: () => {
        throw new Error('secret detail of the store');
      },
    } as unknown as string;
    const { status, body } = await client.get('/api/inbox');
    expect(status).toBe(500);
    expect(JSON.stringify(body)).not.toContain('secret detail');
    expect(server.log()).toContain('secret detail');
    expect(server.log()).toContain(String(body['instance']).replace('urn:uuid:', ''));
  });

  test('leaves no token, cookie or signature in the log', async () => {
    await signedIn();
    await client.get(`/enrol/token-of-a-mail?x=token-in-a-query`);
    await client.get('/grants/grant-secret-token');
    await client.get('/api/grants/grant-secret-token');
    await client.decide(await client.decision(await client.start(), APPROVE));
    const log = server.log();
    const secrets = ['token-of-a-mail', 'token-in-a-query', 'grant-secret-token', `invitation-${MARIT.id}`];
    for (const secret of [...secrets, client.cookie.slice(20, 60), 'clientDataJSON', APPROVE.reason]) {
      expect(log).not.toContain(secret);
    }
    expect(log).toContain('/enrol/[token]');
  });
});

describe('operations', () => {
  test('tell whether it may take traffic', async () => {
    expect(await client.get('/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
    server.readiness.view = { status: 'down', checks: [{ name: 'store', ok: false, detail: 'locked' }] };
    expect(await client.get('/ready')).toMatchObject({ status: 503, body: { status: 'down' } });
  });

  test('keep details and figures for this machine', async () => {
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };
    expect((await client.get('/metrics')).body['text']).toContain('countersign_http_request_seconds');
    expect(await client.send('GET', '/metrics', undefined, forwarded)).toMatchObject({ status: 404 });
    expect((await client.send('GET', '/health', undefined, forwarded)).body).toEqual({
      status: 'ok',
      checks: [{ name: 'store', ok: true }],
    });
  });

  test('are asked so often by one address and no more, also while the store is away [D109]', async () => {
    const asked = async () => {
      const response = await fetch(`${server.origin}/ready`, {
        headers: { 'x-forwarded-for': '203.0.113.9' },
      });
      await response.text();
      return response.status;
    };
    for (let count = 0; count < 300; count += 1) await asked();
    expect(await asked()).toBe(429);
    expect((await client.get('/ready')).status).toBe(200);
  });

  test('give figures to the bearer of the token when there is one', async () => {
    const guarded = await startTestServer({ metricsToken: 'scrape-me' });
    const ask = (authorization: string) => fetch(`${guarded.origin}/metrics`, { headers: { authorization } });
    expect((await ask('Bearer scrape-me')).status).toBe(200);
    expect((await ask('Bearer scrape-you')).status).toBe(404);
    await guarded.close();
  });
});

describe('the grantor', () => {
  test('declines with a reason by the link of the mail, and a stranger by none', async () => {
    server.memory.grants.set('tok', { step: 'Asked' } as never);
    expect(await client.post('/api/grants/tok/decline', { reason: '' })).toMatchObject({
      body: { code: 'malformed' },
    });
    expect(await client.post('/api/grants/tok/decline', { reason: 'I am on leave.' })).toMatchObject({
      body: { step: 'Declined' },
    });
    expect(server.memory.declined).toEqual(['I am on leave.']);
    expect(await client.get('/api/grants/guess')).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  test('declines by no mere visit of the link', async () => {
    server.memory.grants.set('tok', { step: 'Asked' } as never);
    await client.get('/grants/tok/decline');
    await client.get('/api/grants/tok');
    expect(server.memory.declined).toEqual([]);
  });
});

test('every problem has its title and its next step in German too [U27]', () => {
  const sentences = Object.entries(PROBLEMS).flatMap(([code, { title }]) => [
    title,
    nextStep(code as keyof typeof PROBLEMS),
  ]);
  expect(sentences.filter((sentence) => inLanguage(sentence, 'de') === sentence)).toEqual([]);
});

describe('docs/problems.md', () => {
  test('says of every code its status, its title and what to do next', () => {
    const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'problems.md'), 'utf8');
    for (const [code, { status, title }] of Object.entries(PROBLEMS)) {
      expect(text).toContain(
        `| \`${code}\` | ${status} | ${title} | ${nextStep(code as keyof typeof PROBLEMS)} |`,
      );
    }
    expect(text.match(/^\| `/gm)).toHaveLength(Object.keys(PROBLEMS).length);
  });
});

test('expired sessions are removed until the store is closed, and what could not be removed is said [D116]', async () => {
  jest.useFakeTimers();
  const asked: string[] = [];
  let isAway = true;
  const query = (text: string) => {
    asked.push(text);
    return isAway ? Promise.reject(new Error('away')) : Promise.resolve({ rows: [] });
  };
  const errors: unknown[] = [];
  const sessions = pgSessions({ query } as never, (error) => errors.push(error));
  const removals = () => asked.filter((text) => text.startsWith('DELETE')).length;
  // Its pause is drawn between half and one and a half of a quarter of an hour.
  const pause = () => jest.advanceTimersByTimeAsync(1_350_000);
  try {
    sessions.get('sid', () => undefined);
    await pause();
    expect(errors[0]).toMatchObject({ message: 'away' });
    isAway = false;
    await pause();
    const before = removals();
    expect(before).toBeGreaterThan(errors.length);
    sessions.close();
    await pause();
    expect(removals()).toBe(before);
  } finally {
    jest.useRealTimers();
  }
});
