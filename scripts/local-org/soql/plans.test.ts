/** Selective conditions are answered by an index: the database's own plan is asked, so no time is measured. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { project } from '../../project.ts';
import { loadMetadata } from '../metadata/load.ts';
import type { OrgMetadata } from '../metadata/model.ts';
import { Withheld } from '../faults/withheld.ts';
import { systemContext } from '../security/context.ts';
import { EventLogArrival } from '../state/evidence/arrival.ts';
import { createClock } from '../state/clock.ts';
import { Cursors } from '../state/cursors.ts';
import { openDatabase } from '../state/database.ts';
import type { Database } from '../state/database.ts';
import { applySchema } from '../state/schema.ts';
import { compileQuery } from './compile.ts';
import type { RecordQuery } from './outputs.ts';
import { asRecords } from './page-form.ts';
import { parseSoql } from './parse.ts';
import { idsStatement } from './run.ts';
import { thingSource } from './sample-things.ts';

let database: Database;
let metadata: OrgMetadata;
const source = thingSource();

beforeAll(async () => {
  metadata = loadMetadata(source.sourceDir);
  database = await openDatabase(null, project.cache);
  await applySchema(database, metadata);
  await database.query(
    `INSERT INTO thing__c (id, name, key__c, createddate, systemmodstamp, ownerid, parent__c)
     SELECT 'a00' || lpad(n::text, 12, '0') || 'AAA', 'Thing ' || n, 'K' || n, at, at, 'o' || n % 500, 'p' || n % 500
     FROM generate_series(1, 20000) AS n, LATERAL (SELECT timestamptz '2026-01-01' + n * interval '1 minute') AS t (at)`,
  );
  await database.query('ANALYZE thing__c');
});
afterAll(async () => {
  await database.close();
  source.remove();
});

const switches = {
  ...{ eventLogLicence: false, push: true },
  eventLogArrival: new EventLogArrival(),
  withheld: new Withheld(() => undefined),
};

function compiled(soql: string): RecordQuery {
  let aliases = 0;
  const query = compileQuery(
    {
      ...{ soql, metadata, user: systemContext(), switches },
      ...{ now: Temporal.Instant.from('2026-06-01T00:00:00Z'), all: false, values: [] },
      alias: () => `t${(aliases += 1)}`,
    },
    parseSoql(soql),
  );
  if (query.kind !== 'records') throw new Error('A query of records is expected');
  return query;
}

async function planOf(soql: string): Promise<string> {
  const query = compiled(soql);
  const rows = await database.rows(
    `EXPLAIN ${idsStatement({ ...query, limit: 2001 })}`,
    query.context.values,
  );
  return rows.map(([line]) => String(line)).join('\n');
}

test.each([
  ["Id = 'a00000000000500'", 'thing__c_pkey'],
  ["Id IN ('a00000000000500', 'a00000000000501')", 'thing__c_pkey'],
  ["Name = 'thing 500'", 'lower'],
  ["Name IN ('thing 500', 'thing 501')", 'lower'],
  ["Name LIKE 'thing 1999%'", 'lower'],
  ["Key__c = 'k500'", 'lower'],
  ["OwnerId = '005000000000001AAA'", 'ownerid'],
  ["Parent__c = 'a00000000000500AAA'", 'parent__c'],
  ['CreatedDate > 2026-01-14T20:00:00Z', 'createddate'],
  ['SystemModstamp > 2026-01-14T20:00:00Z ORDER BY SystemModstamp', 'systemmodstamp'],
  ['SystemModstamp < 2026-01-01T01:00:00Z ORDER BY SystemModstamp DESC', 'systemmodstamp'],
])('WHERE %s', async (condition, index) => {
  const plan = await planOf(`SELECT Id FROM Thing__c WHERE ${condition}`);
  expect(plan).toMatch(new RegExp(`Index.*${index}`));
  expect(plan).not.toContain('Seq Scan on thing__c');
});

test.each([
  ['the platform gives', "'b00' || lpad(n::text, 12, '0') || 'AAA'", 'E'],
  ['are of several lengths', "'c' || n", 'L'],
])('pages hold each record once whose ids %s', async (_what, id, key) => {
  await database.query(
    `INSERT INTO thing__c (id, name, key__c) SELECT ${id}, 'T', '${key}' || n FROM generate_series(1, 2300) AS n`,
  );
  const soql = `SELECT Id, Key__c FROM Thing__c WHERE Key__c LIKE '${key}%'`;
  const cursors = new Cursors(database, createClock());
  const form = asRecords('68.0');
  let page = await cursors.open(database, compiled(soql), { batchSize: 900, userId: '005' }, form);
  const keys = page.records.map((record) => record['Key__c']);
  while (page.next !== null) {
    const asked = { userId: '005', locator: page.next, compile: () => Promise.resolve(compiled(soql)) };
    page = await cursors.next(database, asked, form);
    keys.push(...page.records.map((record) => record['Key__c']));
  }
  expect([keys.length, new Set(keys).size]).toEqual([2300, 2300]);
});
