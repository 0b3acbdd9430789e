/** The org's database: PGlite in a thread of its own, in memory or in a folder of its own. */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { takeLock } from '../../lock.ts';
import { DatabasePort } from './database-port.ts';
import type { PortAnswer, PortMessage } from './database-port.ts';
import type { JsonRows, JsonShape } from './json-rows.ts';
import { extendedQuery, rowsOf, simpleQuery } from './wire.ts';
import type { RowForm } from './wire.ts';

/** Runs statements; `$1` parameters only, never a named prepared statement: the database's thread names those that come again. */
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

/** What does not begin so may write. */
const READING = /^\s*SELECT\b/i;

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
  return new EmbeddedDatabase(worker, () => lock?.release());
}

/** PGlite has one session: statements go to it in the order in which they come, a transaction holds up those after it. */
class EmbeddedDatabase implements Database {
  readonly #worker: Worker;
  readonly #port: DatabasePort;
  readonly #onClose: () => void;
  #changes = 0;
  /** Settles when the last transaction that was handed in has ended; null = none is on its way. */
  #transaction: Promise<void> | null = null;
  /** Settles with the last answer. */
  #answer: Promise<unknown> = Promise.resolve();

  constructor(worker: Worker, onClose: () => void) {
    this.#worker = worker;
    this.#port = new DatabasePort(worker);
    this.#onClose = onClose;
  }

  get changes(): number {
    return this.#changes;
  }

  async query<R extends object>(text: string, values: readonly unknown[] = []): Promise<R[]> {
    return (await this.#run(text, values, 'objects')) as R[];
  }

  async rows(text: string, values: readonly unknown[] = []): Promise<unknown[][]> {
    return (await this.#run(text, values, 'arrays')) as unknown[][];
  }

  async json(text: string, values: readonly unknown[], shape: JsonShape): Promise<JsonRows> {
    this.#note(text);
    if (this.#transaction) await this.#transaction;
    const { bytes, rows } = await this.#send({ bytes: extendedQuery(text, values), shape });
    // It says whether the statement was refused.
    rowsOf(bytes, text, 'arrays');
    if (!rows) throw new Error('The database gave no rows');
    return rows;
  }

  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    this.#changes += 1;
    const done = (this.#transaction ?? Promise.resolve()).then(() => this.#within(work));
    const ended = done.then(
      () => undefined,
      () => undefined,
    );
    this.#transaction = ended;
    void ended.then(() => {
      if (this.#transaction === ended) this.#transaction = null;
    });
    return done;
  }

  async close(): Promise<void> {
    await this.#transaction;
    await this.#answer.catch(() => undefined);
    this.#port.close();
    const stopped = new Promise((resolve) => this.#worker.once('exit', resolve));
    this.#worker.postMessage('stop');
    await stopped;
    this.#onClose();
  }

  async #within<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const sql: Sql = {
      query: async <R extends object>(text: string, values: readonly unknown[] = []) =>
        (await this.#carryOut(text, values, 'objects')) as R[],
      rows: async (text, values = []) => (await this.#carryOut(text, values, 'arrays')) as unknown[][],
    };
    // The first statement follows at once: what is sent is carried out in order.
    const begun = this.#carryOut('BEGIN', [], 'arrays');
    try {
      const result = await work(sql);
      await begun;
      await this.#carryOut('COMMIT', [], 'arrays');
      return result;
    } catch (error) {
      await begun;
      await this.#carryOut('ROLLBACK', [], 'arrays');
      throw error;
    }
  }

  async #run(text: string, values: readonly unknown[], form: RowForm): Promise<unknown[]> {
    this.#note(text);
    if (this.#transaction) await this.#transaction;
    return this.#carryOut(text, values, form);
  }

  async #carryOut(text: string, values: readonly unknown[], form: RowForm): Promise<unknown[]> {
    const bytes = values.length > 0 ? extendedQuery(text, values) : simpleQuery(text);
    const answer = await this.#send({ bytes, shape: null });
    return rowsOf(answer.bytes, text, form);
  }

  #send(message: PortMessage): Promise<PortAnswer> {
    const answer = this.#port.send(message);
    this.#answer = answer;
    return answer;
  }

  #note(text: string): void {
    if (!READING.test(text)) this.#changes += 1;
  }
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
