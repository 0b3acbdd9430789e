/**
 * One way to reach either database: a `pg` pool, in front of PostgreSQL (`DATABASE_URL`) or of PGlite in a worker.
 * The embedded engine gives all clients one session and prepares their statements itself, so nothing here or in the row
 * modules may use named prepared statements, SET, session advisory locks or LISTEN.
 */
import pg from 'pg';
import { startEmbedded } from './embedded/server.ts';

/** Runs one statement; a pool, a client in a transaction and a unit of work all are one. */
export interface Queryable {
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    text: string,
    values?: unknown[],
  ): Promise<{ rows: Row[]; rowCount: number | null }>;
}

export interface Database extends Queryable {
  engine: 'postgresql' | 'pglite';
  pool: pg.Pool;
  /** How to reach it, for a pool of its own that reads values in `pg`'s own way. */
  connection: pg.PoolConfig;
  /** Runs `work` in one transaction; an error rolls it back and is thrown on. */
  transaction<Result>(work: (query: Queryable) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** `image`: a dump that a database in memory begins from; without it an empty one is created. */
export type DatabaseLocation =
  { databaseUrl: string } | { dataDir: string } | { memory: true; image?: string };

const TIMESTAMPTZ = 1184;
const DATE = 1082;
const INT8 = 20;

/** Instants leave the store as ISO 8601 with Z and dates as YYYY-MM-DD, never as `Date`; counts as numbers, checked to be exact. */
function parserOf(oid: number, format?: string): (text: string) => unknown {
  if (oid === TIMESTAMPTZ) return (text) => Temporal.Instant.from(text).toString();
  if (oid === INT8) return exactNumber;
  if (oid === DATE) return (text) => text;
  return pg.types.getTypeParser(oid, format as 'text') as (text: string) => unknown;
}

function exactNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`The count ${text} is beyond exact numbers.`);
  return value;
}

const types = { getTypeParser: parserOf } as pg.CustomTypesConfig;

/** Ten are enough for one process: each unit is short, and no unit waits for the org while it holds one. */
const POOL_SIZE = 10;
/** A query outside a unit, made while the unit is open, waits for ever on the embedded engine; this makes it an error. */
const QUERY_TIMEOUT_MS = 60_000;

/**
 * Opens the database and waits until it answers.
 * @throws AppError configuration when another process holds the embedded data directory
 */
export async function openDatabase(location: DatabaseLocation): Promise<Database> {
  if ('databaseUrl' in location) {
    return fromConnection({ connectionString: location.databaseUrl }, 'postgresql', () => Promise.resolve());
  }
  const server = await ('dataDir' in location
    ? startEmbedded(location.dataDir)
    : startEmbedded(null, location.image));
  const connection = { stream: () => server.stream(), user: 'postgres', database: 'postgres' };
  return fromConnection(connection, 'pglite', () => server.close());
}

async function fromConnection(
  connection: pg.PoolConfig,
  engine: Database['engine'],
  closeServer: () => Promise<void>,
): Promise<Database> {
  const pool = new pg.Pool({ ...connection, max: POOL_SIZE, types, query_timeout: QUERY_TIMEOUT_MS });
  // A broken idle connection is dropped by the pool; the next query opens another one and reports what fails then.
  pool.on('error', () => undefined);
  const close = async () => {
    await pool.end();
    await closeServer();
  };
  try {
    await pool.query('SELECT 1');
  } catch (error) {
    await close();
    throw error;
  }
  return {
    engine,
    pool,
    connection,
    query: (text, values) => pool.query(text, values),
    transaction: (work) => inTransaction(pool, work),
    close,
  };
}

/**
 * A client runs one statement at a time, and a unit may ask for several at once. What is asked for after the end would run
 * in somebody else's transaction: it is refused.
 */
function oneByOne(client: pg.PoolClient): Queryable & { end(): Promise<void> } {
  let last: Promise<unknown> = Promise.resolve();
  let isOver = false;
  return {
    query<Row extends pg.QueryResultRow>(text: string, values?: unknown[]) {
      if (isOver) return Promise.reject(new TypeError('This transaction is over.'));
      const answer = last.then(() => client.query<Row>(text, values));
      last = answer.catch(() => undefined);
      return answer;
    },
    async end() {
      isOver = true;
      await last;
    },
  };
}

async function inTransaction<Result>(
  pool: pg.Pool,
  work: (query: Queryable) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // The pool listens to idle connections alone: unheard, the loss of this one would end the process.
  const lost = (error: Error) => {
    broken = error;
  };
  client.on('error', lost);
  const statements = oneByOne(client);
  try {
    await client.query('BEGIN');
    const result = await work(statements);
    await statements.end();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await statements.end();
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}
