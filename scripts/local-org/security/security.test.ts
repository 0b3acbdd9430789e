/** Who may see and write what: objects, fields and rows. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN, AUDITOR, COMPANION, STAFF, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import type { SaveResult, UserContext } from '../state/engine.ts';

let org: TestOrg;
let admin: UserContext;
let auditor: UserContext;
let companion: UserContext;
let staff: UserContext;

beforeAll(async () => {
  org = await startTestOrg();
  [admin, auditor, companion, staff] = (await Promise.all(
    [ADMIN, AUDITOR, COMPANION, STAFF].map((username) => org.user(username)),
  )) as [UserContext, UserContext, UserContext, UserContext];
});
afterAll(() => org.close());

const ONE = { allOrNone: false };
let keys = 0;
const draft = (extra: object = {}) => ({
  Support_Case_Number__c: '4711',
  Requested_By__c: admin.userId,
  Client_Key__c: `key-${(keys += 1)}`,
  ...extra,
});
async function inserted(user: UserContext, object: string, fields: object): Promise<string> {
  const [result] = await org.engine.insert(user, object, [{ ...fields }], ONE);
  expect(result?.errors).toEqual([]);
  return result?.id ?? '';
}
const codes = (results: SaveResult[]) => results.map(({ errors }) => errors[0]?.statusCode);

describe('access', () => {
  test('without object permission a record cannot be made, and the object cannot be seen', async () => {
    expect(codes(await org.engine.insert(staff, 'Access_Request__c', [draft()], ONE))).toEqual([
      'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY',
    ]);
    await expect(org.engine.query(staff, 'SELECT Id FROM Access_Request__c')).rejects.toMatchObject({
      errorCode: 'INVALID_TYPE',
    });
  });

  test('who may read only, cannot change', async () => {
    const id = await inserted(admin, 'Access_Request__c', draft());
    const results = await org.engine.update(auditor, 'Access_Request__c', [{ Id: id, Purpose__c: 'x' }], ONE);
    expect(results[0]?.success).toBe(false);
    expect(await org.engine.retrieve(auditor, 'Access_Request__c', id, ['Id'])).toMatchObject({ Id: id });
  });

  test('Modify All Data opens records, not fields: a field without permission is unknown', async () => {
    const [profile] = (
      await org.engine.platform.query(
        `SELECT Id FROM PermissionSet WHERE IsOwnedByProfile = true AND Label = 'System Administrator'`,
      )
    ).records;
    const grants = await org.engine.platform.query(
      "SELECT Id FROM FieldPermissions WHERE Field IN ('Access_Request__c.Check_Phrase__c')",
    );
    for (const { Id } of grants.records) await org.engine.platform.remove('FieldPermissions', String(Id));
    const blind = await org.user(ADMIN);
    expect(blind.systemPermissions).toContain('ModifyAllData');
    for (const soql of [
      'SELECT Check_Phrase__c FROM Access_Request__c',
      "SELECT Id FROM Access_Request__c WHERE Check_Phrase__c = 'x'",
      'SELECT Id FROM Access_Request__c ORDER BY Check_Phrase__c',
    ]) {
      await expect(org.engine.query(blind, soql)).rejects.toMatchObject({ errorCode: 'INVALID_FIELD' });
    }
    expect(
      codes(await org.engine.insert(blind, 'Access_Request__c', [draft({ Check_Phrase__c: 'x' })], ONE)),
    ).toEqual(['INVALID_FIELD']);
    await org.engine.platform.insert('FieldPermissions', [
      {
        ParentId: profile?.['Id'],
        SobjectType: 'Access_Request__c',
        Field: 'Access_Request__c.Check_Phrase__c',
        PermissionsRead: true,
        PermissionsEdit: true,
      },
    ]);
    expect((await org.user(ADMIN)).field('Access_Request__c', 'Check_Phrase__c')).toEqual({
      read: true,
      edit: true,
    });
  });

  test('a permission set works from the moment it is assigned', async () => {
    expect(staff.object('Access_Request__c').read).toBe(false);
    const [set] = (
      await org.engine.query(admin, "SELECT Id FROM PermissionSet WHERE Name = 'Access_Auditor'")
    ).records;
    const id = await inserted(admin, 'PermissionSetAssignment', {
      AssigneeId: staff.userId,
      PermissionSetId: set?.['Id'],
    });
    expect((await org.user(STAFF)).object('Access_Request__c').read).toBe(true);
    expect(
      codes(
        await org.engine.insert(
          admin,
          'PermissionSetAssignment',
          [{ AssigneeId: staff.userId, PermissionSetId: set?.['Id'] }],
          ONE,
        ),
      ),
    ).toEqual(['DUPLICATE_VALUE']);
    await org.engine.remove(admin, 'PermissionSetAssignment', [id], ONE);
    expect((await org.user(STAFF)).object('Access_Request__c').read).toBe(false);
  });
});

describe('sharing', () => {
  const grant = () => ({ Grant_Key__c: `g-${(keys += 1)}`, State__c: 'Live' });

  test('rows of a private object are seen by their owner and by who views all of them', async () => {
    const id = await inserted(companion, 'Login_Grant__c', grant());
    for (const user of [companion, admin, auditor]) {
      expect(
        (await org.engine.query(user, `SELECT Id FROM Login_Grant__c WHERE Id = '${id}'`)).totalSize,
      ).toBe(1);
    }
    const [set] = (
      await org.engine.platform.query("SELECT Id FROM PermissionSet WHERE Name = 'Access_Auditor'")
    ).records;
    const [read] = (
      await org.engine.platform.query(
        `SELECT Id FROM ObjectPermissions WHERE ParentId = '${String(set?.['Id'])}' AND SobjectType = 'Login_Grant__c'`,
      )
    ).records;
    await org.engine.platform.update('ObjectPermissions', String(read?.['Id']), {
      PermissionsViewAllRecords: false,
    });
    const narrowed = await org.user(AUDITOR);
    expect((await org.engine.query(narrowed, 'SELECT Id FROM Login_Grant__c')).totalSize).toBe(0);
    expect((await org.engine.query(narrowed, 'SELECT COUNT() FROM Login_Grant__c')).totalSize).toBe(0);
    await expect(org.engine.retrieve(narrowed, 'Login_Grant__c', id)).rejects.toMatchObject({
      errorCode: 'NOT_FOUND',
    });
    await org.engine.platform.update('ObjectPermissions', String(read?.['Id']), {
      PermissionsViewAllRecords: true,
    });
  });

  test('a lookup to a record that the user cannot see is refused', async () => {
    const [hidden] = await org.engine.platform.insert('Login_Grant__c', [
      { ...grant(), OwnerId: admin.userId },
    ]);
    const access = { Access_Key__c: `o-${(keys += 1)}`, Login_Grant__c: hidden };
    const [set] = (
      await org.engine.platform.query("SELECT Id FROM PermissionSet WHERE Name = 'Companion_Integration'")
    ).records;
    const [read] = (
      await org.engine.platform.query(
        `SELECT Id FROM ObjectPermissions WHERE ParentId = '${String(set?.['Id'])}' AND SobjectType = 'Login_Grant__c'`,
      )
    ).records;
    await org.engine.platform.update('ObjectPermissions', String(read?.['Id']), {
      PermissionsViewAllRecords: false,
    });
    const narrowed = await org.user(COMPANION);
    expect(codes(await org.engine.insert(narrowed, 'Observed_Access__c', [access], ONE))).toEqual([
      'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
    ]);
    await org.engine.platform.update('ObjectPermissions', String(read?.['Id']), {
      PermissionsViewAllRecords: true,
    });
    await inserted(await org.user(COMPANION), 'Observed_Access__c', access);
  });
});
