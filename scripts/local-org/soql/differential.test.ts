/**
 * The grammar beside a second one of another hand: both take and refuse the same, and read the same out of it. Where
 * they differ, the table says why; a difference that is not in the table fails.
 */
import { describe, expect, test } from '@jest/globals';
import { parseQuery } from '@jetstreamapp/soql-parser-js';
import type * as second from '@jetstreamapp/soql-parser-js';
import fc from 'fast-check';
import { parseSoql } from './parse.ts';
import type * as own from './syntax/tree.ts';

/** What is compared: the parts of a query as text and lists. */
interface Shape {
  fields: string[];
  from: string;
  where: string | null;
  groupBy: string[];
  having: string | null;
  orderBy: string[];
  limit: number | null;
  offset: number | null;
}

/** The second grammar writes the words among literals in capitals. */
const valuesOf = (texts: readonly string[]) =>
  texts.map((text) => (/^(null|true|false)$/i.test(text) ? text.toUpperCase() : text)).join('|');

const fold = (text: string) => text.replaceAll(/\s/g, '').toLowerCase();

function ownCondition(condition: own.Condition): string {
  switch (condition.kind) {
    case 'test': {
      const { target, operator, values, subquery } = condition;
      const right = subquery ? JSON.stringify(ownShape(subquery)) : valuesOf(values.map(({ text }) => text));
      return `${fold(target.text)} ${operator} ${right}`;
    }
    case 'not':
      return `not(${ownCondition(condition.item)})`;
    default:
      return `(${condition.items.map(ownCondition).join(` ${condition.kind} `)})`;
  }
}

function ownItem(item: own.SelectItem): string {
  switch (item.kind) {
    case 'field':
      return fold(item.path.text);
    case 'function':
      return fold(item.call.text) + (item.alias ? ` ${item.alias.text}` : '');
    case 'child':
      return JSON.stringify(ownShape(item.query));
    case 'typeof': {
      const whens = item.whens.map(({ object, fields }) =>
        [object, ...fields].map(({ text }) => text).join(),
      );
      return ['typeof', item.path.text, ...whens, ...item.otherwise.map(({ text }) => text)].join(' ');
    }
  }
}

function ownShape(query: own.Query): Shape {
  const { groupBy } = query;
  const targets = groupBy?.targets.map(({ text }) => fold(text)) ?? [];
  return {
    fields: query.items.map(ownItem),
    from: query.from.text,
    where: query.where && ownCondition(query.where),
    groupBy: groupBy && groupBy.kind !== 'plain' ? [`${groupBy.kind}(${targets.join()})`] : targets,
    having: query.having && ownCondition(query.having),
    orderBy: query.orderBy.map(({ target, direction, nulls }) =>
      [fold(target.text), direction, nulls].join(' '),
    ),
    limit: query.limit,
    offset: query.offset,
  };
}

type Chain = second.WhereClause | second.HavingClause;

/** The second grammar gives a chain with counted parentheses; here it is read as a tree. */
function secondCondition(clause: Chain): string {
  const tokens: string[] = [];
  for (let node: Chain | undefined = clause; node;) {
    const { left } = node;
    if (left && 'openParen' in left) tokens.push(...new Array<string>(left.openParen ?? 0).fill('('));
    if (left && 'operator' in left) {
      tokens.push(secondTest(left), ...new Array<string>(left.closeParen ?? 0).fill(')'));
    }
    const next: { operator?: string; right?: Chain } = node as never;
    if (next.operator) tokens.push(next.operator);
    node = next.right;
  }
  let position = 0;
  const operand = (): string => {
    const token = tokens[position++] ?? '';
    if (token === 'NOT') return `not(${operand()})`;
    if (token !== '(') return token;
    const inner = expression();
    position += 1;
    return inner;
  };
  const expression = (): string => {
    const items = [operand()];
    const joint = tokens[position];
    while (tokens[position] === joint && (joint === 'AND' || joint === 'OR')) {
      position += 1;
      items.push(operand());
    }
    return items.length === 1 ? (items[0] ?? '') : `(${items.join(` ${(joint ?? '').toLowerCase()} `)})`;
  };
  return expression();
}

type SecondTest = Extract<NonNullable<second.WhereClause['left']>, { operator: second.Operator }>;

function secondTest(parsed: SecondTest): string {
  const target = 'fn' in parsed ? (parsed.fn.rawValue ?? '') : parsed.field;
  const right =
    'valueQuery' in parsed ? JSON.stringify(secondShape(parsed.valueQuery)) : valuesOf([parsed.value].flat());
  return `${fold(target)} ${String(parsed.operator).replace('<>', '!=')} ${right}`;
}

function secondItem(item: second.FieldType): string {
  switch (item.type) {
    case 'Field':
    case 'FieldRelationship': {
      const prefix = 'objectPrefix' in item && item.objectPrefix ? [item.objectPrefix] : [];
      return fold([...prefix, ...('relationships' in item ? item.relationships : []), item.field].join('.'));
    }
    case 'FieldFunctionExpression':
      return fold(item.rawValue ?? '') + (item.alias ? ` ${item.alias}` : '');
    case 'FieldSubquery':
      return JSON.stringify(secondShape(item.subquery));
    case 'FieldTypeof': {
      const parts = item.conditions.map(({ objectType, fieldList }) =>
        objectType ? [objectType, ...fieldList].join() : fieldList.join(' '),
      );
      return ['typeof', item.field, ...parts].join(' ');
    }
  }
}

function secondShape(query: second.Query | second.Subquery): Shape {
  const name = (clause: second.GroupByClause | second.OrderByClause) =>
    fold('fn' in clause ? (clause.fn.rawValue ?? '') : clause.field);
  return {
    fields: (query.fields ?? []).map(secondItem),
    from: 'relationshipName' in query ? query.relationshipName : (query.sObject ?? ''),
    where: query.where ? secondCondition(query.where) : null,
    groupBy: [query.groupBy ?? []].flat().map(name),
    having: query.having ? secondCondition(query.having) : null,
    orderBy: [query.orderBy ?? []]
      .flat()
      .map((clause) => [name(clause), clause.order ?? 'ASC', clause.nulls ?? 'FIRST'].join(' ')),
    limit: query.limit ?? null,
    offset: query.offset ?? null,
  };
}

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
