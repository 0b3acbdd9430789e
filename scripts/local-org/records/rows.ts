/** Rows as they lie in their tables, by declared field name. No rule of the platform is applied here. */
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import type { Sql } from '../state/database.ts';
import { columnType, idAmong, quoted, storedFields, tableOf } from '../state/schema.ts';
import type { StoredValue } from './coerce.ts';

/** Values by declared field name. */
export type Row = Record<string, StoredValue>;

/** Fields that a row shows; the bytes of files are fetched apart. */
function shownFields(object: ObjectMetadata): FieldMetadata[] {
  return storedFields(object).filter(({ type }) => type !== 'base64');
}

/** Rows by id, deleted ones included. */
export async function readRows(
  sql: Sql,
  object: ObjectMetadata,
  ids: readonly string[],
): Promise<Map<string, Row>> {
  if (ids.length === 0) return new Map();
  const fields = shownFields(object);
  const among = idAmong('id', ids);
  const rows = await sql.rows(
    `SELECT ${fields.map(({ name }) => quoted(name)).join(', ')} FROM ${tableOf(object)} WHERE ${among.sql}`,
    [among.value],
  );
  return new Map(
    rows.map((values) => {
      const row = Object.fromEntries(
        fields.map(({ name }, index) => [name, (values[index] ?? null) as StoredValue]),
      );
      return [String(row['Id']), row] as const;
    }),
  );
}

/** Inserts rows of the same object in statements of a size that the protocol takes. */
export async function insertRows(sql: Sql, object: ObjectMetadata, rows: readonly Row[]): Promise<void> {
  const fields = storedFields(object).filter(({ name }) => rows.some((row) => row[name] !== undefined));
  // Objects without an Id field still have the column.
  const names = object.fields.has('id') ? [] : ['Id'];
  const columns = [...names.map((name) => ({ name, type: 'text' })), ...fields.map(asColumn)];
  const perStatement = Math.max(1, Math.floor(20_000 / columns.length));
  for (let start = 0; start < rows.length; start += perStatement) {
    const chunk = rows.slice(start, start + perStatement);
    const values: StoredValue[] = [];
    const tuples = chunk.map((row) => {
      const places = columns.map(({ name, type }) => {
        values.push(row[name] ?? (type === 'boolean' ? false : null));
        return `$${values.length}::${type}`;
      });
      return `(${places.join(', ')})`;
    });
    await sql.query(
      `INSERT INTO ${tableOf(object)} (${columns.map(({ name }) => quoted(name)).join(', ')}) VALUES ${tuples.join(', ')}`,
      values,
    );
  }
}

function asColumn(field: FieldMetadata): { name: string; type: string } {
  return { name: field.name, type: columnType(field) };
}

/** Sets the given fields of one row. */
export async function updateRow(sql: Sql, object: ObjectMetadata, id: string, changes: Row): Promise<void> {
  const fields = storedFields(object).filter(({ name }) => changes[name] !== undefined);
  if (fields.length === 0) return;
  const values = fields.map(({ name }) => changes[name]);
  const assignments = fields.map(
    (field, index) => `${quoted(field.name)} = $${index + 2}::${columnType(field)}`,
  );
  await sql.query(`UPDATE ${tableOf(object)} SET ${assignments.join(', ')} WHERE id = $1`, [id, ...values]);
}

/** Sets the given fields of many rows, by id; rows with the same fields share a statement. */
export async function updateRows(
  sql: Sql,
  object: ObjectMetadata,
  changes: ReadonlyMap<string, Row>,
): Promise<void> {
  const stored = storedFields(object);
  const groups = Map.groupBy(changes, ([, row]) =>
    stored
      .filter(({ name }) => row[name] !== undefined)
      .map(({ name }) => name)
      .join(),
  );
  for (const members of groups.values()) {
    const [first] = members;
    if (!first) continue;
    if (members.length === 1) {
      await updateRow(sql, object, first[0], first[1]);
      continue;
    }
    const fields = stored.filter(({ name }) => first[1][name] !== undefined);
    const columns = fields.map(({ name }) => quoted(name));
    const arrays = fields.map((field, index) => `$${index + 2}::${columnType(field)}[]`);
    await sql.query(
      `UPDATE ${tableOf(object)} t SET ${columns.map((name) => `${name} = n.${name}`).join(', ')}
       FROM unnest(${['$1::text[]', ...arrays].join(', ')}) AS n (${['id', ...columns].join(', ')}) WHERE t.id = n.id`,
      [members.map(([id]) => id), ...fields.map(({ name }) => members.map(([, row]) => row[name]))],
    );
  }
}

/** Removes rows for good. */
export async function deleteRows(sql: Sql, object: ObjectMetadata, ids: readonly string[]): Promise<void> {
  await sql.query(`DELETE FROM ${tableOf(object)} WHERE id = ANY ($1::text[])`, [ids]);
}

function dateIn(today: Temporal.PlainDate, part: string): string {
  const [year = '', month = '', day = ''] = today.toString().split('-');
  return { YYYY: year, YY: year.slice(2), MM: month, DD: day }[part] ?? '';
}

/** The next auto-numbers of a field as its format shows them, e.g. `AR-000001`. */
export async function nextAutoNumbers(
  sql: Sql,
  object: ObjectMetadata,
  field: FieldMetadata,
  count: number,
  today: Temporal.PlainDate,
): Promise<string[]> {
  const [row] = await sql.query<{ last: number }>(
    `INSERT INTO org_auto_number VALUES ($1, $2, $3)
     ON CONFLICT (object, field) DO UPDATE SET last = org_auto_number.last + $3 RETURNING last`,
    [object.name, field.name, count],
  );
  const last = row?.last ?? count;
  const format = field.displayFormat ?? '{0}';
  const dated = format.replace(/\{(YYYY|YY|MM|DD)\}/g, (_whole, part: string) => dateIn(today, part));
  return Array.from({ length: count }, (_, index) =>
    dated.replace(/\{(0+)\}/, (_whole, zeros: string) =>
      String(last - count + 1 + index).padStart(zeros.length, '0'),
    ),
  );
}
