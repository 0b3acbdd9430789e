/** An incident is recorded in one org and happens again in another, with the same evidence. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { project } from '../../project.ts';
import { ADMIN, STAFF, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import type { Scenario } from './format.ts';

type Row = Record<string, unknown>;

let org: TestOrg;
let other: TestOrg;
beforeAll(async () => {
  org = await startTestOrg({ eventLogLicence: true });
  other = await startTestOrg({ eventLogLicence: true });
  // A recording that begins within a millisecond: the file counts in whole ones.
  org.clock.set(Temporal.Instant.from('2026-11-30T09:00:00.000600Z'));
  org.engine.journal.restart();
});
afterAll(async () => {
  await org.close();
  await other.close();
});

const post = (to: TestOrg, path: string, body: unknown) =>
  fetch(`${to.url}/simulator/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
async function order(name: string, body: unknown): Promise<Row> {
  const answer = await post(org, name, body);
  const result = (await answer.json()) as Row;
  expect([name, answer.ok, result]).toEqual([name, true, result]);
  return result;
}

/** All evidence, ids and keys left out. */
async function evidence(of: TestOrg): Promise<Row> {
  const rows = async (soql: string) => {
    const { records } = await of.engine.platform.query(soql);
    const plain = records.map((record) =>
      JSON.stringify(record, (key, value: unknown) => (key === 'attributes' ? undefined : value)),
    );
    return plain.sort();
  };
  return {
    trail: await rows(
      'SELECT Action, Section, Display, DelegateUser, CreatedBy.Username, CreatedDate FROM SetupAuditTrail',
    ),
    logins: await rows('SELECT LoginTime, LoginType, SourceIp, Status FROM LoginHistory'),
    sessions: await rows('SELECT Users.Username, SessionType, SourceIp, CreatedDate FROM AuthSession'),
    staff: await rows(
      'SELECT CaseIdentifier, OperationType, IpAddress, ActualUserIdentifier, Timestamp FROM SalesforceLoginAsEventLog',
    ),
    admins: await rows('SELECT DelegatedUserName, Uri, ClientIp, Timestamp FROM LoginAsEventLog'),
    grants: await rows('SELECT Username, SuAccessExpirationDate, IsActive, Title FROM User'),
    cases: await rows(
      'SELECT Subject, Status, CreatedBy.Username, LastModifiedBy.Username, CreatedDate, LastModifiedDate FROM Case',
    ),
    files: await rows('SELECT EventType, Interval, LogDate, CreatedDate FROM EventLogFile'),
    sets: await rows('SELECT Assignee.Username, PermissionSet.Label FROM PermissionSetAssignment'),
  };
}

/** Support is let in, reads and writes; an administrator goes in after it, throws a session out and takes the grant back. */
async function incident(): Promise<void> {
  const move = (duration: string) => order('clock', { advance: duration });
  // Rows bear whole seconds: on a clock that goes on, one step could fall on both sides of a second.
  org.clock.freeze();
  await order('clock', { set: '2026-12-01T09:00:00Z' });
  const staff = await org.connect(STAFF);
  const { id: first } = await staff.sobject('Case').create({ Subject: 'cannot print' });
  await move('PT3M');
  const { id: caseId } = await order('case', {});
  await order('grant', { username: STAFF, to: 'salesforce', duration: '1 day' });
  await move('PT20M');
  const support = await order('login', { as: STAFF, actor: 'support', caseId });
  await order('act', {
    loginId: support['loginId'],
    record: { object: 'Case', id: first, fields: { Status: 'Working' } },
  });
  await order('act', { loginId: support['loginId'], setup: { action: 'x', display: 'Changed something' } });
  await move('PT1H');
  const admin = await org.connect(ADMIN);
  await mistakes();
  const { userId } = await org.user(STAFF);
  await admin.sobject('User').update({ Id: userId, Title: 'Was visited' });
  const [set] = (
    await admin.query<{ Id: string }>("SELECT Id FROM PermissionSet WHERE Name = 'Access_Auditor'")
  ).records;
  await admin.sobject('PermissionSetAssignment').create({ AssigneeId: userId, PermissionSetId: set?.Id });
  await admin.sobject('AuthSession').destroy(String(support['loginId']));
  const own = await order('login', { as: STAFF, actor: 'admin', actorUsername: ADMIN });
  await order('faults', { kind: 'unavailable', times: 1, path: '/services/data/*/limits' });
  await move('P2D');
  await order('logout', own);
  await order('grant', { username: STAFF, to: 'salesforce', duration: 'none' });
  await order('policies', { by: ADMIN, adminsLogInAsAnyUser: false });
  await (await org.connect(STAFF)).logout();
  await fetch(`${org.url}/services/data`);
}

/** One case is deleted and brought back, another one deleted past the recycle bin. */
async function mistakes(): Promise<void> {
  const { engine } = org;
  const user = await org.user(ADMIN);
  const all = { allOrNone: true };
  const saved = await engine.insert(user, 'Case', [{ Subject: 'kept' }, { Subject: 'gone' }], all);
  const [kept = '', gone = ''] = saved.map(({ id }) => id ?? '');
  await engine.remove(user, 'Case', [kept], all);
  await engine.restore(user, 'Case', [kept], all);
  await engine.eraseForGood(user, 'Case', [gone], all);
}

describe('an incident', () => {
  let saved: Scenario;
  let before: Row;

  test('is saved with the time between its steps and without an id of this org', async () => {
    await incident();
    before = await evidence(org);
    const answer = await fetch(`${org.url}/simulator/scenario`);
    expect(answer.status).toBe(200);
    saved = (await answer.json()) as Scenario;
    expect(saved).toMatchObject({ format: 'local-org-scenario', version: 1 });
    expect(saved.steps.map(({ step }) => step.do)).toEqual(
      expect.arrayContaining([
        ...['session', 'insert', 'order', 'update', 'delete', 'undelete', 'hard-delete', 'end-session'],
      ]),
    );
    const text = JSON.stringify(saved);
    expect(text).not.toContain((await org.user(STAFF)).userId);
    expect(text).toContain(`{"$user":"${STAFF}"}`);
    expect(text).toContain('{"$find":{"object":"PermissionSet","field":"Name","value":"Access_Auditor"}}');
  });

  test('leaves the same evidence when it is played after a reset [U28]', async () => {
    await org.reset();
    expect(await evidence(org)).not.toEqual(before);
    const answer = await post(org, 'scenario', saved);
    expect([answer.status, await answer.json()]).toMatchObject([200, { steps: saved.steps.length }]);
    expect(await evidence(org)).toEqual(before);
    expect(org.faults.list()).toMatchObject([{ fault: { kind: 'unavailable' }, left: 1 }]);
  });

  test('leaves the same evidence in another org, whose ids are others', async () => {
    await other.replayScenario(saved);
    expect(await evidence(other)).toEqual(before);
    expect((await other.saveScenario()).steps).toHaveLength(saved.steps.length);
  });

  test('can be reset and played in one order', async () => {
    const answer = await post(org, 'scenario?reset=true', saved);
    expect(answer.status).toBe(200);
    expect(await evidence(org)).toEqual(before);
  });
});

describe('a scenario file', () => {
  const empty = { format: 'local-org-scenario', version: 1, start: '2026-12-01T09:00:00Z', end: 'PT1H' };

  test.each([
    ['of another format', { ...empty, format: 'recipe', steps: [] }],
    ['of a later version', { ...empty, version: 2, steps: [] }],
    ['with a step that nobody knows', { ...empty, steps: [{ at: 'PT0S', step: { do: 'dance' } }] }],
    [
      'with an unreadable time',
      { ...empty, steps: [{ at: 'later', step: { do: 'end-session', session: 'x' } }] },
    ],
  ])('%s is refused, and nothing happens', async (_what, file) => {
    const answer = await post(other, 'scenario', file);
    expect([answer.status, await answer.json()]).toMatchObject([400, [{ errorCode: 'INVALID_SCENARIO' }]]);
  });

  test.each([
    [
      'a user who is not there',
      { do: 'insert', as: 'nobody@x.example', object: 'Case', records: [{}], made: ['r1'] },
      'no user',
    ],
    ['a record that no step made', { do: 'end-session', session: { $record: 'r9' } }, 'r9'],
    [
      'a write that the org refuses',
      { do: 'insert', as: STAFF, object: 'Nothing__c', records: [{}], made: ['r1'] },
      'Step 1',
    ],
    [
      'an order that the simulator does not know',
      { do: 'order', order: 'dance', body: {}, made: null },
      'dance',
    ],
  ])('stops with the number of the step at %s', async (_what, step, text) => {
    const answer = await post(other, 'scenario', { ...empty, steps: [{ at: 'PT0S', step }] });
    const body = (await answer.json()) as { errorCode: string; message: string }[];
    expect([answer.status, body[0]?.errorCode]).toEqual([409, 'SCENARIO_STEP_FAILED']);
    expect(body[0]?.message).toContain('Step 1');
    expect(body[0]?.message).toContain(text);
  });

  test('is taken from no page of another origin', async () => {
    const answer = await fetch(`${other.url}/simulator/scenario`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://evil.example' },
      body: JSON.stringify({ ...empty, steps: [] }),
    });
    expect(answer.status).toBe(403);
  });

  test('what was undone is no part of it', async () => {
    await other.reset();
    const admin = await other.user(ADMIN);
    await expect(
      other.engine.transaction(async (tx) => {
        await tx.insert(admin, 'Case', [{ Subject: 'undone' }], { allOrNone: true });
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    expect((await other.saveScenario()).steps).toEqual([]);
  });
});

describe('the scenarios that come with the local org', () => {
  const folder = project.path('scripts', 'local-org', 'scenarios');

  test.each(readdirSync(folder))('%s plays in an empty org', async (file) => {
    const org = await startTestOrg({ seed: 'empty', eventLogLicence: true });
    const scenario = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Scenario;
    expect(await org.replayScenario(scenario)).toMatchObject({ steps: scenario.steps.length });
    const actions = await org.engine.platform.query('SELECT Action FROM SetupAuditTrail');
    expect(actions.totalSize).toBeGreaterThan(2);
    await org.close();
  });
});
