import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { emptyImage } from '../fixtures/empty-database.ts';
import { messageOf, messagesOf, textOf } from './messages.ts';
import { type EmbeddedServer, startEmbedded } from './server.ts';
import { statementCache } from './statement-cache.ts';

describe('the embedded database', () => {
  let server: EmbeddedServer;
  const clients: pg.Client[] = [];
  const clientOf = (of: EmbeddedServer) =>
    new pg.Client({ stream: () => of.stream(), user: 'postgres', database: 'postgres' });
  const connect = async (): Promise<pg.Client> => {
    const client = clientOf(server);
    clients.push(client);
    await client.connect();
    return client;
  };
  beforeAll(async () => {
    server = await startEmbedded(null, await emptyImage());
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await server.close();
  });

  test('takes a transaction as one, whatever others ask meanwhile', async () => {
    const [one, other] = await Promise.all([connect(), connect()]);
    await one.query('CREATE TABLE counted (n int)');
    await one.query('BEGIN');
    await one.query('INSERT INTO counted VALUES ($1)', [1]);
    const seen = other.query('SELECT count(*)::int AS n FROM counted WHERE n > $1', [0]);
    await one.query('INSERT INTO counted VALUES ($1)', [2]);
    await one.query('COMMIT');
    expect((await seen).rows).toEqual([{ n: 2 }]);
  });

  test('lets others go on after a transaction that has failed, once it is rolled back', async () => {
    const [one, other] = await Promise.all([connect(), connect()]);
    await one.query('BEGIN');
    await expect(one.query('SELECT 1 / $1::int', [0])).rejects.toThrow('division by zero');
    const next = other.query('SELECT $1::int AS n', [3]);
    await expect(one.query('SELECT $1::int AS n', [4])).rejects.toThrow('current transaction is aborted');
    await one.query('ROLLBACK');
    expect((await next).rows).toEqual([{ n: 3 }]);
  });

  test('rolls back what a client that is gone has left open', async () => {
    const [one, other] = await Promise.all([connect(), connect()]);
    await one.query('CREATE TABLE left_open (n int)');
    await one.query('BEGIN');
    await one.query('INSERT INTO left_open VALUES ($1)', [1]);
    const seen = other.query('SELECT n FROM left_open WHERE n > $1', [0]);
    await one.end();
    expect((await seen).rows).toEqual([]);
  });

  test('prepares a statement once for all clients, and one that is wrong never', async () => {
    const [one, other] = await Promise.all([connect(), connect()]);
    const ask = async (client: pg.Client, n: number) =>
      (await client.query<{ n: number }>('SELECT $1::int * 2 AS n', [n])).rows[0]?.n;
    expect([await ask(one, 1), await ask(other, 2), await ask(one, 3)]).toEqual([2, 4, 6]);
    for (const client of [one, other])
      await expect(client.query('SELECT $1::int AS', [1])).rejects.toThrow('syntax error');
    const { rows } = await one.query(
      "SELECT statement, generic_plans + custom_plans AS runs FROM pg_prepared_statements WHERE statement LIKE 'SELECT $1::int%'",
    );
    expect(rows).toEqual([{ statement: 'SELECT $1::int * 2 AS n', runs: '3' }]);
  });

  test('prepares a statement without parameters too, and answers it as it was asked', async () => {
    const client = await connect();
    await client.query('CREATE TABLE plain (n int)');
    const ask = async () => {
      const { rows, rowCount } = await client.query("SELECT n, 'plain' AS word FROM plain ORDER BY n");
      return { rows: rows as unknown[], rowCount };
    };
    expect(await ask()).toEqual({ rows: [], rowCount: 0 });
    for (const text of ['INSERT INTO plain VALUES (1), (2)', 'UPDATE plain SET n = n + 1'])
      expect(await client.query(text)).toMatchObject({ rows: [], rowCount: 2 });
    const both = [
      { n: 2, word: 'plain' },
      { n: 3, word: 'plain' },
    ];
    expect([await ask(), await ask()].map(({ rows }) => rows)).toEqual([both, both]);
    await expect(client.query('SELECT 1 / 0')).rejects.toThrow('division by zero');
    const several = (await client.query("SELECT ';' AS n; SELECT 2 AS n")) as unknown as {
      rows: unknown[];
    }[];
    expect(several.map(({ rows }) => rows)).toEqual([[{ n: ';' }], [{ n: 2 }]]);
    const { rows } = await client.query(
      "SELECT generic_plans + custom_plans AS runs FROM pg_prepared_statements WHERE statement LIKE 'SELECT n, ''plain''%'",
    );
    expect(rows).toEqual([{ runs: '3' }]);
  });

  test('gives the columns of a table as they are after it was changed', async () => {
    const client = await connect();
    const all = async () => (await client.query('SELECT * FROM changed WHERE n > $1', [0])).rows as unknown[];
    await client.query('CREATE TABLE changed (n int); INSERT INTO changed VALUES (1)');
    expect([await all(), await all()]).toEqual([[{ n: 1 }], [{ n: 1 }]]);
    await client.query("ALTER TABLE changed ADD COLUMN word text DEFAULT 'new'");
    expect(await all()).toEqual([{ n: 1, word: 'new' }]);
  });

  test('keeps an answer whole that comes in many pieces', async () => {
    const client = await connect();
    const long = async (rows: number) => {
      const text = "SELECT repeat('x', 1000) AS word FROM generate_series(1, $1::int)";
      return (await client.query<{ word: string }>(text, [rows])).rows.filter(
        ({ word }) => word.length === 1000,
      ).length;
    };
    expect([await long(5000), await long(5000)]).toEqual([5000, 5000]);
  });

  test('refuses a client once it has stopped', async () => {
    const stopped = await startEmbedded(null, await emptyImage());
    const open = clientOf(stopped);
    open.on('error', () => undefined);
    await open.connect();
    await stopped.close();
    await expect(open.query('SELECT 1')).rejects.toThrow();
    await expect(clientOf(stopped).connect()).rejects.toThrow('stopped');
  });
});

describe('the cache of statements', () => {
  const query = (text: string): Buffer =>
    Buffer.concat([
      messageOf('P', textOf(''), textOf(text), Buffer.from([0, 0])),
      messageOf('B', textOf(''), textOf(''), Buffer.alloc(6)),
      messageOf('D', Buffer.from('P'), textOf('')),
      messageOf('E', textOf(''), Buffer.alloc(4)),
      messageOf('S'),
    ]);
  /** The kinds of the messages that the engine gets. */
  const asked = (cache: ReturnType<typeof statementCache>, text: string): string => {
    const { query: rewritten, answer } = cache.rewrite(query(text));
    const kinds = messagesOf(rewritten).map(({ kind }) => kind);
    const answers = kinds.flatMap((kind) => ({ C: [messageOf('3')], P: [messageOf('1')] })[kind] ?? []);
    const [first] = messagesOf(answer(Buffer.concat([...answers, messageOf('2')])));
    expect(first?.kind).toBe('1');
    return kinds.join('');
  };

  test('prepares a statement anew after so many runs and so long a time, and forgets the old one', () => {
    let now = 0;
    const cache = statementCache(() => now, { statements: 10, runs: 2, age: 100 });
    const thrice = [1, 2, 3].map(() => asked(cache, 'SELECT 1'));
    expect(thrice).toEqual(['PBDES', 'BDES', 'CPBDES']);
    now = 101;
    expect(asked(cache, 'SELECT 1')).toBe('CPBDES');
  });

  test('keeps so many statements, and lets go of the one that was not used for longest', () => {
    const cache = statementCache(() => 0, { statements: 2, runs: 99, age: 100 });
    const kinds = ['a', 'b', 'a', 'c', 'a', 'b'].map((name) => asked(cache, `SELECT ${name}`));
    expect(kinds).toEqual(['PBDES', 'PBDES', 'BDES', 'PBDES', 'CBDES', 'PBDES']);
  });

  test('answers a statement without parameters as a Query is answered', () => {
    const cache = statementCache(() => 0);
    const kinds = [1, 2].map(() => {
      const { query: rewritten, answer } = cache.rewrite(messageOf('Q', textOf('DELETE FROM x;')));
      const asked = messagesOf(rewritten).map(({ kind }) => kind);
      const answers = [...(asked[0] === 'P' ? '1' : ''), ...'2nCZ'].map((kind) => messageOf(kind));
      return [asked.join(''), ...messagesOf(answer(Buffer.concat(answers))).map(({ kind }) => kind)];
    });
    expect(kinds).toEqual([
      ['PBDES', 'C', 'Z'],
      ['BDES', 'C', 'Z'],
    ]);
  });

  test('forgets all when the schema changes, and leaves what clients named alone', () => {
    const cache = statementCache(() => 0);
    expect([asked(cache, 'SELECT 1'), asked(cache, 'SELECT 1')]).toEqual(['PBDES', 'BDES']);
    const change = messageOf('Q', textOf('BEGIN; ALTER TABLE x ADD COLUMN y int; COMMIT'));
    expect(cache.rewrite(change).query).toEqual(change);
    expect(asked(cache, 'SELECT 1')).toBe('CPBDES');
    const named = Buffer.concat([
      messageOf('P', textOf('mine'), textOf('SELECT 1'), Buffer.from([0, 0])),
      messageOf('S'),
    ]);
    expect(cache.rewrite(named).query).toEqual(named);
  });
});
