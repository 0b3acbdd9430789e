/** Back to the state after the seed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ADMIN, startTestOrg, STAFF } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

let org: TestOrg;
beforeAll(async () => {
  org = await startTestOrg();
});
afterAll(() => org.close());

const order = (path: string, body: object = {}, headers = {}) =>
  fetch(`${org.url}/simulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** Everything that the tables hold, apart from what names a moment. */
async function contents(): Promise<unknown> {
  const all: Record<string, unknown> = {};
  for (const { name, queryable, licence, restrictions } of org.engine.metadata.objects.values()) {
    if (!queryable || licence !== null || restrictions.requiredFilter) continue;
    const { totalSize } = await org.engine.platform.query(`SELECT COUNT() FROM ${name}`, { all: true });
    if (totalSize > 0) all[name] = totalSize;
  }
  return all;
}

test('rows that were added, changed or deleted since the seed are as they were, and ids are given out again', async () => {
  const before = await contents();
  const made: string[] = [];
  for (const round of [1, 2]) {
    const admin = await org.connect(ADMIN);
    const staff = await org.user(STAFF);
    made.push(String((await admin.sobject('Case').create({ Subject: `round ${round}` })).id));
    await admin.sobject('User').update({ Id: staff.userId, Title: 'Changed' });
    const [assignment] = (await admin.query<{ Id: string }>('SELECT Id FROM PermissionSetAssignment LIMIT 1'))
      .records;
    await admin.sobject('PermissionSetAssignment').destroy(String(assignment?.Id));
    await org.reset();
    expect(await contents()).toEqual(before);
    const { records } = await org.engine.platform.query(
      `SELECT Title FROM User WHERE Id = '${staff.userId}'`,
    );
    expect(records).toMatchObject([{ Title: null }]);
  }
  expect(made[0]).toBe(made[1]);
});

test('switches, policies, faults, the clock and open log-ins are as they were, and every session has ended', async () => {
  const connection = await org.connect(ADMIN);
  const distance = () =>
    Math.abs(org.clock.now().since(Temporal.Instant.from('2026-11-21T12:00:00Z')).total('hours'));
  await order('licence', { eventLog: true });
  await order('event-log-delay', { least: 0, most: 0 });
  await order('policies', { by: ADMIN, adminsLogInAsAnyUser: false });
  await order('grant', { username: STAFF, to: 'salesforce', duration: '1 day' });
  await order('login', { as: STAFF, actor: 'support' });
  await order('clock', { advance: 'P30D' });
  await order('clock', { freeze: true });
  await org.faults.add({ kind: 'unavailable' });
  expect(await (await fetch(`${org.url}/simulator/state`)).json()).toMatchObject({
    logins: [{ as: 'Test Staff' }],
    speed: 0,
  });
  expect((await order('reset')).status).toBe(200);
  expect(await (await fetch(`${org.url}/simulator/state`)).json()).toMatchObject({
    logins: [],
    faults: [],
    speed: 1,
    eventLogLicence: false,
    eventLogDelay: { least: 25, most: 45 },
  });
  expect(distance()).toBeLessThan(1);
  await expect(connection.query('SELECT Id FROM User')).rejects.toThrow('Unable to refresh session');
  expect((await org.connect(ADMIN)).accessToken).not.toBe(connection.accessToken);
});

test('an org that keeps its data in a folder refuses, so that nobody loses it by a click', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'org-reset-'));
  const kept = await startTestOrg({ dataDir, seed: 'empty' });
  const answer = await fetch(`${kept.url}/simulator/reset`, { method: 'POST' });
  expect([answer.status, await answer.json()]).toMatchObject([409, [{ errorCode: 'ORG_KEEPS_ITS_DATA' }]]);
  await kept.close();
  rmSync(dataDir, { recursive: true });
});

test('a page of another origin cannot reset', async () => {
  expect((await order('reset', {}, { origin: 'https://evil.example' })).status).toBe(403);
  expect((await order('reset', {}, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
});
