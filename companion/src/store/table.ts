/**
 * The one place that builds SQL for plain row access. A table is described once (field of the row → column), and reads
 * and writes are made from that description; anything cleverer is written out in its row module.
 */
import type { Queryable } from './database.ts';

type Column = string | { json: string };

export interface TableShape<Row> {
  name: string;
  columns: { [Field in keyof Row]-?: Column };
  /** Fields of the primary key. */
  key: readonly (keyof Row & string)[];
}

/** A field compared with a value, with one of several values (array), or with nothing (null). */
export type Where<Row> = { [Field in keyof Row]?: Row[Field] | readonly Row[Field][] | null };

export interface Table<Row> {
  find(query: Queryable, where: Where<Row>, tail?: string): Promise<Row[]>;
  first(query: Queryable, where: Where<Row>, tail?: string): Promise<Row | null>;
  /** Rows that fulfil a condition in SQL, over columns and `$1` and on; what follows it, such as an order, may stand in it. */
  select(query: Queryable, condition: string, values: readonly unknown[]): Promise<Row[]>;
  /** Newest first by `by.at` and then `by.id`; `after` is where the page before ended. */
  page(query: Queryable, where: Where<Row>, by: PageOrder<Row>, page: PageOf): Promise<Row[]>;
  /** @returns whether a row was written; `ignore` leaves an existing row as it is */
  insert(query: Queryable, row: Row, onConflict?: 'fail' | 'ignore' | 'replace'): Promise<boolean>;
  update(query: Queryable, where: Where<Row>, change: Partial<Row>): Promise<number>;
  remove(query: Queryable, where: Where<Row>): Promise<number>;
}

/** The fields that put a list in order: an instant, and what tells rows of one instant apart. */
export interface PageOrder<Row> {
  at: keyof Row & string;
  id: keyof Row & string;
}

export interface PageOf {
  after: { at: string; id: string } | null;
  limit: number;
  /** Rows of this instant or later. */
  since?: string | undefined;
  /** Rows before this instant. */
  until?: string | undefined;
}

const columnName = (column: Column): string => (typeof column === 'string' ? column : column.json);

/** Builds the access to one table. */
export function table<Row extends object>(shape: TableShape<Row>): Table<Row> {
  const fields = Object.keys(shape.columns) as (keyof Row & string)[];
  const column = (field: keyof Row & string): string => columnName(shape.columns[field]);
  const encode = (field: keyof Row & string, value: unknown): unknown =>
    typeof shape.columns[field] === 'string' || value === null ? value : JSON.stringify(value);
  const list = fields.map((field) => `${column(field)} AS "${field}"`).join(', ');

  const condition = (where: Where<Row>, values: unknown[]): string => {
    const terms = (Object.keys(where) as (keyof Row & string)[]).map((field) => {
      const value: unknown = where[field];
      if (value === null) return `${column(field)} IS NULL`;
      values.push(value);
      return Array.isArray(value)
        ? `${column(field)} = ANY($${values.length})`
        : `${column(field)} = $${values.length}`;
    });
    return terms.length === 0 ? '' : ` WHERE ${terms.join(' AND ')}`;
  };

  const find: Table<Row>['find'] = async (query, where, tail = '') => {
    const values: unknown[] = [];
    const text = `SELECT ${list} FROM ${shape.name}${condition(where, values)} ${tail}`;
    return (await query.query(text, values)).rows as Row[];
  };

  return {
    find,
    first: async (query, where, tail = '') => (await find(query, where, `${tail} LIMIT 1`))[0] ?? null,
    select: async (query, where, values) => {
      const text = `SELECT ${list} FROM ${shape.name} WHERE ${where}`;
      return (await query.query(text, [...values])).rows as Row[];
    },
    async page(query, where, by, { after, limit, since, until }) {
      const [at, id] = [column(by.at), column(by.id)];
      const values: unknown[] = [];
      const terms = [condition(where, values).replace(/^ WHERE /, ''), `${at} IS NOT NULL`];
      const value = (given: unknown) => `$${values.push(given)}`;
      if (since !== undefined) terms.push(`${at} >= ${value(since)}`);
      if (until !== undefined) terms.push(`${at} < ${value(until)}`);
      if (after) terms.push(`(${at}, ${id}) < (${value(after.at)}, ${value(after.id)})`);
      const text = `SELECT ${list} FROM ${shape.name} WHERE ${terms.filter(Boolean).join(' AND ')}
        ORDER BY ${at} DESC, ${id} DESC LIMIT ${value(limit)}`;
      return (await query.query(text, values)).rows as Row[];
    },
    async insert(query, row, onConflict = 'fail') {
      const text = `INSERT INTO ${shape.name} (${fields.map(column).join(', ')}) VALUES (${fields
        .map((_, at) => `$${at + 1}`)
        .join(', ')})${conflictClause(shape, onConflict)}`;
      const { rowCount } = await query.query(
        text,
        fields.map((field) => encode(field, row[field])),
      );
      return (rowCount ?? 0) > 0;
    },
    async update(query, where, change) {
      const changed = Object.keys(change) as (keyof Row & string)[];
      const values: unknown[] = changed.map((field) => encode(field, change[field]));
      const set = changed.map((field, at) => `${column(field)} = $${at + 1}`).join(', ');
      const { rowCount } = await query.query(
        `UPDATE ${shape.name} SET ${set}${condition(where, values)}`,
        values,
      );
      return rowCount ?? 0;
    },
    async remove(query, where) {
      const values: unknown[] = [];
      const { rowCount } = await query.query(`DELETE FROM ${shape.name}${condition(where, values)}`, values);
      return rowCount ?? 0;
    },
  };
}

function conflictClause<Row>(shape: TableShape<Row>, onConflict: 'fail' | 'ignore' | 'replace'): string {
  if (onConflict === 'fail') return '';
  if (onConflict === 'ignore') return ' ON CONFLICT DO NOTHING';
  const key = new Set<string>(shape.key);
  const rest = (Object.keys(shape.columns) as (keyof Row & string)[]).filter((field) => !key.has(field));
  const set = rest.map((field) => {
    const name = columnName(shape.columns[field]);
    return `${name} = EXCLUDED.${name}`;
  });
  const target = shape.key.map((field) => columnName(shape.columns[field])).join(', ');
  return ` ON CONFLICT (${target}) DO UPDATE SET ${set.join(', ')}`;
}
