/** Formula fields in records and queries: shown, filtered and sorted, with one answer from evaluator and database. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { startTestOrg } from '../test-org.ts';
import type { TestOrg } from '../test-org.ts';
import { adminSeed, writeSource } from '../test-source.ts';
import { COMPARED, THING_FIELDS } from './sample-formulas.ts';
import type { UserContext } from '../state/engine.ts';

const ADMIN = 'ada@formula.example';

let source: ReturnType<typeof writeSource>;
let org: TestOrg;
let admin: UserContext;

beforeAll(async () => {
  source = writeSource({
    Thing__c: { fields: THING_FIELDS, rules: { Not_Too_Much: 'Half__c > 1000 || Nested__c > 5000' } },
  });
  org = await startTestOrg({ sourceDir: source.sourceDir, seed: adminSeed(ADMIN, 'Pacific/Auckland') });
  admin = await org.user(ADMIN);
});
afterAll(async () => {
  await org.close();
  source.remove();
});

async function insert(records: object[]): Promise<string[]> {
  const results = await org.engine.insert(
    admin,
    'Thing__c',
    records.map((record) => ({ ...record })),
    {
      allOrNone: false,
    },
  );
  expect(results.flatMap(({ errors }) => errors)).toEqual([]);
  return results.map(({ id }) => id ?? '');
}
const query = async (soql: string) => (await org.engine.query(admin, soql)).records;

describe('formula fields', () => {
  let top: string;
  let middle: string;
  let low: string;
  beforeAll(async () => {
    [top = ''] = await insert([{ Name: 'Top', T__c: 'peak', A__c: 10 }]);
    [middle = ''] = await insert([{ Name: 'Middle', T__c: 'slope', A__c: 4, Parent__c: top }]);
    [low = ''] = await insert([{ Name: 'Low', T__c: 'foot', Parent__c: middle }]);
  });

  test('are part of a record, with values of parents and of formulas in formulas', async () => {
    expect(await org.engine.retrieve(admin, 'Thing__c', low)).toMatchObject({
      Up__c: 'Middle/peak',
      Nested__c: 2,
      Half__c: 0,
      Mine__c: true,
      Where_From__c: `Admin of Test org${admin.userId}`,
      Cased__c: 'Foot',
      Link__c: `<a href="/${low}" target="_self">foot</a>`,
    });
  });

  test('that cannot be computed are empty, and a parent that is not there gives nothing', async () => {
    expect(await org.engine.retrieve(admin, 'Thing__c', top)).toMatchObject({
      Bad__c: null,
      Up__c: '/',
      Nested__c: 5,
    });
  });

  test('can be selected through a relationship, filtered, sorted and aggregated', async () => {
    const rows = await query(
      `SELECT Name, Parent__r.Half__c FROM Thing__c WHERE Parent__r.Half__c >= 2 ORDER BY Nested__c DESC`,
    );
    expect(
      rows.map((row) => [row['Name'], (row['Parent__r'] as Record<string, unknown>)['Half__c']]),
    ).toEqual([
      ['Middle', 5],
      ['Low', 2],
    ]);
    expect(
      await query("SELECT MAX(Half__c) most, COUNT(Id) total FROM Thing__c WHERE Name IN ('Top', 'Middle')"),
    ).toEqual([{ attributes: { type: 'AggregateResult' }, most: 5, total: 2 }]);
    expect(
      await query("SELECT Id FROM Thing__c WHERE Mine__c = true AND Up__c = 'Middle/peak'"),
    ).toHaveLength(1);
  });

  test('can be sorted with pages, where the filter and the selection run apart', async () => {
    const page = await org.engine.queryPage(
      admin,
      'SELECT Name, Up__c, Where_From__c FROM Thing__c WHERE Half__c < 100 ORDER BY Up__c',
      { batchSize: 200 },
    );
    expect(page.records[0]?.['Where_From__c']).toContain('Admin of Test org');
  });

  test('are not grouped, and one that only the evaluator can compute is refused in a filter by name', async () => {
    await expect(query('SELECT Half__c FROM Thing__c GROUP BY Half__c')).rejects.toThrow(
      'can not be grouped',
    );
    await expect(query("SELECT Id FROM Thing__c WHERE Cased__c = 'Foot'")).rejects.toThrow('INITCAP');
  });

  test('are written by nobody', async () => {
    const [result] = await org.engine.update(admin, 'Thing__c', [{ Id: top, Half__c: 1 }], {
      allOrNone: false,
    });
    expect(result?.errors[0]?.statusCode).toBe('INVALID_FIELD_FOR_INSERT_UPDATE');
  });

  test('are known to validation rules, those of parents too', async () => {
    const save = (fields: object) =>
      org.engine.insert(admin, 'Thing__c', [{ Name: 'x', ...fields }], { allOrNone: false });
    expect((await save({ A__c: 2002 }))[0]?.errors[0]?.message).toBe('Rule Not_Too_Much');
    expect((await save({ A__c: 1000, Parent__c: top }))[0]?.success).toBe(true);
  });

  test('are described as calculated, filterable, never groupable', () => {
    const described = org.engine.describe(admin, 'Thing__c')['fields'] as Record<string, unknown>[];
    expect(described.find(({ name }) => name === 'Half__c')).toMatchObject({
      calculated: true,
      calculatedFormula: 'A__c / 2',
      createable: false,
      filterable: true,
      groupable: false,
      sortable: true,
      updateable: false,
      formulaTreatNullNumberAsZero: true,
    });
  });
});

describe('the database computes a formula as the evaluator does', () => {
  const number = fc.oneof(
    fc.constant(null),
    fc.constantFrom(0, 1, 2, 3, 7, 12, -1, 0.5, 16, 6),
    fc.integer({ min: -40_000, max: 40_000 }).map((value) => value / 100),
  );
  const word = fc.oneof(
    fc.constantFrom('', 'a', 'ab', '12', ' x ', "o'k", '-3.5', 'Ab;c'),
    fc.string({ unit: fc.constantFrom('a', 'b', 'A', '1', ' ', '-', '%', '\\'), maxLength: 8 }),
  );
  const day = fc.option(
    fc
      .integer({ min: -30_000, max: 30_000 })
      .map((days) => Temporal.PlainDate.from('2026-11-21').add({ days }).toString()),
  );
  const time = fc.option(
    fc
      .integer({ min: -2_000_000_000, max: 1_900_000_000 })
      .map((seconds) => Temporal.Instant.from('2026-11-21T00:00:00Z').add({ seconds }).toString()),
  );
  const row = fc.record({
    A__c: number,
    B__c: number,
    P__c: number,
    T__c: word,
    U__c: word,
    K__c: fc.boolean(),
    D__c: day,
    E__c: day,
    H__c: time,
    S__c: fc.constantFrom(null, 'Open', 'Shut'),
    M__c: fc.constantFrom(null, 'red', 'red;blue', 'blue'),
  });
  const names = COMPARED.flatMap((_, index) => [`Z${index}__c`, `Y${index}__c`]);

  test('for random values, in every row and under both treatments of blanks', async () => {
    const rows = fc.sample(row, { numRuns: 60, seed: 20261121 });
    await insert(rows.map((values, index) => ({ Name: `random ${index}`, ...values })));
    const shown = await query(
      `SELECT Name, ${names.join(', ')} FROM Thing__c WHERE Name LIKE 'random %' ORDER BY Name`,
    );
    expect(shown).toHaveLength(60);
    for (const [index, name] of names.entries()) {
      const [, source = ''] = COMPARED[Math.floor(index / 2)] ?? [];
      const expected = shown
        .filter((record) => record[name] !== null && record[name] !== false)
        .map(({ Name }) => Name);
      const type = COMPARED[Math.floor(index / 2)]?.[0];
      const filter = type === 'Checkbox' ? `${name} = true` : `${name} != null`;
      const found = await query(
        `SELECT Name FROM Thing__c WHERE Name LIKE 'random %' AND ${filter} ORDER BY Name`,
      );
      expect([source, name, found.map(({ Name }) => Name)]).toEqual([source, name, expected]);
      await expectSameOrder(name, source, type ?? '', shown);
    }
  });

  /** The values themselves: rows in the database's order must be in the order of what the evaluator shows. */
  async function expectSameOrder(
    name: string,
    source: string,
    type: string,
    shown: Record<string, unknown>[],
  ): Promise<void> {
    const sample = shown.filter((record) => record[name] !== null).slice(0, 2);
    for (const record of type === 'Checkbox' ? [] : sample) {
      const value = record[name];
      const literal =
        typeof value === 'number'
          ? value.toFixed(10)
          : type === 'Text'
            ? `'${String(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
            : String(value).replace('+0000', 'Z');
      const near =
        typeof value === 'number'
          ? `${name} > ${(value - 1e-6).toFixed(10)} AND ${name} < ${(value + 1e-6).toFixed(10)}`
          : `${name} = ${literal}`;
      const found = await query(
        `SELECT Name FROM Thing__c WHERE ${near} AND Name = '${String(record['Name'])}'`,
      );
      expect([source, record, found.length]).toEqual([source, record, 1]);
    }
  }
});
