import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClient } from './fixtures/client.ts';
import { MARIT } from './fixtures/people.ts';
import { startTestServer, type TestServer } from './fixtures/server.ts';

let server: TestServer;
let client: TestClient;
let now: Temporal.Instant;

beforeEach(async () => {
  now = Temporal.Instant.from('2026-11-21T02:00:00Z');
  server = await startTestServer({ now: () => now });
  client = new TestClient(server);
  await client.enrol(MARIT);
  await client.signIn();
});
afterEach(() => server.close());

/** Opens a stream; `next` gives its lines one by one, and null once it has ended. */
async function listen(headers: Record<string, string> = {}) {
  const response = await fetch(`${server.origin}/api/events`, {
    headers: { cookie: client.cookie, ...headers },
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const kept: string[] = [];
  const next = async (): Promise<string | null> => {
    while (kept.length === 0) {
      const part = await reader?.read();
      if (!part || part.done) return null;
      kept.push(...part.value.split('\n').filter((line) => line !== ''));
    }
    return kept.shift() ?? null;
  };
  const until = async (wanted: string | null): Promise<string | null> => {
    for (;;) {
      const line = await next();
      if (line === wanted || line === null) return line;
    }
  };
  return { response, next, until, leave: () => reader?.cancel() };
}

describe('the stream of changes', () => {
  test('tells a signed-in contact that something changed, and nothing of what', async () => {
    const { response, next, until, leave } = await listen();
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect([await next(), await next(), await next(), await next()]).toEqual([
      'retry: 3000',
      'event: changed',
      'id: 1',
      'data: 1',
    ]);
    expect(await next()).toBe(': beat');
    server.memory.version = 2;
    expect(await until('data: 2')).toBe('data: 2');
    await leave();
  });

  test('goes on after a broken connection without telling what the page has seen', async () => {
    const { next, leave } = await listen({ 'last-event-id': '1' });
    expect([await next(), await next()]).toEqual(['retry: 3000', ': beat']);
    await leave();
  });

  test('ends at once with a sign-out, and opens for nobody after it', async () => {
    const { until } = await listen();
    await client.post('/api/sign-out');
    expect(await until('never')).toBeNull();
    expect((await listen()).response.status).toBe(401);
  });

  test.each([
    ['the sign-in is over', () => (now = now.add({ hours: 9 }))],
    ['the contact is off the roster', () => server.memory.removed.push(MARIT)],
    [
      'the passkey it began with was revoked',
      () => void server.memory.keys.forEach((key) => Object.assign(key, { state: 'Revoked' })),
    ],
  ])('ends without another word when %s', async (_when, happen) => {
    const { until } = await listen();
    await until('data: 1');
    happen();
    server.memory.version = 2;
    expect(await until('event: changed')).toBeNull();
  });

  test('is open three times for one session and no more, so that a browser keeps connections for its pages', async () => {
    const open = [await listen(), await listen(), await listen()];
    expect(open.map(({ response }) => response.status)).toEqual([200, 200, 200]);
    const fourth = await listen();
    expect(fourth.response.status).toBe(429);
    for (const { leave } of open) await leave();
  });
});
