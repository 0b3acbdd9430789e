/** Pages as JSON: letter for letter the records that the other way of reading gives, and never older than the question. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { UserContext } from '../state/engine.ts';
import { openThings } from './sample-things.ts';
import type { ThingOrg } from './sample-things.ts';

let org: ThingOrg;
let ada: UserContext;
let bob: UserContext;
beforeAll(async () => {
  org = await openThings();
  ada = await org.engine.userContext((await org.token('ada')).userId);
  bob = await org.engine.userContext((await org.token('bob')).userId);
});
afterAll(() => org.close());

const insert = (rows: Record<string, unknown>[]) =>
  org.engine.platform.insert(
    'Thing__c',
    rows.map((row) => ({ Name: 'x', OwnerId: ada.userId, ...row })),
  );

describe('the JSON of a page', () => {
  const FIELDS = 'Id, Name, Text__c, Number__c, Run__c, Amount__c, Day__c, At__c, Flag__c, Story__c, OwnerId';
  const PARENT = `Parent__r.Name, Parent__r.Number__c, Parent__r.Flag__c, Parent__r.CreatedBy.Username`;
  const SHAPES = [
    `SELECT ${FIELDS}, ${PARENT}, CreatedBy.Name, SystemModstamp`,
    'SELECT Parent__r.Text__c, Name, Parent__r.Parent__r.Name, Parent__c, Parent__r.Id',
    // What only code can show goes the other way.
    'SELECT Name, Owner.Name, toLabel(Color__c), FORMAT(Number__c) shown',
    'SELECT Name, (SELECT Text__c FROM Things__r) ',
    'SELECT TYPEOF Owner WHEN User THEN Username END',
  ];
  // Text__c holds 80 characters, counted as UTF-16 does.
  const text = fc.option(
    fc
      .string({
        unit: fc.oneof(
          fc.constantFrom(...'\\"\n\t\b\f\r/é€\u2028\u007f\u0001'),
          fc.string({ unit: 'binary' }).map((all) => all.replaceAll('\0', '')),
        ),
        maxLength: 8,
      })
      .filter(({ length }) => length <= 80),
  );
  const number = fc.option(
    fc.oneof(
      fc.integer({ min: -9999, max: 9999 }).map((cents) => cents / 100),
      fc.constantFrom(0, -0.01, 1e15, 1234567890123456, 0.1 + 0.2),
    ),
  );
  const row = fc.record({
    Text__c: text,
    Story__c: text,
    Number__c: number,
    Amount__c: number,
    Day__c: fc.option(fc.constantFrom('1700-01-01', '2026-02-28', '4000-12-31')),
    At__c: fc.option(fc.constantFrom('1700-01-01T00:00:00Z', '2026-06-01T12:34:56.789Z')),
    Flag__c: fc.boolean(),
  });
  let run = 0;

  test('is what JSON.stringify makes of its records', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
        run += 1;
        const [first = ''] = await insert([{ Run__c: run, Text__c: 'a "parent"' }]);
        const [second = ''] = await insert([{ Run__c: run, Parent__c: first }]);
        await insert(
          rows.map((one, index) => ({ ...one, Run__c: run, Parent__c: [first, second, null][index % 3] })),
        );
        for (const select of SHAPES) {
          const soql = `${select} FROM Thing__c WHERE Run__c = ${run}`;
          const expected = await org.engine.queryPage(ada, soql, {});
          const { records, ...page } = await org.engine.queryJson(ada, soql, {});
          expect(page).toEqual({ totalSize: rows.length + 2, next: null });
          expect(`[${Buffer.from(records).toString()}]`).toBe(JSON.stringify(expected.records));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('of a number beyond what the code can hold is rounded as the code rounds', async () => {
    const [id = ''] = await insert([{ Number__c: 9007199254740993 }]);
    const soql = `SELECT Number__c FROM Thing__c WHERE Id = '${id}'`;
    const { records } = await org.engine.queryJson(ada, soql, {});
    expect(Buffer.from(records).toString()).toContain('"Number__c":9007199254740992');
  });
});

describe('pages that follow one another', () => {
  const SOQL = "SELECT Id, Text__c FROM Thing__c WHERE Name = 'Paged'";
  let ids: string[] = [];
  beforeAll(async () => {
    ids = await insert(
      Array.from({ length: 1000 }, (_, index) => ({ Name: 'Paged', Text__c: `old ${index}` })),
    );
  });

  interface Read {
    rows: { Id: string; Text__c: string }[];
    next: string;
  }
  const readOf = async (page: ReturnType<typeof org.engine.nextJson>): Promise<Read> => {
    const { records, next } = await page;
    return { rows: JSON.parse(`[${Buffer.from(records).toString()}]`) as Read['rows'], next: next ?? '' };
  };
  const open = (soql = SOQL) => readOf(org.engine.queryJson(ada, soql, { batchSize: 200 }));
  const follow = ({ next }: Read) => readOf(org.engine.nextJson(ada, next));

  test.each([SOQL, `${SOQL} ORDER BY Text__c DESC`])(
    'hold every row once and in its order: %s',
    async (soql) => {
      const expected = (await org.engine.query(ada, soql)).records.map(({ Id }) => Id);
      const seen: string[] = [];
      for (let page = await open(soql); ; page = await follow(page)) {
        seen.push(...page.rows.map(({ Id }) => Id));
        if (!page.next) break;
      }
      expect(seen).toEqual(expected);
    },
  );

  test('show what was written after the page before them', async () => {
    const second = await follow(await open());
    await org.engine.update(ada, 'Thing__c', [{ Id: ids[400], Text__c: 'new' }], { allOrNone: true });
    await org.engine.remove(ada, 'Thing__c', [ids[401] ?? ''], { allOrNone: true });
    const third = await follow(second);
    expect(third.rows[0]).toMatchObject({ Id: ids[400], Text__c: 'new' });
    expect(third.rows[1]).toMatchObject({ Id: ids[402] });
    await org.engine.restore(ada, 'Thing__c', [ids[401] ?? ''], { allOrNone: true });
  });

  test('are each reader’s own, also when two read in turn, and can be asked for again', async () => {
    const [one, other] = [await open(), await open(`${SOQL} ORDER BY Text__c`)];
    const [oneSecond, otherSecond] = [await follow(one), await follow(other)];
    const [oneThird, otherThird] = [await follow(oneSecond), await follow(otherSecond)];
    expect(oneThird.rows.map(({ Id }) => Id)).toEqual(ids.slice(400, 600));
    const ordered = otherThird.rows.map(({ Text__c }) => Text__c);
    expect(ordered).toEqual(ordered.toSorted());
    expect(await follow(oneSecond)).toEqual(oneThird);
    await expect(org.engine.nextJson(bob, oneThird.next)).rejects.toMatchObject({
      errorCode: 'INVALID_QUERY_LOCATOR',
    });
  });
});
