/** Sharing as people and clients use it: share rows, transfers, details, parents, groups, and who hears what. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SaveResult, UserContext } from '../state/engine.ts';
import { send } from '../test-org.ts';
import { startSharingSample } from './sharing-sample.ts';
import type { SharingSample } from './sharing-sample.ts';

const ONE = { allOrNone: false };
let org: SharingSample;
let amy: UserContext;
let ben: UserContext;
let cho: UserContext;
let root: UserContext;

beforeAll(async () => {
  org = await startSharingSample(['amy', 'ben', 'cho', 'dee']);
  [amy, ben, cho, root] = (await Promise.all(
    ['amy', 'ben', 'cho', 'root'].map((name) => org.worker(name)),
  )) as [UserContext, UserContext, UserContext, UserContext];
});
afterAll(() => org.close());

const outcome = (results: SaveResult[]) => results[0]?.errors[0]?.statusCode ?? 'saved';
async function make(user: UserContext, object: string, fields: object = {}): Promise<string> {
  const [result] = await org.engine.insert(user, object, [{ Name: 'x', ...fields }], ONE);
  expect(result?.errors).toEqual([]);
  return result?.id ?? '';
}
const share = (user: UserContext, ParentId: string, UserOrGroupId: string, extra: object = {}) =>
  org.engine.insert(user, 'Secret__Share', [{ ParentId, UserOrGroupId, AccessLevel: 'Read', ...extra }], ONE);
const edit = async (user: UserContext, object: string, Id: string) =>
  outcome(await org.engine.update(user, object, [{ Id, Name: 'changed' }], ONE));
const sees = async (user: UserContext, object: string, id: string) =>
  (await org.engine.query(user, `SELECT Id FROM ${object} WHERE Id = '${id}'`)).totalSize === 1;

describe('a share object', () => {
  test('is there for defaults that leave something to share, and for no others', async () => {
    const { body } = await sobjects();
    const names = body.sobjects.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['Secret__Share', 'Notice__Share']));
    for (const none of ['Board__Share', 'Line__Share', 'Remark__Share']) expect(names).not.toContain(none);
    expect(body.sobjects.find(({ name }) => name === 'Secret__Share')).toMatchObject({
      ...{
        associateEntityType: 'Share',
        associateParentEntity: 'Secret__c',
        createable: true,
        keyPrefix: '02c',
      },
    });
  });

  async function sobjects() {
    const { token } = await org.engine.sessions.open(amy.userId, { type: 'API', sourceIp: '127.0.0.1' });
    const answer = await send(org, token, { method: 'GET', path: '/services/data/v68.0/sobjects' });
    return { body: answer.body as { sobjects: { name: string; keyPrefix: string }[] } };
  }

  test('shows the owner’s row beside those made by hand, also below the record, and follows the owner', async () => {
    const id = await make(amy, 'Secret__c');
    expect(outcome(await share(amy, id, ben.userId))).toBe('saved');
    const rows = async () =>
      (
        await org.engine.query(
          root,
          `SELECT UserOrGroupId, AccessLevel, RowCause FROM Secret__Share WHERE ParentId = '${id}' ORDER BY RowCause`,
        )
      ).records;
    expect(await rows()).toMatchObject([
      { UserOrGroupId: ben.userId, AccessLevel: 'Read', RowCause: 'Manual' },
      { UserOrGroupId: amy.userId, AccessLevel: 'All', RowCause: 'Owner' },
    ]);
    const nested = await org.engine.query(
      ben,
      `SELECT Id, (SELECT RowCause FROM Shares) FROM Secret__c WHERE Id = '${id}'`,
    );
    expect(nested.records[0]?.['Shares']).toMatchObject({ totalSize: 2 });
    await org.engine.update(amy, 'Secret__c', [{ Id: id, OwnerId: cho.userId }], ONE);
    expect(await rows()).toMatchObject([{ UserOrGroupId: cho.userId, RowCause: 'Owner' }]);
    const [owner] = (await org.engine.query(root, `SELECT Id FROM Secret__Share WHERE ParentId = '${id}'`))
      .records;
    // Its id has the checksum that every id has, so it can be asked for by either form.
    for (const form of [String(owner?.['Id']), String(owner?.['Id']).slice(0, 15)]) {
      expect(await sees(root, 'Secret__Share', form)).toBe(true);
    }
  });

  test('is written by who may do everything with the record, and by nobody else', async () => {
    const id = await make(amy, 'Secret__c');
    expect(outcome(await share(ben, id, cho.userId))).toBe('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
    await share(amy, id, ben.userId, { AccessLevel: 'Edit' });
    expect(await edit(ben, 'Secret__c', id)).toBe('saved');
    expect(outcome(await share(ben, id, cho.userId))).toBe('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
    expect(outcome(await share(root, id, cho.userId))).toBe('saved');
    const [row] = (
      await org.engine.query(ben, `SELECT Id FROM Secret__Share WHERE UserOrGroupId = '${cho.userId}'`)
    ).records;
    const shareId = String(row?.['Id']);
    expect(outcome(await org.engine.remove(ben, 'Secret__Share', [shareId], ONE))).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY',
    );
    expect(outcome(await org.engine.remove(amy, 'Secret__Share', [shareId], ONE))).toBe('saved');
    expect(await sees(cho, 'Secret__c', id)).toBe(false);
  });

  test('a second share with the same user changes the first', async () => {
    const id = await make(amy, 'Secret__c');
    const [first] = await share(amy, id, ben.userId);
    const [second] = await share(amy, id, ben.userId, { AccessLevel: 'Edit' });
    expect(second).toMatchObject({ id: first?.id, success: true });
    expect(await edit(ben, 'Secret__c', id)).toBe('saved');
    await org.engine.update(amy, 'Secret__Share', [{ Id: first?.id, AccessLevel: 'Read' }], ONE);
    expect(await edit(ben, 'Secret__c', id)).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  });

  test.each([
    ['everything', { AccessLevel: 'All' }, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST'],
    ['a cause of the platform', { RowCause: 'Owner' }, 'INVALID_FIELD_FOR_INSERT_UPDATE'],
    ['something that is neither user nor group', { UserOrGroupId: 'role' }, 'FIELD_INTEGRITY_EXCEPTION'],
  ])('does not give %s', async (_what, extra, code) => {
    const id = await make(amy, 'Secret__c');
    const [role] = await org.engine.platform.insert('UserRole', [{ Name: 'R' }]);
    const given = 'UserOrGroupId' in extra ? { UserOrGroupId: role } : extra;
    expect(outcome(await share(amy, id, ben.userId, given))).toBe(code);
  });

  test('does not give what everybody has', async () => {
    const id = await make(amy, 'Notice__c');
    const row = { ParentId: id, UserOrGroupId: ben.userId };
    const give = async (AccessLevel: string) =>
      (await org.engine.insert(amy, 'Notice__Share', [{ ...row, AccessLevel }], ONE))[0]?.errors[0];
    expect(await give('Read')).toMatchObject({
      statusCode: 'FIELD_INTEGRITY_EXCEPTION',
      message: 'AccessLevel (trivial share level Read, for organization with default level Read)',
    });
    expect(await give('Edit')).toBeUndefined();
    expect(await edit(ben, 'Notice__c', id)).toBe('saved');
  });

  test('with a group reaches its members from the moment they join, until they leave or the group goes', async () => {
    const id = await make(amy, 'Secret__c');
    const group = (await org.engine.insert(root, 'Group', [{ Name: 'Team' }], ONE))[0]?.id ?? '';
    expect(outcome(await share(amy, id, group))).toBe('saved');
    expect(await sees(ben, 'Secret__c', id)).toBe(false);
    const join = async () =>
      (await org.engine.insert(root, 'GroupMember', [{ GroupId: group, UserOrGroupId: ben.userId }], ONE))[0]
        ?.id ?? '';
    const member = await join();
    expect(await sees(await org.worker('ben'), 'Secret__c', id)).toBe(true);
    await org.engine.remove(root, 'GroupMember', [member], ONE);
    expect(await sees(await org.worker('ben'), 'Secret__c', id)).toBe(false);
    await join();
    expect(outcome(await org.engine.remove(root, 'Group', [group], ONE))).toBe('saved');
    expect(await sees(await org.worker('ben'), 'Secret__c', id)).toBe(false);
    const left = await org.engine.query(
      root,
      `SELECT Id FROM Secret__Share WHERE UserOrGroupId = '${group}'`,
    );
    expect(left.totalSize).toBe(0);
  });

  test('goes to the bin with its record', async () => {
    const id = await make(amy, 'Secret__c');
    await share(amy, id, ben.userId);
    await org.engine.remove(amy, 'Secret__c', [id], ONE);
    const rows = await org.engine.query(root, `SELECT Id FROM Secret__Share WHERE ParentId = '${id}'`);
    expect(rows.totalSize).toBe(0);
  });
});

describe('a record that one may not see', () => {
  test('is missing as a parent, and cannot be the target of a lookup', async () => {
    const hidden = await make(amy, 'Secret__c', { Name: 'hidden' });
    const board = await make(amy, 'Board__c', { Secret__c: hidden });
    const soql = `SELECT Secret__r.Name FROM Board__c WHERE Id = '${board}'`;
    expect((await org.engine.query(amy, soql)).records[0]).toMatchObject({ Secret__r: { Name: 'hidden' } });
    expect((await org.engine.query(ben, soql)).records[0]).toMatchObject({ Secret__r: null });
    const filtered = `SELECT Id FROM Board__c WHERE Secret__r.Name = 'hidden'`;
    expect((await org.engine.query(ben, filtered)).totalSize).toBe(0);
    const semi = 'SELECT Id FROM Board__c WHERE Secret__c IN (SELECT Id FROM Secret__c)';
    expect((await org.engine.query(ben, semi)).records.map(({ Id }) => Id)).not.toContain(board);
    const [result] = await org.engine.insert(ben, 'Board__c', [{ Name: 'y', Secret__c: hidden }], ONE);
    expect(result?.errors[0]?.statusCode).toBe('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
  });

  test('is told apart from one that may be read and not changed', async () => {
    const id = await make(amy, 'Secret__c');
    expect(await edit(ben, 'Secret__c', id)).toBe('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
    await share(amy, id, ben.userId);
    expect(await edit(ben, 'Secret__c', id)).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    expect(outcome(await org.engine.remove(ben, 'Secret__c', [id], ONE))).toBe(
      'INSUFFICIENT_ACCESS_OR_READONLY',
    );
  });
});

describe('a detail', () => {
  test('is seen with its master, and written as far as the field says', async () => {
    const master = await make(amy, 'Secret__c');
    const line = await make(amy, 'Line__c', { Secret__c: master });
    const remark = await make(amy, 'Remark__c', { Secret__c: master });
    expect(await sees(ben, 'Line__c', line)).toBe(false);
    await share(amy, master, ben.userId);
    expect(await sees(ben, 'Line__c', line)).toBe(true);
    expect(await edit(ben, 'Line__c', line)).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    expect(await edit(ben, 'Remark__c', remark)).toBe('saved');
    const add = async (object: string) =>
      outcome(await org.engine.insert(ben, object, [{ Name: 'n', Secret__c: master }], ONE));
    expect(await add('Line__c')).toBe('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY');
    expect(await add('Remark__c')).toBe('saved');
    await share(amy, master, ben.userId, { AccessLevel: 'Edit' });
    expect(await add('Line__c')).toBe('saved');
    expect(outcome(await org.engine.remove(ben, 'Line__c', [line], ONE))).toBe('saved');
  });
});

describe('a transfer', () => {
  test('takes the whole record, and an active new owner who may read the object', async () => {
    const id = await make(amy, 'Secret__c');
    await share(amy, id, ben.userId, { AccessLevel: 'Edit' });
    const to = async (user: UserContext, OwnerId: string) =>
      outcome(await org.engine.update(user, 'Secret__c', [{ Id: id, OwnerId }], ONE));
    expect(await to(ben, ben.userId)).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
    const [profile] = (await org.engine.platform.query("SELECT Id FROM Profile WHERE Name = 'Standard User'"))
      .records;
    const person = (name: string, IsActive: boolean) => ({
      ...{ Username: `${name}@sharing.example`, LastName: name, Email: 'x@sharing.example' },
      ...{ ProfileId: profile?.['Id'], IsActive },
    });
    const [outsider = '', gone = ''] = await org.engine.platform.insert('User', [
      person('outsider', true),
      person('gone', false),
    ]);
    expect(await to(amy, outsider)).toBe('TRANSFER_REQUIRES_READ');
    expect(await to(amy, gone)).toBe('INACTIVE_OWNER_OR_USER');
    expect(await to(amy, cho.userId)).toBe('saved');
    for (const [user, seen] of [
      [amy, false],
      [ben, false],
      [cho, true],
    ] as const) {
      expect(await sees(user, 'Secret__c', id)).toBe(seen);
    }
  });
});

describe('the role hierarchy', () => {
  test('opens what those below own, unless the object leaves it out', async () => {
    const [boss, clerk] = await roles();
    await org.engine.platform.update('User', amy.userId, { UserRoleId: clerk });
    await org.engine.platform.update('User', ben.userId, { UserRoleId: boss });
    const secret = await make(amy, 'Secret__c');
    const above = await org.worker('ben');
    expect(await sees(above, 'Secret__c', secret)).toBe(true);
    expect(await edit(above, 'Secret__c', secret)).toBe('saved');
    expect(outcome(await share(above, secret, cho.userId))).toBe('saved');
    const object = org.engine.metadata.objects.get('secret__c');
    if (object) object.usesHierarchy = false;
    expect(await sees(above, 'Secret__c', secret)).toBe(false);
    if (object) object.usesHierarchy = true;
    await org.engine.platform.update('User', ben.userId, { UserRoleId: null });
    expect(await sees(await org.worker('ben'), 'Secret__c', secret)).toBe(false);
  });

  async function roles(): Promise<[string, string]> {
    const [boss = ''] = await org.engine.platform.insert('UserRole', [{ Name: 'Boss' }]);
    const [clerk = ''] = await org.engine.platform.insert('UserRole', [
      { Name: 'Clerk', ParentRoleId: boss },
    ]);
    return [boss, clerk];
  }
});
