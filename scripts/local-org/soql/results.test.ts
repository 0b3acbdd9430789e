/** The shape of SOQL's rows, their pages, and the queries that are refused as the platform refuses them. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ADMIN, STAFF, startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import type { UserContext } from '../state/engine.ts';

let org: TestOrg;
let admin: UserContext;

/** Subject, priority and origin of each case; empty text is no value. */
const CASES = [
  ['Alpha', 'High', 'Phone'],
  ['alpha beta', 'Low', 'Email'],
  ['Überweisung 100%', 'High', 'Web'],
  ['under_score', 'Medium', ''],
  ["O'Neill", 'Low', ''],
] as const;

beforeAll(async () => {
  org = await startTestOrg();
  admin = await org.user(ADMIN);
  await org.engine.platform.insert(
    'Case',
    CASES.map(([Subject, Priority, Origin], index) => ({
      Subject,
      Priority,
      Origin,
      OwnerId: admin.userId,
      CreatedDate: org.clock
        .now()
        .subtract({ hours: 24 * index })
        .toString(),
    })),
  );
});
afterAll(() => org.close());

const rows = async (soql: string) => (await org.engine.query(admin, soql)).records;
const subjects = async (where: string) =>
  (await rows(`SELECT Subject FROM Case ${where}`)).map(({ Subject }) => Subject);
const fault = async (soql: string) =>
  org.engine.query(admin, soql).then(
    () => null,
    (error: unknown) => error,
  );

describe('the shape of rows', () => {
  test('parents nest under their relationship, and a missing one is null', async () => {
    const [found] = await rows("SELECT id, owner.name, Owner.Profile.Name FROM case WHERE Subject = 'Alpha'");
    expect(found).toEqual({
      attributes: {
        type: 'Case',
        url: expect.stringMatching(/^\/services\/data\/v68\.0\/sobjects\/Case\/500/),
      },
      Id: expect.stringMatching(/^500/),
      Owner: {
        // An owner may be a user or a queue, so it is shown as a name.
        attributes: {
          type: 'Name',
          url: expect.stringMatching(/^\/services\/data\/v68\.0\/sobjects\/User\/005/),
        },
        Name: 'Test Admin',
        Profile: { attributes: expect.objectContaining({ type: 'Profile' }), Name: 'System Administrator' },
      },
    });
    expect(await rows(`SELECT Manager.Name FROM User WHERE Id = '${admin.userId}'`)).toMatchObject([
      { Manager: null },
    ]);
  });

  test('children are a result of their own, limited per parent, and null when there are none', async () => {
    const users = await rows(
      `SELECT Username, (SELECT PermissionSet.Name FROM PermissionSetAssignments WHERE PermissionSet.IsOwnedByProfile = false ORDER BY Id LIMIT 1)
       FROM User ORDER BY Username`,
    );
    expect(users.map(({ PermissionSetAssignments: list }) => list)).toMatchObject([
      { totalSize: 1, done: true, records: [{ PermissionSet: { Name: 'Access_Admin' } }] },
      { records: [{ PermissionSet: { Name: 'Access_Auditor' } }] },
      { records: [{ PermissionSet: { Name: 'Companion_Integration' } }] },
      null,
    ]);
  });

  test('rows are ordered without case, empty values first unless said otherwise', async () => {
    expect(await subjects('ORDER BY Subject LIMIT 2')).toEqual(['Alpha', 'alpha beta']);
    expect((await rows('SELECT Origin FROM Case ORDER BY Origin')).map(({ Origin }) => Origin)).toEqual([
      null,
      null,
      'Email',
      'Phone',
      'Web',
    ]);
    expect((await rows('SELECT Origin FROM Case ORDER BY Origin NULLS LAST LIMIT 1'))[0]).toMatchObject({
      Origin: 'Email',
    });
    expect(await subjects('ORDER BY CreatedDate LIMIT 1 OFFSET 1')).toEqual(['under_score']);
  });

  test('aggregates have names or numbers, and count what they say', async () => {
    expect(await org.engine.query(admin, 'SELECT COUNT() FROM Case')).toEqual({ totalSize: 5, records: [] });
    expect(
      await rows(
        'SELECT Priority, COUNT(Id) total, COUNT(Origin), MAX(Subject) FROM Case GROUP BY Priority ORDER BY COUNT(Id) DESC, Priority',
      ),
    ).toMatchObject([
      { Priority: 'High', total: 2, expr0: 2 },
      { Priority: 'Low', total: 2, expr0: 1 },
      { Priority: 'Medium', total: 1, expr0: 0, expr1: 'under_score' },
    ]);
    expect(await rows('SELECT Priority FROM Case GROUP BY Priority HAVING COUNT(Id) < 2')).toMatchObject([
      { Priority: 'Medium' },
    ]);
    expect(
      await rows(
        'SELECT DAY_ONLY(CreatedDate) day, COUNT(Id) FROM Case GROUP BY DAY_ONLY(CreatedDate) ORDER BY DAY_ONLY(CreatedDate) LIMIT 1',
      ),
    ).toMatchObject([{ day: '2026-11-17', expr0: 1 }]);
  });

  test('FIELDS and toLabel give what the user may read', async () => {
    const [all] = await rows('SELECT FIELDS(ALL) FROM Case LIMIT 1');
    expect(Object.keys(all ?? {})).toEqual(
      expect.arrayContaining(['Id', 'CaseNumber', 'Subject', 'SystemModstamp']),
    );
    const [label] = await rows("SELECT toLabel(Priority) FROM Case WHERE Priority = 'Low' LIMIT 1");
    expect(label).toMatchObject({ Priority: 'Low' });
  });

  test('columns=true tells the columns without any row', () => {
    expect(org.engine.queryColumns(admin, 'SELECT id, Owner.Name FROM case')).toMatchObject({
      columnMetadata: [
        { columnName: 'Id', aggregate: false, joinColumns: [] },
        { columnName: 'Owner', joinColumns: [{ columnName: 'Name' }] },
      ],
    });
  });
});

describe('long results', () => {
  test('come in pages that neither miss nor repeat a row', async () => {
    await org.engine.platform.insert(
      'LoginHistory',
      Array.from({ length: 450 }, (_, index) => ({
        UserId: admin.userId,
        LoginTime: org.clock.now().toString(),
        LoginType: 'Application',
        Status: `n${index}`,
      })),
    );
    const seen = new Set<string>();
    let page = await org.engine.queryPage(admin, 'SELECT Status FROM LoginHistory', { batchSize: 200 });
    const sizes = [page.records.length];
    for (;;) {
      for (const { Status } of page.records) seen.add(String(Status));
      expect(page.totalSize).toBeGreaterThanOrEqual(450);
      if (!page.next) break;
      page = await org.engine.nextPage(admin, page.next);
      sizes.push(page.records.length);
    }
    expect(sizes.slice(0, 2)).toEqual([200, 200]);
    expect([...seen].filter((status) => status.startsWith('n'))).toHaveLength(450);
  });

  test('a locator belongs to the user who got it', async () => {
    const page = await org.engine.queryPage(admin, 'SELECT Id FROM LoginHistory', { batchSize: 200 });
    await expect(org.engine.nextPage(await org.user(STAFF), page.next ?? '')).rejects.toMatchObject({
      errorCode: 'INVALID_QUERY_LOCATOR',
    });
  });
});

describe('what is refused', () => {
  test.each([
    ['SELECT Id FROM Nothing__c', 'INVALID_TYPE', "sObject type 'Nothing__c' is not supported"],
    ['SELECT Nothing FROM Case', 'INVALID_FIELD', "No such column 'Nothing' on entity 'Case'"],
    ['SELECT Id FROM Case WHERE Nothing = 1', 'INVALID_FIELD', "No such column 'Nothing' on entity 'Case'"],
    ['SELECT Nobody.Name FROM Case', 'INVALID_FIELD', "Didn't understand relationship 'Nobody'"],
    [
      'SELECT (SELECT Id FROM Nothings) FROM Case',
      'INVALID_TYPE',
      "Didn't understand relationship 'Nothings' in FROM part of query call",
    ],
    ["SELECT Id FROM Case WHERE Subject = 'a' AND Priority = 'b' OR Origin = 'c'", 'MALFORMED_QUERY', "'OR'"],
    ['SELECT Id FROM Case OFFSET 2001', 'NUMBER_OUTSIDE_VALID_RANGE', '2000'],
    ['SELECT FIELDS(ALL) FROM Case', 'MALFORMED_QUERY', 'LIMIT of at most 200'],
    ['SELECT FIELDS(CUSTOM) FROM Access_Request__c LIMIT 201', 'MALFORMED_QUERY', 'LIMIT of at most 200'],
    ["SELECT Id FROM Case WHERE Description = 'x'", 'INVALID_FIELD', "'Description' can not be filtered"],
    ['SELECT Id FROM Case ORDER BY Description', 'INVALID_FIELD', "'Description' can not be sorted"],
    ['SELECT Description, COUNT(Id) FROM Case GROUP BY Description', 'INVALID_FIELD', 'can not be grouped'],
    [
      'SELECT Subject, COUNT(Id) FROM Case',
      'MALFORMED_QUERY',
      'Field must be grouped or aggregated: Subject',
    ],
    ['SELECT Id, Id FROM Case', 'INVALID_FIELD', 'duplicate field selected: Id'],
    ['SELECT Id i FROM Case', 'MALFORMED_QUERY', 'only aggregate expressions use field aliasing'],
    ["SELECT Id FROM User WHERE IsActive = 'true'", 'INVALID_FIELD', 'must be of type boolean'],
    ['SELECT Id FROM Case WHERE Subject = 5', 'INVALID_FIELD', 'must be of type string'],
    ['SELECT Id FROM Case WHERE CreatedDate > 2026-01-01', 'INVALID_FIELD', 'must be of type dateTime'],
    [
      'SELECT Id FROM User WHERE SuAccessExpirationDate > 2026-01-01T00:00:00Z',
      'INVALID_FIELD',
      'must be of type date',
    ],
    ["SELECT Id FROM Case WHERE OwnerId = 'somebody'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid ID field'],
    ["SELECT Id FROM Case WHERE OwnerId LIKE '005%'", 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator'],
    ['SELECT Id FRM Case', 'MALFORMED_QUERY', 'unexpected token'],
    ['', 'MALFORMED_QUERY', 'unexpected token'],
  ])('%s', async (soql, errorCode, message) => {
    expect(await fault(soql)).toMatchObject({ errorCode, message: expect.stringContaining(message) });
  });
});
