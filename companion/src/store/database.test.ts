import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type pg from 'pg';
import { openDatabase, type Queryable } from './database.ts';
import { lockHolder } from './embedded/directory-lock.ts';
import { openTestDatabase, testEngines } from './fixtures/engines.ts';
import { migrate, migrationNames } from './migrations.ts';

describe.each(testEngines())('the database on %s', (engine) => {
  const opened = openTestDatabase(engine);
  afterAll(async () => (await opened).close());

  test('gives instants as ISO 8601 with Z and counts as numbers', async () => {
    const database = await opened;
    const { rows } = await database.query(
      "SELECT '2026-11-21 12:00:00.25+01'::timestamptz AS at, 12345678901::bigint AS count",
    );
    expect(rows).toEqual([{ at: '2026-11-21T11:00:00.25Z', count: 12345678901 }]);
  });

  test('rolls a failed transaction back and serves the next query', async () => {
    const database = await opened;
    await database.query('CREATE TABLE kept (n int)');
    const failed = database.transaction(async (transaction) => {
      await transaction.query('INSERT INTO kept VALUES (1)');
      throw new Error('stop');
    });
    await expect(failed).rejects.toThrow('stop');
    expect((await database.query('SELECT n FROM kept')).rows).toEqual([]);
  });

  test('runs what is asked for at once one by one, all or nothing, and nothing after the end', async () => {
    const database = await opened;
    await database.query('CREATE TABLE numbered (n int)');
    const put = (transaction: Queryable, statement: string) => transaction.query(statement);
    let over: Queryable | undefined;
    await database.transaction(async (transaction) => {
      over = transaction;
      await Promise.all([1, 2].map((n) => put(transaction, `INSERT INTO numbered VALUES (${n})`)));
    });
    await expect(over?.query('INSERT INTO numbered VALUES (3)')).rejects.toThrow('This transaction is over.');
    const statements = ['INSERT INTO numbered VALUES (4)', 'nonsense', 'INSERT INTO numbered VALUES (5)'];
    const failed = database.transaction((transaction) =>
      Promise.all(statements.map((statement) => put(transaction, statement))),
    );
    await expect(failed).rejects.toThrow('syntax error');
    const { rows } = await database.query('SELECT n FROM numbered ORDER BY n');
    expect(rows).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('outlives the loss of a connection in the middle of a transaction', async () => {
    const database = await opened;
    let held: pg.PoolClient | undefined;
    database.pool.once('acquire', (client: pg.PoolClient) => {
      held = client;
    });
    await database.transaction(() => Promise.resolve(held?.emit('error', new Error('terminated'))));
    expect((await database.query('SELECT 1 AS n')).rows).toEqual([{ n: 1 }]);
  });

  test('keeps large and small queries of many clients apart', async () => {
    const database = await opened;
    const large = 'x'.repeat(300_000);
    const answers = await Promise.all(
      Array.from({ length: 60 }, async (_, at) => {
        if (at % 2 === 0) return (await database.query('SELECT $1::int AS n', [at])).rows[0]?.['n'] === at;
        const { rows } = await database.query('SELECT length($1::text) AS size, $2::int AS n', [large, at]);
        return rows[0]?.['size'] === large.length && rows[0]['n'] === at;
      }),
    );
    expect(answers.every(Boolean)).toBe(true);
  });

  test('runs each migration once, also when two start at the same time', async () => {
    const database = await opened;
    const both = await Promise.all([migrate(database), migrate(database)]);
    expect(both.flat().sort()).toEqual(migrationNames());
    expect(await migrate(database)).toEqual([]);
  });
});

describe('the embedded database on disk', () => {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'countersign-store-'));
  afterAll(() => fs.rmSync(dataDir, { recursive: true, force: true }));

  test('keeps its rows over a restart and lets one process in at a time', async () => {
    const first = await openDatabase({ dataDir });
    await first.query('CREATE TABLE kept (n int)');
    await first.query('INSERT INTO kept VALUES (7)');
    await expect(openDatabase({ dataDir })).rejects.toMatchObject({ code: 'configuration' });
    await first.close();
    expect(lockHolder(dataDir)).toBeNull();

    const second = await openDatabase({ dataDir });
    expect((await second.query('SELECT n FROM kept')).rows).toEqual([{ n: 7 }]);
    await second.close();
  });

  test('takes over the lock of a process that is gone', () => {
    fs.writeFileSync(path.join(dataDir, 'lock.json'), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1' }));
    expect(lockHolder(dataDir)).toBeNull();
  });
});
