/** The watch on the real stand-in: what its simulator does must come out as verdicts, rows and findings in the org. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkVerdicts } from '../core/verify/verify-verdicts.ts';
import { ADMIN, ANKE } from '../org/fixtures/local-org.ts';
import { OrgScene, SUPPORT } from '../org/fixtures/org-scene.ts';
import type { Org } from '../org/org.ts';
import { testEngine } from '../store/fixtures/engines.ts';
import { openTestStore } from '../store/fixtures/stores.ts';
import type { Store } from '../store/store.ts';
import { authorize, setMode } from './fixtures/decided.ts';
import { hmac } from './fixtures/paper-org.ts';
import { TELL_FINDING } from './ports.ts';
import { createProjector } from './projector.ts';
import { createWatch, type Watch } from './watch.ts';

let scene: OrgScene;
let store: Store;
let org: Org;
let watch: Watch;
/** The org's clock and ours are set on together. */
let ahead = Temporal.Duration.from({ seconds: 0 });
const now = () => Temporal.Now.instant().add(ahead);

const advance = async (minutes: number) => {
  ahead = ahead.add({ minutes });
  await scene.local.simulate('clock', { advance: `PT${minutes}M` });
};
const poll = async () => watch.take(await org.poll(await watch.watermarks()));
const rows = (object: string, fields: string, where = '') =>
  scene.ask<Record<string, unknown>>(`SELECT ${fields} FROM ${object} ${where} ORDER BY CreatedDate, Id`);
const second = () => now().toString({ smallestUnit: 'second' });

beforeAll(async () => {
  scene = await OrgScene.open();
  store = await openTestStore(testEngine());
  await store.jobs.declare([TELL_FINDING]);
  org = await scene.local.connect({ now });
  const ports = {
    org,
    store,
    now: () => Promise.resolve(now()),
    hmac,
    random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
    log: { warn: (details: object) => expect(details).toEqual('no row is refused') },
  };
  watch = createWatch(ports, createProjector(ports));
  await setMode(store, org.orgId, second(), '2026-01-01T00:00:00Z');
  await poll();
});
afterAll(async () => {
  await scene.local.close();
  await store.close();
});

describe.each([
  ['granting', false],
  ['delegate', false],
  ['granting', true],
  ['delegate', true],
] as const)('audit rows in the shape %s, event log licence %s', (shape, eventLog) => {
  test('an authorized grant and login end matched, with no finding [U5]', async () => {
    await scene.local.simulate('licence', { eventLog });
    if (eventLog) org = await scene.local.connect({ now });
    // Past the window of the round before.
    await advance(24 * 60);
    const request = await scene.submit();
    const before = (await rows('Access_Finding__c', 'Id')).length;
    await advance(1);
    const approved = {
      request,
      user: scene.idOf(ANKE),
      caseNumber: '46700001',
      caseId: SUPPORT.caseId,
      hours: 4,
    };
    await authorize(store, org.orgId, second(), approved);
    await advance(5);
    await scene.local.simulate('grant', { username: ANKE, to: 'salesforce', duration: '1 day' });
    await advance(5);
    const { loginId } = await scene.local.simulate('login', { as: ANKE, shape, ...SUPPORT });
    await advance(1);
    expect((await poll()).grants).toContainEqual(
      expect.objectContaining({ requestId: request, step: 'Granted' }),
    );
    await advance(30);
    await scene.local.simulate('logout', { loginId });
    await scene.local.simulate('grant', { username: ANKE, to: 'salesforce', duration: 'none' });
    await advance(60);
    await poll();

    const ofRequest = `WHERE Access_Request__c = '${request}'`;
    const fields =
      'Verdict__c, Provisional__c, Match_Strength__c, Actor_Class__c, Logout_At__c, Login_Grant__r.State__c';
    const [access, ...others] = await rows('Observed_Access__c', fields, ofRequest);
    expect(others).toEqual([]);
    expect(access).toMatchObject({
      Verdict__c: 'Matched',
      Provisional__c: false,
      Match_Strength__c: eventLog ? 'By_case' : 'By_user_and_time',
      Actor_Class__c: eventLog ? 'Salesforce_Support' : 'Support_or_publisher',
      Login_Grant__r: { State__c: 'Revoked' },
    });
    expect(access?.['Logout_At__c']).not.toBeNull();
    expect(await rows('Login_Grant__c', 'Verdict__c, State__c', ofRequest)).toMatchObject([
      { Verdict__c: 'Matched', State__c: 'Revoked' },
    ]);
    const kinds = (await rows('Access_Request_Event__c', 'Kind__c', ofRequest)).map((row) => row['Kind__c']);
    expect(kinds).toEqual(expect.arrayContaining(['Grant', 'Access']));
    expect(await rows('Access_Finding__c', 'Id')).toHaveLength(before);
  });
});

test('a grant and a login without any request become findings in the org [U5]', async () => {
  // So far from every window that none of them is meant.
  await advance(20 * 24 * 60);
  await scene.local.simulate('grant', { username: ANKE, to: 'salesforce', duration: '1 day' });
  await advance(1);
  const other = { ...SUPPORT, caseId: '5003000000ZzZzZIA1' };
  await scene.local.simulate('login', { as: ANKE, shape: 'granting', ...other });
  await poll();
  const fields = 'Kind__c, Severity__c, Status__c, Observed_Access__r.Verdict__c, Login_Grant__r.Verdict__c';
  const found = await rows('Access_Finding__c', fields);
  const about = { Kind__c: 'No_authorization', Severity__c: 'Critical', Status__c: 'Open' };
  expect(found).toHaveLength(2);
  expect(found).toContainEqual(expect.objectContaining({ ...about, Login_Grant__r: null }));
  expect(found).toContainEqual(expect.objectContaining({ ...about, Observed_Access__r: null }));
});

test('own administrators raise nothing', async () => {
  const before = (await rows('Access_Finding__c', 'Id')).length;
  await scene.local.simulate('login', { as: ANKE, actor: 'admin', actorUsername: ADMIN, shape: 'granting' });
  await poll();
  expect(await rows('Access_Finding__c', 'Id')).toHaveLength(before);
  expect(
    await rows('Observed_Access__c', 'Verdict__c', "WHERE Actor_Class__c = 'Own_administrator'"),
  ).toMatchObject([{ Verdict__c: null }]);
});

test('an administrator who takes the companion’s permission is found out, and his change is undone', async () => {
  const [permission] = await scene.ask<{ Id: string }>(
    "SELECT Id FROM PermissionSet WHERE Name = 'Companion_Integration'",
  );
  const assignment = { AssigneeId: scene.idOf(ADMIN), PermissionSetId: permission?.Id };
  await scene.asAdmin('POST', '/sobjects/PermissionSetAssignment', assignment);
  const id = await scene.submit({ State__c: 'Approved' });
  const [access] = await scene.ask<{ Id: string }>(
    "SELECT Id FROM Observed_Access__c WHERE Verdict__c = 'No_authorization'",
  );
  await scene.asAdmin('PATCH', `/sobjects/Observed_Access__c/${access?.Id}`, { Verdict__c: 'Matched' });
  await advance(5);
  expect((await poll()).altered).toEqual([id]);
  await watch.checkRecords({ all: true });

  const [request] = await org.readRequests({ ids: [id] }, { deleted: true });
  expect(request?.fields).toMatchObject({
    State__c: 'Draft',
    Frozen__c: true,
    Restored_At__c: expect.any(String) as unknown,
  });
  expect(await rows('Observed_Access__c', 'Verdict__c', `WHERE Id = '${access?.Id}'`)).toMatchObject([
    { Verdict__c: 'No_authorization' },
  ]);
  const found = await rows('Access_Finding__c', 'Details__c, Title__c', "WHERE Kind__c = 'Record_altered'");
  expect(found.map((row) => row['Details__c']).join('\n')).toMatch(
    /on record Draft; found Approved[^]*on record No_authorization; found Matched/,
  );
  expect(found.map((row) => row['Title__c'])).toEqual([
    'Access Request was changed',
    'Observed Access was changed',
  ]);
  expect(await watch.checkRecords({ all: true })).toEqual([]);
  expect(await rows('Access_Finding__c', 'Id', "WHERE Kind__c = 'Record_altered'")).toHaveLength(2);
});

test('the kit comes to every verdict from the ledger alone', async () => {
  const entries = (await store.ledger.entries(org.orgId)).map(({ entry }) => entry);
  expect(checkVerdicts(entries, null)).toMatchObject({ result: 'ok' });
});
