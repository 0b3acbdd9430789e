/** One table per object, made from its metadata and widened when the source gains fields. */
import type { FieldMetadata, FieldType, ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { CHANGE_TABLES } from './change-store.ts';
import { FORMULA_LIBRARY } from '../formula/sql/library.ts';
import type { Sql } from './database.ts';
import { base62 } from './ids.ts';
import { shareCreation, SHARE_FUNCTIONS, shareRows } from './share-tables.ts';

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

/** The table in which an object's rows lie; a share object's own name is a view that adds the owners' rows. */
export function tableOf(object: Pick<ObjectMetadata, 'name' | 'sharesOf'>): string {
  return quoted(object.sharesOf === undefined ? object.name : shareRows(object.name));
}

/** Fields that have a column: all but calculated ones. */
export function storedFields(object: ObjectMetadata): FieldMetadata[] {
  return [...object.fields.values()].filter((field) => field.formula === undefined);
}

/**
 * The condition that an id is one of `ids`, with its only parameter `$1`: for one id, as most are, in the form of which
 * the database keeps the plan, which it makes anew for each array.
 */
export function idAmong(column: string, ids: readonly string[]): { sql: string; value: unknown } {
  const [only] = ids;
  return ids.length === 1 && only !== undefined
    ? { sql: `${column} = $1::text`, value: only }
    : { sql: `${column} = ANY ($1::text[])`, value: ids };
}

const PLATFORM_TABLES = `
CREATE SEQUENCE IF NOT EXISTS org_record_number;
CREATE TABLE IF NOT EXISTS org_setting (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE IF NOT EXISTS org_key_prefix (object text PRIMARY KEY, prefix text NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS org_auto_number (object text, field text, last bigint NOT NULL, PRIMARY KEY (object, field));
CREATE TABLE IF NOT EXISTS org_recycle_bin (
  id text PRIMARY KEY, object text NOT NULL, root text NOT NULL, deleted_at timestamptz NOT NULL,
  emptied jsonb NOT NULL);
CREATE INDEX IF NOT EXISTS org_recycle_bin_root ON org_recycle_bin (root);
CREATE INDEX IF NOT EXISTS org_recycle_bin_age ON org_recycle_bin (deleted_at);
CREATE TABLE IF NOT EXISTS org_bulk_job (id text PRIMARY KEY, info jsonb NOT NULL);
CREATE TABLE IF NOT EXISTS org_bulk_part (
  job text, kind text, place bigint, rows bigint NOT NULL, text text NOT NULL, PRIMARY KEY (job, kind, place));
CREATE TABLE IF NOT EXISTS org_deleted (object text NOT NULL, field text NOT NULL, PRIMARY KEY (object, field));
CREATE TABLE IF NOT EXISTS org_grant (
  hash text PRIMARY KEY, kind text NOT NULL, user_id text NOT NULL, client_id text NOT NULL, scopes text NOT NULL,
  redirect_uri text, challenge text, valid_until timestamptz);
CREATE TABLE IF NOT EXISTS org_session_grant (
  session_id text PRIMARY KEY, client_id text NOT NULL, scopes text NOT NULL, refresh_hash text);
CREATE TABLE IF NOT EXISTS org_session (
  token_hash text PRIMARY KEY, id text NOT NULL UNIQUE, user_id text NOT NULL, type text NOT NULL);
CREATE TABLE IF NOT EXISTS org_query (
  id text PRIMARY KEY, user_id text NOT NULL, soql text NOT NULL, deleted_too boolean NOT NULL, batch_size int NOT NULL,
  opened_at timestamptz NOT NULL, total bigint NOT NULL);
CREATE TABLE IF NOT EXISTS org_query_ids (
  query text NOT NULL REFERENCES org_query ON DELETE CASCADE,
  chunk bigint NOT NULL, ids text[] NOT NULL, PRIMARY KEY (query, chunk));
ALTER TABLE org_query_ids ALTER ids SET STORAGE EXTERNAL;
${CHANGE_TABLES}`;

/**
 * Brings the database to the shape of the metadata and gives each custom object its key prefix (kept for ever, as ids
 * begin with it; written into `metadata`).
 * @throws Error when a field changed its type while the database holds data of the old one
 */
export async function applySchema(sql: Sql, metadata: OrgMetadata): Promise<void> {
  await sql.query(`${PLATFORM_TABLES}\n${SHARE_FUNCTIONS}\n${FORMULA_LIBRARY}`);
  await assignKeyPrefixes(sql, metadata);
  await dropReborn(sql, metadata);
  const existing = await columnsByTable(sql);
  const statements = [...metadata.objects.values()].flatMap((object) => {
    const columns = existing.get(object.name.toLowerCase());
    return columns ? widening(object, columns) : creation(object);
  });
  // After the tables of what they share.
  for (const object of metadata.objects.values()) {
    if (object.sharesOf !== undefined && !existing.has(object.name.toLowerCase())) {
      statements.push(...shareCreation(object.name, object.sharesOf));
    }
  }
  // In one message: hundreds of round trips would be most of an org's start.
  if (statements.length > 0) await sql.query(statements.join(';\n'));
}

/**
 * Notes that an object (`field` null) or a field is deleted. What it held stays, so that queries on their way still find
 * it, until something of the same name comes.
 */
export async function markDeleted(
  sql: Sql,
  gone: readonly { object: string; field: string | null }[],
): Promise<void> {
  for (const { object, field } of gone) {
    const names = [object.toLowerCase(), field?.toLowerCase() ?? ''];
    await sql.query('INSERT INTO org_deleted VALUES ($1, $2) ON CONFLICT DO NOTHING', names);
  }
}

/** What was deleted and is there again under its name begins empty. */
async function dropReborn(sql: Sql, metadata: OrgMetadata): Promise<void> {
  const rows = await sql.query<{ object: string; field: string }>('SELECT object, field FROM org_deleted');
  for (const { object, field } of rows) {
    const now = metadata.objects.get(object);
    if (!now || (field !== '' && !now.fields.has(field))) continue;
    for (const statement of dropping(now, field)) await sql.query(statement);
    await sql.query('DELETE FROM org_deleted WHERE object = $1 AND field = $2', [object, field]);
  }
}

function dropping({ name, sharesOf }: ObjectMetadata, field: string): string[] {
  const table = quoted(name);
  if (field !== '') return [`ALTER TABLE IF EXISTS ${table} DROP COLUMN IF EXISTS ${quoted(field)}`];
  // The shares of a record are told by a view of the record's own table, and would be those of records that are no more.
  if (sharesOf === undefined) {
    const shares = quoted(shareRows(name.replace(/__c$/i, '__Share')));
    return [`DROP TABLE IF EXISTS ${shares} CASCADE`, `DROP TABLE IF EXISTS ${table} CASCADE`];
  }
  return [`DROP VIEW IF EXISTS ${table}`, `DROP TABLE IF EXISTS ${quoted(shareRows(name))}`];
}

/** Makes the indexes of a column anew, after its field became unique or an external id, or ceased to be. */
export async function reindex(sql: Sql, object: ObjectMetadata, field: FieldMetadata): Promise<void> {
  const indexes = await sql.query<{ name: string }>(
    `SELECT i.relname AS name FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid
       JOIN pg_class t ON t.oid = x.indrelid
     WHERE t.relname = $1 AND NOT x.indisprimary AND pg_get_indexdef(x.indexrelid) ~ ('\\m' || $2 || '\\M')`,
    [object.name.toLowerCase(), field.name.toLowerCase()],
  );
  const statements = indexes.map(({ name }) => `DROP INDEX ${quoted(name)}`);
  for (const statement of [...statements, ...indexDefinition(object, field)]) await sql.query(statement);
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
  if (object.sharesOf !== undefined) return [];
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
  if (object.sharesOf !== undefined) return [];
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
