/**
 * What the database knows of its tables' contents, by which it chooses indexes. PGlite has no process of its own that
 * would renew it, so queries do: with the rule by which PostgreSQL's autovacuum analyses a table.
 */
import type { Sql } from './database.ts';

/** Queries between two looks. */
const EVERY = 200;
const CHANGED = 1000;
const SHARE = 0.1;

export class Statistics {
  #queries = 0;

  /** Called before a query; now and then it analyses the tables that have changed much since the last time. */
  async keepFresh(sql: Sql): Promise<void> {
    const isDue = this.#queries % EVERY === 0;
    this.#queries += 1;
    if (!isDue) return;
    const stale = await sql.rows(
      `SELECT quote_ident(relname) FROM pg_stat_user_tables
       WHERE schemaname = 'public' AND n_mod_since_analyze > ${CHANGED} + ${SHARE} * n_live_tup`,
    );
    if (stale.length > 0) await sql.query(`ANALYZE ${stale.map(([name]) => String(name)).join(', ')}`);
  }
}
