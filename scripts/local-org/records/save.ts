/** Inserting and updating one record: the platform's order of checks, the row, the change event. */
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { findObject } from '../metadata/model.ts';
import type { RecordInput } from '../state/engine.ts';
import { nextIds, normaliseId } from '../state/ids.ts';
import { coerce } from './coerce.ts';
import { stamps } from './context.ts';
import type { SaveContext } from './context.ts';
import { RecordFault, refuse } from './faults.ts';
import { brokenRules, defaultValue } from './formulas.ts';
import { ACCESS_OBJECTS, afterInsert, afterUpdate, beforeInsert, beforeUpdate } from './hooks.ts';
import { checkReferences, checkRequired, checkUnique, prepare } from './prepare.ts';
import { insertRows, nextAutoNumbers, readRows, updateRow } from './rows.ts';
import type { Row } from './rows.ts';
import { checkEditable, checkMasters, checkOwner, checkShare, sameShare } from './sharing.ts';

/** Inserts one record and gives its id. @throws RecordFault */
export async function insertRecord(
  context: SaveContext,
  object: ObjectMetadata,
  input: RecordInput,
): Promise<string> {
  if (!context.system && !context.user.object(object.name).create) {
    refuse('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object.label}`);
  }
  const given = await prepare(context, object, input, 'insert');
  const row: Row = { ...given, ...(await defaults(context, object, given)) };
  await beforeInsert(context, object, row);
  if (!context.system) {
    checkRequired(object, row);
    await checkRules(context, object, { ...emptyRow(object), ...row }, null);
    await checkReferences(context, object, row);
    await checkMasters(context, object, row);
    await checkOwner(context, object, row);
    await checkShare(context, object, row);
  }
  const shared = await sameShare(context, object, row);
  if (shared) return updateRecord(context, object, { Id: shared, AccessLevel: row['AccessLevel'] });
  const [id = ''] = row['Id']
    ? [String(row['Id'])]
    : await nextIds(context.sql, object.keyPrefix, context.pod, 1);
  await checkUnique(context, object, row, id);
  const whole: Row = {
    ...stamps(context, object, true),
    ...row,
    Id: id,
    ...(await autoNumbers(context, object, row)),
  };
  await insertRows(context.sql, object, [whole]);
  context.log.add(object, { type: 'CREATE', id, values: whole, user: context.user.userId, at: context.now });
  await afterInsert(context, object, whole);
  return id;
}

/**
 * Inserts many rows of the platform's own at once; for objects without hooks, as nothing but the rows is written.
 * @throws RecordFault when a value does not fit its field
 */
export async function insertPlain(
  context: SaveContext,
  object: ObjectMetadata,
  inputs: readonly RecordInput[],
): Promise<string[]> {
  const ids = await nextIds(context.sql, object.keyPrefix, context.pod, inputs.length);
  const rows: Row[] = [];
  for (const [index, input] of inputs.entries()) {
    const given = await prepare(context, object, input, 'insert');
    rows.push({ ...stamps(context, object, true), Id: ids[index] ?? null, ...given });
  }
  await insertRows(context.sql, object, rows);
  if (ACCESS_OBJECTS.includes(object.name)) context.log.accessChanged = true;
  return rows.map((row) => String(row['Id']));
}

function emptyRow(object: ObjectMetadata): Row {
  return Object.fromEntries(
    [...object.fields.values()].map((field) => [field.name, field.type === 'boolean' ? false : null]),
  );
}

/** Values of fields that the client did not name; a field sent as null stays empty. */
async function defaults(context: SaveContext, object: ObjectMetadata, given: Row): Promise<Row> {
  const row: Row = {};
  const { userId } = context.user;
  if (object.fields.has('ownerid') && !given['OwnerId']) row['OwnerId'] = userId;
  const formulas = context.formulas.get(object.name)?.defaults;
  for (const field of object.fields.values()) {
    if (given[field.name] !== undefined || row[field.name] !== undefined) continue;
    const formula = formulas?.get(field.name);
    const chosen = field.picklistValues.find((item) => item.default);
    if (formula) row[field.name] = typed(field, defaultValue(formula, await context.world(), given));
    else if (chosen) row[field.name] = chosen.value;
  }
  return row;
}

/** A default is a formula's result and has yet to fit its field, a reference's id above all. */
function typed(field: FieldMetadata, value: unknown): Row[string] {
  return coerce(field, value);
}

async function autoNumbers(context: SaveContext, object: ObjectMetadata, row: Row): Promise<Row> {
  const numbers: Row = {};
  for (const field of object.fields.values()) {
    if (!field.autoNumber || row[field.name]) continue;
    const [number = ''] = await nextAutoNumbers(context.sql, object, field, 1);
    numbers[field.name] = number;
  }
  return numbers;
}

async function checkRules(
  context: SaveContext,
  object: ObjectMetadata,
  row: Row,
  prior: Row | null,
): Promise<void> {
  const formulas = context.formulas.get(object.name);
  if (!formulas || formulas.rules.length === 0) return;
  const world = await context.world();
  const record = await withParents(context, object, row, formulas.parents);
  const errors = brokenRules(formulas, world, record, prior);
  if (errors.length > 0) throw new RecordFault(errors);
}

/** The record with the parents that the rules read nested under their relationship names. */
async function withParents(
  context: SaveContext,
  object: ObjectMetadata,
  row: Row,
  paths: readonly string[],
): Promise<Record<string, unknown>> {
  const record: Record<string, unknown> = { ...row };
  const reached = new Map<string, { object: ObjectMetadata; record: Record<string, unknown> }>([
    ['', { object, record }],
  ]);
  for (const path of paths) {
    const parts = path.split('.');
    const name = parts.at(-1) ?? '';
    const holder = reached.get(parts.slice(0, -1).join('.'));
    const way = [...(holder?.object.fields.values() ?? [])].find(
      ({ relationshipName }) => relationshipName?.toLowerCase() === name.toLowerCase(),
    );
    const target = way && findObject(context.metadata, way.referenceTo[0] ?? '');
    const id = way && holder?.record[way.name];
    if (!holder || !target || typeof id !== 'string') continue;
    const parent: Record<string, unknown> = { ...(await readRows(context.sql, target, [id])).get(id) };
    holder.record[name] = parent;
    reached.set(path, { object: target, record: parent });
  }
  return record;
}

/**
 * Updates one record.
 * @param unmodifiedSince refuse with PRECONDITION_FAILED when the record was modified after this moment
 * @throws RecordFault
 */
export async function updateRecord(
  context: SaveContext,
  object: ObjectMetadata,
  input: RecordInput,
  unmodifiedSince?: Temporal.Instant,
): Promise<string> {
  const { id, fields } = takeId(input);
  const prior = await editableRow(context, object, id);
  if (unmodifiedSince && modifiedAfter(prior, unmodifiedSince)) {
    refuse(
      'PRECONDITION_FAILED',
      'The record was modified after the date of the If-Unmodified-Since header. Read it again and repeat the change.',
    );
  }
  const changes = await prepare(context, object, fields, 'update');
  beforeUpdate(object, changes, prior);
  const changed = Object.fromEntries(
    Object.entries(changes).filter(([name, value]) => value !== prior[name]),
  );
  const whole: Row = { ...prior, ...changes };
  if (!context.system) {
    checkRequired(object, whole);
    await checkRules(context, object, whole, prior);
    await checkReferences(context, object, changed);
    await checkMasters(context, object, changed);
    await checkOwner(context, object, changed, id);
    await checkShare(context, object, { ...whole, ...changed });
  }
  await checkUnique(context, object, changed, id);
  const values: Row = { ...stamps(context, object, false), ...changed };
  await updateRow(context.sql, object, id, values);
  context.log.add(object, { type: 'UPDATE', id, values, user: context.user.userId, at: context.now });
  await afterUpdate(context, object, { ...whole, ...values }, prior);
  return id;
}

function modifiedAfter(row: Row, instant: Temporal.Instant): boolean {
  const modified = String(row['LastModifiedDate']).replace('+0000', 'Z');
  return Temporal.Instant.compare(Temporal.Instant.from(modified), instant) > 0;
}

function takeId(input: RecordInput): { id: string; fields: RecordInput } {
  const entries = Object.entries(input);
  const found = entries.find(([name]) => name.toLowerCase() === 'id')?.[1];
  if (found === undefined) refuse('MISSING_ARGUMENT', 'Id not specified in an update call');
  const id = typeof found === 'string' ? normaliseId(found) : undefined;
  return {
    id: id ?? refuse('MALFORMED_ID', `malformed id ${JSON.stringify(found)}`),
    fields: Object.fromEntries(entries.filter(([name]) => name.toLowerCase() !== 'id')),
  };
}

/** The row as it is, if the user may change it. @throws RecordFault */
async function editableRow(context: SaveContext, object: ObjectMetadata, id: string): Promise<Row> {
  const row = (await readRows(context.sql, object, [id])).get(id);
  if (!row) return refuse('NOT_FOUND', 'The requested resource does not exist');
  if (row['IsDeleted'] === true) refuse('ENTITY_IS_DELETED', 'entity is deleted');
  if (context.system) return row;
  const access = context.user.object(object.name);
  if (!access.edit) {
    refuse('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be updated: ${object.label}`);
  }
  await checkEditable(context, object, id);
  return row;
}
