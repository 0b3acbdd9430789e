/** Logs of log-ins as others: when rows and files come, what a query may ask of them, and when they are forgotten. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, send, STAFF, startTestOrg } from '../../test-org.ts';
import type { TestOrg } from '../../test-org.ts';

type Row = Record<string, unknown>;

let org: TestOrg;
let admin: Connection;

beforeAll(async () => {
  org = await startTestOrg({ eventLogLicence: true });
  const { userId } = await org.user(ADMIN);
  // View Event Log Object Data is no part of the administrator's profile.
  const [set] = await org.engine.platform.insert('PermissionSet', [
    { Name: 'Event_Monitoring', Label: 'Event Monitoring', PermissionsEventLogReadAccess: true },
  ]);
  await org.engine.platform.insert('PermissionSetAssignment', [{ AssigneeId: userId, PermissionSetId: set }]);
  admin = await org.connect(ADMIN);
});
afterAll(() => org.close());

async function order(name: string, body: object): Promise<Row> {
  const answer = await fetch(`${org.url}/simulator/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const result = (await answer.json()) as Row;
  expect([name, answer.status, result]).toEqual([name, 200, result]);
  return result;
}
const moveOn = (duration: string) => org.clock.advance(Temporal.Duration.from(duration));
/** Sessions end when the clock is moved, so each look logs in anew. */
async function ask(soql: string): Promise<Row[]> {
  admin = await org.connect(ADMIN);
  return (await admin.query<Row>(soql)).records;
}
const asStaff = { as: STAFF, actor: 'admin', actorUsername: ADMIN };
const daysAgo = (days: number) =>
  org.clock
    .now()
    .subtract({ minutes: Math.round(24 * 60 * days) })
    .toString({ smallestUnit: 'second' });

describe('what an administrator does as another user', () => {
  const log =
    'SELECT DelegatedUserName, DelegatedUserIdentifier, UserIdentifier, Uri, SessionKey FROM LoginAsEventLog';

  test('is logged per page, 25 to 45 minutes later, and tells who acted as whom', async () => {
    const { loginId } = await order('login', asStaff);
    await order('act', { loginId, uri: '/lightning/o/Case/list' });
    moveOn('PT24M50S');
    expect(await ask(log)).toEqual([]);
    moveOn('PT20M15S');
    const rows = await ask(`${log} ORDER BY Uri`);
    const [actor, user] = [(await org.user(ADMIN)).userId, (await org.user(STAFF)).userId];
    const shared = { DelegatedUserName: ADMIN, DelegatedUserIdentifier: actor, UserIdentifier: user };
    expect(rows).toMatchObject([
      { ...shared, Uri: '/lightning/o/Case/list' },
      { ...shared, Uri: '/servlet/servlet.su' },
    ]);
    expect(rows[0]?.['SessionKey']).toBe(rows[1]?.['SessionKey']);
    await order('logout', { loginId });
  });

  test('each row has a delay of its own, the same at every look', async () => {
    org.clock.freeze();
    moveOn('PT1M');
    const from = daysAgo(0);
    for (let minute = 0; minute < 30; minute += 1) {
      const { loginId } = await order('login', asStaff);
      await order('logout', { loginId });
      moveOn('PT1M');
    }
    const seen: number[] = [];
    for (let minute = 0; minute < 50; minute += 5) {
      seen.push((await ask(`${log} WHERE Timestamp >= ${from}`)).length);
      moveOn('PT5M');
    }
    org.clock.run();
    expect([...seen].sort((left, right) => left - right)).toEqual(seen);
    expect(new Set(seen).size).toBeGreaterThan(3);
  });

  test('Salesforce staff leave no row here, and rows in their own log only', async () => {
    await order('grant', { username: STAFF, to: 'salesforce', duration: '1 day' });
    const before = (await ask(log)).length;
    await order('event-log-delay', { least: 0, most: 0 });
    const { loginId } = await order('login', { as: STAFF, actor: 'support', caseId: '5003000000D8cuIAAR' });
    await order('act', { loginId });
    expect((await ask(log)).length).toBe(before);
    expect(
      await ask(
        `SELECT CaseIdentifier, OperationType FROM SalesforceLoginAsEventLog WHERE Timestamp >= ${daysAgo(0.01)}`,
      ),
    ).toMatchObject([{ CaseIdentifier: '5003000000D8cuIAAR', OperationType: 'Login' }]);
  });

  test('rows that have arrived stay when later ones are made late', async () => {
    moveOn('PT46M');
    const before = (await ask(log)).length;
    await org.faults.add({ kind: 'late-event-log', least: 300, most: 300 });
    moveOn('PT1S');
    const { loginId } = await order('login', asStaff);
    expect((await ask(log)).length).toBe(before);
    await order('logout', { loginId });
    // Rows bear whole seconds: these are of the time before.
    moveOn('PT1S');
    org.faults.clear();
    moveOn('PT299M');
    expect((await ask(log)).length).toBe(before);
    moveOn('PT2M');
    expect((await ask(log)).length).toBe(before + 2);
  });

  test('his changes in Setup carry his username as the delegate, under the user’s name', async () => {
    const { loginId } = await order('login', { ...asStaff, shape: 'delegate' });
    await order('act', {
      loginId,
      setup: { action: 'changedsenderemail', section: 'My Email Settings', display: 'Changed the sender' },
    });
    const [row] = await ask(
      "SELECT CreatedBy.Username, DelegateUser, Section, Display FROM SetupAuditTrail WHERE Action = 'changedsenderemail'",
    );
    expect(row).toMatchObject({
      CreatedBy: { Username: STAFF },
      ...{ DelegateUser: ADMIN, Section: 'My Email Settings', Display: 'Changed the sender' },
    });
    await order('logout', { loginId });
  });

  test('what Support changes among the users carries its username too', async () => {
    await order('grant', { username: ADMIN, to: 'salesforce', duration: '1 day' });
    const { loginId } = await order('login', {
      as: ADMIN,
      actor: 'support',
      actorUsername: 'sam@support.example',
    });
    const { userId } = await org.user(STAFF);
    const [login] = await ask(`SELECT Id FROM UserLogin WHERE UserId = '${userId}'`);
    const freeze = (IsFrozen: boolean) =>
      order('act', { loginId, record: { object: 'UserLogin', id: login?.['Id'], fields: { IsFrozen } } });
    await freeze(true);
    await freeze(false);
    const rows = await ask(
      "SELECT CreatedBy.Username, DelegateUser FROM SetupAuditTrail WHERE Action IN ('frozeuser', 'unfrozeuser')",
    );
    const row = { CreatedBy: { Username: ADMIN }, DelegateUser: 'sam@support.example' };
    expect(rows).toMatchObject([row, row]);
    await order('logout', { loginId });
  });

  test('records that he writes carry the user’s name, and the user’s rights hold', async () => {
    const { loginId } = await order('login', asStaff);
    const { id } = await order('act', {
      loginId,
      record: { object: 'Case', fields: { Subject: 'by another' } },
    });
    expect(await ask(`SELECT CreatedBy.Username FROM Case WHERE Id = '${String(id)}'`)).toMatchObject([
      { CreatedBy: { Username: STAFF } },
    ]);
    const answer = await fetch(`${org.url}/simulator/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        loginId,
        record: { object: 'User', id: (await org.user(ADMIN)).userId, fields: { Title: 'x' } },
      }),
    });
    expect(answer.status).toBe(400);
    await order('logout', { loginId });
  });

  test('a session that somebody ended, or that ran out, can do nothing more', async () => {
    const act = (loginId: unknown) =>
      fetch(`${org.url}/simulator/act`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ loginId }),
      });
    const { loginId: ended } = await order('login', asStaff);
    admin = await org.connect(ADMIN);
    await admin.sobject('AuthSession').destroy(String(ended));
    expect((await act(ended)).status).toBe(401);
    const { loginId: idle } = await order('login', asStaff);
    moveOn('PT2H1M');
    expect((await act(idle)).status).toBe(401);
  });
});

describe.each(['LoginAsEventLog', 'SalesforceLoginAsEventLog'])('%s', (name) => {
  const refusal = async (rest: string) => {
    try {
      await ask(`SELECT Timestamp FROM ${name} ${rest}`);
    } catch (error) {
      return (error as { errorCode?: string }).errorCode;
    }
    return 'answered';
  };

  test.each([
    [
      'three filters on Timestamp',
      () => `WHERE Timestamp > ${daysAgo(3)} AND Timestamp < ${daysAgo(2)} AND Timestamp < ${daysAgo(1)}`,
    ],
    ['an unequal filter', () => `WHERE Timestamp != ${daysAgo(1)}`],
    ['more than 15 days', () => `WHERE Timestamp >= ${daysAgo(20)} AND Timestamp <= ${daysAgo(1)}`],
    ['more than 15 days in date literals', () => 'WHERE Timestamp >= LAST_N_DAYS:20 AND Timestamp <= TODAY'],
    ['OFFSET', () => 'LIMIT 1 OFFSET 1'],
    ['another date function than DAY_ONLY', () => 'WHERE CALENDAR_YEAR(Timestamp) = 2026'],
    [
      'DAY_ONLY of three days',
      () =>
        'WHERE DAY_ONLY(Timestamp) = 2026-11-20 AND DAY_ONLY(Timestamp) = 2026-11-21 AND DAY_ONLY(Timestamp) = 2026-11-22',
    ],
  ])('refuses %s', async (_what, where) => {
    expect(await refusal(where())).not.toBe('answered');
  });

  test('refuses HAVING, relationships, single records and every write', async () => {
    await expect(
      ask(
        `SELECT COUNT(Timestamp), OperationType FROM ${name} GROUP BY OperationType HAVING COUNT(Timestamp) > 1`,
      ),
    ).rejects.toThrow();
    await expect(ask(`SELECT CreatedBy.Name FROM ${name}`)).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
    const token = String(admin.accessToken);
    const at = `/services/data/v68.0/sobjects/${name}`;
    const call = (method: string, path: string, body?: object) =>
      send(org, token, { method, path, ...(body ? { body } : {}) });
    expect((await call('GET', `${at}/0Lk000000000001AAA`)).status).toBe(404);
    expect((await call('POST', at, {})).status).toBe(400);
    expect((await call('GET', `${at}/describe`)).body).toMatchObject({
      name,
      createable: false,
      retrieveable: false,
    });
  });

  test('takes DAY_ONLY and a date literal', async () => {
    const today = org.clock.now().toString().slice(0, 10);
    expect(await refusal(`WHERE DAY_ONLY(Timestamp) = ${today}`)).toBe('answered');
    expect(await refusal('WHERE Timestamp = TODAY')).toBe('answered');
  });
});
