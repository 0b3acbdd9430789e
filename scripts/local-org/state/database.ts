/** The org's database: PGlite behind a plain `pg` pool, in memory or in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Pool, types } from 'pg';
import type { PoolClient } from 'pg';
import { takeLock } from '../../lock.ts';

/** Runs statements; `$1` parameters only, never a named prepared statement (all connections share one session). */
export interface Sql {
  query<R extends object>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** The same, each row as an array in the order of the columns. */
  rows(text: string, values?: readonly unknown[]): Promise<unknown[][]>;
}

export interface Database extends Sql {
  /** Runs `work` between BEGIN and COMMIT; a throw rolls back. Other statements wait meanwhile. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * PGlite has one session whatever the number of connections, and the socket server mixes the messages of two clients
 * when one of them is larger than a chunk. With one connection the pool does the queueing, and nothing can be mixed.
 */
const CONNECTIONS = 1;
const INT8 = 20;
const FLOAT8 = 701;
const NUMERIC = 1700;
const DATE = 1082;
const TIME = 1083;
const TIMESTAMPTZ = 1184;

type Parser = (text: string) => unknown;

/** Values leave the database in the form in which the REST API shows them. */
const PARSERS: Record<number, Parser> = {
  [INT8]: Number,
  [FLOAT8]: Number,
  [NUMERIC]: Number,
  [DATE]: (text) => text,
  [TIME]: (text) => `${text.padEnd(12, text.includes('.') ? '0' : '.000').slice(0, 12)}Z`,
  // `2026-11-21 04:00:00.5+00`, always in UTC; the platform keeps whole seconds.
  [TIMESTAMPTZ]: (text) => `${text.slice(0, 10)}T${text.slice(11, 19)}.000+0000`,
};

/**
 * Opens the database.
 * @param dataDir folder that holds it; null = in memory, gone with the process
 * @param cacheDir where the empty template for in-memory databases is kept
 * @throws Error with a sentence for a person when another process holds the folder
 */
export async function openDatabase(dataDir: string | null, cacheDir: string): Promise<Database> {
  const lock = dataDir ? takeLock(dataDir) : null;
  const folder = mkdtempSync(join(tmpdir(), 'local-org-'));
  const release = () => {
    rmSync(folder, { recursive: true, force: true });
    lock?.release();
  };
  const worker = await startWorker(dataDir, cacheDir, folder).catch((error: unknown) => {
    release();
    throw error;
  });
  const pool = new Pool({
    host: folder,
    user: 'postgres',
    database: 'postgres',
    max: CONNECTIONS,
    // Kept for ever: a new connection that overtakes the end of the old one would be refused as one too many.
    idleTimeoutMillis: 0,
    types: { getTypeParser: (oid: number) => PARSERS[oid] ?? (types.getTypeParser(oid, 'text') as Parser) },
  });
  return {
    ...sqlOver(pool),
    transaction: (work) => transaction(pool, work),
    close: async () => {
      await pool.end();
      const stopped = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('stop');
      await stopped;
      release();
    },
  };
}

async function startWorker(dataDir: string | null, cacheDir: string, folder: string): Promise<Worker> {
  const worker = new Worker(new URL('./database-worker.ts', import.meta.url), {
    workerData: {
      dataDir: dataDir && join(dataDir, 'db'),
      template: join(cacheDir, 'pglite-0.5.14.tar'),
      socket: join(folder, '.s.PGSQL.5432'),
      connections: CONNECTIONS,
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
