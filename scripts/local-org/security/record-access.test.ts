/** What UserRecordAccess tells, and which users a user sees. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { UserContext } from '../state/engine.ts';
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

async function make(user: UserContext, object: string, fields: object = {}): Promise<string> {
  const [result] = await org.engine.insert(user, object, [{ Name: 'x', ...fields }], ONE);
  expect(result?.errors).toEqual([]);
  return result?.id ?? '';
}
const share = (user: UserContext, ParentId: string, UserOrGroupId: string, extra: object = {}) =>
  org.engine.insert(user, 'Secret__Share', [{ ParentId, UserOrGroupId, AccessLevel: 'Read', ...extra }], ONE);

describe('UserRecordAccess', () => {
  const ask = (user: UserContext, select: string, where: string) =>
    org.engine.query(user, `SELECT ${select} FROM UserRecordAccess WHERE ${where}`);

  test('tells the access of any user, to records that the asker can see himself', async () => {
    const mine = await make(amy, 'Secret__c');
    const hidden = await make(cho, 'Secret__c');
    await share(amy, mine, ben.userId);
    const ids = `RecordId IN ('${mine.slice(0, 15)}', '${hidden}')`;
    const all =
      'RecordId, HasReadAccess, HasEditAccess, HasDeleteAccess, HasTransferAccess, HasAllAccess, MaxAccessLevel';
    const { records } = await ask(amy, all, `UserId = '${ben.userId}' AND ${ids}`);
    expect(records.map(({ attributes: _attributes, ...row }) => row)).toEqual([
      {
        ...{ RecordId: mine, HasReadAccess: true, HasEditAccess: false, HasDeleteAccess: false },
        ...{ HasTransferAccess: false, HasAllAccess: false, MaxAccessLevel: 'Read' },
      },
    ]);
    const own = await ask(
      amy,
      'RecordId, MaxAccessLevel',
      `UserId = '${amy.userId}' AND RecordId = '${mine}'`,
    );
    expect(own.records).toMatchObject([{ MaxAccessLevel: 'All' }]);
    const denied = await ask(
      root,
      'RecordId, HasReadAccess',
      `UserId = '${ben.userId}' AND ${ids} AND HasReadAccess = false`,
    );
    expect(denied.records).toMatchObject([{ RecordId: hidden }]);
  });

  test('takes one user and up to 200 records, and gives nothing but their access', async () => {
    const many = Array.from({ length: 201 }, (_, index) => `'a00000000000${String(index).padStart(3, '0')}'`);
    const user = `UserId = '${amy.userId}'`;
    await expect(ask(amy, 'RecordId', `${user} AND RecordId IN (${many.join(', ')})`)).rejects.toThrow(
      'Number of records exceeds limit:200',
    );
    const one = `${user} AND RecordId = ${many[0] ?? ''}`;
    await expect(ask(amy, 'HasReadAccess', one)).rejects.toThrow('RecordId field must be selected');
    await expect(ask(amy, 'RecordId, UserId', one)).rejects.toThrow(
      'Can select only RecordId, a Has*Access field, and MaxAccessLevel',
    );
    for (const where of [user, `RecordId = ${many[0] ?? ''}`]) {
      await expect(ask(amy, 'RecordId', where)).rejects.toMatchObject({ errorCode: 'MALFORMED_QUERY' });
    }
  });
});

describe('users', () => {
  test('are public to read unless the default says otherwise; then View All Users shows them', async () => {
    const count = async (user: UserContext) =>
      (await org.engine.query(user, 'SELECT Id FROM User')).totalSize;
    const everybody = await count(amy);
    expect(everybody).toBeGreaterThan(3);
    const object = org.engine.metadata.objects.get('user');
    if (object) object.sharingModel = 'Private';
    const fresh = async () => {
      // The default is part of what is remembered of a user's access.
      await org.engine.platform.update('User', cho.userId, { Title: String(Math.random()) });
      return org.worker('cho');
    };
    expect(await count(await fresh())).toBe(1);
    const [set] = await org.engine.platform.insert('PermissionSet', [
      { Name: 'Viewer', Label: 'Viewer', PermissionsViewAllUsers: true },
    ]);
    await org.engine.platform.insert('PermissionSetAssignment', [
      { AssigneeId: cho.userId, PermissionSetId: set },
    ]);
    expect(await count(await fresh())).toBe(everybody);
    if (object) object.sharingModel = 'Read';
  });
});
