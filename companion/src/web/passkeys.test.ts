import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { TestClient } from './fixtures/client.ts';
import { MARIT } from './fixtures/people.ts';
import { startTestServer, type TestServer } from './fixtures/server.ts';
import { LIMITS } from './limits.ts';

let now: Temporal.Instant;
let server: TestServer;
let client: TestClient;

beforeEach(async () => {
  now = Temporal.Instant.from('2026-11-21T02:00:00Z');
  server = await startTestServer({ now: () => now });
  client = new TestClient(server);
});

afterEach(() => server.close());

describe('enrolment', () => {
  test('makes a passkey from an invitation and prints its fingerprint [D116]', async () => {
    const fingerprint = await client.enrol(MARIT);
    expect(fingerprint).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
    expect(server.memory.keys).toMatchObject([{ contact: MARIT, alg: -7, rpId: 'localhost' }]);
  });

  test('uses an invitation up', async () => {
    await client.enrol(MARIT);
    const answer = await client.get(`/api/invitations/invitation-${MARIT.id}`);
    expect(answer).toMatchObject({ status: 410, body: { code: 'invitation_invalid' } });
  });

  test('refuses a key that was made without verifying the person', async () => {
    server.memory.invited.set('t', MARIT);
    const { body } = await client.post('/api/invitations/t/options');
    const weak = client.authenticator.register(String(body['challenge']), { userVerified: false });
    expect(await client.post('/api/invitations/t/verify', weak)).toMatchObject({
      body: { code: 'assertion_invalid' },
    });
    expect(server.memory.keys).toEqual([]);
  });

  test('refuses a key that was made for another site', async () => {
    server.memory.invited.set('t', MARIT);
    const { body } = await client.post('/api/invitations/t/options');
    const foreign = client.authenticator.register(String(body['challenge']), {
      origin: 'http://localhost:1',
    });
    expect(await client.post('/api/invitations/t/verify', foreign)).toMatchObject({
      body: { code: 'assertion_invalid' },
    });
  });

  test('offers the two algorithms that every offline verifier knows, and no other [U4]', async () => {
    server.memory.invited.set('t', MARIT);
    const { body } = await client.post('/api/invitations/t/options');
    expect(body['pubKeyCredParams']).toEqual([
      { alg: -7, type: 'public-key' },
      { alg: -257, type: 'public-key' },
    ]);
  });
});

describe('sign-in', () => {
  test('knows a contact by the passkey alone and gives a new session [D116]', async () => {
    await client.enrol(MARIT);
    const before = client.cookie;
    expect(await client.signIn()).toMatchObject({ status: 200, body: { name: 'Marit Jansen' } });
    expect(client.cookie).not.toBe(before);
    expect(client.cookie).toMatch(/^countersign_sid=/);
    expect(await client.get('/api/me')).toMatchObject({ status: 200, body: { contact: MARIT } });
  });

  test('takes an answer once, and in its own session', async () => {
    await client.enrol(MARIT);
    const { body } = await client.post('/api/sign-in/options');
    const assertion = client.authenticator.assert(String(body['challenge']));
    const thief = new TestClient(server);
    await thief.post('/api/sign-in/options');
    expect(await thief.post('/api/sign-in/verify', assertion)).toMatchObject({
      body: { code: 'assertion_replayed' },
    });
    expect(await client.post('/api/sign-in/verify', assertion)).toMatchObject({ status: 200 });
    expect(await client.post('/api/sign-in/verify', assertion)).toMatchObject({
      body: { code: 'assertion_replayed' },
    });
  });

  test('takes no answer after five minutes', async () => {
    await client.enrol(MARIT);
    const { body } = await client.post('/api/sign-in/options');
    now = now.add({ minutes: 5, seconds: 1 });
    const late = client.authenticator.assert(String(body['challenge']));
    expect(await client.post('/api/sign-in/verify', late)).toMatchObject({
      body: { code: 'assertion_replayed' },
    });
  });

  test('takes no enrolment challenge for a sign-in', async () => {
    await client.enrol(MARIT);
    server.memory.invited.set('again', MARIT);
    const { body } = await client.post('/api/invitations/again/options');
    const assertion = client.authenticator.assert(String(body['challenge']));
    expect(await client.post('/api/sign-in/verify', assertion)).toMatchObject({
      body: { code: 'assertion_replayed' },
    });
  });

  test.each([
    ['another site', { origin: 'https://countersign.example.evil' }],
    ['another relying party', { rpId: 'evil.example' }],
    ['a device that did not verify the person', { userVerified: false }],
    ['a registration', { type: 'webauthn.create' }],
  ])('refuses an answer of %s [U24]', async (_title, ways) => {
    await client.enrol(MARIT);
    const { body } = await client.post('/api/sign-in/options');
    const assertion = client.authenticator.assert(String(body['challenge']), ways);
    expect(await client.post('/api/sign-in/verify', assertion)).toMatchObject({
      body: { code: 'assertion_invalid' },
    });
    expect(await client.get('/api/me')).toMatchObject({ status: 401 });
  });

  test('gives no session to a contact who was taken off the roster', async () => {
    await client.enrol(MARIT);
    server.memory.removed = [MARIT];
    expect(await client.signIn()).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
    expect(await client.get('/api/inbox')).toMatchObject({ status: 401 });
  });

  test('ends after eight hours, however much it was used', async () => {
    await client.enrol(MARIT);
    await client.signIn();
    now = now.add({ hours: 7, minutes: 59 });
    expect(await client.get('/api/inbox')).toMatchObject({ status: 200 });
    now = now.add({ minutes: 1 });
    expect(await client.get('/api/inbox')).toMatchObject({ status: 401, body: { code: 'not_signed_in' } });
  });

  test('ends with the sign-out', async () => {
    await client.enrol(MARIT);
    await client.signIn();
    expect(await client.post('/api/sign-out')).toMatchObject({ status: 204 });
    expect(await client.get('/api/inbox')).toMatchObject({ status: 401 });
  });

  test('is limited per address', async () => {
    for (let attempt = 0; attempt < LIMITS.signIn.attempts; attempt += 1)
      await client.post('/api/sign-in/options');
    expect(await client.post('/api/sign-in/options')).toMatchObject({
      status: 429,
      body: { code: 'rate_limited' },
    });
  });
});
