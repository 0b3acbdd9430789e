/** The org's database: PGlite behind a plain `pg` pool, in memory or in a folder of its own. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Pool, types } from 'pg';
import type { PoolClient } from 'pg';
import { takeLock } from '../../lock.ts';
import { PortStream } from './database-port.ts';
import type { JsonRows, JsonShape } from './json-rows.ts';
import { PARSERS } from './value-parsers.ts';

/** Runs statements; `$1` parameters only, never a named prepared statement (all connections share one session). */
export interface Sql {
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** The same, each row as an array in the order of the columns. */
  rows(text: string, values?: readonly unknown[]): Promise<unknown[][]>;
  /** The same, the rows written as JSON. Absent within a transaction. */
  json?(text: string, values: readonly unknown[], shape: JsonShape): Promise<JsonRows>;
}

export interface Database extends Sql {
  /**
   * Grows with every statement that may write, as it is handed in. Statements are carried out in the order in which
   * they are handed in, a transaction as one: between two reads that saw the same number nothing was written.
   */
  readonly changes: number;
  /** Runs `work` between BEGIN and COMMIT; a throw rolls back. Other statements wait meanwhile. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** PGlite has one session whatever the number of connections. With one connection the pool does the queueing. */
const CONNECTIONS = 1;
/** What does not begin so may write. */
const READING = /^\s*SELECT\b/i;

type Parser = (text: string) => unknown;

/**
 * Opens the database.
 * @param dataDir folder that holds it; null = in memory, gone with the process
 * @param cacheDir where the empty template for in-memory databases is kept
 * @throws Error with a sentence for a person when another process holds the folder
 */
export async function openDatabase(dataDir: string | null, cacheDir: string): Promise<Database> {
  const lock = dataDir ? takeLock(dataDir) : null;
  const worker = await startWorker(dataDir, cacheDir).catch((error: unknown) => {
    lock?.release();
    throw error;
  });
  let stream = new PortStream(worker);
  const pool = new Pool({
    stream: () => (stream = new PortStream(worker)),
    user: 'postgres',
    database: 'postgres',
    max: CONNECTIONS,
    // Kept for ever: a new connection that overtakes the end of the old one would be refused as one too many.
    idleTimeoutMillis: 0,
    types: { getTypeParser: (oid: number) => PARSERS[oid] ?? (types.getTypeParser(oid, 'text') as Parser) },
  });
  let changes = 0;
  const sql = sqlOver(pool);
  const noted = (text: string) => {
    if (!READING.test(text)) changes += 1;
  };
  return {
    get changes() {
      return changes;
    },
    query: (text, values) => {
      noted(text);
      return sql.query(text, values);
    },
    rows: (text, values) => {
      noted(text);
      return sql.rows(text, values);
    },
    json: async (text, values, shape) => {
      noted(text);
      const client = await pool.connect();
      try {
        stream.shapeNext(shape);
        await client.query({ text, values: [...values] });
        return stream.takeRows();
      } finally {
        client.release();
      }
    },
    transaction: (work) => {
      changes += 1;
      return transaction(pool, work);
    },
    close: async () => {
      await pool.end();
      const stopped = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('stop');
      await stopped;
      lock?.release();
    },
  };
}

async function startWorker(dataDir: string | null, cacheDir: string): Promise<Worker> {
  const worker = new Worker(new URL('./database-worker.ts', import.meta.url), {
    workerData: {
      dataDir: dataDir && join(dataDir, 'db'),
      template: join(cacheDir, 'pglite-0.5.14.tar'),
    },
  });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
    worker.once('exit', (code) =>
      reject(new Error(`The embedded database stopped at its start (code ${code})`)),
    );
  });
  return worker;
}

function sqlOver(runner: Pool | PoolClient): Sql {
  return {
    query: async <R extends object>(text: string, values: readonly unknown[] = []) =>
      (await runner.query<R>(text, [...values])).rows,
    rows: async (text, values = []) =>
      (await runner.query<unknown[]>({ text, values: [...values], rowMode: 'array' })).rows,
  };
}

async function transaction<T>(pool: Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    const result = await work(sqlOver(client));
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}
