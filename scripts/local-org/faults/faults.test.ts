/** Fault injection as clients meet it. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, COMPANION, send, STAFF, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import { withFaults } from './requests.ts';
import type { ChangeEvent, PublishedChange } from '../state/engine.ts';

const DATA = '/services/data/v68.0';
const CASES = `${DATA}/query?q=SELECT+Id+FROM+Case`;

let org: TestOrg;
let admin: Connection;
let staff: Connection;
const tokenOf = (connection: Connection) => String(connection.accessToken);

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.connect(ADMIN);
  staff = await org.connect(STAFF);
});
afterEach(() => org.faults.clear());
afterAll(() => org.close());

const get = (path: string, connection = admin) => send(org, tokenOf(connection), { method: 'GET', path });
const fault = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
  fetch(`${org.url}/simulator/${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });

describe('refusals', () => {
  test.each([
    [{ kind: 'session-expired' }, 401, 'INVALID_SESSION_ID', null],
    [{ kind: 'request-limit' }, 403, 'REQUEST_LIMIT_EXCEEDED', null],
    [{ kind: 'too-many-requests', retryAfter: 7 }, 429, 'REQUEST_LIMIT_EXCEEDED', '7'],
    [{ kind: 'unavailable', retryAfter: 30 }, 503, 'SERVER_UNAVAILABLE', '30'],
  ] as const)(
    '%j is met by every client until it is cleared',
    async (order, status, errorCode, retryAfter) => {
      const made = (await (await fault('POST', 'faults', order)).json()) as { id: string };
      for (const connection of [admin, staff]) {
        const answer = await get(CASES, connection);
        expect([answer.status, answer.body]).toMatchObject([status, [{ errorCode }]]);
        expect(answer.headers.get('retry-after')).toBe(retryAfter);
      }
      expect(await (await fault('GET', 'faults')).json()).toMatchObject({
        faults: [{ id: made.id, fault: order, hits: 2, left: null }],
      });
      expect((await fault('DELETE', `faults/${made.id}`)).status).toBe(204);
      expect((await get(CASES)).status).toBe(200);
      expect((await fault('DELETE', `faults/${made.id}`)).status).toBe(404);
    },
  );

  test('meets so many requests, after letting some pass, and is then over', async () => {
    await org.faults.add({ kind: 'unavailable', skip: 1, times: 2 });
    const statuses: number[] = [];
    for (let request = 0; request < 5; request += 1) statuses.push((await get(CASES)).status);
    expect(statuses).toEqual([200, 503, 503, 200, 200]);
    expect(org.faults.list()).toMatchObject([{ hits: 2, left: 0 }]);
  });

  test('meets only the path, the method and the user that it names', async () => {
    await org.faults.add({ kind: 'unavailable', path: '/services/data/*/query' });
    expect([(await get(CASES)).status, (await get(`${DATA}/limits`)).status]).toEqual([503, 200]);
    org.faults.clear();
    await org.faults.add({ kind: 'unavailable', path: '/services/**', method: 'POST' });
    const create = { method: 'POST', path: `${DATA}/sobjects/Case`, body: { Subject: 'x' } };
    expect([(await get(CASES)).status, (await send(org, tokenOf(admin), create)).status]).toEqual([200, 503]);
    org.faults.clear();
    await org.faults.add({ kind: 'unavailable', user: STAFF.toUpperCase() });
    expect([(await get(CASES)).status, (await get(CASES, staff)).status]).toEqual([200, 503]);
  });

  test('never meets the pages or the simulator', async () => {
    await org.faults.add({ kind: 'unavailable', path: '/**' });
    expect((await fetch(`${org.url}/login`)).status).toBe(200);
    expect((await fetch(`${org.url}/simulator`)).status).toBe(200);
  });

  test('an expired session leads jsforce to log in again, and over CometD it is said in Bayeux', async () => {
    await org.faults.add({ kind: 'session-expired', times: 1 });
    await expect(admin.query('SELECT Id FROM Case')).rejects.toThrow('Unable to refresh session');
    expect((await admin.query('SELECT Id FROM Case')).done).toBe(true);
    await org.faults.add({ kind: 'session-expired', path: '/cometd/**' });
    const hello = [
      { channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] },
    ];
    const answer = await send(org, tokenOf(admin), { method: 'POST', path: '/cometd/68.0', body: hello });
    expect(answer).toMatchObject({
      status: 200,
      body: [{ successful: false, ext: { sfdc: { failureReason: '401::Authentication invalid' } } }],
    });
  });

  test('the sessions of a user can be ended for real', async () => {
    const victim = await org.connect(STAFF);
    const ended = (await (await fault('POST', 'expire', { username: STAFF })).json()) as { sessions: number };
    expect(ended.sessions).toBeGreaterThanOrEqual(2);
    expect((await get(CASES, victim)).status).toBe(401);
    expect((await get(CASES)).status).toBe(200);
    staff = await org.connect(STAFF);
  });
});

describe('connections', () => {
  const count = async () => (await org.engine.platform.query('SELECT COUNT() FROM Case')).totalSize;
  const create = () => send(org, tokenOf(admin), { method: 'POST', path: `${DATA}/sobjects/Case`, body: {} });

  test('dropped before: nothing was done; dropped after: it was done, and the answer is lost', async () => {
    const before = await count();
    await org.faults.add({ kind: 'drop', times: 1 });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(await count()).toBe(before);
    await org.faults.add({ kind: 'drop', when: 'after', times: 1 });
    await expect(create()).rejects.toThrow('fetch failed');
    expect(await count()).toBe(before + 1);
  });

  test('a cut-off answer promises its whole length and ends early', async () => {
    await org.faults.add({ kind: 'truncate', bytes: 10, times: 1 });
    const answer = await fetch(`${org.url}${CASES}`, {
      headers: { authorization: `Bearer ${tokenOf(admin)}` },
    });
    expect(Number(answer.headers.get('content-length'))).toBeGreaterThan(10);
    await expect(answer.text()).rejects.toThrow('terminated');
  });

  test('an answer that is made in pieces is cut off where the others are', async () => {
    async function* pieces() {
      yield await Promise.resolve('first,');
      yield 'second';
    }
    const headers = { 'content-type': 'text/csv' };
    const disturbed = withFaults(
      () => Promise.resolve({ status: 200, body: pieces(), headers }),
      org.engine,
      org.faults,
    );
    await org.faults.add({ kind: 'truncate', bytes: 3 });
    const request = { method: 'GET', path: `${DATA}/jobs/query/x/results`, query: new URLSearchParams() };
    const rest = { headers: {}, body: undefined, raw: new Uint8Array(), baseUrl: org.url };
    const answer = await disturbed({ ...request, ...rest, signal: new AbortController().signal }, null);
    expect(answer).toMatchObject({ body: 'first,second', cut: { after: 3 } });
  });

  test('a slow answer is the same answer, later, and holds nobody else up', async () => {
    await org.faults.add({ kind: 'slow', milliseconds: 150, path: '/services/data/*/query' });
    const begun = performance.now();
    const slow = get(CASES).then((answer) => ({ answer, took: performance.now() - begun }));
    expect((await get(`${DATA}/limits`)).status).toBe(200);
    const { answer, took } = await slow;
    expect(answer.status).toBe(200);
    expect(took).toBeGreaterThanOrEqual(145);
  });

  test('the Date header goes wrong while the org’s own time does not', async () => {
    await org.faults.add({ kind: 'clock-skew', seconds: -3600 });
    const { headers } = await get(CASES);
    const off = (Date.parse(String(headers.get('date'))) - org.clock.now().epochMilliseconds) / 1000;
    expect(Math.round(off / 60)).toBe(-60);
  });
});

describe('states of the org', () => {
  test('a permission is lost for a while, with all that hangs on it, and comes back', async () => {
    const trail = `${DATA}/query?q=SELECT+Id+FROM+SetupAuditTrail+LIMIT+1`;
    await org.faults.add({ kind: 'lost-permission', user: ADMIN, permission: 'ViewSetup', for: 'PT10M' });
    expect((await get(trail)).body).toMatchObject([{ errorCode: 'INVALID_TYPE' }]);
    org.clock.advance(Temporal.Duration.from('PT10M'));
    expect(org.faults.list()).toMatchObject([{ left: 0 }]);
    expect((await get(trail)).status).toBe(200);
  });

  test('a permission set gives nothing while it is lost', async () => {
    const mayReadSetup = async () => (await org.user(COMPANION)).systemPermissions.has('ViewSetup');
    expect(await mayReadSetup()).toBe(true);
    await org.faults.add({
      kind: 'lost-permission',
      user: COMPANION,
      permissionSet: 'Companion_Integration',
    });
    expect(await mayReadSetup()).toBe(false);
    org.faults.clear();
    expect(await mayReadSetup()).toBe(true);
  });

  test('a missing licence makes the log objects unknown, and returns as it was', async () => {
    org.engine.switches.eventLogLicence = true;
    const global = async () => JSON.stringify((await get(`${DATA}/sobjects`)).body);
    await org.faults.add({ kind: 'missing-licence' });
    expect(await global()).not.toContain('LoginAsEventLog');
    org.faults.clear();
    expect(org.engine.switches.eventLogLicence).toBe(true);
    org.engine.switches.eventLogLicence = false;
  });

  test('the daily allowance counts from where it is put, shows it, and refuses when it is used up', async () => {
    await org.faults.add({ kind: 'api-usage', used: 98, max: 100 });
    const first = await get(`${DATA}/limits`);
    expect(first.headers.get('sforce-limit-info')).toBe('api-usage=99/100');
    expect(first.body).toMatchObject({ DailyApiRequests: { Max: 100, Remaining: 1 } });
    expect((await get(CASES)).status).toBe(200);
    const refused = await get(CASES);
    expect([refused.status, refused.body]).toMatchObject([403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED' }]]);
    org.faults.clear();
    expect((await get(CASES)).status).toBe(200);
  });
});

describe('change events', () => {
  const entity = () => String(org.engine.metadata.changeEventEntities[0]);
  const event = (id: string): ChangeEvent => ({
    ...{ entityName: entity(), changeType: 'UPDATE', recordIds: [id], commitUser: id, transactionKey: 'k' },
    ...{
      changeOrigin: '',
      commitTimestamp: 1,
      sequenceNumber: 1,
      changedFields: ['Name'],
      fields: { Name: id },
    },
  });
  const heard: PublishedChange[] = [];
  const ids = () => heard.splice(0).map(({ recordIds, changeType }) => `${changeType} ${recordIds.join()}`);
  beforeAll(() => {
    org.engine.changes.subscribe((events) => void heard.push(...events));
  });
  const tell = async (...names: string[]) =>
    org.engine.changes.publish(await org.engine.retained.add(names.map(event)));

  test('are lost, so many of them', async () => {
    await org.faults.add({ kind: 'drop-events', times: 2, entity: entity() });
    await tell('a', 'b', 'c');
    expect(ids()).toEqual(['UPDATE c']);
  });

  test('of another entity go through', async () => {
    await org.faults.add({ kind: 'drop-events', entity: 'Other__c' });
    await tell('a');
    expect(ids()).toEqual(['UPDATE a']);
  });

  test('are held back, and come in order when the fault ends', async () => {
    await org.faults.add({ kind: 'hold-events' });
    await tell('a');
    await tell('b');
    expect(ids()).toEqual([]);
    org.faults.clear();
    await tell('c');
    expect(ids()).toEqual(['UPDATE a', 'UPDATE b', 'UPDATE c']);
  });

  test('come as gaps that tell nothing but that the record has changed', async () => {
    await org.faults.add({ kind: 'gap-events', times: 1 });
    await tell('a');
    expect(heard[0]).toMatchObject({
      changeType: 'GAP_UPDATE',
      recordIds: ['a'],
      fields: {},
      changedFields: [],
    });
    expect(ids()).toEqual(['GAP_UPDATE a']);
  });

  test('are forgotten, so that a client with an older replay id is refused', async () => {
    await tell('a');
    let cookie = '';
    const ask = async (message: object) => {
      const request = { method: 'POST', path: '/cometd/68.0', body: [message], headers: { cookie } };
      const answer = await send(org, tokenOf(admin), request);
      cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
      return answer.body as Record<string, unknown>[];
    };
    const bayeux = async (message: object) => (await ask(message))[0] ?? {};
    const { clientId } = await bayeux({
      channel: '/meta/handshake',
      supportedConnectionTypes: ['long-polling'],
    });
    const subscribe = (replay: number) =>
      bayeux({
        ...{ channel: '/meta/subscribe', clientId, subscription: '/data/ChangeEvents' },
        ext: { replay: { '/data/ChangeEvents': replay } },
      });
    await subscribe(-2);
    const poll = await ask({ channel: '/meta/connect', clientId, connectionType: 'long-polling' });
    const [last] = (poll as { data?: { event: { replayId: number } } }[]).flatMap(({ data }) => data ?? []);
    const replayId = Number(last?.event.replayId);
    expect(await subscribe(replayId)).toMatchObject({ successful: true });
    await org.faults.add({ kind: 'replay-gap' });
    expect(await subscribe(replayId)).toMatchObject({
      successful: false,
      error: expect.stringContaining('400::'),
    });
    expect(await subscribe(-1)).toMatchObject({ successful: true });
  });
});
