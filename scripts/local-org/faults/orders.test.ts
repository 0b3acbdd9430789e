/** Orders for faults over HTTP: what is refused, what is listed, and what is cleared. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, send, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

const DATA = '/services/data/v68.0';
const CASES = `${DATA}/query?q=SELECT+Id+FROM+Case`;

let org: TestOrg;
let admin: Connection;
const tokenOf = (connection: Connection) => String(connection.accessToken);

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.connect(ADMIN);
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

describe('orders', () => {
  test.each([
    { kind: 'earthquake' },
    { kind: 'slow' },
    { kind: 'slow', milliseconds: -1 },
    { kind: 'unavailable', times: 0 },
    { kind: 'unavailable', for: 'soon' },
    { kind: 'unavailable', colour: 'red' },
    { kind: 'lost-permission', user: ADMIN },
    { kind: 'lost-permission', user: 'nobody@test.example', permission: 'ViewSetup' },
    { kind: 'late-event-log', least: 5, most: 1 },
  ])('%j is refused, and nothing is out of order', async (order) => {
    const answer = await fault('POST', 'faults', order);
    expect([answer.status, await answer.json()]).toMatchObject([400, [{ errorCode: 'INVALID_INPUT' }]]);
    expect(org.faults.list()).toEqual([]);
  });

  test('are taken from no page of another origin', async () => {
    const evil = { origin: 'https://evil.example' };
    expect((await fault('POST', 'faults', { kind: 'unavailable' }, evil)).status).toBe(403);
    expect((await fault('DELETE', 'faults', undefined, evil)).status).toBe(403);
    expect(org.faults.list()).toEqual([]);
  });

  test('show on the page, with what they met', async () => {
    await org.faults.add({ kind: 'unavailable', path: '/services/**', times: 3 });
    await get(CASES);
    const page = await (await fetch(`${org.url}/simulator`)).text();
    expect(page.replaceAll(/\s+/g, ' ')).toMatch(
      /Server unavailable \(503\)<\/th>.*path \/services\/\*\*.*1 · 2 more/,
    );
  });
});
