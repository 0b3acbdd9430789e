/**
 * The database as it was at one moment, kept beside it in a schema of its own, so that tests can return to it in
 * milliseconds. Only tables that hold rows are copied, and only those that changed since are restored.
 */
import type { Database, Sql } from './database.ts';

const SCHEMA = 'org_snapshot';

export class Snapshot {
  readonly #database: Database;
  /** Rows of each copied table at the moment of the snapshot. */
  readonly #counts: Map<string, number>;
  /** Last id that had been given out then. */
  readonly #lastNumber: { value: number; called: boolean };
  /** Rows that a later transaction wrote are changes. */
  #since: number;

  private constructor(
    database: Database,
    counts: Map<string, number>,
    lastNumber: { value: number; called: boolean },
    since: number,
  ) {
    this.#database = database;
    this.#counts = counts;
    this.#lastNumber = lastNumber;
    this.#since = since;
  }

  /** Copies what the tables hold now. */
  static take(database: Database): Promise<Snapshot> {
    return database.transaction(async (sql) => {
      const counts = new Map<string, number>();
      for (const { name, rows } of await measured(sql, 0)) if (rows > 0) counts.set(name, rows);
      const copies = [...counts.keys()].map(
        (name) => `CREATE TABLE ${SCHEMA}.${name} AS TABLE public.${name}`,
      );
      await sql.query(
        [`DROP SCHEMA IF EXISTS ${SCHEMA} CASCADE`, `CREATE SCHEMA ${SCHEMA}`, ...copies].join(';\n'),
      );
      const [number] = await sql.query<{ value: number; called: boolean }>(
        'SELECT last_value AS value, is_called AS called FROM org_record_number',
      );
      return new Snapshot(
        database,
        counts,
        number ?? { value: 1, called: false },
        await transactionNumber(sql),
      );
    });
  }

  /** Puts every table and the counter of ids back. Other statements wait meanwhile. */
  restore(): Promise<void> {
    return this.#database.transaction(async (sql) => {
      const tables = await measured(sql, this.#since);
      const changed = tables.filter(
        ({ name, rows, written }) => written > 0 || rows !== (this.#counts.get(name) ?? 0),
      );
      const columns = await sharedColumns(sql);
      const statements = changed.flatMap(({ name }) => {
        const kept = columns.get(name);
        const copy = kept && `INSERT INTO public.${name} (${kept}) SELECT ${kept} FROM ${SCHEMA}.${name}`;
        return [`DELETE FROM public.${name}`, ...(copy ? [copy] : [])];
      });
      const { value, called } = this.#lastNumber;
      statements.push(`SELECT setval('org_record_number', ${value}, ${called})`);
      await sql.query(statements.join(';\n'));
      this.#since = await transactionNumber(sql);
    });
  }
}

interface Measured {
  name: string;
  rows: number;
  /** Rows that transactions after `since` wrote. */
  written: number;
}

async function measured(sql: Sql, since: number): Promise<Measured[]> {
  const tables = await sql.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  const selects = tables.map(
    ({ name }) =>
      `SELECT '${name}' AS name, count(*) AS rows, count(*) FILTER (WHERE xmin::text::bigint > ${since}) AS written FROM public.${name}`,
  );
  return selects.length > 0 ? sql.query<Measured>(selects.join(' UNION ALL ')) : [];
}

/** Columns that a copied table and its copy share, as a list for SQL: a deploy may have added or removed some since. */
async function sharedColumns(sql: Sql): Promise<Map<string, string>> {
  const rows = await sql.query<{ name: string; columns: string }>(
    `SELECT quote_ident(copy.relname) AS name, string_agg(quote_ident(c.attname), ', ' ORDER BY c.attnum) AS columns
     FROM pg_class copy JOIN pg_attribute c ON c.attrelid = copy.oid AND c.attnum > 0 AND NOT c.attisdropped
     JOIN pg_class live ON live.relname = copy.relname AND live.relnamespace = 'public'::regnamespace
     JOIN pg_attribute l ON l.attrelid = live.oid AND l.attname = c.attname AND NOT l.attisdropped
     WHERE copy.relnamespace = '${SCHEMA}'::regnamespace AND copy.relkind = 'r' GROUP BY copy.relname`,
  );
  return new Map(rows.map(({ name, columns }) => [name, columns]));
}

async function transactionNumber(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ number: number }>('SELECT pg_current_xact_id()::text::bigint AS number');
  return row?.number ?? 0;
}
