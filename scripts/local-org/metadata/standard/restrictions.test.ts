/** The limits that the platform sets on its own objects, each shown by what it refuses. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Connection } from 'jsforce';
import { ADMIN, COMPANION, STAFF, startTestOrg } from '../../test-org.ts';
import type { TestOrg } from '../../test-org.ts';

let org: TestOrg;
let admin: Connection;
let companion: Connection;
let staff: Connection;

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.connect(ADMIN);
  companion = await org.connect(COMPANION);
  staff = await org.connect(STAFF);
});
afterAll(() => org.close());

describe('User', () => {
  test('SuAccessExpirationDate is written by nobody, not even an administrator', async () => {
    const { userId } = await org.user(STAFF);
    await expect(
      admin.sobject('User').update({ Id: userId, SuAccessExpirationDate: '2026-12-01' }),
    ).rejects.toMatchObject({ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' });
  });

  test('SuAccessExpirationDate set by the platform is a date and can be filtered by date literals', async () => {
    const { userId } = await org.user(STAFF);
    await org.engine.platform.update('User', userId, { SuAccessExpirationDate: '2026-11-22' });
    const found = await companion.query(
      'SELECT Id, SuAccessExpirationDate FROM User WHERE SuAccessExpirationDate >= TODAY',
    );
    expect(found.records).toMatchObject([{ Id: userId, SuAccessExpirationDate: '2026-11-22' }]);
  });

  test('is changed only by who manages users, and deleted by nobody', async () => {
    const { userId } = await org.user(STAFF);
    await expect(companion.sobject('User').update({ Id: userId, Title: 'x' })).rejects.toMatchObject({
      errorCode: expect.stringMatching(
        /INSUFFICIENT_ACCESS|CANNOT_INSERT_UPDATE|INVALID_FIELD_FOR_INSERT_UPDATE/,
      ),
    });
    expect(await admin.sobject('User').update({ Id: userId, Title: 'Clerk' })).toMatchObject({
      success: true,
    });
    await expect(admin.sobject('User').destroy(userId)).rejects.toMatchObject({
      errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY',
    });
  });

  test('a new one gets a login record and the permission set of his profile', async () => {
    const [profile] = (await admin.query("SELECT Id FROM Profile WHERE Name = 'Standard User'")).records;
    const made = await admin.sobject('User').create({
      Username: 'new@test.example',
      LastName: 'Newcomer',
      FirstName: 'Nils',
      Email: 'new@test.example',
      ProfileId: profile?.Id,
    });
    const [user] = (
      await admin.query(
        `SELECT Name, IsActive, (SELECT PermissionSet.IsOwnedByProfile FROM PermissionSetAssignments) FROM User WHERE Id = '${made.id}'`,
      )
    ).records;
    expect(user).toMatchObject({
      Name: 'Nils Newcomer',
      IsActive: true,
      PermissionSetAssignments: { records: [{ PermissionSet: { IsOwnedByProfile: true } }] },
    });
    expect((await admin.query(`SELECT Id FROM UserLogin WHERE UserId = '${made.id}'`)).totalSize).toBe(1);
  });
});

describe('SetupAuditTrail', () => {
  const staged = "WHERE Action = 'suloginaccessused'";

  test('cannot be filtered by Display or Section', async () => {
    for (const field of ['Display', 'Section']) {
      await expect(admin.query(`SELECT Id FROM SetupAuditTrail WHERE ${field} = 'x'`)).rejects.toMatchObject({
        errorCode: 'INVALID_FIELD',
        message: expect.stringContaining(`field '${field}' can not be filtered in a query call`),
      });
    }
  });

  test('COUNT() works and COUNT(Id) fails', async () => {
    await org.engine.platform.insert('SetupAuditTrail', [
      {
        Action: 'suloginaccessused',
        Display: 'Logged in',
        CreatedById: null,
        CreatedDate: '2026-11-01T10:00:00Z',
      },
    ]);
    expect((await admin.query(`SELECT COUNT() FROM SetupAuditTrail ${staged}`)).totalSize).toBe(1);
    await expect(admin.query('SELECT COUNT(Id) FROM SetupAuditTrail')).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });

  test('shows a row whose creator is unknown, with its time as given', async () => {
    const found = await companion.query(`SELECT CreatedDate, CreatedBy.Name FROM SetupAuditTrail ${staged}`);
    expect(found.records).toMatchObject([{ CreatedDate: '2026-11-01T10:00:00.000+0000', CreatedBy: null }]);
  });

  test('is hidden from a user without View Setup, and written by nobody', async () => {
    await expect(staff.query('SELECT Id FROM SetupAuditTrail')).rejects.toMatchObject({
      errorCode: 'INVALID_TYPE',
    });
    await expect(admin.sobject('SetupAuditTrail').create({ Action: 'x' })).rejects.toMatchObject({
      errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    });
  });
});

describe('LoginHistory', () => {
  test.each(['Status', 'Browser', 'Application', 'SourceIp'])('cannot be filtered by %s', async (field) => {
    await expect(admin.query(`SELECT Id FROM LoginHistory WHERE ${field} = 'x'`)).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });

  test('can be filtered by user and time, by who monitors logins', async () => {
    const { userId } = await org.user(ADMIN);
    const soql = `SELECT Status FROM LoginHistory WHERE UserId = '${userId}' AND LoginTime >= YESTERDAY`;
    expect((await companion.query(soql)).totalSize).toBeGreaterThan(0);
    await expect(staff.query(soql)).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
  });
});

describe('AuthSession', () => {
  test('people see their own, who reads the set-up sees all', async () => {
    const own = await staff.query<{ UsersId: string }>('SELECT UsersId FROM AuthSession');
    const { userId } = await org.user(STAFF);
    expect(new Set(own.records.map(({ UsersId }) => UsersId))).toEqual(new Set([userId]));
    const all = await companion.query<{ UsersId: string }>('SELECT UsersId FROM AuthSession');
    expect(new Set(all.records.map(({ UsersId }) => UsersId)).size).toBeGreaterThan(1);
  });

  test('a log-in-as session has no login history, type or address', async () => {
    const { userId } = await org.user(STAFF);
    await org.engine.platform.insert('AuthSession', [
      { UsersId: userId, SessionType: 'SubstituteUser', SourceIp: '198.51.100.7', NumSecondsValid: 7200 },
    ]);
    const found = await companion.query(
      "SELECT UsersId, LoginHistoryId, LoginType, LogoutUrl FROM AuthSession WHERE SessionType = 'SubstituteUser'",
    );
    expect(found.records).toMatchObject([
      { UsersId: userId, LoginHistoryId: null, LoginType: null, LogoutUrl: null },
    ]);
  });

  test('deleting one ends the session', async () => {
    const victim = await org.connect(STAFF);
    const before = await victim.query<{ Id: string }>(
      'SELECT Id FROM AuthSession ORDER BY CreatedDate DESC, Id DESC',
    );
    for (const { Id } of before.records) await admin.sobject('AuthSession').destroy(Id);
    await expect(victim.query('SELECT Id FROM User')).rejects.toThrow('Unable to refresh session');
  });

  test('deactivating a user ends his sessions', async () => {
    const leaver = await org.connect('new@test.example');
    const { userId } = await org.user('new@test.example');
    await admin.sobject('User').update({ Id: userId, IsActive: false });
    await expect(leaver.query('SELECT Id FROM User')).rejects.toThrow('Unable to refresh session');
    await expect(org.connect('new@test.example')).rejects.toThrow('user is inactive');
    await admin.sobject('User').update({ Id: userId, IsActive: true });
  });

  test('a client idle for longer than its session lasts has to log in again', async () => {
    const idle = await org.connect(STAFF);
    org.clock.advance(Temporal.Duration.from({ hours: 2, minutes: 1 }));
    await expect(idle.query('SELECT Id FROM User')).rejects.toThrow('Unable to refresh session');
    admin = await org.connect(ADMIN);
    companion = await org.connect(COMPANION);
    staff = await org.connect(STAFF);
  });
});

describe('UserLogin', () => {
  test('is frozen by who manages users, and a frozen user cannot log in', async () => {
    const { userId } = await org.user('new@test.example');
    const [login] = (await admin.query<{ Id: string }>(`SELECT Id FROM UserLogin WHERE UserId = '${userId}'`))
      .records;
    await admin.sobject('UserLogin').update({ Id: login?.Id ?? '', IsFrozen: true });
    await expect(org.connect('new@test.example')).rejects.toThrow('user is frozen');
    await expect(
      admin.sobject('UserLogin').update({ Id: login?.Id ?? '', IsPasswordLocked: true }),
    ).rejects.toMatchObject({ errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE' });
  });
});

describe('SalesforceLoginAsEventLog', () => {
  const log = 'SELECT CaseIdentifier, Timestamp FROM SalesforceLoginAsEventLog';

  test('is unknown without the licence', async () => {
    org.engine.switches.eventLogLicence = false;
    await expect(admin.query(log)).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
    const { sobjects } = await admin.describeGlobal();
    expect(sobjects.map(({ name }) => name)).not.toContain('SalesforceLoginAsEventLog');
  });

  test('is unknown with it to who lacks View Event Log Object Data', async () => {
    org.engine.switches.eventLogLicence = true;
    await expect(staff.query(log)).rejects.toMatchObject({ errorCode: 'INVALID_TYPE' });
  });

  test('shows the last 15 days unless told otherwise, and at most 15 days', async () => {
    const [set] = (
      await org.engine.platform.query("SELECT Id FROM PermissionSet WHERE Name = 'Companion_Event_Logs'")
    ).records;
    await org.engine.platform.insert('PermissionSetAssignment', [
      { AssigneeId: (await org.user(COMPANION)).userId, PermissionSetId: set?.['Id'] },
    ]);
    await org.engine.platform.insert('SalesforceLoginAsEventLog', [
      {
        CaseIdentifier: 'old',
        Timestamp: org.clock
          .now()
          .subtract({ hours: 24 * 20 })
          .toString(),
      },
      { CaseIdentifier: 'new', Timestamp: org.clock.now().subtract({ hours: 2 }).toString() },
    ]);
    const cases = async (where: string) =>
      (await companion.query<{ CaseIdentifier: string }>(`${log} ${where}`)).records.map(
        (row) => row.CaseIdentifier,
      );
    const daysAgo = (days: number) =>
      org.clock
        .now()
        .subtract({ hours: 24 * days })
        .toString({ smallestUnit: 'second' });
    expect(await cases('')).toEqual(['new']);
    expect(await cases(`WHERE Timestamp >= ${daysAgo(21)}`)).toEqual(['old']);
    expect(await cases(`WHERE Timestamp <= ${daysAgo(10)}`)).toEqual(['old']);
    expect(await cases(`WHERE Timestamp >= ${daysAgo(21)} AND Timestamp <= ${daysAgo(10)}`)).toEqual(['old']);
    await expect(cases(`WHERE Timestamp >= ${daysAgo(21)} AND Timestamp <= ${daysAgo(1)}`)).rejects.toThrow(
      '15 days',
    );
    await expect(cases(`WHERE Timestamp != ${daysAgo(1)}`)).rejects.toThrow('at most two filters');
  });

  test('knows no relationships, OFFSET or HAVING', async () => {
    await expect(companion.query(`${log} LIMIT 1 OFFSET 1`)).rejects.toMatchObject({
      errorCode: 'MALFORMED_QUERY',
    });
    await expect(
      companion.query('SELECT CreatedBy.Name FROM SalesforceLoginAsEventLog'),
    ).rejects.toMatchObject({
      errorCode: 'INVALID_FIELD',
    });
  });
});

describe('ContentDocumentLink', () => {
  test('asks for a filter by document or record', async () => {
    await expect(admin.query('SELECT Id FROM ContentDocumentLink')).rejects.toMatchObject({
      errorCode: 'MALFORMED_QUERY',
      message: expect.stringContaining('Implementation restriction'),
    });
  });
});
