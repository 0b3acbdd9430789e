/** The two forms in which the rows of a page are read: as records for code that works with them, as JSON for a client. */
import type { Sql } from '../state/database.ts';
import type { SRecord } from '../state/engine.ts';
import { jsonShape } from './json-shape.ts';
import type { RecordQuery } from './outputs.ts';
import { firstStatement, pageStatement, runFirst, runPage } from './run.ts';
import type { Statement } from './run.ts';

/** The first rows of a query. */
export interface FirstRows<T> {
  rows: T;
  count: number;
  /** There are more than were asked for. */
  more: boolean;
}

/** A page that can be read. */
export interface PageRead<T> {
  read(sql: Sql): Promise<T>;
  /** What decides its rows, beside what the database holds; null when that is more than can be told. */
  key: string | null;
}

export interface PageForm<T> {
  /** At most `most` rows from the first on. */
  first(sql: Sql, query: RecordQuery, most: number): Promise<FirstRows<T>>;
  /** `ids` = SQL of rows `(id, place)`, with parameters after those of the query. */
  page(query: RecordQuery, ids: Statement): PageRead<T>;
  /** Rows that are there already. */
  of(records: readonly SRecord[]): T;
}

/** @param version API version of the records' addresses */
export function asRecords(version: string): PageForm<SRecord[]> {
  return {
    first: async (sql, query, most) => {
      const records = await runFirst(sql, query, most + 1, version);
      const rows = records.slice(0, most);
      return { rows, count: rows.length, more: records.length > most };
    },
    page: (query, ids) => ({ read: (sql) => runPage(sql, query, ids, version), key: null }),
    of: (records) => [...records],
  };
}

/** The records' JSON, between the brackets of their array. */
export function asJson(version: string): PageForm<Uint8Array> {
  const records = asRecords(version);
  const of = (rows: readonly SRecord[]) => Buffer.from(rows.map((row) => JSON.stringify(row)).join(','));
  return {
    first: async (sql, query, most) => {
      const pieces = jsonShape(query, version);
      if (pieces && sql.json) {
        const text = firstStatement(query, query.select.join(', '), most + 1);
        const { records: rows, count } = await sql.json(text, query.context.values, { pieces, most });
        return { rows, count: Math.min(count, most), more: count > most };
      }
      const first = await records.first(sql, query, most);
      return { ...first, rows: of(first.rows) };
    },
    page: (query, ids) => {
      const pieces = jsonShape(query, version);
      const { text, values } = pageStatement(query, query.select.join(', '), ids);
      const read = async (sql: Sql) => {
        if (pieces && sql.json) return (await sql.json(text, values, { pieces, most: Infinity })).records;
        return of(await records.page(query, ids).read(sql));
      };
      return { read, key: pieces && JSON.stringify([text, values, pieces]) };
    },
    of,
  };
}
