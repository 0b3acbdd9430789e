/** Inserting records: the platform's order of checks, the rows, the change events. */
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import type { RecordInput } from '../state/engine.ts';
import { checkReferences, checkUnique } from './checks.ts';
import { coerce } from './coerce.ts';
import { stamps } from './context.ts';
import type { SaveContext } from './context.ts';
import { refuse } from './faults.ts';
import { defaultValue } from './formulas.ts';
import { ACCESS_OBJECTS, afterInsert, beforeInsert } from './hooks.ts';
import { arriving, each, living, onlyId, outcomes } from './items.ts';
import type { Arrival, Item, Outcome } from './items.ts';
import { checkRequired, prepareAll } from './prepare.ts';
import { insertRows, nextAutoNumbers } from './rows.ts';
import type { Row } from './rows.ts';
import { checkRules } from './rules.ts';
import { checkMasters, checkOwner, checkShare, sameShare } from './sharing.ts';
import { updateRecord } from './update.ts';

/** Inserts one record and gives its id. @throws RecordFault */
export async function insertRecord(
  context: SaveContext,
  object: ObjectMetadata,
  input: RecordInput,
): Promise<string> {
  return onlyId(await insertMany(context, object, [{ input, log: context.log }]));
}

/**
 * Inserts records side by side, each with an outcome of its own; what needs the database is asked once for all.
 * @param free a field of whose values the caller has just found that no row has them, and that they differ
 */
export async function insertMany(
  context: SaveContext,
  object: ObjectMetadata,
  arrivals: readonly Arrival[],
  free?: FieldMetadata,
): Promise<Outcome[]> {
  const items = arriving(arrivals);
  await each(items, () => checkCreateable(context, object));
  await prepareAll(context, object, items, 'insert');
  await each(items, async (item) => {
    Object.assign(item.row, await defaults(context, object, item.row));
    await beforeInsert(context, object, item.row);
    if (!context.system) checkRequired(object, item.row);
  });
  if (!context.system) {
    await checkRules(context, object, items, (item) => ({ ...emptyRow(object), ...item.row }));
    await checkReferences(context, object, items, ({ row }) => row);
    await checkMasters(context, object, items, ({ row }) => row);
    await each(items, async ({ row }) => {
      await checkOwner(context, object, row);
      await checkShare(context, object, row);
    });
  }
  const fresh = await withoutKnownShares(context, object, items);
  await giveIds(context, object, living(fresh));
  await checkUnique(context, object, fresh, ({ row }) => row, free);
  const made = living(fresh);
  await giveAutoNumbers(context, object, made);
  for (const item of made) item.row = { ...stamps(context, object, true), ...item.row, Id: item.id };
  await insertRows(
    context.sql,
    object,
    made.map(({ row }) => row),
  );
  for (const { row, id, log } of made) {
    log.add(object, { type: 'CREATE', id, values: row, user: context.user.userId, at: context.now });
    await afterInsert(context, object, row);
  }
  return outcomes(items);
}

/** A share with somebody who has one already changes that one; the others are to be inserted. */
async function withoutKnownShares(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
): Promise<Item[]> {
  if (object.sharesOf === undefined) return [...items];
  const known = new Set<Item>();
  await each(items, async (item) => {
    const same = await sameShare(context, object, item.row);
    if (same === undefined) return;
    known.add(item);
    item.id = await updateRecord(context, object, { Id: same, AccessLevel: item.row['AccessLevel'] });
  });
  return items.filter((item) => !known.has(item));
}

function checkCreateable(context: SaveContext, object: ObjectMetadata): void {
  if (context.system || context.user.object(object.name).create) return;
  refuse('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${object.label}`);
}

async function giveIds(context: SaveContext, object: ObjectMetadata, items: readonly Item[]): Promise<void> {
  const nameless = items.filter(({ row }) => !row['Id']);
  const ids = await context.ids(object.keyPrefix, nameless.length);
  for (const item of items) item.id = item.row['Id'] ? String(item.row['Id']) : (ids.shift() ?? '');
}

async function giveAutoNumbers(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
): Promise<void> {
  const today = context.now.toZonedDateTimeISO(context.user.timeZone).toPlainDate();
  for (const field of object.fields.values()) {
    const empty = field.autoNumber ? items.filter(({ row }) => !row[field.name]) : [];
    if (empty.length === 0) continue;
    const numbers = await nextAutoNumbers(context.sql, object, field, empty.length, today);
    for (const [index, { row }] of empty.entries()) row[field.name] = numbers[index] ?? null;
  }
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
  const items = arriving(inputs.map((input) => ({ input, log: context.log })));
  await prepareAll(context, object, items, 'insert');
  const fault = items.find((item) => item.fault)?.fault;
  if (fault) throw fault;
  const ids = await context.ids(object.keyPrefix, items.length);
  const rows = items.map(({ row }, index): Row => ({
    ...stamps(context, object, true),
    Id: ids[index] ?? null,
    ...row,
  }));
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
