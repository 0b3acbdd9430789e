/** Roll-ups: fields of a master that count, sum up or pick from its details, worked out in the details' transaction. */
import { findField, findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, Summary } from '../metadata/model.ts';
import { formulaSql } from '../soql/formula-column.ts';
import type { QueryContext } from '../soql/scope.ts';
import type { Sql } from '../state/database.ts';
import { quoted, tableOf } from '../state/schema.ts';
import { queryContext, stamps } from './context.ts';
import type { SaveContext } from './context.ts';
import { arriving } from './items.ts';
import { readRows, updateRows } from './rows.ts';
import type { Row } from './rows.ts';
import { checkRules } from './rules.ts';
import { filterSql } from './summary-filter.ts';

/** A roll-up field with what it is worked out from. */
interface RollUp {
  field: FieldMetadata;
  summary: Summary;
}

const isCounted = ({ operation }: Summary) => operation === 'count' || operation === 'sum';

/** What the roll-ups of a new record say, which has no details yet. */
export function emptySummaries(object: ObjectMetadata): Row {
  return Object.fromEntries(
    [...object.fields.values()].flatMap(({ name, summary }) =>
      summary ? [[name, isCounted(summary) ? 0 : null] as const] : [],
    ),
  );
}

function rollUpsOver(master: ObjectMetadata, child: ObjectMetadata, key: FieldMetadata): RollUp[] {
  return [...master.fields.values()].flatMap((field) => {
    const { summary } = field;
    const same =
      summary?.child.toLowerCase() === child.name.toLowerCase() &&
      summary.key.toLowerCase() === key.name.toLowerCase();
    return summary && same ? [{ field, summary }] : [];
  });
}

/**
 * Works out the roll-ups of the masters that a changed detail had and has. A master whose roll-up changes is saved:
 * its validation rules run, it is stamped, its change event follows, and so do the roll-ups of its own masters.
 * @param change `prior` is null for a new (or undeleted) detail, `row` for a deleted one
 * @throws RecordFault when a rule of a master refuses its new values
 */
export async function recalculate(
  context: SaveContext,
  child: ObjectMetadata,
  change: { row: Row | null; prior: Row | null },
): Promise<void> {
  for (const key of child.fields.values()) {
    const master = key.master && findObject(context.metadata, key.referenceTo[0] ?? '');
    const rollUps = master ? rollUpsOver(master, child, key) : [];
    if (!master || rollUps.length === 0 || !matters(child, key, rollUps, change)) continue;
    const ids = [change.row?.[key.name], change.prior?.[key.name]].filter((id) => typeof id === 'string');
    for (const id of new Set(ids)) {
      if (!context.going?.has(id)) await recalculateOne(context, { master, child, key, rollUps }, id);
    }
  }
}

/** A change of other fields leaves the masters alone; a formula may rest on any field. */
function matters(
  child: ObjectMetadata,
  key: FieldMetadata,
  rollUps: readonly RollUp[],
  { row, prior }: { row: Row | null; prior: Row | null },
): boolean {
  if (!row || !prior) return true;
  const names = rollUps.flatMap(({ summary }) => [
    summary.field ?? key.name,
    ...summary.filters.flatMap(({ field, valueField }) =>
      valueField === null ? [field] : [field, valueField],
    ),
  ]);
  return [key.name, ...names].some((name) => {
    const field = findField(child, name);
    return field !== undefined && (field.formula !== undefined || row[field.name] !== prior[field.name]);
  });
}

interface Relation {
  master: ObjectMetadata;
  child: ObjectMetadata;
  key: FieldMetadata;
  rollUps: readonly RollUp[];
}

async function recalculateOne(context: SaveContext, relation: Relation, id: string): Promise<void> {
  const { master } = relation;
  const prior = (await readRows(context.sql, master, [id])).get(id);
  if (!prior || prior['IsDeleted'] === true) return;
  const summed = await summedUp(context.sql, queryContext(context), relation, id);
  const changed: Row = Object.fromEntries(
    Object.entries(summed).filter(([name, value]) => value !== (prior[name] ?? null)),
  );
  if (Object.keys(changed).length === 0) return;
  const whole = { ...prior, ...changed };
  if (!context.system) await checkMaster(context, master, whole, prior);
  const values = { ...stamps(context, master, false), ...changed };
  await updateRows(context.sql, master, new Map([[id, values]]));
  context.log.add(master, { type: 'UPDATE', id, values, user: context.user.userId, at: context.now });
  await recalculate(context, master, { row: { ...whole, ...values }, prior });
}

/** @throws RecordFault when a rule of the master refuses its new values */
async function checkMaster(
  context: SaveContext,
  master: ObjectMetadata,
  row: Row,
  prior: Row,
): Promise<void> {
  const items = arriving([{ input: {}, log: context.log }]);
  await checkRules(
    context,
    master,
    items,
    () => row,
    () => prior,
  );
  const fault = items[0]?.fault;
  if (fault) throw fault;
}

async function summedUp(sql: Sql, query: QueryContext, relation: Relation, id: string): Promise<Row> {
  const { child, key, rollUps } = relation;
  const values: unknown[] = [id];
  const selected = rollUps.map(({ summary }) => aggregateSql(query, child, summary, values));
  const [row = []] = await sql.rows(
    `SELECT ${selected.join(', ')} FROM ${tableOf(child)} c WHERE c.${quoted(key.name)} = $1 AND NOT c.isdeleted`,
    values,
  );
  return Object.fromEntries(
    rollUps.map(({ field }, index) => [field.name, (row[index] ?? null) as Row[string]]),
  );
}

function aggregateSql(
  query: QueryContext,
  child: ObjectMetadata,
  summary: Summary,
  values: unknown[],
): string {
  const column = (name: string) => columnSql(query, child, name);
  const conditions = summary.filters.map((filter) => filterSql(child, filter, column, values));
  const where = conditions.length > 0 ? ` FILTER (WHERE ${conditions.join(' AND ')})` : '';
  const of = summary.field === null ? '*' : column(summary.field);
  const aggregate = `${summary.operation}(${of})${where}`;
  return isCounted(summary) ? `coalesce(${aggregate}, 0)::numeric` : aggregate;
}

function columnSql(query: QueryContext, child: ObjectMetadata, name: string): string {
  const field = findField(child, name);
  if (!field) throw new Error(`${child.name} has no field ${name}`);
  return field.formula === undefined ? `c.${quoted(field.name)}` : formulaSql(query, child, field, 'c');
}

/** Brings the stored roll-ups to what the details say, for an org whose source has gained or changed some. */
export async function fillSummaries(sql: Sql, context: Parameters<typeof queryContext>[0]): Promise<void> {
  const query = queryContext(context);
  for (const master of query.metadata.objects.values()) {
    for (const field of master.fields.values()) {
      if (field.summary) await fill(sql, query, master, { field, summary: field.summary });
    }
  }
}

async function fill(
  sql: Sql,
  query: QueryContext,
  master: ObjectMetadata,
  { field, summary }: RollUp,
): Promise<void> {
  const child = findObject(query.metadata, summary.child);
  if (!child) return;
  const values: unknown[] = [];
  const value =
    `(SELECT ${aggregateSql(query, child, summary, values)} FROM ${tableOf(child)} c ` +
    `WHERE c.${quoted(summary.key)} = m.id AND NOT c.isdeleted)`;
  const column = quoted(field.name);
  await sql.query(
    `UPDATE ${tableOf(master)} m SET ${column} = ${value} WHERE m.${column} IS DISTINCT FROM ${value}`,
    values,
  );
}
