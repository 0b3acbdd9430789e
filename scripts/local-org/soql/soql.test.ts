/** SOQL over a small org: what it finds, how it is shaped, and what it refuses as the platform does. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
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

const rows = async (soql: string, user = admin) => (await org.engine.query(user, soql)).records;
const subjects = async (where: string) =>
  (await rows(`SELECT Subject FROM Case ${where}`)).map(({ Subject }) => Subject);
const fault = async (soql: string, user = admin) =>
  org.engine.query(user, soql).then(
    () => null,
    (error: unknown) => error,
  );

describe('conditions', () => {
  test.each([
    ["Subject = 'ALPHA'", ['Alpha']],
    ["Subject LIKE 'alpha%'", ['Alpha', 'alpha beta']],
    ["Subject LIKE 'über%'", ['Überweisung 100%']],
    [String.raw`Subject LIKE '%100\%'`, ['Überweisung 100%']],
    [String.raw`Subject LIKE 'under\_s%'`, ['under_score']],
    [String.raw`Subject LIKE 'Alp\_a'`, []],
    [String.raw`Subject = 'O\'Neill'`, ["O'Neill"]],
    ["Priority IN ('high', 'MEDIUM')", ['Alpha', 'Überweisung 100%', 'under_score']],
    ["Priority NOT IN ('High')", ['alpha beta', 'under_score', "O'Neill"]],
    ['Origin = null', ['under_score', "O'Neill"]],
    ["Origin = ''", ['under_score', "O'Neill"]],
    ["Origin != 'Phone'", ['alpha beta', 'Überweisung 100%', 'under_score', "O'Neill"]],
    ["Origin NOT IN ('Phone', 'Email')", ['Überweisung 100%', 'under_score', "O'Neill"]],
    ["NOT Origin LIKE 'p%'", ['alpha beta', 'Überweisung 100%', 'under_score', "O'Neill"]],
    ["(NOT (Priority = 'High' OR Origin = null)) AND IsDeleted = false", ['alpha beta']],
    ["Priority = 'Low' AND (Origin = 'Email' OR Origin = 'Web')", ['alpha beta']],
    ["Owner.Profile.Name = 'System Administrator' AND Priority = 'Medium'", ['under_score']],
    [
      "OwnerId IN (SELECT Id FROM User WHERE Username = 'ADA@test.example') AND Priority = 'Medium'",
      ['under_score'],
    ],
    ['OwnerId NOT IN (SELECT Id FROM User WHERE IsActive = true)', []],
    ["Case.Subject = 'Alpha'", ['Alpha']],
  ])('%s', async (where, expected) => {
    expect(await subjects(`WHERE ${where} ORDER BY CreatedDate DESC`)).toEqual(expected);
  });

  test('an id is found by its 15 and its 18 characters, and its case matters', async () => {
    const id = admin.userId;
    const found = async (value: string) => (await rows(`SELECT Id FROM User WHERE Id = '${value}'`)).length;
    expect(await found(id)).toBe(1);
    expect(await found(id.slice(0, 15))).toBe(1);
    expect(await found(id.slice(0, 15).toLowerCase())).toBe(
      id.slice(0, 15) === id.slice(0, 15).toLowerCase() ? 1 : 0,
    );
  });

  test.each([
    ['CreatedDate = TODAY', 1],
    ['CreatedDate = YESTERDAY', 1],
    ['CreatedDate >= YESTERDAY', 2],
    ['CreatedDate < TODAY', 4],
    ['CreatedDate = LAST_N_DAYS:2', 3],
    ['CreatedDate = N_DAYS_AGO:3', 1],
    ['CreatedDate != TODAY', 4],
    ['CreatedDate IN (TODAY, N_DAYS_AGO:3)', 2],
    ['CreatedDate = THIS_YEAR', 5],
    ['CreatedDate > 2026-11-20T00:00:00+01:00', 2],
    ['DAY_ONLY(CreatedDate) = 2026-11-20', 1],
    ['CALENDAR_YEAR(convertTimezone(CreatedDate)) = 2026', 5],
  ])('%s finds %d', async (where, count) => {
    expect(await subjects(`WHERE ${where}`)).toHaveLength(count);
  });

  test('any nesting of AND, OR and NOT means what two-valued logic says', async () => {
    interface Leaf {
      soql: string;
      holds: (row: (typeof CASES)[number]) => boolean;
    }
    const leaf = fc.constantFrom<Leaf[]>(
      { soql: "Priority = 'High'", holds: (row) => row[1] === 'High' },
      { soql: "Origin = 'Phone'", holds: (row) => row[2] === 'Phone' },
      { soql: 'Origin = null', holds: (row) => row[2] === '' },
      {
        soql: "Subject LIKE 'a%'",
        holds: (row) => row[0].toLowerCase().startsWith('a'),
      },
      { soql: "Origin > 'F'", holds: (row) => row[2].toLowerCase() > 'f' },
    );
    const { tree } = fc.letrec<{ tree: Leaf }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        tie('tree').map((inner): Leaf => ({
          soql: `(NOT ${inner.soql})`,
          holds: (row) => !inner.holds(row),
        })),
        fc.tuple(tie('tree'), tie('tree'), fc.boolean()).map(([left, right, and]): Leaf => ({
          soql: `(${left.soql} ${and ? 'AND' : 'OR'} ${right.soql})`,
          holds: (row) => (and ? left.holds(row) && right.holds(row) : left.holds(row) || right.holds(row)),
        })),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(tree, async ({ soql, holds }) => {
        fc.pre(!soql.includes('(NOT (NOT (NOT'));
        const expected = CASES.filter(holds).map(([subject]) => subject);
        expect(await subjects(`WHERE ${soql} ORDER BY CreatedDate DESC`)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('any text survives as a literal', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }), async (raw) => {
        // The database takes no NUL; the platform trims names.
        const text = raw.replaceAll('\u0000', '').trim();
        fc.pre(text !== '' && text.isWellFormed());
        const literal = text
          .replaceAll('\\', '\\\\')
          .replaceAll("'", "\\'")
          .replaceAll('\n', '\\n')
          .replaceAll('\r', '\\r');
        const [id = ''] = await org.engine.platform.insert('Case', [
          { Subject: text, OwnerId: admin.userId },
        ]);
        const found = await rows(`SELECT Id FROM Case WHERE Subject = '${literal}'`);
        await org.engine.platform.remove('Case', id);
        expect(found.map(({ Id }) => Id)).toContain(id);
      }),
      { numRuns: 40 },
    );
  });
});

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
        attributes: expect.objectContaining({ type: 'User' }),
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
      'INVALID_FIELD',
      "Didn't understand relationship 'Nothings'",
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
    ["SELECT Id FROM Case WHERE NOT (NOT (NOT Subject = 'a'))", 'NOT_IMPLEMENTED', 'three NOTs'],
    ['SELECT TYPEOF Owner WHEN User THEN Name END FROM Case', 'NOT_IMPLEMENTED', 'TYPEOF'],
  ])('%s', async (soql, errorCode, message) => {
    expect(await fault(soql)).toMatchObject({ errorCode, message: expect.stringContaining(message) });
  });
});
