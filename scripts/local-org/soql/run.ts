/** Runs compiled queries and shapes their rows as the REST API shows them. */
import { OrgError } from '../errors.ts';
import type { Sql } from '../state/database.ts';
import type { QueryResult, SRecord } from '../state/engine.ts';
import { quoted } from '../state/schema.ts';
import type { AggregateQuery } from './aggregate.ts';
import type { CompiledQuery } from './compile.ts';
import { formatted } from './format.ts';
import type { ChildQuery, RecordQuery } from './outputs.ts';
import { shaper } from './shape.ts';

const LARGEST_AGGREGATE = 2000;

/** Runs a whole query without paging. `version` is the API version of the records' addresses. */
export async function runAll(sql: Sql, query: CompiledQuery, version: string): Promise<QueryResult> {
  if (query.kind !== 'records') return runAggregate(sql, query);
  const records = await runFirst(sql, query, null, version);
  return { totalSize: records.length, records };
}

/** @throws OrgError EXCEEDED_ID_LIMIT for more groups than one answer holds */
export async function runAggregate(sql: Sql, query: AggregateQuery): Promise<QueryResult> {
  const rows = await sql.rows(query.text, query.context.values);
  if (query.kind === 'count') return { totalSize: Number(rows[0]?.[0]), records: [] };
  if (rows.length > LARGEST_AGGREGATE) {
    throw new OrgError(
      400,
      'EXCEEDED_ID_LIMIT',
      'Aggregate query does not support queryMore(), use LIMIT to restrict the results to a single batch',
    );
  }
  const records = rows.map((row) => {
    const record: SRecord = { attributes: { type: 'AggregateResult' } };
    query.columns.forEach(({ name, format }, index) => {
      const value = row[index] ?? null;
      record[name] = format ? formatted(value, format, query.context.user) : value;
    });
    return record;
  });
  return { totalSize: records.length, records };
}

/** The first `limit` records of a query, or all, children included. */
export async function runFirst(
  sql: Sql,
  query: RecordQuery,
  limit: number | null,
  version: string,
): Promise<SRecord[]> {
  const text = firstStatement(query, query.select.join(', '), limit);
  return withChildren(sql, query, await sql.rows(text, query.context.values), version);
}

/** SQL of `columns` for the first `limit` rows of a query, or all, with the query's own parameters. */
export function firstStatement(query: RecordQuery, columns: string, limit: number | null): string {
  const least = Math.min(limit ?? Infinity, query.limit ?? Infinity);
  return `SELECT ${columns} ${statement(query, least === Infinity ? null : least)}`;
}

/** SQL of the ids of all rows of a query in its order, `SELECT id …`, with the query's own parameters. */
export function idsStatement(query: RecordQuery): string {
  return `SELECT ${query.alias}.id ${statement(query, query.limit)}`;
}

/** A statement with the values of its parameters. */
export interface Statement {
  text: string;
  values: unknown[];
}

/**
 * The records of a page of a result that was opened before: their values as they are now, in the order of then.
 * @param page SQL of rows `(id, place)`, with parameters after those of the query
 */
export async function runPage(
  sql: Sql,
  query: RecordQuery,
  page: Statement,
  version: string,
): Promise<SRecord[]> {
  const { text, values } = pageStatement(query, query.select.join(', '), page);
  return withChildren(sql, query, await sql.rows(text, values), version);
}

/** SQL of `columns` for the rows of a page; `page` as for {@link runPage}. */
export function pageStatement(query: RecordQuery, columns: string, page: Statement): Statement {
  const { from, alias, still, order } = query;
  // In the order of ids the index is walked once along the page, instead of being searched for each row.
  const text =
    order === inOrderOfIds(alias)
      ? `SELECT ${columns} ${from} WHERE ${alias}.id = ANY (ARRAY(SELECT id FROM (${page.text}) AS page (id, place))) AND ${still} ${order}`
      : `SELECT ${columns} ${from} JOIN (${page.text}) AS page (id, place) ON page.id = ${alias}.id WHERE ${still} ORDER BY page.place`;
  return renumbered(text, [...query.context.values, ...page.values]);
}

/** The order of a query that asks for none. */
function inOrderOfIds(alias: string): string {
  return `ORDER BY ${alias}.id`;
}

/** The statement with the parameters that it uses, as the database asks for a type of each. */
function renumbered(text: string, values: readonly unknown[]): Statement {
  const used = [...new Set(Array.from(text.matchAll(/\$(\d+)/g), ([, number]) => Number(number)))];
  const renamed = text.replace(/\$(\d+)/g, (_, number: string) => `$${used.indexOf(Number(number)) + 1}`);
  return { text: renamed, values: used.map((number) => values[number - 1]) };
}

function statement({ from, where, order, offset }: RecordQuery, limit: number | null): string {
  return `${from} ${where} ${order}${limit === null ? '' : ` LIMIT ${limit}`}${offset > 0 ? ` OFFSET ${offset}` : ''}`;
}

async function withChildren(
  sql: Sql,
  query: RecordQuery,
  rows: unknown[][],
  version: string,
): Promise<SRecord[]> {
  const children = new Map<ChildQuery, Map<string, SRecord[]>>();
  for (const output of query.outputs) {
    if (output.kind !== 'child' || rows.length === 0) continue;
    const ids = rows.map(([id]) => String(id));
    children.set(output, await runChildren(sql, output, ids, version));
  }
  const childrenOf = (child: ChildQuery, id: string) => children.get(child)?.get(id) ?? [];
  return rows.map(shaper(query, { version, childrenOf }));
}

/** The children of many parents in one statement; a LIMIT counts per parent. */
async function runChildren(
  sql: Sql,
  { query, field }: ChildQuery,
  parents: string[],
  version: string,
): Promise<Map<string, SRecord[]>> {
  const values = [...query.context.values, parents];
  const parent = `${query.alias}.${quoted(field.name)}`;
  const select = query.select.map((column, index) => `${column} AS c${index}`).join(', ');
  const where = `${query.where || 'WHERE true'} AND ${parent} = ANY ($${values.length}::text[])`;
  const last = query.limit === null ? '' : ` AND place <= ${query.offset + query.limit}`;
  const text =
    `SELECT ${query.select.map((_, index) => `c${index}`).join(', ')} FROM (SELECT ${select}, ` +
    `row_number() OVER (PARTITION BY ${parent} ${query.order}) AS place ${query.from} ${where}) AS ranked ` +
    `WHERE place > ${query.offset}${last} ORDER BY place`;
  const rows = await sql.rows(text, values);
  const records = await withChildren(sql, query, rows, version);
  const children = new Map<string, SRecord[]>();
  for (const [index, row] of rows.entries()) {
    const record = records[index];
    if (!record) continue;
    const list = children.get(String(row[1]));
    if (list) list.push(record);
    else children.set(String(row[1]), [record]);
  }
  return children;
}
