import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fromHex, toBase64url } from '../core/bytes.ts';
import { TestClient } from './fixtures/client.ts';
import { APPROVE, FRIEDRICH, MARIT, ORG, REQUEST } from './fixtures/people.ts';
import { startTestServer, type TestServer } from './fixtures/server.ts';

let server: TestServer;
let client: TestClient;

beforeEach(async () => {
  server = await startTestServer({ now: () => Temporal.Instant.from('2026-11-21T02:00:00Z') });
  client = new TestClient(server);
});

afterEach(() => server.close());

describe('a decision', () => {
  beforeEach(async () => {
    await client.enrol(MARIT);
    await client.signIn();
  });

  test('is a signature over exactly what was shown [U1] [U2]', async () => {
    const body = await client.decision(await client.start(), APPROVE);
    const answer = await client.decide(body);
    expect(answer).toMatchObject({
      status: 200,
      body: { outcome: 'effective', requestState: 'Approved', receipt: { digest: body.digest } },
    });
    const { clientDataJSON } = server.memory.decided[0]?.checked ?? { clientDataJSON: '' };
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as {
      challenge: string;
    };
    expect(challenge).toBe(toBase64url(fromHex(body.digest)));
  });

  test('counts once: the same signature is refused the second time [U1]', async () => {
    const body = await client.decision(await client.start(), APPROVE);
    await client.decide(body);
    expect(await client.decide(body)).toMatchObject({ status: 409, body: { code: 'assertion_replayed' } });
    expect(server.memory.decided).toHaveLength(1);
  });

  test('is refused under the nonce of another review', async () => {
    const body = await client.decision(await client.start(), APPROVE);
    const other = await client.start();
    expect(await client.decide({ ...body, nonce: other.base.nonce })).toMatchObject({
      body: { code: 'digest_mismatch' },
    });
    expect(server.memory.decided).toEqual([]);
  });

  test.each([
    ['a longer window', { window: { ...APPROVE.window, maxMinutes: 1440 } }],
    ['another reason', { reason: 'Quite another reason.' }],
    ['the opposite answer', { decision: 'Deny', window: null }],
  ])('is refused when %s is sent than was signed [U1]', async (_title, change) => {
    const body = await client.decision(await client.start(), APPROVE);
    expect(await client.decide({ ...body, ...change })).toMatchObject({ body: { code: 'digest_mismatch' } });
    expect(server.memory.decided).toEqual([]);
  });

  test('is refused when the signature is over another statement than the digest says [U1]', async () => {
    const snapshot = await client.start();
    const signed = await client.decision(snapshot, { ...APPROVE, reason: 'Something else was signed.' });
    const body = await client.decision(snapshot, APPROVE);
    const answer = await client.decide({ ...body, assertion: signed['assertion'] });
    expect(answer).toMatchObject({ status: 403, body: { code: 'assertion_invalid' } });
  });

  test('is refused from another session of the same contact', async () => {
    const body = await client.decision(await client.start(), APPROVE);
    await client.signIn();
    expect(await client.decide(body)).toMatchObject({ body: { code: 'snapshot_expired' } });
  });

  test('is refused with the key of another contact', async () => {
    const other = new TestClient(server);
    await other.enrol(FRIEDRICH);
    const snapshot = await client.start();
    const { assertion } = await other.decision(snapshot, APPROVE);
    const body = await client.decision(snapshot, APPROVE);
    expect(await client.decide({ ...body, assertion })).toMatchObject({
      body: { code: 'assertion_invalid' },
    });
  });

  test('needs the person anew: a signature without verification is refused', async () => {
    const body = await client.decision(await client.start(), APPROVE);
    const weak = client.authenticator.assert(toBase64url(fromHex(body.digest)), { userVerified: false });
    expect(await client.decide({ ...body, assertion: weak })).toMatchObject({
      body: { code: 'assertion_invalid' },
    });
  });

  test('needs a reason', async () => {
    const body = await client.decision(await client.start(), { ...APPROVE, reason: '  x ' });
    expect(await client.decide(body)).toMatchObject({
      status: 400,
      body: { code: 'malformed', detail: expect.stringContaining('reason') },
    });
  });

  test('answers alike for a request that is not there, not for this org, or no id at all', async () => {
    const paths = [
      `${ORG}/a01580000000099EAA`,
      `00D580000099999EAA/${REQUEST}`,
      `${ORG}/etc%2Fpasswd`,
      `${ORG}/${REQUEST.toLowerCase()}`,
    ];
    const answers = await Promise.all(paths.map((path) => client.get(`/api/requests/${path}`)));
    const bare = answers.map(({ status, body: { instance: _, ...rest } }) => ({ status, rest }));
    expect(new Set(bare.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(bare[0]).toMatchObject({ status: 404, rest: { code: 'not_found' } });
  });
});
