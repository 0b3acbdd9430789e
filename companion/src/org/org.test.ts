import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inLanguage } from '../core/sentences/sentences.ts';
import { ADMIN, ANKE, COMPANION, FROZEN, LEFT } from './fixtures/local-org.ts';
import { NO_MARKS, OrgScene, SUPPORT } from './fixtures/org-scene.ts';
import type { ChangeHint } from './push.ts';

let scene: OrgScene;
beforeAll(async () => {
  scene = await OrgScene.open();
});
afterAll(() => scene.local.close());

describe('the connection', () => {
  test('knows org, environment and its own user', () => {
    expect(scene.org).toMatchObject({
      orgId: scene.local.orgId,
      environment: 'Production',
      name: 'Test bank',
    });
    expect(scene.org.userId).toBe(scene.idOf(COMPANION));
  });
  test('is refused when it is pinned to another org', async () => {
    await expect(scene.local.connect({ orgId: '00D000000000001EAA' })).rejects.toMatchObject({
      code: 'org_replaced',
    });
  });
  test('survives the end of its session', async () => {
    const records = await scene.ask<{ Id: string }>(
      `SELECT Id FROM AuthSession WHERE UsersId = '${scene.idOf(COMPANION)}'`,
    );
    expect(records.length).toBeGreaterThan(0);
    for (const { Id } of records) await scene.asAdmin('DELETE', `/sobjects/AuthSession/${Id}`);
    expect(await scene.org.readUser(scene.idOf(ANKE))).toMatchObject({ username: ANKE });
  });
  test('tells how many calls the org has counted', async () => {
    await scene.org.readUsers();
    expect(scene.org.usage()?.used).toBeGreaterThan(0);
  });
});

describe('a poll', () => {
  test('brings new and deleted requests with their persons, and each source’s interval', async () => {
    const id = await scene.submit();
    const gone = await scene.submit({ State__c: 'Draft' });
    await scene.asAdmin('DELETE', `/sobjects/Access_Request__c/${gone}`);
    const poll = await scene.org.poll(NO_MARKS);
    expect(poll.requests.find((request) => request.id === id)).toMatchObject({
      orgId: scene.local.orgId,
      deleted: false,
      modifiedById: scene.idOf(ADMIN),
      targetUser: { username: ANKE, timeZone: 'Europe/Berlin' },
      requestedBy: { username: ADMIN },
      fields: {
        State__c: 'Submitted',
        Purpose__c: scene.content().Purpose__c,
        Hours_Wanted__c: 4,
        Frozen__c: false,
      },
    });
    expect(poll.requests.find((request) => request.id === gone)?.deleted).toBe(true);
    expect(poll.unreadable).toEqual([]);
    expect(poll.loginRows).toBe('unavailable');
    expect(poll.read.map(({ source }) => source).sort()).toEqual([
      'Companion_records',
      'Setup_audit_trail',
      'Substitute_sessions',
      'User_grants',
    ]);
    expect(Math.abs(poll.offsetMs ?? Infinity)).toBeLessThanOrEqual(poll.offsetErrorMs);
    expect(poll.watermarks).toEqual({
      requests: poll.serverTime,
      auditTrail: poll.serverTime,
      loginLog: null,
    });
  });

  test('brings only what changed since, and costs one call', async () => {
    const { watermarks } = await scene.org.poll(NO_MARKS);
    const before = scene.org.usage()?.used ?? 0;
    const poll = await scene.org.poll({
      ...watermarks,
      requests: Temporal.Instant.from(watermarks.requests ?? '')
        .add({ minutes: 10 })
        .toString(),
    });
    expect(poll.requests).toEqual([]);
    expect((scene.org.usage()?.used ?? 0) - before).toBe(1);
  });

  test('brings the grant from the user’s field and its audit row, the login, and the session', async () => {
    await scene.local.simulate('grant', { username: ANKE, to: 'salesforce', duration: '1 day' });
    await scene.local.simulate('login', { as: ANKE, shape: 'granting', ...SUPPORT });
    const poll = await scene.org.poll(NO_MARKS);
    expect(poll.grants).toMatchObject([
      { userId: scene.idOf(ANKE), username: ANKE, timeZone: 'Europe/Berlin' },
    ]);
    expect(poll.auditRows.map(({ action }) => action)).toEqual(['loginasgrantedtosfdc', 'suloginaccessused']);
    expect(poll.auditRows[1]).toMatchObject({ display: 'Logged in using Login-As access for Test Petersen' });
  });
});

describe('the login log', () => {
  test('is read once the licence is there, and its absence is no fault', async () => {
    await scene.local.simulate('licence', { eventLog: true });
    await scene.local.simulate('event-log-delay', { least: 0, most: 0 });
    const licensed = await scene.local.connect();
    await scene.local.simulate('login', { as: ANKE, shape: 'delegate', ...SUPPORT });
    const poll = await licensed.poll(NO_MARKS);
    expect(poll.unreadable).toEqual([]);
    expect(poll.loginRows).toEqual(
      expect.arrayContaining([expect.objectContaining({ caseIdentifier: '5003000000D8cuIAAR' })]),
    );
    await scene.local.simulate('licence', { eventLog: false });
    const without = await licensed.poll(poll.watermarks);
    expect(without.loginRows).toBe('unavailable');
    expect(without.watermarks.loginLog).toBe(poll.watermarks.loginLog);
  });
});

describe('what the target user can do', () => {
  // A sign-in is what tells an unfrozen user from a frozen one without the permission to manage users.
  beforeAll(async () => {
    await scene.local.session(ANKE);
    await scene.local.simulate('grant', { username: ANKE, to: 'salesforce', duration: '1 day' });
  });

  test.each([
    ['where the policy is not attested, but ordinary users have granted lately', ANKE, undefined, 'open'],
    ['where the operator says that users may not grant', ANKE, 'no', 'closed'],
    ['as an administrator even then', ADMIN, 'no', 'open'],
    ['as one who never signed in and may be frozen', FROZEN, 'yes', 'unknown'],
    ['as one who has left', LEFT, 'yes', 'closed'],
    ['as an API-only user', COMPANION, 'yes', 'closed'],
  ] as const)('grant %s', async (_title, username, usersMayGrant, state) => {
    const attested = await scene.local.connect(usersMayGrant ? { usersMayGrant } : {});
    expect(await attested.targetCanGrant(scene.idOf(username))).toMatchObject({ state });
  });

  test('not grant while frozen, as one who manages users can see', async () => {
    const connected = await scene.local.connect({ username: ADMIN, usersMayGrant: 'yes' });
    expect(await connected.targetCanGrant(scene.idOf(FROZEN))).toMatchObject({ state: 'closed' });
    expect(await connected.targetCanGrant(scene.idOf(ANKE))).toMatchObject({ state: 'open' });
  });

  test('is told to the one who decides, in words and with a digest of them [B52]', async () => {
    const preview = await scene.org.accessPreview(scene.idOf(ADMIN));
    expect(preview.summary[0]).toBe('Profile: System Administrator.');
    expect(preview.summary.join('\n')).toContain('reads, changes and deletes every record (Modify All Data)');
    expect(preview.summary.join('\n')).not.toContain('Test Admin');
    expect(preview.summary.filter((line) => inLanguage(line, 'de') === line)).toEqual([]);
    expect(preview.digest).toMatch(/^[0-9a-f]{64}$/);
    expect((await scene.org.accessPreview(scene.idOf(ADMIN))).digest).toBe(preview.digest);
    expect((await scene.org.accessPreview(scene.idOf(ANKE))).digest).not.toBe(preview.digest);
    await expect(scene.org.accessPreview('005000000000000AAA')).rejects.toMatchObject({ code: 'not_found' });
  });

  test('comes with those of the same profile who hold some of the permission sets and not all [U10 B53]', async () => {
    const profile = await scene.ask<{ Id: string; ProfileId: string }>(
      `SELECT Id, ProfileId FROM User WHERE Username = '${ANKE}'`,
    );
    const peers = await scene.ask<{ Id: string; Name: string }>(
      `SELECT Id, Name FROM User WHERE ProfileId = '${profile[0]?.ProfileId}' AND IsActive = true AND Id != '${profile[0]?.Id}' ORDER BY Name`,
    );
    const before = await scene.org.lesserUsers(scene.idOf(ANKE));
    expect(before).toEqual({ outcome: 'none', users: [] });
    const [set] = await scene.ask<{ Id: string; Label: string }>(
      "SELECT Id, Label FROM PermissionSet WHERE Name = 'Access_Auditor'",
    );
    await scene.asAdmin('POST', '/sobjects/PermissionSetAssignment', {
      AssigneeId: scene.idOf(ANKE),
      PermissionSetId: set?.Id,
    });
    const found = await scene.org.lesserUsers(scene.idOf(ANKE));
    expect(found.users.map(({ name, without }) => ({ name, without }))).toEqual(
      peers.slice(0, 3).map(({ Name }) => ({ name: Name, without: [set?.Label] })),
    );
    expect(found.outcome).toBe(peers.length > 0 ? 'found' : 'none');
    expect(await scene.org.lesserUsers('005000000000000AAA')).toEqual({ outcome: 'unknown', users: [] });
  });
});

test('the policy is the active record with its rules, in the product’s own names', async () => {
  const { policy, faults } = await scene.org.readPolicy();
  expect(faults).toEqual([]);
  expect(policy).toMatchObject({
    name: 'Default',
    deadlineMinutes: 720,
    defaultWindowMinutes: 240,
    maximumWindowMinutes: 1440,
    quorum: 1,
    firstLevel: 1,
    minimumPurposeLength: 20,
    grantGraceMinutes: 120,
    grantGraceLimitMinutes: 1440,
    loginGraceSeconds: 5,
  });
  expect(policy?.rules).toEqual([
    expect.objectContaining({ name: 'Security_Incident', order: 10 }),
    {
      ...{ name: 'Sandbox_Without_Data', label: 'Sandbox without data', order: 30 },
      match: { incidentType: null, environment: 'Sandbox', dataViewed: false, riskAtLeast: null },
      terms: { deadlineMinutes: 4320 },
    },
  ]);
});

test('contacts, asked reports and proposed governance modes are read', async () => {
  await scene.asAdmin('POST', '/sobjects/Authorization_Contact__c', {
    Name: 'Marit Jansen',
    Address__c: 'marit@bank.example',
    Role__c: 'Security_lead',
    Level__c: 1,
  });
  expect((await scene.org.readRoster()).rows).toMatchObject([
    {
      name: 'Marit Jansen',
      address: 'marit@bank.example',
      level: 1,
      active: true,
      rosterState: 'Proposed',
      orgId: scene.local.orgId,
      deleted: false,
    },
  ]);
  await scene.asAdmin('POST', '/sobjects/Audit_Report__c', {
    Period_From__c: '2026-10-01',
    Period_To__c: '2026-10-31',
    Time_Zone__c: 'Europe/Berlin',
    Requested_By__c: scene.idOf(ADMIN),
  });
  expect((await scene.org.readReports()).rows).toMatchObject([
    { periodFrom: '2026-10-01', periodTo: '2026-10-31', requestedByName: 'Test Admin' },
  ]);
  const { id } = await scene.asAdmin('POST', '/sobjects/Governance_Proposal__c', {
    ...{ Mode__c: 'Opt_out_enabled', Effective_Date__c: '2999-01-01', Time_Zone__c: 'Europe/Berlin' },
    ...{ Reason__c: 'The contract of March.', Proposed_By__c: scene.idOf(ADMIN) },
  });
  expect((await scene.org.readModeProposals()).rows).toEqual([
    {
      ...{ id, orgId: scene.local.orgId, mode: 'Opt_out_enabled', effectiveDate: '2999-01-01' },
      ...{ timeZone: 'Europe/Berlin', reason: 'The contract of March.', createdByName: 'Test Admin' },
      ...{ proposedById: scene.idOf(ADMIN), createdById: scene.idOf(ADMIN) },
    },
  ]);
  const fields = { State__c: 'Waiting_for_signature', Reason__c: 'The contract of March.' };
  await scene.org.apply([{ kind: 'patch', object: 'Governance_Proposal__c', id, fields }], {
    allOrNone: true,
  });
  expect(await scene.org.readModeProposals()).toEqual({ rows: [], unreadable: [] });
});

test('push hints at other people’s changes, not at ours', async () => {
  const hints: ChangeHint[] = [];
  const states: boolean[] = [];
  let woken: () => void = () => undefined;
  const next = () => new Promise<void>((resolve) => (woken = resolve));
  const push = await scene.org.subscribe({
    changed: (hint) => {
      hints.push(hint);
      woken();
    },
    reread: () => undefined,
    status: (up) => states.push(up),
  });
  try {
    expect(states).toEqual([true]);
    const first = next();
    const id = await scene.submit();
    await first;
    const write = { kind: 'patch' as const, object: 'Access_Request__c', id, fields: { Revision__c: 1 } };
    await scene.org.apply([write], { allOrNone: true });
    const second = next();
    const other = await scene.submit();
    await second;
    expect(hints.flatMap(({ recordIds }) => recordIds)).toEqual([id, other]);
    expect(hints[0]).toMatchObject({ entity: 'Access_Request__c', commitUser: scene.idOf(ADMIN) });
  } finally {
    push.close();
  }
});

describe('lost permissions', () => {
  test('are named gaps, each for its source', async () => {
    expect(await scene.org.missingPermissions()).toMatchObject([
      { source: 'Substitute_sessions', permission: 'Manage Users' },
    ]);
    const [assignment] = await scene.ask<{ Id: string }>(
      `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${scene.idOf(COMPANION)}' AND PermissionSet.Name = 'Companion_Integration'`,
    );
    await scene.asAdmin('DELETE', `/sobjects/PermissionSetAssignment/${assignment?.Id}`);
    const poll = await scene.org.poll(NO_MARKS);
    expect(poll.unreadable.map(({ source }) => source)).toEqual(
      expect.arrayContaining(['Companion_records', 'Setup_audit_trail']),
    );
    expect(poll.unreadable.every(({ reason }) => reason.length > 0)).toBe(true);
    expect((await scene.org.missingPermissions()).map(({ permission }) => permission)).toEqual(
      expect.arrayContaining(['View Setup and Configuration', 'View All Users']),
    );
  });
});
