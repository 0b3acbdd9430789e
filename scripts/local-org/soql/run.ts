/** Runs compiled queries and shapes their rows as the REST API shows them. */
import { OrgError } from '../errors.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import type { Sql } from '../state/database.ts';
import type { QueryResult, SRecord } from '../state/engine.ts';
import { quoted } from '../state/schema.ts';
import type { AggregateQuery } from './aggregate.ts';
import type { ChildQuery, CompiledQuery, Output, ParentOutput, RecordQuery } from './compile.ts';

const LARGEST_AGGREGATE = 2000;

/** Address of a record; objects without ids show the empty id. */
function recordUrl(version: string, object: string, id: string | null): string {
  return `/services/data/v${version}/sobjects/${object}/${id ?? '000000000000000AAA'}`;
}

/** A page of records: those of `ids` in that order, or the first `limit`. */
export type Slice = { ids: readonly string[] } | { limit: number | null };

/** Runs a whole query without paging. */
export async function runAll(sql: Sql, query: CompiledQuery, version: string): Promise<QueryResult> {
  if (query.kind !== 'records') return runAggregate(sql, query);
  const records = await runRecords(sql, query, { limit: null }, version);
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
  const records = rows.map((row) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(query.names.map((name, index) => [name, row[index] ?? null])),
  }));
  return { totalSize: records.length, records };
}

/** Ids of all rows of a query in its order. */
export async function runIds(sql: Sql, query: RecordQuery): Promise<string[]> {
  const text = `SELECT ${query.alias}.id ${query.from} ${query.where} ${query.order}${limits(query.limit, query.offset)}`;
  return (await sql.rows(text, query.context.values)).map(([id]) => String(id));
}

/** Runs a query of records, children included. */
export async function runRecords(
  sql: Sql,
  query: RecordQuery,
  slice: Slice,
  version: string,
): Promise<SRecord[]> {
  const rows =
    'ids' in slice ? await rowsOf(sql, query, slice.ids) : await firstRows(sql, query, slice.limit);
  const ids = rows.map(([id]) => String(id));
  const children = new Map<ChildQuery, Map<string, SRecord[]>>();
  for (const output of query.outputs) {
    if ('query' in output) children.set(output, await runChildren(sql, output, ids, version));
  }
  return rows.map((row) =>
    shape(query, row, version, (child) => children.get(child)?.get(String(row[0])) ?? []),
  );
}

function limits(limit: number | null, offset: number): string {
  return `${limit === null ? '' : ` LIMIT ${limit}`}${offset > 0 ? ` OFFSET ${offset}` : ''}`;
}

function firstRows(sql: Sql, query: RecordQuery, limit: number | null): Promise<unknown[][]> {
  const least = Math.min(limit ?? Infinity, query.limit ?? Infinity);
  const text = `SELECT ${query.select.join(', ')} ${query.from} ${query.where} ${query.order}`;
  return sql.rows(text + limits(least === Infinity ? null : least, query.offset), query.context.values);
}

async function rowsOf(sql: Sql, query: RecordQuery, ids: readonly string[]): Promise<unknown[][]> {
  const values = [...query.context.values, ids];
  const where = `${query.where || 'WHERE true'} AND ${query.alias}.id = ANY ($${values.length}::text[])`;
  const rows = await sql.rows(`SELECT ${query.select.join(', ')} ${query.from} ${where}`, values);
  const byId = new Map(rows.map((row) => [String(row[0]), row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [row] : [];
  });
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
  const children = new Map<string, SRecord[]>();
  for (const row of await sql.rows(text, values)) {
    const key = String(row[1]);
    children.set(key, [...(children.get(key) ?? []), shape(query, row, version, () => [])]);
  }
  return children;
}

function shape(
  query: RecordQuery,
  row: unknown[],
  version: string,
  childrenOf: (child: ChildQuery) => SRecord[],
): SRecord {
  const id = query.object.fields.has('id') ? String(row[0]) : null;
  const record = emptyRecord(query.object, id, version);
  for (const output of query.outputs) {
    if ('query' in output) record[output.name] = childResult(childrenOf(output));
    else if ('object' in output) placeParent(record, output, row[output.index], version);
    else placeValue(record, output, row, version);
  }
  return record;
}

function emptyRecord(object: ObjectMetadata, id: string | null, version: string): SRecord {
  return { attributes: { type: object.name, url: recordUrl(version, object.name, id) } };
}

function childResult(records: SRecord[]): unknown {
  return records.length === 0 ? null : { totalSize: records.length, done: true, records };
}

/** The record that relationship names lead to; null when a parent is missing. */
function reach(record: SRecord, relationships: string[]): SRecord | null {
  return relationships.reduce<SRecord | null>(
    (current, name) => (current ? (current[name] as SRecord | null) : null),
    record,
  );
}

function placeParent(record: SRecord, output: ParentOutput, id: unknown, version: string): void {
  const holder = reach(record, output.relationships.slice(0, -1));
  const name = output.relationships.at(-1) ?? '';
  if (holder) holder[name] = typeof id === 'string' ? emptyRecord(output.object, id, version) : null;
}

function placeValue(record: SRecord, output: Output, row: unknown[], version: string): void {
  const holder = reach(record, output.relationships);
  if (!holder) return;
  const raw = row[output.index] ?? null;
  const value = output.value ? output.value(raw) : raw;
  const { field } = output;
  if (field.type === 'base64') {
    holder[output.name] = value
      ? `${holder.attributes.url ?? recordUrl(version, '', null)}/${field.name}`
      : null;
  } else if (output.label) {
    holder[output.name] = field.picklistValues.find((item) => item.value === value)?.label ?? value;
  } else {
    holder[output.name] = value;
  }
}
