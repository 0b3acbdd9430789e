/** Formula fields in a query: shown by the evaluator, filtered and sorted by the same formula as SQL. */
import { FormulaEvaluationError, formulaTypeOf } from '../formula/formula.ts';
import type { FormulaValue } from '../formula/formula.ts';
import { isText, NotInSql, quotedText } from '../formula/sql/part.ts';
import type { Part } from '../formula/sql/part.ts';
import { finished, translateFormula } from '../formula/sql/translate.ts';
import { notImplemented } from '../errors.ts';
import { resolvePath } from '../metadata/formula-paths.ts';
import { findField, findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { attachFormulas, planFormulas, setPath, storedForm } from '../records/formula-fields.ts';
import type { FormulaPlan } from '../records/formula-fields.ts';
import { formulaEnvironment } from '../records/formulas.ts';
import { quoted, tableOf } from '../state/schema.ts';
import type { QueryContext } from './scope.ts';

/** How a column that is not simply read from its table is shown. */
export interface Shown {
  /** What the row carries for it. */
  sql: string;
  /** The value made of that. */
  value: (raw: unknown) => unknown;
}

/** Where a formula's record stands in the statement. */
interface Place {
  context: QueryContext;
  object: ObjectMetadata;
  alias: string;
}

/** The field as an SQL expression for filters and orders. @throws OrgError 501 for what only the evaluator can do */
export function formulaSql(
  context: QueryContext,
  object: ObjectMetadata,
  field: FieldMetadata,
  alias: string,
): string {
  try {
    return finished(inHundredths(field, formulaPart({ context, object, alias }, field)));
  } catch (error) {
    if (error instanceof NotInSql) throw notImplemented(error.message);
    throw error;
  }
}

function inHundredths(field: FieldMetadata, part: Part): Part {
  return field.type === 'percent' ? { ...part, sql: `(${part.sql} * 100)` } : part;
}

function formulaPart(place: Place, field: FieldMetadata): Part {
  const { context } = place;
  const part = translateFormula(field.formula ?? '', {
    now: context.now,
    zone: context.user.timeZone,
    reference: (path) => {
      const found = path.startsWith('$') ? globalPart(context, path) : fieldPart(place, path);
      return field.blanks === 'zero' && found.type === 'number'
        ? { ...found, sql: `coalesce(${found.sql}, 0)` }
        : found;
    },
  });
  return part;
}

function fieldPart({ context, object, alias }: Place, path: string): Part {
  const found = resolvePath(context.metadata, object, path);
  if (!found) throw new NotInSql(`the field ${path} of a formula`);
  const last = found.parents.length === 0 ? alias : context.alias();
  const own =
    found.field.formula === undefined
      ? columnPart(found.field, `${last}.${quoted(found.field.name)}`)
      : formulaPart({ context, object: found.object, alias: last }, found.field);
  if (found.parents.length === 0) return own;
  const up = (sql: string) => fromParent(context, found, alias, last, sql);
  const sql = isText(own.type) ? `coalesce(${up(own.sql)}, '')` : up(own.sql);
  return {
    type: own.type,
    sql: own.type === 'boolean' ? `coalesce(${sql}, false)` : sql,
    fails: own.fails === null ? null : `coalesce(${up(own.fails)}, false)`,
  };
}

/** A value of the record that references lead to, found from the inside out. */
function fromParent(
  context: QueryContext,
  { ways, parents }: { ways: FieldMetadata[]; parents: ObjectMetadata[] },
  root: string,
  last: string,
  sql: string,
): string {
  const aliases = parents.map((_, index) => (index === parents.length - 1 ? last : context.alias()));
  const joins = parents.map((parent, index) => {
    const table = `${tableOf(parent)} ${aliases[index]}`;
    if (index === 0) return table;
    return `JOIN ${table} ON ${aliases[index]}.id = ${aliases[index - 1]}.${quoted(ways[index]?.name ?? '')}`;
  });
  return `(SELECT ${sql} FROM ${joins.join(' ')} WHERE ${aliases[0]}.id = ${root}.${quoted(ways[0]?.name ?? '')})`;
}

function columnPart(field: FieldMetadata, column: string): Part {
  const type = formulaTypeOf(field.type) ?? 'text';
  if (isText(type)) return { type, sql: `coalesce(${column}, '')`, fails: null };
  if (type === 'boolean') return { type, sql: `coalesce(${column}, false)`, fails: null };
  if (type === 'percent') return { type: 'number', sql: `(${column} * 0.01)`, fails: null };
  return { type: type === 'currency' ? 'number' : type, sql: column, fails: null };
}

/** A global whose value the query knows, or reads from the row of the user, his role or the organization. */
function globalPart(context: QueryContext, path: string): Part {
  const source = globalSql(context, path);
  if (source) return { type: 'text', sql: `coalesce(${source}::text, '')`, fails: null };
  const value = constantGlobal(context, path);
  if (value instanceof Temporal.Instant) {
    return { type: 'datetime', sql: `'${value.toString()}'::timestamptz`, fails: null };
  }
  if (typeof value === 'boolean') return { type: 'boolean', sql: String(value), fails: null };
  const [root = '', type = '', , name = ''] = path.split('.');
  const object = root.toLowerCase() === '$custommetadata' ? findObject(context.metadata, type) : undefined;
  const field = object && findField(object, name);
  if (!field) return { type: 'text', sql: quotedText(String(value ?? '')), fails: null };
  const column = value === null ? 'NULL' : quotedText(String(value));
  return columnPart(field, `(${column})::${castOf(field)}`);
}

function castOf(field: FieldMetadata): string {
  const type = formulaTypeOf(field.type);
  if (type === 'number' || type === 'currency' || type === 'percent') return 'numeric';
  if (type === 'datetime') return 'timestamptz';
  return type === 'boolean' || type === 'date' || type === 'time' ? type : 'text';
}

function constantGlobal(context: QueryContext, path: string): Temporal.Instant | string | boolean | null {
  const [root = '', ...rest] = path.split('.');
  const environment = formulaEnvironment(worldOf(context), {}, null, 'blank');
  switch (root.toLowerCase()) {
    case '$permission':
      return environment.permissions(rest.join('.'));
    case '$label':
      return environment.label?.(rest.join('.')) ?? '';
    case '$custommetadata':
      return environment.customMetadata(rest[0] ?? '', rest[1] ?? '', rest[2] ?? '') as
        string | boolean | null;
    case '$user':
      // The one field of it that is no text.
      return true;
    default:
      return Temporal.Instant.from('1900-01-01T00:00:00Z');
  }
}

/** Globals that are rows of the database; the name is a field of a standard object, never free text. */
function globalSql({ metadata, user }: QueryContext, path: string): string | null {
  const [root = '', name = ''] = path.split('.');
  const id = quotedText(user.userId);
  const row: Readonly<Record<string, [string, string]>> = {
    $user: ['User', `id = ${id}`],
    $profile: ['Profile', `id = ${quotedText(user.profileId)}`],
    $userrole: ['UserRole', `id = (SELECT userroleid FROM "user" WHERE id = ${id})`],
    $organization: ['Organization', 'true'],
  };
  const found = row[root.toLowerCase()];
  if (!found || name.toLowerCase() === 'isactive') return null;
  const object = findObject(metadata, found[0]);
  const field = object && findField(object, name);
  if (!object || !field) return "''";
  return `(SELECT ${quoted(field.name)} FROM ${tableOf(object)} WHERE ${found[1]} LIMIT 1)`;
}

function worldOf(context: QueryContext) {
  return {
    metadata: context.metadata,
    user: context.user,
    userRecord: { IsActive: true },
    organization: {},
    now: context.now,
  };
}

/** The field as its row carries it: the values it is computed from, as texts, and the computation. */
export function shownFormula(
  context: QueryContext,
  object: ObjectMetadata,
  field: FieldMetadata,
  alias: string,
): Shown {
  const plan = planFormulas(context.metadata, object, [field.name]);
  const rows = plan.globals.map((path) => globalSql(context, path));
  const values = [
    ...plan.leaves.map(({ path }) => leafSql({ context, object, alias }, path)),
    ...rows.map((sql) => sql ?? 'NULL'),
  ];
  return {
    sql: `ARRAY[${values.map((sql) => `(${sql})::text`).join(', ')}]::text[]`,
    value: (raw) => evaluated(context, plan, field, raw as (string | null)[]),
  };
}

function leafSql({ context, object, alias }: Place, path: string): string {
  const found = resolvePath(context.metadata, object, path);
  if (!found) return 'NULL';
  const last = found.parents.length === 0 ? alias : context.alias();
  const column = `${last}.${quoted(found.field.name)}`;
  return found.parents.length === 0 ? column : fromParent(context, found, alias, last, column);
}

function evaluated(
  context: QueryContext,
  plan: FormulaPlan,
  field: FieldMetadata,
  raw: readonly (string | null)[],
): unknown {
  const record: Record<string, unknown> = {};
  plan.leaves.forEach(({ path }, index) => setPath(record, path, raw[index] ?? null));
  const globals: Record<string, unknown> = {};
  plan.globals.forEach((path, index) =>
    setPath(globals, path.toLowerCase(), raw[plan.leaves.length + index] ?? null),
  );
  const world = { ...worldOf(context), ...globalRecords(globals) };
  attachFormulas(record, plan, formulaEnvironment(world, record, null, field.blanks));
  try {
    return storedForm(record[field.name] as FormulaValue, formulaTypeOf(field.type) ?? 'text');
  } catch (error) {
    // A formula that cannot be computed shows nothing, as `#Error!` does not travel over the API.
    if (error instanceof FormulaEvaluationError) return field.type === 'boolean' ? false : null;
    throw error;
  }
}

/** Globals as the evaluator looks for them: profile and role hang on the user. */
function globalRecords(globals: Record<string, unknown>): {
  userRecord: Record<string, unknown>;
  organization: Record<string, unknown>;
} {
  const of = (name: string) => (globals[name] ?? {}) as Record<string, unknown>;
  return {
    userRecord: { ...of('$user'), IsActive: true, Profile: of('$profile'), UserRole: of('$userrole') },
    organization: of('$organization'),
  };
}
