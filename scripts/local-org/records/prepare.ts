/** From what a client sends to typed values: names found, access checked, values coerced, references resolved. */
import { findField, findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { maySetAudit } from '../security/audit-fields.ts';
import type { RecordInput, SaveError } from '../state/engine.ts';
import { quoted } from '../state/schema.ts';
import { coerce } from './coerce.ts';
import type { SaveContext } from './context.ts';
import { accessibleIds } from './context.ts';
import { gather, RecordFault, refuse, saveError } from './faults.ts';
import type { Row } from './rows.ts';

/** The fields given, typed. `mode` decides which of them may be written. */
export async function prepare(
  context: SaveContext,
  object: ObjectMetadata,
  input: RecordInput,
  mode: 'insert' | 'update',
): Promise<Row> {
  const given = await resolveNames(context, object, input);
  checkWritable(context, object, given, mode);
  const row: Row = {};
  gather(given, ([field, value]) => {
    row[field.name] = coerce(field, value);
  });
  return row;
}

/** Fields with their raw values; a nested object names a parent by an external id and becomes its id. */
async function resolveNames(
  context: SaveContext,
  object: ObjectMetadata,
  input: RecordInput,
): Promise<Map<FieldMetadata, unknown>> {
  const given = new Map<FieldMetadata, unknown>();
  for (const [name, value] of Object.entries(input)) {
    if (name === 'attributes') continue;
    const field = findField(object, name);
    const readable = context.system || (field && context.user.field(object.name, field.name).read);
    if (field && readable) {
      given.set(field, value);
      continue;
    }
    const way = [...object.fields.values()].find(
      ({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
    );
    if (!way || typeof value !== 'object') {
      refuse('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`, [name]);
    }
    given.set(way, value === null ? null : await parentId(context, way, value as RecordInput));
  }
  return given;
}

async function parentId(context: SaveContext, way: FieldMetadata, key: RecordInput): Promise<string> {
  const target = findObject(context.metadata, way.referenceTo[0] ?? '');
  const [[name, value] = ['', null]] = Object.entries(key).filter(([entry]) => entry !== 'attributes');
  const field = target && findField(target, name);
  if (!target || !field?.idLookup) {
    return refuse('INVALID_FIELD', `${name} is not an external id of ${way.referenceTo[0] ?? way.name}`, [
      way.name,
    ]);
  }
  const ids = await idsByKey(context, target, field, value);
  return (
    ids[0] ??
    refuse(
      'INVALID_FIELD',
      `Foreign key external ID: ${String(value).toLowerCase()} not found for field ${field.name} in entity ${target.name}`,
      [way.name],
    )
  );
}

/** Ids of living rows whose external id (or other lookup key) has the value, compared as the field compares. */
export async function idsByKey(
  context: SaveContext,
  object: ObjectMetadata,
  field: FieldMetadata,
  value: unknown,
): Promise<string[]> {
  const typed = coerce(field, value);
  if (typed === null) return [];
  const column = quoted(field.name);
  const exact = field.caseSensitive || typeof typed !== 'string' || field.type === 'id';
  const living = object.fields.has('isdeleted') ? ' AND NOT isdeleted' : '';
  const rows = await context.sql.query<{ id: string }>(
    `SELECT id FROM ${quoted(object.name)} WHERE ${exact ? `${column} = $1` : `lower(${column}) = lower($1::text)`}${living} LIMIT 2`,
    [typed],
  );
  return rows.map(({ id }) => id);
}

function checkWritable(
  context: SaveContext,
  object: ObjectMetadata,
  given: Map<FieldMetadata, unknown>,
  mode: 'insert' | 'update',
): void {
  if (context.system) return;
  const refused = [...given.keys()]
    .filter((field) => {
      const writable =
        mode === 'insert' ? field.createable || maySetAudit(context.user, object, field) : field.updateable;
      return !writable || !context.user.field(object.name, field.name).edit;
    })
    .map(({ name }) => name);
  if (refused.length === 0) return;
  refuse(
    'INVALID_FIELD_FOR_INSERT_UPDATE',
    `Unable to create/update fields: ${refused.join(', ')}. Please check the security settings of this field and ` +
      'verify that it is read/write for your profile or permission set.',
    refused,
  );
}

/** @throws RecordFault REQUIRED_FIELD_MISSING that names every empty required field of the whole record */
export function checkRequired(object: ObjectMetadata, row: Row): void {
  const missing = [...object.fields.values()]
    .filter((field) => field.required && (row[field.name] ?? null) === null)
    .map(({ name }) => name);
  if (missing.length === 0) return;
  refuse('REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
}

/** Checks that every reference among `fields` leads to a living record of the right object that the user may see. */
export async function checkReferences(context: SaveContext, object: ObjectMetadata, row: Row): Promise<void> {
  const errors: SaveError[] = [];
  for (const field of object.fields.values()) {
    const value = row[field.name];
    if (field.type !== 'reference' || typeof value !== 'string') continue;
    const error = await referenceError(context, field, value);
    if (error) errors.push(error);
  }
  if (errors.length > 0) throw new RecordFault(errors);
}

async function referenceError(
  context: SaveContext,
  field: FieldMetadata,
  id: string,
): Promise<SaveError | null> {
  const target = field.referenceTo
    .map((name) => findObject(context.metadata, name))
    .find((object) => object?.keyPrefix === id.slice(0, 3));
  if (!target) {
    return saveError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${id}`, [field.name]);
  }
  if ((await accessibleIds(context, target, [id], 'Read')).has(id)) return null;
  const [row] = await context.sql.query(`SELECT 1 FROM ${quoted(target.name)} WHERE id = $1`, [id]);
  return row
    ? saveError(
        'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
        `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`,
      )
    : saveError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
}

/** @throws RecordFault DUPLICATE_VALUE when another living row holds the value of a unique field */
export async function checkUnique(
  context: SaveContext,
  object: ObjectMetadata,
  row: Row,
  ownId: string,
): Promise<void> {
  for (const field of object.fields.values()) {
    const value = row[field.name];
    if (!field.unique || value === null || value === undefined) continue;
    const [other] = (await idsByKey(context, object, field, value)).filter((id) => id !== ownId);
    if (!other) continue;
    if (object.name === 'User' && field.name === 'Username') {
      refuse(
        'DUPLICATE_USERNAME',
        'Duplicate Username. The username already exists in this or another organization.',
        ['Username'],
      );
    }
    refuse(
      'DUPLICATE_VALUE',
      `duplicate value found: ${field.name} duplicates value on record with id: ${other.slice(0, 15)}`,
    );
  }
}
