import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { project } from '../../project.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';

let database: Database;
beforeAll(async () => {
  database = await openDatabase(null, join(project.cache, 'local-org'));
});
afterAll(() => database.close());

const AWKWARD = [
  '',
  ' ',
  'a,b',
  '{}',
  '"quoted"',
  String.raw`back\slash`,
  "it's",
  'Grüße 漢字 🙂',
  'null',
  'NULL',
  '\n\t',
];

describe('values reach the database and come back as they were', () => {
  test.each([
    ['text', AWKWARD.join('|'), AWKWARD.join('|')],
    ['text', '', ''],
    ['text', null, null],
    ['text', undefined, null],
    ['text[]', [...AWKWARD, null], [...AWKWARD, null]],
    ['text[]', [], []],
    ['int[]', [[1, 2], [3, 4]], [[1, 2], [3, 4]]], // prettier-ignore
    ['boolean', true, true],
    ['boolean', false, false],
    ['bigint', 9_007_199_254_740_991, 9_007_199_254_740_991],
    ['numeric', -1.5, -1.5],
    ['int', 7, 7],
    ['jsonb', { a: ['x"y', null], ü: { b: 1 } }, { a: ['x"y', null], ü: { b: 1 } }],
    ['bytea', Uint8Array.of(0, 255, 92, 34, 0), Buffer.of(0, 255, 92, 34, 0)],
  ])('%s %j', async (type, value, expected) => {
    expect(await database.rows(`SELECT $1::${type}, 'behind'`, [value])).toEqual([[expected, 'behind']]);
    expect(await database.query(`SELECT $1::${type} AS it, $2::text AS more`, [value, 'b'])).toEqual([
      { it: expected, more: 'b' },
    ]);
  });

  test('bytes among texts', async () => {
    const values = ['ä', Uint8Array.of(1, 0, 2), null, 'end'];
    expect(await database.rows('SELECT $1::text, $2::bytea, $3::int, $4::text', values)).toEqual([
      ['ä', Buffer.of(1, 0, 2), null, 'end'],
    ]);
  });
});

test('a refused statement tells its reason and SQLSTATE, and the next one is carried out', async () => {
  const divided = database.query('SELECT 1 / $1::int', [0]);
  const next = database.rows('SELECT $1::int', [5]);
  await expect(divided).rejects.toMatchObject({
    name: 'DatabaseError',
    code: '22012',
    message: 'division by zero',
  });
  expect(await next).toEqual([[5]]);
  await expect(database.query('SELEKT')).rejects.toMatchObject({ code: '42601' });
});

test('of several statements in one text the rows are those of the last', async () => {
  expect(await database.rows('SELECT 1; SELECT 2, 3; CREATE TABLE several (id int)')).toEqual([[2, 3]]);
});

test('one text whose columns change is read by those it has', async () => {
  await database.query('CREATE TABLE turning (a text)');
  await database.query("INSERT INTO turning VALUES ('7')");
  const read = () => database.query('SELECT * FROM turning');
  expect(await read()).toEqual([{ a: '7' }]);
  await database.query('ALTER TABLE turning ALTER a TYPE int USING a::int');
  expect(await read()).toEqual([{ a: 7 }]);
  await database.query('ALTER TABLE turning RENAME a TO b');
  expect(await read()).toEqual([{ b: 7 }]);
});

test('what was handed in before the database was closed is answered, and nothing after', async () => {
  const own = await openDatabase(null, join(project.cache, 'local-org'));
  const written = own.transaction((sql) => sql.rows('SELECT $1::int', [1]));
  const read = own.rows('SELECT $1::int', [2]);
  await own.close();
  expect([await written, await read]).toEqual([[[1]], [[2]]]);
  await expect(own.rows('SELECT 3')).rejects.toThrow('The database is closed');
});
