/** EventLogFile with its bodies, and how long each source of evidence is kept. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, STAFF, startTestOrg } from '../../test-org.ts';
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
/** Sessions end when the clock is moved, so each look logs in anew. */
async function ask(soql: string): Promise<Row[]> {
  admin = await org.connect(ADMIN);
  return (await admin.query<Row>(soql)).records;
}
const asStaff = { as: STAFF, actor: 'admin', actorUsername: ADMIN };

describe('EventLogFile', () => {
  const files =
    "SELECT Id, Interval, Sequence, LogDate, LogFileLength, LogFile FROM EventLogFile WHERE EventType = 'LoginAs'";

  test('an hour’s file comes three to six hours after it, a day’s file a day after, and both hold the rows as CSV', async () => {
    org.clock.set(Temporal.Instant.from('2027-01-10T10:20:00Z'));
    org.clock.freeze();
    const { loginId } = await order('login', asStaff);
    await order('act', { loginId, uri: '/a,"b"' });
    const recent = `${files} AND LogDate >= 2027-01-10T00:00:00Z ORDER BY Interval DESC`;
    org.clock.set(Temporal.Instant.from('2027-01-10T13:55:00Z'));
    expect(await ask(recent)).toEqual([]);
    org.clock.set(Temporal.Instant.from('2027-01-10T17:00:00Z'));
    expect(await ask(recent)).toMatchObject([
      { Interval: 'Hourly', LogDate: '2027-01-10T10:00:00.000+0000', Sequence: 1 },
    ]);
    org.clock.set(Temporal.Instant.from('2027-01-11T23:50:00Z'));
    expect(await ask(recent)).toHaveLength(1);
    org.clock.set(Temporal.Instant.from('2027-01-12T00:00:00Z'));
    const found = await ask(recent);
    expect(found).toMatchObject([
      { Interval: 'Hourly' },
      { Interval: 'Daily', Sequence: 0, LogDate: '2027-01-10T00:00:00.000+0000' },
    ]);

    const answer = await fetch(`${org.url}${String(found[1]?.['LogFile'])}`, {
      headers: { authorization: `Bearer ${String(admin.accessToken)}` },
    });
    const text = await answer.text();
    expect(text.length).toBe(found[1]?.['LogFileLength']);
    const [header, ...lines] = text.trimEnd().split('\n');
    expect(
      header
        ?.split(',')
        .map((name) => JSON.parse(name) as string)
        .sort(),
    ).toEqual(
      [
        ...['CLIENT_IP', 'CPU_TIME', 'DELEGATED_USER_ID', 'DELEGATED_USER_ID_DERIVED', 'DELEGATED_USER_NAME'],
        ...[
          'EVENT_TYPE',
          'LOGIN_KEY',
          'ORGANIZATION_ID',
          'REQUEST_ID',
          'RUN_TIME',
          'SESSION_KEY',
          'TIMESTAMP',
        ],
        ...['TIMESTAMP_DERIVED', 'URI', 'URI_ID_DERIVED', 'USER_ID', 'USER_ID_DERIVED'],
      ].sort(),
    );
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain('"LoginAs","20270110102000.000"');
    expect(lines.join()).toContain('"/a,""b"""');
    expect(lines.join()).toContain(`"${ADMIN}"`);
    org.clock.run();
  });

  test('is hidden from a user without View Event Log Files, and written by nobody', async () => {
    const staff = await org.connect(STAFF);
    await expect(staff.query(files)).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
    await expect(admin.sobject('EventLogFile').create({ EventType: 'LoginAs' })).rejects.toMatchObject({
      errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    });
  });
});

describe('retention by the org’s clock', () => {
  const count = async (object: string, where: string) =>
    (await org.engine.platform.query(`SELECT Id FROM ${object} WHERE ${where}`)).totalSize;

  test('audit rows are there for 180 days, logins for six months, event logs for 30 days', async () => {
    await org.reset();
    const now = org.clock.now();
    const ago = (days: number) => now.subtract({ minutes: Math.round(24 * 60 * days) }).toString();
    const { userId } = await org.user(ADMIN);
    await org.engine.platform.insert('SetupAuditTrail', [
      { Action: 'old', CreatedDate: ago(179) },
      { Action: 'new', CreatedDate: ago(1) },
    ]);
    await org.engine.platform.insert('LoginHistory', [
      { UserId: userId, LoginTime: ago(180), LoginUrl: 'marked' },
      { UserId: userId, LoginTime: ago(1), LoginUrl: 'marked' },
    ]);
    await org.engine.platform.insert('AuthSession', [
      {
        UsersId: userId,
        SessionType: 'SubstituteUser',
        NumSecondsValid: 7200,
        SourceIp: '192.0.2.1',
        LastModifiedDate: ago(0),
      },
    ]);
    const left = async () => [
      await count('SetupAuditTrail', "Action IN ('old', 'new')"),
      await count('LoginHistory', "LoginUrl = 'marked'"),
      await count('AuthSession', "SourceIp = '192.0.2.1'"),
    ];
    const look = async (days: number) => {
      org.clock.set(now.add({ minutes: Math.round(24 * 60 * days) }));
      await fetch(`${org.url}/services/data`);
      return left();
    };
    expect(await look(0.01)).toEqual([2, 2, 1]);
    expect(await look(2)).toEqual([1, 2, 0]);
    expect(await look(6)).toEqual([1, 1, 0]);
    expect(await look(200)).toEqual([0, 0, 0]);
  });

  test('rows and files of the event logs go after 30 days', async () => {
    await org.reset();
    org.engine.switches.eventLogLicence = true;
    const now = org.clock.now();
    await org.engine.platform.insert('LoginAsEventLog', [{ Timestamp: now.toString(), Uri: '/x' }]);
    const left = async (days: number) => {
      org.clock.set(now.add({ minutes: Math.round(24 * 60 * days) }));
      await fetch(`${org.url}/services/data`);
      const files = await count('EventLogFile', "EventType = 'LoginAs'");
      return [
        (
          await org.engine.platform.query(
            `SELECT Uri FROM LoginAsEventLog WHERE Timestamp <= ${now.add({ hours: 1 }).toString({ smallestUnit: 'second' })}`,
          )
        ).totalSize,
        files,
      ];
    };
    expect(await left(29)).toEqual([1, 2]);
    expect(await left(31)).toEqual([0, 1]);
    expect(await left(33)).toEqual([0, 0]);
  });
});
