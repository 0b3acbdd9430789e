/** One table per object, made from its metadata and widened when the source gains fields. */
import type { FieldMetadata, FieldType, ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { FORMULA_LIBRARY } from '../formula/sql/library.ts';
import type { Sql } from './database.ts';
import { base62 } from './ids.ts';

const COLUMN_TYPES: Partial<Record<FieldType, string>> = {
  boolean: 'boolean',
  int: 'bigint',
  double: 'numeric',
  currency: 'numeric',
  percent: 'numeric',
  date: 'date',
  datetime: 'timestamp with time zone',
  time: 'time without time zone',
  base64: 'bytea',
};

/** SQL type of a field's column. */
export function columnType(field: FieldMetadata): string {
  return COLUMN_TYPES[field.type] ?? 'text';
}

/** A name as an SQL identifier; names of fields and objects are compared without case, so columns are lower case. */
export function quoted(name: string): string {
  return `"${name.toLowerCase().replaceAll('"', '""')}"`;
}

/** Fields that have a column: all but calculated ones. */
export function storedFields(object: ObjectMetadata): FieldMetadata[] {
  return [...object.fields.values()].filter((field) => field.formula === undefined);
}

const PLATFORM_TABLES = `
CREATE SEQUENCE IF NOT EXISTS org_record_number;
CREATE TABLE IF NOT EXISTS org_setting (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE IF NOT EXISTS org_key_prefix (object text PRIMARY KEY, prefix text NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS org_auto_number (object text, field text, last bigint NOT NULL, PRIMARY KEY (object, field));
CREATE TABLE IF NOT EXISTS org_session (
  token_hash text PRIMARY KEY, id text NOT NULL UNIQUE, user_id text NOT NULL, type text NOT NULL);`;

/**
 * Brings the database to the shape of the metadata and gives each custom object its key prefix (kept for ever, as ids
 * begin with it; written into `metadata`).
 * @throws Error when a field changed its type while the database holds data of the old one
 */
export async function applySchema(sql: Sql, metadata: OrgMetadata): Promise<void> {
  await sql.query(PLATFORM_TABLES);
  await sql.query(FORMULA_LIBRARY);
  await assignKeyPrefixes(sql, metadata);
  const existing = await columnsByTable(sql);
  const statements = [...metadata.objects.values()].flatMap((object) => {
    const columns = existing.get(object.name.toLowerCase());
    return columns ? widening(object, columns) : creation(object);
  });
  // In one message: hundreds of round trips would be most of an org's start.
  if (statements.length > 0) await sql.query(statements.join(';\n'));
}

async function assignKeyPrefixes(sql: Sql, metadata: OrgMetadata): Promise<void> {
  const rows = await sql.query<{ object: string; prefix: string }>(
    'SELECT object, prefix FROM org_key_prefix',
  );
  const known = new Map(rows.map((row) => [row.object, row.prefix]));
  for (const object of metadata.objects.values()) {
    if (object.kind === 'standard') continue;
    let prefix = known.get(object.name.toLowerCase());
    if (!prefix) {
      const letter = object.kind === 'custom' ? 'a' : 'm';
      const taken = [...known.values()].filter((value) => value.startsWith(letter)).length;
      prefix = letter + base62(taken, 2);
      known.set(object.name.toLowerCase(), prefix);
      await sql.query('INSERT INTO org_key_prefix VALUES ($1, $2)', [object.name.toLowerCase(), prefix]);
    }
    object.keyPrefix = prefix;
  }
}

async function columnsByTable(sql: Sql): Promise<Map<string, Map<string, string>>> {
  const rows = await sql.query<{ table: string; column: string; type: string }>(
    `SELECT table_name AS table, column_name AS column, data_type AS type
     FROM information_schema.columns WHERE table_schema = 'public'`,
  );
  const tables = new Map<string, Map<string, string>>();
  for (const { table, column, type } of rows) {
    const columns = tables.get(table) ?? new Map<string, string>();
    tables.set(table, columns.set(column, type));
  }
  return tables;
}

function columnDefinition(field: FieldMetadata): string {
  const rest =
    field.type === 'id' ? ' PRIMARY KEY' : field.type === 'boolean' ? ' NOT NULL DEFAULT false' : '';
  return `${quoted(field.name)} ${columnType(field)}${rest}`;
}

function creation(object: ObjectMetadata): string[] {
  const fields = storedFields(object);
  // Event log objects have no Id of their own; the table still needs a key.
  const key = object.fields.has('id') ? [] : ['"id" text PRIMARY KEY'];
  const columns = [...key, ...fields.map(columnDefinition)].join(', ');
  return [
    `CREATE TABLE ${quoted(object.name)} (${columns})`,
    ...fields.flatMap((field) => indexDefinition(object, field)),
  ];
}

function widening(object: ObjectMetadata, columns: Map<string, string>): string[] {
  return storedFields(object).flatMap((field) => {
    const type = columns.get(field.name.toLowerCase());
    if (!type) {
      const add = `ALTER TABLE ${quoted(object.name)} ADD COLUMN ${columnDefinition(field)}`;
      return [add, ...indexDefinition(object, field)];
    }
    if (type === columnType(field)) return [];
    throw new Error(
      `${object.name}.${field.name} was of another type when this org's data was written (${type}). ` +
        'Run "npm run reset" and start again.',
    );
  });
}

/** Indexes for what people look up by: references, external ids, names and the times that polls ask for. */
function indexDefinition(object: ObjectMetadata, field: FieldMetadata): string[] {
  const table = quoted(object.name);
  const column = quoted(field.name);
  const key = field.caseSensitive || field.type === 'reference' ? column : `lower(${column})`;
  if (field.unique) {
    const living = object.fields.has('isdeleted') ? ' WHERE NOT isdeleted' : '';
    return [`CREATE UNIQUE INDEX ON ${table} (${key})${living}`];
  }
  // Who created or last changed a record is shown, hardly ever searched for.
  const stamp = ['createdbyid', 'lastmodifiedbyid'].includes(field.name.toLowerCase());
  if ((field.type === 'reference' && !stamp) || field.externalId || field.nameField) {
    return [`CREATE INDEX ON ${table} (${key})`];
  }
  const polled = ['systemmodstamp', 'createddate', 'timestamp'].includes(field.name.toLowerCase());
  return polled ? [`CREATE INDEX ON ${table} (${column})`] : [];
}
