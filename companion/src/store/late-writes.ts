/**
 * A transaction that writes some rows late: together before it ends, or before the first statement that names their
 * table. A unit makes several entries and intends several rows, and each statement is a way to the database.
 */
import type { Queryable } from './database.ts';

/** Rows that wait to be written. */
export interface LateRows {
  /** Tables that are written to, by their names in SQL. */
  readonly tables: readonly string[];
  /** Writes what waits, if anything does. */
  write(): Promise<void>;
}

export interface LateWrites extends Queryable {
  /** Writes everything. Before the transaction ends. */
  finish(): Promise<void>;
}

export function lateWrites(transaction: Queryable, all: readonly LateRows[]): LateWrites {
  /** One after the other, so that nobody reads while another one's writing is on its way. */
  let last: Promise<void> = Promise.resolve();
  const write = (which: readonly LateRows[]): Promise<void> => {
    last = last.then(async () => {
      for (const rows of which) await rows.write();
    });
    return last;
  };
  return {
    query: async (text, values) => {
      const named = all.filter(({ tables }) => tables.some((table) => text.includes(table)));
      if (named.length > 0) await write(named);
      return transaction.query(text, values);
    },
    finish: () => write(all),
  };
}
