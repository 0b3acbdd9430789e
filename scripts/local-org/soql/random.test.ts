/** Random data and random queries: the org's answer against a plain evaluation in memory, written here by the rules. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { UserContext } from '../state/engine.ts';
import { openThings, ZONE } from './sample-things.ts';
import type { ThingOrg } from './sample-things.ts';

let org: ThingOrg;
let ada: UserContext;
let runs = 0;

beforeAll(async () => {
  org = await openThings();
  ada = await org.engine.userContext((await org.token('ada')).userId);
});
afterAll(() => org.close());

/** The day of the user while the test runs; the org's clock stands half an hour before midnight UTC. */
const TODAY = Temporal.PlainDate.from('2026-11-22');

interface Thing {
  Text__c: string | null;
  Number__c: number | null;
  Day__c: string | null;
  /** Epoch seconds. */
  At__c: number | null;
  Flag__c: boolean;
}
type Field = keyof Thing;
type Row = Thing & { Id: string };

/** A condition as text and as what it means; no value is ever unknown: what is not true is false. */
interface Meaning {
  soql: string;
  holds: (row: Row) => boolean;
}

const text = fc.string({ unit: fc.constantFrom(...'aAbBé_%\\1'), minLength: 1, maxLength: 3 });
const number = fc.integer({ min: -300, max: 300 }).map((cents) => cents / 100);
const day = fc.integer({ min: -40, max: 40 }).map((days) => TODAY.add({ days }).toString());
const BASE = Temporal.Instant.from('2026-11-21T22:30:00Z').epochMilliseconds / 1000;
const at = fc.integer({ min: -40 * 24, max: 40 * 24 }).map((hours) => BASE + hours * 3600);

const thing: fc.Arbitrary<Thing> = fc.record({
  Text__c: fc.option(text),
  Number__c: fc.option(number),
  Day__c: fc.option(day),
  At__c: fc.option(at),
  Flag__c: fc.boolean(),
});

const quoted = (value: string) => `'${value.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
const instant = (seconds: number) => Temporal.Instant.fromEpochMilliseconds(seconds * 1000).toString();

const compare: Record<string, (order: number) => boolean> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};
const operator = fc.constantFrom(...Object.keys(compare));

/** Text counts by its capitals, code point by code point; none of the letters here needs more than one unit. */
function orderOf(left: string | number | boolean, right: string | number | boolean): number {
  const [a, b] = [left, right].map((value) => (typeof value === 'string' ? value.toUpperCase() : value));
  return a === b ? 0 : (a ?? 0) < (b ?? 0) ? -1 : 1;
}

function comparison<T extends string | number>(
  field: Field,
  values: fc.Arbitrary<T>,
  write: (value: T) => string,
): fc.Arbitrary<Meaning> {
  return fc.tuple(operator, values).map(([sign, value]) => ({
    soql: `${field} ${sign} ${write(value)}`,
    holds: (row) => {
      const own = row[field];
      // Only `!=` is true of an empty field.
      return own === null ? sign === '!=' : (compare[sign]?.(orderOf(own, value)) ?? false);
    },
  }));
}

function membership<T extends string | number>(
  field: Field,
  values: fc.Arbitrary<T>,
  write: (value: T) => string,
): fc.Arbitrary<Meaning> {
  const list = fc.array(fc.option(values), { minLength: 1, maxLength: 3 });
  return fc.tuple(list, fc.boolean()).map(([items, negative]) => ({
    soql: `${field} ${negative ? 'NOT IN' : 'IN'} (${items.map((item) => (item === null ? 'null' : write(item))).join(', ')})`,
    holds: (row) => {
      const own = row[field];
      const isIn = items.some((item) =>
        item === null || own === null ? item === own : orderOf(own, item) === 0,
      );
      return isIn !== negative;
    },
  }));
}

/** LIKE piece by piece: a sign for itself, `_` for one, `%` for any. */
const like: fc.Arbitrary<Meaning> = fc
  .array(fc.constantFrom('a', 'B', 'é', '_', '%', String.raw`\_`, String.raw`\%`, '1'), { maxLength: 4 })
  .map((pieces) => {
    const means: Record<string, string> = { _: '.', '%': '.*', [String.raw`\_`]: '_', [String.raw`\%`]: '%' };
    const rule = new RegExp(`^${pieces.map((piece) => means[piece] ?? piece).join('')}$`, 'isu');
    return {
      soql: `Text__c LIKE '${pieces.join('')}'`,
      // A pattern without anything is the empty text, which is no value.
      holds: ({ Text__c }) => Text__c !== null && pieces.length > 0 && rule.test(Text__c),
    };
  });

/** Ranges of days, counted here by hand: the first day and the day after the last. */
const RANGES: Record<string, [Temporal.PlainDate, Temporal.PlainDate]> = {
  TODAY: [TODAY, TODAY.add({ days: 1 })],
  YESTERDAY: [TODAY.subtract({ days: 1 }), TODAY],
  TOMORROW: [TODAY.add({ days: 1 }), TODAY.add({ days: 2 })],
  'LAST_N_DAYS:3': [TODAY.subtract({ days: 3 }), TODAY.add({ days: 1 })],
  'NEXT_N_DAYS:3': [TODAY.add({ days: 1 }), TODAY.add({ days: 4 })],
  'N_DAYS_AGO:2': [TODAY.subtract({ days: 2 }), TODAY.subtract({ days: 1 })],
  // The 22nd of November 2026 is a Sunday, on which a week begins.
  THIS_WEEK: [TODAY, TODAY.add({ days: 7 })],
  LAST_WEEK: [TODAY.subtract({ days: 7 }), TODAY],
  THIS_MONTH: [TODAY.with({ day: 1 }), Temporal.PlainDate.from('2026-12-01')],
  'LAST_N_MONTHS:1': [Temporal.PlainDate.from('2026-10-01'), TODAY.with({ day: 1 })],
  'N_MONTHS_AGO:1': [Temporal.PlainDate.from('2026-10-01'), TODAY.with({ day: 1 })],
  THIS_QUARTER: [Temporal.PlainDate.from('2026-10-01'), Temporal.PlainDate.from('2027-01-01')],
  THIS_FISCAL_YEAR: [Temporal.PlainDate.from('2026-01-01'), Temporal.PlainDate.from('2027-01-01')],
};

const dateLiteral: fc.Arbitrary<Meaning> = fc
  .tuple(fc.constantFrom('Day__c', 'At__c'), operator, fc.constantFrom(...Object.keys(RANGES)))
  .map(([field, sign, name]) => ({
    soql: `${field} ${sign} ${name}`,
    holds: (row) => {
      const own = row[field];
      if (own === null) return sign === '!=';
      const date =
        typeof own === 'string'
          ? Temporal.PlainDate.from(own)
          : Temporal.Instant.fromEpochMilliseconds(own * 1000)
              .toZonedDateTimeISO(ZONE)
              .toPlainDate();
      const [start, end] = RANGES[name] as [Temporal.PlainDate, Temporal.PlainDate];
      const place =
        Temporal.PlainDate.compare(date, start) < 0 ? -1 : Temporal.PlainDate.compare(date, end) < 0 ? 0 : 1;
      return compare[sign]?.(place) ?? false;
    },
  }));

const leaf: fc.Arbitrary<Meaning> = fc.oneof(
  comparison('Text__c', text, quoted),
  comparison('Number__c', number, String),
  comparison('Day__c', day, String),
  comparison('At__c', at, instant),
  membership('Text__c', text, quoted),
  membership('Number__c', number, String),
  membership('At__c', at, instant),
  like,
  dateLiteral,
  fc.boolean().map((value) => ({ soql: `Flag__c = ${value}`, holds: (row: Row) => row.Flag__c === value })),
  fc
    .tuple(fc.constantFrom<Field[]>('Text__c', 'Number__c', 'Day__c', 'At__c'), fc.boolean())
    .map(([field, empty]) => ({
      soql: `${field} ${empty ? '=' : '!='} null`,
      holds: (row: Row) => (row[field] === null) === empty,
    })),
);

const { tree } = fc.letrec<{ tree: Meaning }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    leaf,
    tie('tree').map(({ soql, holds }): Meaning => ({ soql: `(NOT ${soql})`, holds: (row) => !holds(row) })),
    fc.tuple(tie('tree'), tie('tree'), fc.boolean()).map(([left, right, and]): Meaning => ({
      soql: `(${left.soql} ${and ? 'AND' : 'OR'} ${right.soql})`,
      holds: (row) => (and ? left.holds(row) && right.holds(row) : left.holds(row) || right.holds(row)),
    })),
  ),
}));

interface Ordering {
  field: Field | 'Id';
  descending: boolean;
  last: boolean;
}
const ordering: fc.Arbitrary<Ordering> = fc.record({
  field: fc.constantFrom('Text__c', 'Number__c', 'Day__c', 'At__c', 'Flag__c', 'Id'),
  descending: fc.boolean(),
  last: fc.boolean(),
});
const query = fc.record({
  where: tree,
  order: fc.array(ordering, { maxLength: 2 }),
  limit: fc.option(fc.integer({ min: 1, max: 8 })),
  offset: fc.integer({ min: 0, max: 4 }),
});

function sorted(rows: Row[], order: Ordering[]): Row[] {
  return rows.toSorted((a, b) => {
    for (const { field, descending, last } of order) {
      const [left, right] = [a[field], b[field]];
      if (left === null && right === null) continue;
      if (left === null || right === null) return (left === null) === last ? 1 : -1;
      // Ids are told apart by case, unlike text.
      const place = field === 'Id' ? (left === right ? 0 : left < right ? -1 : 1) : orderOf(left, right);
      if (place !== 0) return descending ? -place : place;
    }
    return a.Id < b.Id ? -1 : 1;
  });
}

/** Stores the things under a number of their own; `condition` finds these rows alone. */
async function stored(things: Thing[]): Promise<{ rows: Row[]; condition: string }> {
  runs += 1;
  const ids = await org.engine.platform.insert(
    'Thing__c',
    things.map((row) => ({
      ...row,
      At__c: row.At__c === null ? null : instant(row.At__c),
      Run__c: runs,
      OwnerId: ada.userId,
      Name: 'x',
    })),
  );
  const rows = things.map((row, index) => ({ ...row, Id: ids[index] ?? '' }));
  return { rows, condition: `Run__c = ${runs}` };
}

const things = fc.array(thing, { minLength: 4, maxLength: 14 });
const found = async (soql: string) => (await org.engine.query(ada, soql)).records;

test('the rows that a condition finds, their order, LIMIT and OFFSET are those of a plain evaluation', async () => {
  await fc.assert(
    fc.asyncProperty(things, fc.array(query, { minLength: 3, maxLength: 5 }), async (data, queries) => {
      const { rows, condition } = await stored(data);
      for (const { where, order, limit, offset } of queries) {
        const parts = order.map(
          ({ field, descending, last }) =>
            `${field} ${descending ? 'DESC' : 'ASC'} NULLS ${last ? 'LAST' : 'FIRST'}`,
        );
        const soql = [
          `SELECT Id FROM Thing__c WHERE ${condition} AND ${where.soql}`,
          parts.length > 0 ? ` ORDER BY ${parts.join(', ')}` : '',
          limit === null ? '' : ` LIMIT ${limit}`,
          offset === 0 ? '' : ` OFFSET ${offset}`,
        ].join('');
        const expected = sorted(rows.filter(where.holds), order)
          .slice(offset, offset + (limit ?? rows.length))
          .map(({ Id }) => Id);
        expect({ soql, ids: (await found(soql)).map(({ Id }) => Id) }).toEqual({ soql, ids: expected });
      }
    }),
    { numRuns: 60 },
  );
});

test('counts, sums and extremes by group are those of a plain evaluation', async () => {
  await fc.assert(
    fc.asyncProperty(things, tree, async (data, where) => {
      const { rows, condition } = await stored(data);
      const soql =
        'SELECT Flag__c, COUNT(Id) n, COUNT(Text__c) texts, COUNT_DISTINCT(Number__c) kinds, SUM(Number__c) total, ' +
        `MIN(Day__c) earliest, MAX(At__c) latest FROM Thing__c WHERE ${condition} AND ${where.soql} GROUP BY Flag__c ORDER BY Flag__c`;
      const groups = [false, true].flatMap((flag) => {
        const own = rows.filter((row) => where.holds(row) && row.Flag__c === flag);
        if (own.length === 0) return [];
        const numbers = own.flatMap(({ Number__c }) => (Number__c === null ? [] : [Number__c]));
        const days = own.flatMap(({ Day__c }) => (Day__c === null ? [] : [Day__c])).toSorted();
        const times = own.flatMap(({ At__c }) => (At__c === null ? [] : [At__c]));
        const cents = numbers.reduce((sum, value) => sum + Math.round(value * 100), 0);
        const latest = times.length === 0 ? null : instant(Math.max(...times)).replace('Z', '.000+0000');
        return [
          {
            ...{ attributes: { type: 'AggregateResult' }, Flag__c: flag, n: own.length },
            texts: own.filter(({ Text__c }) => Text__c !== null).length,
            kinds: new Set(numbers).size,
            total: numbers.length === 0 ? null : cents / 100,
            earliest: days[0] ?? null,
            latest,
          },
        ];
      });
      expect({ soql, groups: await found(soql) }).toEqual({ soql, groups });
    }),
    { numRuns: 30 },
  );
});
