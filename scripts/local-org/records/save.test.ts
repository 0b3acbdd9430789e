/** Writing records: defaults, delete constraints, transactions and the change events that follow. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ADMIN, COMPANION, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import type { ChangeEvent, SaveResult, UserContext } from '../state/engine.ts';

let org: TestOrg;
let admin: UserContext;
let companion: UserContext;

beforeAll(async () => {
  org = await startTestOrg();
  [admin, companion] = (await Promise.all([ADMIN, COMPANION].map((username) => org.user(username)))) as [
    UserContext,
    UserContext,
  ];
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

describe('defaults', () => {
  test('fill fields that were not sent, by formula, by picklist, by the platform', async () => {
    const id = await inserted(admin, 'Access_Request__c', draft());
    expect(await org.engine.retrieve(admin, 'Access_Request__c', id)).toMatchObject({
      State__c: 'Draft',
      Org_Id__c: org.orgId,
      OwnerId: admin.userId,
      CreatedById: admin.userId,
      Revocation_Requested__c: false,
      CreatedDate: expect.stringMatching(/^2026-11-21T12:\d\d:\d\d\.000\+0000$/),
    });
  });

  test('auto-numbers follow one another', async () => {
    const ids = [
      await inserted(admin, 'Access_Request__c', draft()),
      await inserted(admin, 'Access_Request__c', draft()),
    ];
    const names = await Promise.all(
      ids.map(async (id) =>
        String((await org.engine.retrieve(admin, 'Access_Request__c', id, ['Name']))['Name']),
      ),
    );
    const [first = 0, second = 0] = names.map((name) => Number(name.replace('AR-', '')));
    expect(second).toBe(first + 1);
  });
});

describe('deleting', () => {
  test('is refused while a lookup with Restrict points to the record', async () => {
    const request = await inserted(admin, 'Access_Request__c', draft());
    await inserted(companion, 'Access_Request_Event__c', {
      Event_Key__c: 'e1',
      Access_Request__c: request,
      Kind__c: 'Notice',
    });
    expect(codes(await org.engine.remove(admin, 'Access_Request__c', [request], ONE))).toEqual([
      'DELETE_FAILED',
    ]);
  });

  test('empties lookups with SetNull', async () => {
    const request = await inserted(admin, 'Access_Request__c', draft());
    const grant = await inserted(companion, 'Login_Grant__c', {
      Grant_Key__c: 'n1',
      Access_Request__c: request,
    });
    expect(codes(await org.engine.remove(admin, 'Access_Request__c', [request], ONE))).toEqual([undefined]);
    expect(await org.engine.retrieve(admin, 'Login_Grant__c', grant)).toMatchObject({
      Access_Request__c: null,
    });
  });

  test('leaves the record to queryAll, and its unique values free', async () => {
    const fields = draft();
    const id = await inserted(admin, 'Access_Request__c', fields);
    await org.engine.remove(admin, 'Access_Request__c', [id], ONE);
    const where = `WHERE Id = '${id}'`;
    expect((await org.engine.query(admin, `SELECT Id FROM Access_Request__c ${where}`)).totalSize).toBe(0);
    expect(
      (await org.engine.query(admin, `SELECT IsDeleted FROM Access_Request__c ${where}`, { all: true }))
        .records,
    ).toMatchObject([{ IsDeleted: true }]);
    expect(codes(await org.engine.update(admin, 'Access_Request__c', [{ Id: id }], ONE))).toEqual([
      'ENTITY_IS_DELETED',
    ]);
    await inserted(admin, 'Access_Request__c', fields);
  });
});

describe('transactions and change events', () => {
  const events: ChangeEvent[] = [];
  let unsubscribe = () => {};
  beforeEach(() => {
    events.length = 0;
    unsubscribe = org.engine.changes.subscribe((list) => void events.push(...list));
  });
  afterEach(() => unsubscribe());

  test('a save is told once, after its commit, with what changed and by whom', async () => {
    const id = await inserted(admin, 'Access_Request__c', draft());
    await org.engine.update(admin, 'Access_Request__c', [{ Id: id, Purpose__c: 'New' }], ONE);
    await org.engine.remove(admin, 'Access_Request__c', [id], ONE);
    expect(events).toMatchObject([
      {
        changeType: 'CREATE',
        entityName: 'Access_Request__c',
        recordIds: [id],
        commitUser: admin.userId,
        changedFields: [],
      },
      {
        changeType: 'UPDATE',
        changedFields: expect.arrayContaining(['Purpose__c', 'LastModifiedDate']),
        fields: { Purpose__c: 'New' },
      },
      { changeType: 'DELETE', recordIds: [id], fields: {} },
    ]);
    expect(events[0]?.fields).toMatchObject({ State__c: 'Draft', Support_Case_Number__c: '4711' });
  });

  test('several changes of one record in a transaction are one event', async () => {
    await org.engine.transaction(async (tx) => {
      const [made] = await tx.insert(admin, 'Access_Request__c', [draft()], ONE);
      await tx.update(admin, 'Access_Request__c', [{ Id: made?.id, Purpose__c: 'Later' }], ONE);
      expect(events).toEqual([]);
    });
    expect(events).toMatchObject([
      { changeType: 'CREATE', sequenceNumber: 1, fields: { Purpose__c: 'Later' } },
    ]);
  });

  test('nothing is told of what was undone', async () => {
    const failing = org.engine.transaction(async (tx) => {
      await tx.insert(admin, 'Access_Request__c', [draft()], ONE);
      throw new Error('undo');
    });
    await expect(failing).rejects.toThrow('undo');
    await org.engine.insert(admin, 'Access_Request__c', [draft({ State__c: 'Approved' })], ONE);
    expect(events).toEqual([]);
  });

  test('of a call without all or none, only the valid records are told', async () => {
    await org.engine.insert(
      admin,
      'Access_Request__c',
      [draft(), draft({ State__c: 'Approved' }), draft()],
      ONE,
    );
    expect(events.map(({ changeType }) => changeType)).toEqual(['CREATE', 'CREATE']);
    expect(new Set(events.map(({ transactionKey }) => transactionKey)).size).toBe(1);
  });

  test('objects that are not selected for change events stay silent', async () => {
    await inserted(admin, 'Case', { Subject: 'quiet' });
    expect(events).toEqual([]);
  });
});
