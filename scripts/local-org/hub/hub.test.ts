/** Scratch orgs: made and ended through records of the hub, and closed off from it and from each other. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, send, STAFF, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';

let org: TestOrg;
let hub: Connection;

beforeAll(async () => {
  org = await startTestOrg();
  hub = await org.connect(ADMIN);
});
afterAll(() => org.close());

const request = (more: object = {}) => ({
  OrgName: 'Trial',
  Edition: 'Developer',
  DurationDays: 7,
  ConnectedAppConsumerKey: org.clientId,
  ConnectedAppCallbackUrl: 'http://localhost:1717/OauthRedirect',
  ...more,
});

async function ask(more: object = {}): Promise<string> {
  const saved = await hub.sobject('ScratchOrgInfo').create(request(more));
  expect(saved).toMatchObject({ success: true });
  return saved.id ?? '';
}

/** Waits as the CLI does: until the request is done with, one way or the other. */
async function outcome(id: string): Promise<Record<string, unknown>> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const info = await hub.sobject('ScratchOrgInfo').retrieve(id);
    if (!['New', 'Creating'].includes(String(info['Status']))) return info;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The request ${id} came to no end`);
}

async function signUp(more: object = {}): Promise<{ id: string; orgId: string; username: string }> {
  const id = await ask(more);
  const info = await outcome(id);
  expect(info).toMatchObject({ Status: 'Active', ErrorCode: null });
  return { id, orgId: String(info['ScratchOrg']), username: String(info['SignupUsername']) };
}

async function refusal(more: object): Promise<unknown> {
  return hub
    .sobject('ScratchOrgInfo')
    .create(request(more))
    .then(
      () => 'saved',
      (error: unknown) => error,
    );
}

/** HTTP status that a session gets. */
async function answerTo({ accessToken }: Connection): Promise<number> {
  const request = { method: 'GET', path: '/services/data/v68.0/limits' };
  return (await send(org, accessToken ?? '', request)).status;
}

describe('a new scratch org', () => {
  let made: Awaited<ReturnType<typeof signUp>>;
  let scratch: Connection;
  beforeAll(async () => {
    made = await signUp({ OrgName: 'First', Edition: 'Enterprise', Features: 'API;AddCustomTabs:5' });
    scratch = await org.connect(made.username);
  });

  test('is an org of its own, empty but for what every org has', async () => {
    const { records } = await scratch.query('SELECT Id, Name, IsSandbox, OrganizationType FROM Organization');
    expect(records).toEqual([
      expect.objectContaining({ Name: 'First', IsSandbox: true, OrganizationType: 'Enterprise Edition' }),
    ]);
    expect(String(records[0]?.Id).slice(0, 15)).toBe(made.orgId);
    expect(made.orgId).not.toBe(org.orgId.slice(0, 15));
    const { sobjects } = await scratch.describeGlobal();
    expect(sobjects.filter(({ custom }) => custom)).toEqual([]);
    const users = await scratch.query('SELECT Username, Profile.Name FROM User');
    expect(users.records).toMatchObject([
      { Username: made.username, Profile: { Name: 'System Administrator' } },
    ]);
  });

  test('ends at the start of its last day, and both orgs say so', async () => {
    const day = org.clock.now().toZonedDateTimeISO('UTC').toPlainDate().add({ days: 7 }).toString();
    expect(await hub.sobject('ScratchOrgInfo').retrieve(made.id)).toMatchObject({ ExpirationDate: day });
    const { records } = await scratch.query('SELECT TrialExpirationDate FROM Organization');
    expect(records[0]?.['TrialExpirationDate']).toBe(`${day}T00:00:00.000+0000`);
  });

  test('is no Dev Hub: it does not know the objects of one', async () => {
    await expect(scratch.query('SELECT Id FROM ScratchOrgInfo LIMIT 1')).rejects.toMatchObject({
      errorCode: 'INVALID_TYPE',
    });
    await expect(hub.query('SELECT Id FROM ScratchOrgInfo LIMIT 1')).resolves.toMatchObject({ done: true });
  });

  test('has nothing in common with the hub: neither records nor users', async () => {
    await scratch.sobject('Case').create({ Subject: 'Only in the scratch org' });
    const question = "SELECT Id FROM Case WHERE Subject = 'Only in the scratch org'";
    expect((await scratch.query(question)).totalSize).toBe(1);
    expect((await hub.query(question)).totalSize).toBe(0);
    expect((await hub.query(`SELECT Id FROM User WHERE Username = '${made.username}'`)).totalSize).toBe(0);
    expect((await scratch.query(`SELECT Id FROM User WHERE Username = '${ADMIN}'`)).totalSize).toBe(0);
  });

  test('a user without access to the objects of the Dev Hub cannot ask for one', async () => {
    const staff = await org.connect(STAFF);
    await expect(staff.sobject('ScratchOrgInfo').create(request())).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    });
  });
});

describe('the end of a scratch org', () => {
  const status = async (id: string) => hub.sobject('ScratchOrgInfo').retrieve(id);

  test('deleting its ActiveScratchOrg ends its sessions at once and is noted in the request', async () => {
    const made = await signUp();
    const scratch = await org.connect(made.username);
    const [active] = (
      await hub.query(`SELECT Id FROM ActiveScratchOrg WHERE SignupUsername = '${made.username}'`)
    ).records;
    expect(await answerTo(scratch)).toBe(200);
    await hub.sobject('ActiveScratchOrg').destroy(String(active?.Id));
    expect(await answerTo(scratch)).toBe(401);
    await expect(org.connect(made.username)).rejects.toThrow();
    const admin = await org.user(ADMIN);
    expect(await status(made.id)).toMatchObject({ Status: 'Deleted', DeletedBy: admin.userId.slice(0, 15) });
  });

  test('deleting the request deletes the org', async () => {
    const made = await signUp();
    const scratch = await org.connect(made.username);
    expect(await answerTo(scratch)).toBe(200);
    await hub.sobject('ScratchOrgInfo').destroy(made.id);
    expect(await answerTo(scratch)).toBe(401);
    const active = await hub.query(
      `SELECT Id FROM ActiveScratchOrg WHERE SignupUsername = '${made.username}'`,
    );
    expect(active.totalSize).toBe(0);
  });

  test('its day comes by the clock of the org', async () => {
    const made = await signUp({ DurationDays: 1 });
    org.clock.advance(Temporal.Duration.from({ hours: 25 }));
    hub = await org.connect(ADMIN);
    await expect(org.connect(made.username)).rejects.toThrow();
    expect(await status(made.id)).toMatchObject({ Status: 'Deleted', DeletedBy: null });
  });
});

describe('a request that cannot be granted', () => {
  test.each([
    [{ Features: 'TimeMachine' }, 'INVALID_INPUT', 'TimeMachine is not a valid Features value.'],
    [{ Features: 'FieldService' }, 'INVALID_INPUT', 'The feature value FieldService requires a quantity.'],
    [
      { Features: 'FieldService:many' },
      'INVALID_INPUT',
      'many is not a valid quantity for the Features value FieldService.',
    ],
    [{ Edition: 'Personal' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', expect.stringContaining('Personal')],
    [{ Edition: undefined }, 'REQUIRED_FIELD_MISSING', 'Required fields are missing: [Edition]'],
    [{ DurationDays: 31 }, 'INVALID_INPUT', expect.stringContaining('30')],
    [{ HasSampleData: true }, 'NOT_IMPLEMENTED', expect.stringContaining('sample data')],
    [{ Release: 'Preview' }, 'NOT_IMPLEMENTED', expect.stringContaining('release')],
  ])('is refused when it is saved: %j', async (more, errorCode, message) => {
    expect(await refusal(more)).toMatchObject({ errorCode, message });
  });

  test.each([
    [{ Namespace: 'acme' }, 'S-1017'],
    [{ Country: 'XX' }, 'S-2006'],
    [{ SourceOrg: '00D000000000001' }, 'SH-0002'],
    [{ Snapshot: 'Nightly' }, 'T-0002'],
    [{ ConnectedAppConsumerKey: 'NobodysApp' }, 'C-1016'],
    [{ Username: ADMIN }, 'C-1007'],
  ])('fails in its sign-up with the code of the platform: %j', async (more, code) => {
    expect(await outcome(await ask(more))).toMatchObject({ Status: 'Error', ErrorCode: code });
  });

  test('counts against the allowance of the hub, which /limits shows', async () => {
    const limits = async () =>
      (await hub.request<Record<string, { Max: number; Remaining: number }>>('/limits'))['ActiveScratchOrgs'];
    const before = await limits();
    expect(before?.Max).toBe(40);
    const { platform } = org.engine;
    await platform.insert(
      'ScratchOrgInfo',
      Array.from({ length: before?.Remaining ?? 0 }, () => ({ ...request(), Status: 'Active' })),
    );
    expect((await limits())?.Remaining).toBe(0);
    expect(await refusal({})).toMatchObject({
      errorCode: 'LIMIT_EXCEEDED',
      message: 'The signup request failed because this organization has reached its active scratch org limit',
    });
  });
});

test('a reset of the hub ends its scratch orgs, as it ends everything that is younger than its start', async () => {
  await org.reset();
  hub = await org.connect(ADMIN);
  const made = await signUp();
  const scratch = await org.connect(made.username);
  expect(await answerTo(scratch)).toBe(200);
  await org.reset();
  expect(await answerTo(scratch)).toBe(401);
});
