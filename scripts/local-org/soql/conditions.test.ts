/** Conditions of SOQL over a small org: what each finds, and that nesting them means what logic says. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ADMIN, startTestOrg } from '../test-org.ts';
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
