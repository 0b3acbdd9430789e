import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { project } from '../../project.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase(null, join(project.cache, 'local-org'));
  await database.query('CREATE TABLE note (id int PRIMARY KEY, body text, at timestamp with time zone)');
});
afterAll(() => database.close());

test('many clients with large statements at once do not disturb one another', async () => {
  const body = 'x'.repeat(300_000);
  const writes = Array.from({ length: 40 }, async (_, id) => {
    await database.query('INSERT INTO note (id, body) VALUES ($1, $2)', [id, body + String(id)]);
    const [row] = await database.query<{ body: string }>('SELECT body FROM note WHERE id = $1', [id]);
    return row?.body.endsWith(`x${id}`);
  });
  expect(await Promise.all(writes)).toEqual(writes.map(() => true));
});

test('other statements wait for a transaction and see all or nothing of it', async () => {
  const counts: number[] = [];
  const count = async () =>
    counts.push(Number((await database.rows('SELECT count(*) FROM note WHERE id >= 1000'))[0]?.[0]));
  await Promise.all([
    database.transaction(async (sql) => {
      await sql.query('INSERT INTO note (id) VALUES (1000)');
      void count();
      await sql.query('INSERT INTO note (id) VALUES (1001)');
    }),
    count(),
  ]);
  await expect(
    database.transaction(async (sql) => {
      await sql.query('INSERT INTO note (id) VALUES (1002)');
      throw new Error('undo');
    }),
  ).rejects.toThrow('undo');
  await count();
  expect(counts.filter((number) => number !== 0 && number !== 2)).toEqual([]);
  expect(counts.at(-1)).toBe(2);
});

test('times leave the database in the form of the REST API, in UTC and whole seconds', async () => {
  await database.query("INSERT INTO note (id, at) VALUES (2000, '2026-11-21T04:00:00.75+02:00')");
  expect(
    await database.rows('SELECT at, 1.50::numeric, 7::bigint, at::date FROM note WHERE id = 2000'),
  ).toEqual([['2026-11-21T02:00:00.000+0000', 1.5, 7, '2026-11-21']]);
});
