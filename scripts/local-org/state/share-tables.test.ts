/** The tables and functions behind share objects. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { project } from '../../project.ts';
import { loadMetadata } from '../metadata/load.ts';
import type { OrgMetadata } from '../metadata/model.ts';
import { writeSampleSource } from '../security/sharing-sample.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import { to18 } from './ids.ts';
import { applySchema, markDeleted } from './schema.ts';

let database: Database;
let metadata: OrgMetadata;
let folder: string;
beforeAll(async () => {
  folder = writeSampleSource();
  metadata = loadMetadata(folder);
  database = await openDatabase(null, join(project.cache, 'local-org'));
  await applySchema(database, metadata);
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

test.each(['001000000000000', 'a0Bxx00000AbCdE', 'ZZZZZZZZZZZZZZZ', 'aZ9zA0bY1cX2dW3'])(
  'the 18 characters of %s are the same in the database as everywhere else',
  async (id) => {
    expect(await database.rows('SELECT org_id18($1::text)', [id])).toEqual([[to18(id)]]);
  },
);

test('an object that is deleted and made again begins without the shares of its forerunner', async () => {
  const fill = () =>
    database.query(`
      INSERT INTO secret__c (id, name, ownerid) VALUES ('a00000000000001AAA', 'x', '005000000000001AAA');
      INSERT INTO secret__share_row VALUES
        ('02c000000000001AAA', 'a00000000000001AAA', '005000000000002AAA', 'Read', 'Manual', NULL, NULL, false)`);
  const shares = async () => Number((await database.rows('SELECT count(*) FROM secret__share'))[0]?.[0]);
  await fill();
  expect(await shares()).toBe(2);
  await markDeleted(database, [{ object: 'Secret__c', field: null }]);
  await applySchema(database, metadata);
  expect(await shares()).toBe(0);
  await fill();
  expect(await shares()).toBe(2);
});
