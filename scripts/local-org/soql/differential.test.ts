/**
 * The grammar beside a second one of another hand: both take and refuse the same, and read the same out of it. Where
 * they differ, the table says why; a difference that is not in the table fails.
 */
import { describe, expect, test } from '@jest/globals';
import { parseQuery } from '@jetstreamapp/soql-parser-js';
import fc from 'fast-check';
import { parseSoql } from './parse.ts';
import { ownShape, secondShape } from './sample-shapes.ts';

function readBy<T>(read: () => T): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
const ours = (soql: string) => readBy(() => ownShape(parseSoql(soql)));
const theirs = (soql: string) => readBy(() => secondShape(parseQuery(soql)));

const BOTH_TAKE = [
  'SELECT Id FROM Account',
  "select id, name from account where name = 'x'",
  'SELECT Id FROM Account a WHERE a.Name != null',
  "SELECT Id FROM Account WHERE (Name = 'a' OR Name = 'b') AND IsActive = true",
  "SELECT Id FROM Account WHERE NOT (Name = 'a' AND Name LIKE 'b%')",
  "SELECT Id FROM Account WHERE Name IN ('a', 'b', null)",
  "SELECT Id FROM Account WHERE Name NOT IN ('a')",
  "SELECT Id FROM Account WHERE Areas__c INCLUDES ('a;b', 'c') AND Areas__c EXCLUDES ('d')",
  'SELECT Id FROM Account WHERE Amount >= -5.25 AND Amount < 1000 AND Amount <> 3',
  'SELECT Id FROM Account WHERE CreatedDate = LAST_N_DAYS:30 OR CreatedDate > NEXT_FISCAL_QUARTER',
  'SELECT Id FROM Account WHERE CreatedDate > 2026-01-01T00:00:00Z AND Day__c <= 2026-02-28',
  'SELECT Id FROM Account WHERE CreatedDate > 2026-01-01T00:00:00+01:00',
  'SELECT Id, Owner.Profile.Name FROM Account ORDER BY Owner.Name DESC NULLS LAST, Id LIMIT 10 OFFSET 5',
  'SELECT Id, (SELECT Id, LastName FROM Contacts WHERE LastName != null LIMIT 3) FROM Account',
  "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact WHERE LastName = 'x')",
  'SELECT COUNT() FROM Account',
  'SELECT Name, COUNT(Id) total, MAX(CreatedDate) FROM Account GROUP BY Name HAVING COUNT(Id) > 1 ORDER BY COUNT(Id)',
  'SELECT CALENDAR_YEAR(CreatedDate), COUNT(Id) FROM Account GROUP BY CALENDAR_YEAR(CreatedDate)',
  'SELECT Industry, COUNT(Id) FROM Account GROUP BY ROLLUP(Industry)',
  'SELECT Industry, Type, COUNT(Id) FROM Account GROUP BY CUBE(Industry, Type)',
  'SELECT TYPEOF What WHEN Account THEN Phone, Name WHEN Case THEN Subject ELSE Name END FROM Event',
  'SELECT FIELDS(ALL) FROM Account LIMIT 200',
  'SELECT toLabel(Status), FORMAT(Amount) amt FROM Lead',
  'SELECT Id FROM Account USING SCOPE mine',
  'SELECT Id FROM Account FOR VIEW',
  'SELECT Id FROM Account LIMIT 1 FOR UPDATE',
  String.raw`SELECT Id FROM Account WHERE Name = 'O\'Neill \\ \u0041'`,
  'SELECT Id FROM Account WHERE DAY_ONLY(convertTimezone(CreatedDate)) = TODAY',
];

const BOTH_REFUSE = [
  '',
  'SELECT',
  'SELECT FROM Account',
  'SELECT Id, FROM Account',
  'SELECT Id Account',
  'SELECT Id FROM',
  'SELECT Id FROM Account WHERE',
  "SELECT Id FROM Account WHERE Name = 'a",
  "SELECT Id FROM Account WHERE Name == 'a'",
  "SELECT Id FROM Account WHERE (Name = 'a'",
  "SELECT Id FROM Account WHERE Name = 'a')",
  'SELECT Id FROM Account WHERE Name IN ()',
  "SELECT Id FROM Account ORDER Name WHERE Name = 'a'",
  'SELECT Id FROM Account LIMIT x',
  'SELECT Id FROM Account LIMIT 5 WHERE Id = null',
  'SELECT (SELECT Id FROM Contacts FROM Account',
  'SELECT Id FROM Account GROUP Name',
  'SELECT Id FROM Account WHERE Amount > $5',
  'DELETE FROM Account',
  'SELECT * FROM Account',
];

/** `own` and `second`: whether each takes it. */
const DIFFERENT: { soql: string; own: boolean; second: boolean; why: string }[] = [
  {
    soql: "SELECT Id FROM Account WHERE Name = 'a' AND Name = 'b' OR Name = 'c'",
    own: false,
    second: true,
    why: 'the platform asks for parentheses where AND and OR meet; the second grammar leaves it to its caller',
  },
  {
    soql: 'SELECT Id FROM Account ALL ROWS',
    own: true,
    second: false,
    why: 'ALL ROWS is read so that the refusal can be the one of the platform',
  },
  {
    soql: "SELECT Id FROM Account WHERE Name IN 'a'",
    own: false,
    second: true,
    why: 'a list has parentheses; without them the second grammar takes the text for a variable',
  },
  {
    soql: 'SELECT Id FROM Account WHERE Name = :name',
    own: false,
    second: false,
    why: 'bind variables belong to Apex: both refuse, we with the words of the platform',
  },
  {
    soql: 'SELECT Id FROM Account WHERE NOT NOT NOT Name = null',
    own: true,
    second: true,
    why: 'the second grammar drops a NOT when several follow each other, so the shapes are not compared',
  },
];

describe('two grammars', () => {
  test.each(BOTH_TAKE)('read the same out of: %s', (soql) => {
    expect(ours(soql)).toEqual(theirs(soql));
    expect(ours(soql)).not.toBeNull();
  });

  test.each(BOTH_REFUSE)('refuse: %s', (soql) => {
    expect([ours(soql), theirs(soql)]).toEqual([null, null]);
  });

  test.each(DIFFERENT)('differ, because $why', ({ soql, own: isOwn, second: isSecond }) => {
    expect([ours(soql) !== null, theirs(soql) !== null]).toEqual([isOwn, isSecond]);
  });

  const name = fc.constantFrom('Name', 'Owner.Name', 'Amount__c', 'Parent__r.Owner.Id', 'CreatedDate');
  const literal = fc.oneof(
    fc.integer().map(String),
    fc
      .string({ maxLength: 8 })
      .map((text) => `'${text.replaceAll(/[\\']/g, String.raw`\$&`).replaceAll(/\s/g, ' ')}'`),
    fc.constantFrom(
      'null',
      'TRUE',
      'false',
      'TODAY',
      'LAST_N_WEEKS:4',
      '2026-11-21',
      '2026-11-21T10:00:00Z',
      '1.5',
    ),
  );
  const leaf = fc.oneof(
    fc.tuple(name, fc.constantFrom('=', '!=', '<', '<=', '>', '>='), literal).map((parts) => parts.join(' ')),
    fc
      .tuple(name, fc.constantFrom('IN', 'NOT IN'), fc.array(literal, { minLength: 1, maxLength: 3 }))
      .map(([field, operator, list]) => `${field} ${operator} (${list.join(', ')})`),
    fc.tuple(name, fc.constantFrom("'a%'", "'_b'")).map(([field, pattern]) => `${field} LIKE ${pattern}`),
  );
  const { tree } = fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3 },
      leaf,
      fc
        .tuple(fc.constantFrom(' AND ', ' OR '), fc.array(tie('tree'), { minLength: 2, maxLength: 3 }))
        .map(([joint, items]) => `(${items.join(joint)})`),
      // One NOT at a time: see the table of differences.
      leaf.map((item) => `(NOT ${item})`),
    ),
  }));
  const query = fc
    .record({
      fields: fc.uniqueArray(name, { minLength: 1 }),
      where: fc.option(tree),
      order: fc.option(
        fc.tuple(name, fc.constantFrom('', ' ASC', ' DESC'), fc.constantFrom('', ' NULLS LAST')),
      ),
      limit: fc.option(fc.nat(1000)),
    })
    .map(({ fields, where, order, limit }) =>
      [
        `SELECT ${fields.join(', ')} FROM Case`,
        where === null ? '' : ` WHERE ${where}`,
        order ? ` ORDER BY ${order.join('')}` : '',
        limit === null ? '' : ` LIMIT ${limit}`,
      ].join(''),
    );

  test('read the same out of any query that is built by the rules', () => {
    fc.assert(
      fc.property(query, (soql) => {
        expect(ours(soql)).toEqual(theirs(soql));
        expect(ours(soql)).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  test('refuse the same when a word of such a query is lost', () => {
    fc.assert(
      fc.property(query, fc.nat(), (soql, place) => {
        const words = soql.split(' ');
        words.splice(place % words.length, 1);
        const broken = words.join(' ');
        fc.pre(ours(broken) !== null);
        expect(theirs(broken)).not.toBeNull();
      }),
      { numRuns: 150 },
    );
  });
});
