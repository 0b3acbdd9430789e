/** How the database answers what a user may see of a large table: by its indexes, whoever asks. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { project } from '../../project.ts';
import { loadMetadata } from '../metadata/load.ts';
import type { OrgMetadata } from '../metadata/model.ts';
import { Withheld } from '../faults/withheld.ts';
import { loadUserContext } from '../security/context.ts';
import { EventLogArrival } from '../state/evidence/arrival.ts';
import { writeSampleSource } from '../security/sharing-sample.ts';
import { openDatabase } from '../state/database.ts';
import type { Database } from '../state/database.ts';
import { applySchema } from '../state/schema.ts';
import { compileQuery } from './compile.ts';
import { parseSoql } from './parse.ts';
import { runAll } from './run.ts';

/** Rows of the table; the owners are 1000 users, in roles below one another. `ROWS=1000000` tries it at full size. */
const ROWS = Number(process.env['ROWS'] ?? 20_000);
const id = (prefix: string, number: number | string) => `${prefix}4h0${String(number).padStart(9, '0')}AAA`;

let database: Database;
let metadata: OrgMetadata;
let folder: string;
beforeAll(async () => {
  folder = writeSampleSource();
  metadata = loadMetadata(folder);
  database = await openDatabase(null, join(project.cache, 'local-org'));
  await applySchema(database, metadata);
  const key = (prefix: string, number: string) =>
    `'${prefix}4h0' || lpad((${number})::text, 9, '0') || 'AAA'`;
  await database.query(`
    INSERT INTO userrole (id, name, parentroleid) VALUES
      ('${id('00E', 1)}', 'top', NULL), ('${id('00E', 2)}', 'below', '${id('00E', 1)}');
    INSERT INTO "user" (id, username, userroleid)
      SELECT ${key('005', 'n')}, 'u' || n, CASE n WHEN 1 THEN '${id('00E', 1)}' WHEN 2 THEN NULL ELSE '${id('00E', 2)}' END
      FROM generate_series(1, 1000) AS n;
    INSERT INTO permissionset (id, name) VALUES ('${id('0PS', 1)}', 'all');
    INSERT INTO permissionsetassignment (id, assigneeid, permissionsetid)
      SELECT ${key('0Pa', 'n')}, ${key('005', 'n')}, '${id('0PS', 1)}' FROM generate_series(1, 3) AS n;
    INSERT INTO objectpermissions (id, parentid, sobjecttype, permissionsread)
      SELECT '0PO' || name, '${id('0PS', 1)}', name, true FROM (VALUES ('Secret__c'), ('Line__c')) AS v (name);
    INSERT INTO secret__c (id, name, ownerid, createddate)
      SELECT ${key('a00', 'n')}, 'Secret ' || n, ${key('005', '1 + n % 1000')}, now() - n * interval '1 second'
      FROM generate_series(1, ${ROWS}) AS n;
    INSERT INTO line__c (id, name, secret__c)
      SELECT ${key('a01', 'n')}, 'Line ' || n, ${key('a00', 'n')} FROM generate_series(1, ${ROWS}) AS n;
    INSERT INTO secret__share_row (id, parentid, userorgroupid, accesslevel, rowcause)
      SELECT ${key('02c', 'n')}, ${key('a00', 'n * 100')}, '${id('005', 2)}', 'Read', 'Manual'
      FROM generate_series(1, ${Math.floor(ROWS / 200)}) AS n;
    ANALYZE`);
}, 600_000);
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

async function compiled(user: number, soql: string) {
  const withheld = new Withheld(() => undefined);
  const context = await loadUserContext(database, metadata, id('005', user), withheld);
  let aliases = 0;
  const alias = () => `t${(aliases += 1)}`;
  const switches = { eventLogLicence: false, push: true, eventLogArrival: new EventLogArrival(), withheld };
  const now = Temporal.Now.instant();
  const query = compileQuery(
    { soql, metadata, user: context, switches, now, all: false, values: [], alias },
    parseSoql(soql),
  );
  if (query.kind !== 'records') throw new Error('Not a query of records');
  return query;
}

/** The plan of a query as text, and how many rows it gives. */
async function planned(user: number, soql: string): Promise<{ plan: string; found: number }> {
  const query = await compiled(user, soql);
  const statement = `SELECT ${query.select.join(', ')} ${query.from} ${query.where} ${query.order} LIMIT 2001`;
  const rows = await database.rows(`EXPLAIN ANALYZE ${statement}`, query.context.values);
  const plan = rows.map(([line]) => String(line)).join('\n');
  if (process.env['ROWS'] !== undefined) process.stdout.write(`${soql} (user ${user})\n${plan}\n\n`);
  return { plan, found: (await runAll(database, { ...query, limit: 2001 }, '68.0')).totalSize };
}

const TABLE_READ = /Seq Scan on (secret__c|line__c) /;

describe('what a user may see of a large table', () => {
  test('is found by the indexes of owner and shares, for one with few records [U28]', async () => {
    const { plan, found } = await planned(2, 'SELECT Id FROM Secret__c ORDER BY CreatedDate');
    expect(plan).not.toMatch(TABLE_READ);
    expect(found).toBe(Math.min(2001, Math.floor(ROWS / 1000) + Math.floor(ROWS / 200)));
  });

  test.each([1, 2, 3])('costs a selective query no reading of the whole table (user %i)', async (user) => {
    for (const soql of [
      "SELECT Id FROM Secret__c WHERE Name = 'Secret 500'",
      `SELECT Id FROM Secret__c WHERE Id = '${id('a00', 500)}'`,
      "SELECT Id, Secret__r.Name FROM Line__c WHERE Name = 'Line 500'",
    ]) {
      const { plan, found } = await planned(user, soql);
      expect(plan).not.toMatch(TABLE_READ);
      // The superior sees what the 998 below him own; the second user has a share of every hundredth record.
      expect(found).toBe(user === 3 ? 0 : 1);
    }
  });
});
