import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, createHmac } from 'node:crypto';
import { isTokenText } from '../../core/api-tokens.ts';
import { fromHex, toBase64url } from '../../core/bytes.ts';
import { parseNote } from '../../core/checkpoint.ts';
import { leafHash, verifyConsistency, verifyInclusion } from '../../core/ledger.ts';
import { buildStatement, type Snapshot, statementDigest } from '../../core/statement.ts';
import { MARIT } from '../../relay/fixtures/bank-org.ts';
import { endpointsOf } from '../../web/api/endpoints/index.ts';
import { operationId } from '../../web/api/operation-id.ts';
import { ApiWorld, sha256Hex } from './fixtures/api-world.ts';
import { revokeToken } from './tokens.ts';

const sha256 = (bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));
const hmac = (key: Uint8Array, bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHmac('sha256', key).update(bytes).digest()));

let world: ApiWorld;
let all: string;
let request: string;

beforeAll(async () => {
  world = await ApiWorld.open();
  ({ token: all } = await world.token());
  request = await world.relay.raise();
  await world.relay.raise({ Client_Key__c: 'k-2', Support_Case_Number__c: '00042318' }, 'a01580000000002AAA');
  await world.relay.raise({ Client_Key__c: 'k-3' }, 'a01580000000003AAA');
});

afterAll(() => world.close());

const get = (path: string, token = all) => world.call('GET', path, { token });
const post = (path: string, body: unknown, token = all, headers: Record<string, string> = {}) =>
  world.call('POST', path, { token, body, headers });

describe('the document', () => {
  test('names every endpoint that is served, with a shape for each answer [D114]', async () => {
    const { body } = await world.call('GET', '/openapi.json');
    expect(body['openapi']).toBe('3.1.0');
    const paths = body['paths'] as Record<string, Record<string, { operationId: string; responses: object }>>;
    const described = Object.values(paths).flatMap((methods) =>
      Object.values(methods).map((operation) => operation.operationId),
    );
    const served = endpointsOf(world.operations);
    expect(described.sort()).toEqual(served.map(operationId).sort());
    expect(new Set(described).size).toBe(described.length);
    for (const { method, path } of served) {
      const known = await world.call(method.toUpperCase(), path.replaceAll(/\{\w+\}/g, '0'));
      expect(known).toMatchObject({ status: 401, body: { code: 'token_invalid' } });
    }
  });

  test('is a page without any script [D114]', async () => {
    const response = await fetch(`${world.server.origin}/api/docs`);
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|style=|onclick/i);
    expect(page).toContain('POST /api/v1/intake');
    expect(page).toContain('RequestSummary');
  });
});

describe('a token', () => {
  test('is refused in the same words when it is missing, unknown, expired or revoked [D114]', async () => {
    const { token: old } = await world.token(undefined, { hours: 0 });
    const { id, token: ended } = await world.token();
    expect((await get('/requests', ended)).status).toBe(200);
    const at = world.relay.time.toString();
    await revokeToken(world.relay.store, world.relay.org.orgId, { id, by: 'operator tests', at });
    const unknown = all.replace(/^cs_./, 'cs_z');
    const answers = [];
    for (const token of [undefined, '', unknown, old, ended, 'cs_x', `${all}x`, all.slice(0, -1)]) {
      const { status, body, headers } = await world.call(
        'GET',
        '/requests',
        token === undefined ? {} : { token },
      );
      answers.push([status, body.code, body['detail']]);
      expect(headers.get('www-authenticate')).toContain('Bearer');
    }
    expect(new Set(answers.map(String)).size).toBe(1);
    expect(answers[0]).toEqual([401, 'token_invalid', expect.any(String)]);
  });

  test('can be told from other texts by prefix and checksum, and is kept as a hash alone [D114]', async () => {
    expect(isTokenText(all)).toBe(true);
    expect(isTokenText(all.slice(0, -1) + (all.endsWith('0') ? '1' : '0'))).toBe(false);
    const { rows } = await world.relay.store.database.query('SELECT * FROM api_token');
    expect(JSON.stringify(rows)).toContain(sha256Hex(all));
    const entries = await world.relay.store.ledger.entries(world.relay.org.orgId);
    for (const text of [JSON.stringify(rows), JSON.stringify(entries), world.server.log()]) {
      expect(text).not.toContain(all);
    }
  });

  test('may do what its scopes say and nothing else, whatever the call says [D114]', async () => {
    const { token: reader } = await world.token(['requests:read']);
    expect((await get('/requests', reader)).status).toBe(200);
    for (const [method, path] of [
      ['GET', '/roster'],
      ['GET', '/findings'],
      ['POST', '/intake'],
      ['POST', '/operations/roster'],
      ['POST', `/requests/${request}/reviews`],
    ] as const) {
      const headers = { 'x-scope': 'operate' };
      const answer = await world.call(method, path, {
        token: reader,
        headers,
        ...(method === 'POST' && { body: {} }),
      });
      expect(answer).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
    }
    const called = await post('/operations/roster', {});
    expect(called).toMatchObject({ status: 200, body: { ok: true, data: [{ org: world.relay.org.orgId }] } });
    expect(await post('/operations/roster', { org: '00D580000009999EAA' })).toMatchObject({ status: 400 });
    expect(await post('/operations/roster-seal', {})).toMatchObject({ status: 404 });
  });

  test('of another org sees nothing of this one, not even that it is there', async () => {
    const { token: stranger } = await world.token(undefined, { org: '00D580000009999EAA' });
    expect(await get('/requests', stranger)).toMatchObject({ status: 200, body: { items: [], next: null } });
    const missing = await get('/requests/a01580000009999AAA', stranger);
    const foreign = await get(`/requests/${request}`, stranger);
    expect([foreign.status, foreign.body['detail']]).toEqual([404, missing.body['detail']]);
    expect((await get(`/requests?org=${world.relay.org.orgId}`, stranger)).status).toBe(400);
  });

  test('is counted on its own, and told so in the headers', async () => {
    const { token } = await world.token(['requests:read']);
    const { headers } = await get('/requests', token);
    expect(headers.get('ratelimit')).toMatch(/"api"; r=599/);
  });

  test('needs no cookie and is not helped by one: the page and the API do not mix', async () => {
    const answer = await fetch(`${world.server.origin}/api/inbox`, {
      headers: { authorization: `Bearer ${all}` },
    });
    expect(answer.status).toBe(401);
  });
});

describe('lists', () => {
  test('come in pages that follow each other without a gap or a repetition [D114]', async () => {
    const names: unknown[] = [];
    let path = '/requests?limit=1';
    for (;;) {
      const { body } = await get(path);
      names.push(...(body.items ?? []).map((item) => item['id']));
      if (body.next === null || body.next === undefined) break;
      path = `/requests?limit=1&cursor=${body.next}`;
    }
    expect(names).toEqual(['a01580000000003AAA', 'a01580000000002AAA', 'a01580000000001AAA']);
    const { body } = await get('/requests?caseNumber=00042318&state=Awaiting_decision');
    expect(body.items).toHaveLength(1);
  });

  test('refuse a cursor that they did not hand out for this list and org', async () => {
    const cursor = String((await get('/requests?limit=1')).body.next);
    const { token: stranger } = await world.token(undefined, { org: '00D580000009999EAA' });
    const [body = '', mac = ''] = cursor.split('.');
    const forged = Buffer.from('{"at":"2000-01-01T00:00:00Z","id":"\' OR 1=1"}').toString('base64url');
    for (const [path, token] of [
      [`/requests?cursor=${forged}.${mac}`, all],
      [`/requests?cursor=${body}.`, all],
      ['/requests?cursor=x', all],
      [`/findings?cursor=${cursor}`, all],
      [`/requests?cursor=${cursor}`, stranger],
      ['/requests?limit=0', all],
      ['/requests?limit=1e9', all],
      ['/requests?state=Nonsense', all],
    ] as const) {
      expect(await get(path, token)).toMatchObject({ status: 400, body: { code: 'malformed' } });
    }
  });
});

describe('what is read', () => {
  test('is the request with its gates, timeline, decisions and messages, and no link of a mail [D114]', async () => {
    const { body } = await get(`/requests/${request}`);
    expect(body).toMatchObject({ state: 'Awaiting_decision', caseNumber: '00042317', intake: [] });
    expect((body['gates'] as unknown[]).length).toBeGreaterThan(3);
    expect(body).not.toHaveProperty('checkPhrase');
    expect((await get(`/requests/${request}/timeline`)).body.items?.length).toBeGreaterThan(1);
    const deliveries = await get(`/deliveries?request=${request}`);
    expect(deliveries.body.items?.[0]).toMatchObject({ status: 'accepted', channel: 'mail' });
    expect((await get('/deliveries')).text).not.toMatch(/\/enrol\/|\/grants\//);
  });

  test('is roster, policy, modes, coverage and findings of the org', async () => {
    expect((await get('/roster')).body['contacts']).toHaveLength(2);
    const delegations = await get(`/delegations?contact=${MARIT.id}`);
    expect(delegations).toMatchObject({ status: 200, body: { given: [], received: [] } });
    expect((await get('/delegations?contact=a02580000000009AAA')).status).toBe(404);
    const policy = await get('/policy');
    const versions = await get('/policy/versions');
    expect(versions.body.items?.at(-1)?.['version']).toBe(policy.body['version']);
    for (const path of ['/modes', '/coverage', '/findings', '/reports']) {
      expect(await get(path)).toMatchObject({ status: 200, body: { items: [] } });
    }
  });

  test('is each version of the roster, newest first, in pages, and one by the name that a request gives it [D113 D114]', async () => {
    const { relay } = world;
    const before = relay.org.roster;
    for (const active of [false, true]) {
      relay.org.roster = before.map((row) => (row.id === MARIT.id ? { ...row, active } : row));
      await relay.relay.refresh();
    }
    const first = (await get('/roster/versions?limit=2')).body;
    const second = (await get(`/roster/versions?limit=2&cursor=${String(first.next)}`)).body;
    expect([first, second].flatMap(({ items = [] }) => items.map(({ number }) => number))).toEqual([3, 2, 1]);
    expect(second.next).toBeNull();
    expect(first.items?.[1]).toMatchObject({
      ...{ cause: 'Seen', signedBy: [], deciders: 1 },
      changes: [{ kind: 'Taken_off', text: 'Marit Jansen was taken off the roster' }],
    });
    const ran = String((await get(`/requests/${request}`)).body['rosterVersion']);
    const { body } = await get(`/roster/versions/${ran}`);
    expect(body).toMatchObject({ times: [{ number: 3, until: null }, { cause: 'Sealed' }] });
    expect(body['entries']).toContainEqual(expect.objectContaining({ address: MARIT.address, level: 1 }));
    expect(await get('/roster/versions/roster-00')).toMatchObject({ status: 404 });
    const { lines } = (await post('/operations/roster-versions', { version: ran })).body;
    expect(String(lines)).toMatch(/Marit Jansen <.*>, Security_lead: may decide.*is on the roster again/);
    expect(await post('/operations/roster-versions', { version: 'roster-00' })).toMatchObject({
      status: 404,
    });
  });

  test('is the drills, which a token with their scope starts once for one key [U14 D114]', async () => {
    const { token: reader } = await world.token(['drills:read']);
    expect(await post('/drills', {}, reader)).toMatchObject({ status: 403, body: { code: 'scope_missing' } });
    const keyed = { 'idempotency-key': 'drill-1' };
    const drill = { note: 'Before the audit.', contacts: [MARIT.address] };
    const first = await post('/drills', drill, all, keyed);
    expect(first).toMatchObject({ status: 201, body: { name: 'DRILL-0001', origin: 'Token', asked: 1 } });
    const again = await post('/drills', drill, all, keyed);
    expect([again.text, again.headers.get('idempotent-replayed')]).toEqual([first.text, 'true']);
    expect(await post('/drills', drill)).toMatchObject({ status: 409, body: { code: 'drill_running' } });
    expect(await post('/drills', { minutes: 1 })).toMatchObject({ status: 400 });
    expect((await get('/drills', reader)).body).toMatchObject({
      items: [{ name: 'DRILL-0001' }],
      nextBy: null,
    });
    const { body } = await get('/drills/DRILL-0001', reader);
    expect(body).toMatchObject({ endedAt: null, people: [{ name: 'Marit Jansen', answer: null }] });
    expect(await get('/drills/DRILL-0009')).toMatchObject({ status: 404 });
    expect((await get('/requests')).text).not.toContain('DRILL');
  });

  test('can be proved: an entry is in the ledger, and the ledger has only grown [U22]', async () => {
    const { store, org } = world.relay;
    await store.ledger.checkpoint(org.orgId, world.relay.time.toString());
    const heads = (await get('/ledger/checkpoints')).body.items ?? [];
    const size = Number(heads.at(-1)?.['size']);
    const entries = (await get('/ledger/entries?from=3&limit=1')).body.items ?? [];
    const proof = (await get('/ledger/entries/3/proof')).body as Record<string, string & string[]>;
    const leaf = await leafHash(sha256, String(entries[0]?.['body']));
    const root = parseNote(String(heads.at(-1)?.['note'])).checkpoint.root;
    const claim = { leaf, index: 3, size, root, proof: (proof['proof'] as string[]).map(fromHex) };
    expect(await verifyInclusion(sha256, claim)).toBe(true);
    const { body } = await get(`/ledger/consistency?from=3&to=${size}`);
    const grown = body as unknown as { from: { root: string }; proof: string[] };
    const older = { size: 3, root: fromHex(grown.from.root) };
    const consistent = { older, newer: { size, root }, proof: grown.proof.map(fromHex) };
    expect(await verifyConsistency(sha256, consistent)).toBe(true);
    expect((await get('/ledger/entries/99999/proof')).status).toBe(404);
    expect((await get(`/ledger/consistency?from=99999`)).status).toBe(400);
  });
});

describe('signing', () => {
  test('takes what a passkey has signed, from a client that holds it; a token alone decides nothing [U1 D114]', async () => {
    const { token: signer } = await world.token(['sign']);
    const { body } = await post(`/requests/${request}/reviews`, { contact: MARIT.id, locale: 'en' }, signer);
    const snapshot = body['snapshot'] as Snapshot;
    const choice = { decision: 'Deny', reason: 'Not without the head of credit.', window: null } as const;
    const digest = await statementDigest(sha256, await buildStatement(snapshot, choice, hmac));
    const assertion = world.relay.keys.get(MARIT.id)?.assert(toBase64url(fromHex(digest)));
    const sent = { contact: MARIT.id, nonce: snapshot.base.nonce, ...choice, digest, assertion };
    const path = `/requests/${request}/decisions`;
    const other = world.relay.keys.get(MARIT.id)?.assert(toBase64url(fromHex('ab'.repeat(32))));
    expect((await post(path, { ...sent, assertion: other }, signer)).status).toBe(403);
    // The review belongs to the token that began it.
    expect(await post(path, sent)).toMatchObject({ status: 409, body: { code: 'snapshot_expired' } });
    const key = { 'idempotency-key': '"decision-1"' };
    const done = await post(path, sent, signer, key);
    expect(done).toMatchObject({ status: 200, body: { outcome: 'effective', requestState: 'Denied' } });
    const again = await post(path, sent, signer, key);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.text).toBe(done.text);
    const decisions = await get(`/requests/${request}/decisions`);
    expect(decisions.body.items).toMatchObject([{ decision: 'Deny', digest, status: 'effective' }]);
    const answered = async (query: string) => (await get(`/requests?${query}`)).body.items;
    expect(await answered(`answeredBy=${MARIT.id}&answer=Deny`)).toMatchObject([{ id: request }]);
    expect(await answered(`answeredBy=${MARIT.id}&answer=Approve`)).toEqual([]);
    expect(await get('/requests?answer=Deny')).toMatchObject({ status: 400, body: { code: 'malformed' } });
  });
});
