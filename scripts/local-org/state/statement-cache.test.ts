import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { project } from '../../project.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase(null, join(project.cache, 'local-org'));
  await database.query('CREATE TABLE thing (id int PRIMARY KEY, body text)');
  await database.query("INSERT INTO thing VALUES (1, 'one'), (2, 'two')");
});
afterAll(() => database.close());

/** The statements that the database holds prepared whose text has a word in it, and how often each was carried out. */
function prepared(word: string): Promise<{ name: string; uses: number }[]> {
  return database.query(
    `SELECT name, generic_plans + custom_plans AS uses FROM pg_prepared_statements
     WHERE statement LIKE '%' || $1 || '%' AND statement NOT LIKE '%pg_prepared_statements%' ORDER BY name`,
    [word],
  );
}

const bodyOf = (id: number) =>
  database.query<{ body: string }>('SELECT body FROM thing WHERE id = $1 /* again */', [id]);

test('a statement that comes again is parsed once and answers as it did', async () => {
  expect(await bodyOf(1)).toEqual([{ body: 'one' }]);
  // Most texts with a value in them come once.
  expect(await prepared('again')).toEqual([]);
  for (let count = 0; count < 3; count += 1) {
    expect(await bodyOf(2)).toEqual([{ body: 'two' }]);
    expect(await bodyOf(3)).toEqual([]);
  }
  expect(await prepared('again')).toEqual([{ name: expect.any(String), uses: 6 }]);
});

test('a table that changes its columns is read as it is', async () => {
  const read = () => database.query('SELECT * FROM thing WHERE id = $1', [1]);
  for (let count = 0; count < 3; count += 1) await read();
  await database.query('ALTER TABLE thing ADD COLUMN more int DEFAULT 7');
  for (let count = 0; count < 3; count += 1) expect(await read()).toEqual([{ id: 1, body: 'one', more: 7 }]);
  await database.query('ALTER TABLE thing DROP COLUMN more');
  expect(await read()).toEqual([{ id: 1, body: 'one' }]);
});

test('a change of columns that is taken back leaves nothing that rests upon it', async () => {
  const text = 'SELECT * FROM thing WHERE id = $1 AND body <> $2';
  const values = [2, ''];
  const undone = database.transaction(async (sql) => {
    await sql.query('ALTER TABLE thing ADD COLUMN fleeting int DEFAULT 9');
    for (let count = 0; count < 3; count += 1) {
      expect(await sql.query(text, values)).toEqual([{ id: 2, body: 'two', fleeting: 9 }]);
    }
    throw new Error('undo');
  });
  await expect(undone).rejects.toThrow('undo');
  for (let count = 0; count < 3; count += 1) {
    expect(await database.query(text, values)).toEqual([{ id: 2, body: 'two' }]);
  }
});

test('a statement that cannot be parsed fails each time, until what it names is there', async () => {
  const read = () => database.query('SELECT word FROM later WHERE word = $1', ['x']);
  for (let count = 0; count < 3; count += 1) await expect(read()).rejects.toThrow('later');
  await database.query('CREATE TABLE later (word text)');
  for (let count = 0; count < 3; count += 1) expect(await read()).toEqual([]);
});

test('a statement that fails within a transaction does not spoil it for later ones', async () => {
  const insert = (id: number) => database.query('INSERT INTO thing (id) VALUES ($1)', [id]);
  for (const id of [10, 11, 12]) await insert(id);
  await expect(insert(12)).rejects.toThrow('thing_pkey');
  await insert(13);
  await expect(
    database.transaction((sql) => sql.query('INSERT INTO thing (id) VALUES ($1)', [13])),
  ).rejects.toThrow('thing_pkey');
  await insert(14);
  expect(await database.rows('SELECT id FROM thing WHERE id >= 10 ORDER BY id')).toEqual(
    [10, 11, 12, 13, 14].map((id) => [id]),
  );
});

test('however many statements come, the database holds a bounded number of them', async () => {
  for (let number = 0; number < 450; number += 1) {
    const text = `SELECT ${number} + $1::int AS sum /* many */`;
    await database.query(text, [1]);
    expect(await database.query(text, [1])).toEqual([{ sum: number + 1 }]);
  }
  const held = await prepared('many');
  expect(held.length).toBeGreaterThan(300);
  expect(held.length).toBeLessThanOrEqual(400);
});

test('a plan that was made for an empty table is made anew when the table has grown', async () => {
  await database.query('CREATE TABLE growing (id int PRIMARY KEY, filler text)');
  const read = (id: number) => database.query('SELECT id FROM growing WHERE id = $1', [id]);
  for (let id = 0; id < 3; id += 1) await read(id);
  const [before] = await prepared('FROM growing');
  for (let id = 0; id < 400; id += 1) {
    await database.query('INSERT INTO growing VALUES ($1, $2)', [id, 'x'.repeat(1000)]);
  }
  expect(await read(7)).toEqual([{ id: 7 }]);
  const [after] = await prepared('FROM growing');
  expect(after?.name).not.toBe(before?.name);
});
