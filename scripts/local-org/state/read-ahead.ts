/**
 * The page behind the one that a client was just given, read while the client works on that one. One page is held for
 * the whole org, until it is asked for, something is written, or nobody comes for it.
 */
import type { PageRead } from '../soql/page-form.ts';
import type { Database } from './database.ts';

const IDLE_MILLISECONDS = 10_000;

interface Held {
  key: string;
  /** `changes` of the database when it was read. */
  changes: number;
  /** Undefined when reading failed. */
  rows: Promise<unknown>;
  timer: NodeJS.Timeout;
}

export class ReadAhead {
  readonly #database: Database;
  #held: Held | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The page's rows: those that were read ahead, if reading now would give the same. */
  async rows<T>(page: PageRead<T>): Promise<T> {
    const held = this.#current();
    if (held && held.key === page.key) {
      this.#drop();
      const rows = await held.rows;
      if (rows !== undefined) return rows as T;
    }
    return page.read(this.#database);
  }

  /** Begins to read a page, unless another one still waits to be asked for. */
  begin<T>(page: PageRead<T>): void {
    if (page.key === null || this.#current()) return;
    const { changes } = this.#database;
    const rows = page.read(this.#database).catch(() => undefined);
    const timer = setTimeout(() => this.#drop(), IDLE_MILLISECONDS).unref();
    this.#held = { key: page.key, changes, rows, timer };
  }

  /** What is held, as long as nothing was written since. */
  #current(): Held | null {
    if (this.#held && this.#held.changes !== this.#database.changes) this.#drop();
    return this.#held;
  }

  #drop(): void {
    if (this.#held) clearTimeout(this.#held.timer);
    this.#held = null;
  }
}
