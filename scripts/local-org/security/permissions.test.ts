/** What each system permission opens, and that it stays closed without it; and the trail that administrators leave. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SaveResult, UserContext } from '../state/engine.ts';
import { send } from '../test-org.ts';
import { SAMPLE_ADMIN, startSharingSample } from './sharing-sample.ts';
import type { SharingSample } from './sharing-sample.ts';

const ONE = { allOrNone: false };
let org: SharingSample;
let secret: string;
beforeAll(async () => {
  org = await startSharingSample(['amy', 'ben', 'leo', 'tom']);
  const { userId } = await org.worker('ben');
  [secret = ''] = await org.engine.platform.insert('Secret__c', [{ Name: 'of Ben', OwnerId: userId }]);
});
afterAll(() => org.close());

/** Runs `work` as Amy: first without the permission, then with it. */
async function withoutAndWith<T>(
  permission: string,
  work: (user: UserContext) => Promise<T>,
): Promise<[T, T]> {
  const before = await work(await org.worker('amy'));
  const release = await give(permission);
  const after = await work(await org.worker('amy'));
  await release();
  return [before, after];
}

async function give(permission: string): Promise<() => Promise<void>> {
  const { platform } = org.engine;
  const name = `Only_${permission}`;
  const [set] = await platform.insert('PermissionSet', [
    { Name: name, Label: name, [`Permissions${permission}`]: true },
  ]);
  const { userId } = await org.worker('amy');
  const [id = ''] = await platform.insert('PermissionSetAssignment', [
    { AssigneeId: userId, PermissionSetId: set },
  ]);
  return () => platform.remove('PermissionSetAssignment', id);
}

const outcome = (results: SaveResult[]) => results.map(({ errors }) => errors[0]?.statusCode ?? 'saved')[0];
const count = async (user: UserContext, soql: string) => {
  try {
    return (await org.engine.query(user, soql)).totalSize;
  } catch (error) {
    return (error as { errorCode: string }).errorCode;
  }
};

describe('a system permission', () => {
  test('View All Data opens every record to read, and none to change; Modify All Data opens both [U28]', async () => {
    const soql = `SELECT Id FROM Secret__c WHERE Id = '${secret}'`;
    const change = async (user: UserContext) =>
      outcome(await org.engine.update(user, 'Secret__c', [{ Id: secret, Body__c: 'x' }], ONE));
    const both = async (user: UserContext) => [await count(user, soql), await change(user)];
    expect(await withoutAndWith('ViewAllData', both)).toEqual([
      [0, 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY'],
      [1, 'INSUFFICIENT_ACCESS_OR_READONLY'],
    ]);
    expect(await withoutAndWith('ModifyAllData', both)).toEqual([
      [0, 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY'],
      [1, 'saved'],
    ]);
  });

  test('View Setup opens the audit trail and the sessions of others', async () => {
    const trail = (user: UserContext) => count(user, 'SELECT COUNT() FROM SetupAuditTrail');
    expect(await withoutAndWith('ViewSetup', trail)).toEqual(['INVALID_TYPE', expect.any(Number)]);
    const { userId } = await org.worker('ben');
    await org.engine.sessions.open(userId, { type: 'API', sourceIp: '127.0.0.1' });
    const sessions = (user: UserContext) =>
      count(user, `SELECT Id FROM AuthSession WHERE UsersId = '${userId}'`);
    expect(await withoutAndWith('ViewSetup', sessions)).toEqual([0, 1]);
  });

  test('Monitor Login History, or Manage Users, opens the login history', async () => {
    const history = (user: UserContext) => count(user, 'SELECT COUNT() FROM LoginHistory');
    for (const permission of ['MonitorLoginHistory', 'ManageUsers']) {
      expect(await withoutAndWith(permission, history)).toEqual(['INVALID_TYPE', expect.any(Number)]);
    }
  });

  test('View Event Log Object Data opens the event log objects, once the licence is there', async () => {
    org.engine.switches.eventLogLicence = true;
    const log = (user: UserContext) => count(user, 'SELECT CaseIdentifier FROM SalesforceLoginAsEventLog');
    expect(await withoutAndWith('EventLogReadAccess', log)).toEqual(['INVALID_TYPE', 0]);
    org.engine.switches.eventLogLicence = false;
    expect(await withoutAndWith('EventLogReadAccess', log)).toEqual(['INVALID_TYPE', 'INVALID_TYPE']);
  });

  test('Manage Users creates and deactivates users and freezes their logins', async () => {
    const [profile] = (await org.engine.platform.query("SELECT Id FROM Profile WHERE Name = 'Standard User'"))
      .records;
    let made = 0;
    const create = async (user: UserContext) =>
      outcome(
        await org.engine.insert(
          user,
          'User',
          [
            {
              ...{
                LastName: 'New',
                Username: `new${(made += 1)}@sharing.example`,
                Email: 'n@sharing.example',
              },
              ...{ ProfileId: profile?.['Id'] },
            },
          ],
          ONE,
        ),
      );
    expect(await withoutAndWith('ManageUsers', create)).toEqual([
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      'saved',
    ]);
    const { userId } = await org.worker('leo');
    const deactivate = async (user: UserContext) =>
      outcome(await org.engine.update(user, 'User', [{ Id: userId, IsActive: false }], ONE));
    expect((await withoutAndWith('ManageUsers', deactivate))[1]).toBe('saved');
    expect((await org.engine.findUser('leo@sharing.example'))?.isActive).toBe(false);
    const logins = (user: UserContext) => count(user, 'SELECT Id FROM UserLogin');
    expect(await withoutAndWith('ManageUsers', logins)).toEqual(['INVALID_TYPE', expect.any(Number)]);
  });

  test('Assign Permission Sets assigns permission sets', async () => {
    const [set] = (await org.engine.platform.query("SELECT Id FROM PermissionSet WHERE Name = 'Worker'"))
      .records;
    const [row] = await org.engine.platform.insert('PermissionSet', [{ Name: 'Given', Label: 'Given' }]);
    const { userId } = await org.worker('ben');
    const assign = async (user: UserContext) =>
      outcome(
        await org.engine.insert(
          user,
          'PermissionSetAssignment',
          [{ AssigneeId: userId, PermissionSetId: row }],
          ONE,
        ),
      );
    expect(set).toBeDefined();
    expect(await withoutAndWith('AssignPermissionSets', assign)).toEqual([
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      'saved',
    ]);
  });

  test('Manage Roles makes roles, and with each its two groups', async () => {
    const make = async (user: UserContext) =>
      outcome(await org.engine.insert(user, 'UserRole', [{ Name: 'Region' }], ONE));
    expect(await withoutAndWith('ManageRoles', make)).toEqual([
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
      'saved',
    ]);
    const groups = await org.engine.platform.query(
      "SELECT Type FROM Group WHERE Name = 'Region' ORDER BY Type",
    );
    expect(groups.records).toMatchObject([{ Type: 'Role' }, { Type: 'RoleAndSubordinates' }]);
  });

  test('Transfer Record gives away what one may edit', async () => {
    const { userId } = await org.worker('tom');
    const [board = ''] = await org.engine.platform.insert('Board__c', [
      { Name: 'of Tom', OwnerId: (await org.worker('ben')).userId },
    ]);
    const transfer = async (user: UserContext) =>
      outcome(await org.engine.update(user, 'Board__c', [{ Id: board, OwnerId: userId }], ONE));
    expect(await withoutAndWith('TransferAnyEntity', transfer)).toEqual([
      'INSUFFICIENT_ACCESS_OR_READONLY',
      'saved',
    ]);
  });

  test('Set Audit Fields lets a record be made in the past, and describe says so', async () => {
    const createable = (user: UserContext) => {
      const { fields } = org.engine.describe(user, 'Board__c') as {
        fields: { name: string; createable: boolean }[];
      };
      return fields.find(({ name }) => name === 'CreatedDate')?.createable;
    };
    const make = async (user: UserContext) => {
      const row = { Name: 'old', CreatedDate: '2020-01-02T03:04:05Z' };
      const [result] = await org.engine.insert(user, 'Board__c', [row], ONE);
      if (!result?.success) return [createable(user), result?.errors[0]?.statusCode];
      return [
        createable(user),
        (await org.engine.retrieve(user, 'Board__c', result.id ?? '', ['CreatedDate']))['CreatedDate'],
      ];
    };
    expect(await withoutAndWith('CreateAuditFields', make)).toEqual([
      [false, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
      [true, '2020-01-02T03:04:05.000+0000'],
    ]);
  });

  test('without API Enabled a client is refused, and with API Only a person’s pages are', async () => {
    const [set] = (
      await org.engine.platform.query("SELECT Id, ProfileId FROM PermissionSet WHERE Label = 'Standard User'")
    ).records;
    const { userId } = await org.worker('amy');
    const { token } = await org.engine.sessions.open(userId, { type: 'API', sourceIp: '127.0.0.1' });
    const call = () => send(org, token, { method: 'GET', path: '/services/data/v68.0/sobjects' });
    expect((await call()).status).toBe(200);
    await org.engine.platform.update('PermissionSet', String(set?.['Id']), { PermissionsApiEnabled: false });
    expect(await call()).toMatchObject({ status: 403, body: [{ errorCode: 'API_DISABLED_FOR_ORG' }] });
    await org.engine.platform.update('PermissionSet', String(set?.['Id']), { PermissionsApiEnabled: true });
    const enter = async () => {
      const body = new URLSearchParams({ username: 'amy@sharing.example', to: '/' });
      return (await fetch(`${org.url}/login`, { method: 'POST', body, redirect: 'manual' })).status;
    };
    expect(await withoutAndWith('ApiUserOnly', enter)).toEqual([303, 403]);
  });

  test('each has its field on profiles and permission sets, those that nothing here asks for too', async () => {
    const names = [
      'PasswordNeverExpires',
      'CustomizeApplication',
      'ModifyMetadata',
      'ManageLoginAccessPolicies',
    ];
    const fields = names.map((name) => `Permissions${name}`).join(', ');
    const { records } = await org.engine.query(
      await org.worker('root'),
      `SELECT ${fields} FROM PermissionSet WHERE Label = 'System Administrator'`,
    );
    expect(Object.values(records[0] ?? {}).filter((value) => value === true)).toHaveLength(names.length);
  });
});

describe('the audit trail', () => {
  const actions = async () => {
    const { records } = await org.engine.platform.query(
      'SELECT Action, Section, Display, CreatedBy.Username FROM SetupAuditTrail ORDER BY CreatedDate DESC, Id DESC LIMIT 10',
    );
    return records.map((row) => ({
      action: row['Action'],
      section: row['Section'],
      text: row['Display'],
      by: (row['CreatedBy'] as { Username: string } | null)?.Username,
    }));
  };

  test('tells who assigned, froze, created and deactivated whom over the API, and nothing of the start [U28]', async () => {
    const fresh = await startSharingSample(['zoe']);
    const trail = await fresh.engine.platform.query('SELECT Id FROM SetupAuditTrail');
    expect(trail.totalSize).toBe(0);
    await fresh.close();
    const root = await org.connect(SAMPLE_ADMIN);
    const { userId } = await org.worker('tom');
    const [set] = (await root.query<{ Id: string }>("SELECT Id FROM PermissionSet WHERE Name = 'Given'"))
      .records;
    const given = await root
      .sobject('PermissionSetAssignment')
      .create({ AssigneeId: userId, PermissionSetId: set?.Id ?? '' });
    await root.sobject('PermissionSetAssignment').destroy(given.id ?? '');
    const [login] = (await root.query<{ Id: string }>(`SELECT Id FROM UserLogin WHERE UserId = '${userId}'`))
      .records;
    for (const IsFrozen of [true, false]) {
      await root.sobject('UserLogin').update({ Id: login?.Id ?? '', IsFrozen });
      org.clock.advance(Temporal.Duration.from({ seconds: 1 }));
    }
    await root.sobject('User').update({ Id: userId, IsActive: false });
    await root.sobject('User').update({ Id: userId, Title: 'Former' });
    const rows = (await actions()).slice(0, 5);
    expect(rows.map(({ action }) => action).sort()).toEqual([
      ...['PermSetAssign', 'PermSetUnassign', 'deactivateduser', 'frozeuser', 'unfrozeuser'],
    ]);
    for (const row of rows) expect(row).toMatchObject({ section: 'Manage Users', by: SAMPLE_ADMIN });
    expect(rows.every(({ text }) => String(text).includes('tom'))).toBe(true);
  });
});
