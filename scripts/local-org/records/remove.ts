/**
 * Deleting records: what refers to them is refused, emptied or deleted with them, and people's rows go to the recycle
 * bin. All of it is found out first, so that a record that may not go leaves everything as it was.
 */
import { findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { childRelationships } from '../metadata/relationships.ts';
import { normaliseId } from '../state/ids.ts';
import { quoted, tableOf } from '../state/schema.ts';
import { accessibleIds, stamps } from './context.ts';
import type { SaveContext } from './context.ts';
import { RecordFault, refuse, saveError } from './faults.ts';
import { afterRemove } from './hooks.ts';
import { each, arriving, living, onlyId, outcomes } from './items.ts';
import type { Arrival, Item, Outcome } from './items.ts';
import { intoBin } from './recycle-bin.ts';
import type { Emptied } from './recycle-bin.ts';
import { recalculate } from './roll-ups.ts';
import { deleteRows, readRows, updateRows } from './rows.ts';
import type { Row } from './rows.ts';

/** A row that goes, and the record that a client named and with which it goes. */
interface Going {
  object: ObjectMetadata;
  id: string;
  row: Row;
  root: Item;
}

interface Plan {
  going: Map<string, Going>;
  /** Lookups to be emptied, by the id of the record they point to. */
  emptied: Map<string, Emptied[]>;
}

/** Deletes one record and gives its id. @throws RecordFault */
export async function removeRecord(
  context: SaveContext,
  object: ObjectMetadata,
  id: string,
): Promise<string> {
  return onlyId(await removeMany(context, object, [{ input: { Id: id }, log: context.log }]));
}

/** Deletes records of one object, each with an outcome of its own; each carries `Id`. */
export async function removeMany(
  context: SaveContext,
  object: ObjectMetadata,
  arrivals: readonly Arrival[],
): Promise<Outcome[]> {
  const items = arriving(arrivals);
  const plan: Plan = { going: new Map(), emptied: new Map() };
  await takeRoots(context, object, items, plan);
  let level = [...plan.going.values()];
  while (level.length > 0) level = await followDown(context, level, plan);
  await carryOut(context, plan);
  return outcomes(items);
}

async function takeRoots(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
  plan: Plan,
): Promise<void> {
  await each(items, (item) => {
    const given = String(item.input['Id']);
    item.id = normaliseId(given) ?? refuse('MALFORMED_ID', `malformed id ${given}`);
  });
  const ids = living(items).map(({ id }) => id);
  const rows = await readRows(context.sql, object, ids);
  // Deleting takes everything on the record itself; a detail goes with what its master lets the user do.
  const open = context.system ? rows : await accessibleIds(context, object, ids, 'All', rows);
  await each(items, (item) => {
    const { id } = item;
    const row = rows.get(id) ?? refuse('NOT_FOUND', 'The requested resource does not exist');
    if (row['IsDeleted'] === true || plan.going.has(id)) refuse('ENTITY_IS_DELETED', 'entity is deleted');
    if (!context.system) checkDeletable(context, object, row, open.has(id));
    plan.going.set(id, { object, id, row, root: item });
  });
}

function checkDeletable(context: SaveContext, object: ObjectMetadata, row: Row, open: boolean): void {
  if (!object.deletable) {
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', `entity type cannot be deleted: ${object.label}`);
  }
  const own = object.ownRowsField !== null && row[object.ownRowsField] === context.user.userId;
  if (own || (context.user.object(object.name).delete && open)) return;
  refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
}

/** The rows that go with those of `level`; lookups that forbid it are refused, those that allow it noted. */
async function followDown(context: SaveContext, level: readonly Going[], plan: Plan): Promise<Going[]> {
  const next: Going[] = [];
  for (const [object, parents] of Map.groupBy(level, (going) => going.object)) {
    for (const [{ child, field }, pointers] of await pointersTo(context, object, parents)) {
      // A file's link goes with the record; the file itself stays.
      const constraint = child.name === 'ContentDocumentLink' ? 'Cascade' : field.deleteConstraint;
      if (constraint === 'Restrict') forbid(child, pointers, plan);
      else if (constraint === 'Cascade') next.push(...(await join(context, child, pointers, plan)));
      else
        for (const { id, parent } of pointers)
          noteEmptied(plan, parent, { object: child.name, field: field.name, id });
    }
  }
  return next;
}

interface Pointer {
  id: string;
  parent: string;
}

/** Rows that point to the given ones, by the lookup through which they do; asked for in one statement. */
async function pointersTo(
  context: SaveContext,
  object: ObjectMetadata,
  parents: readonly Going[],
): Promise<Map<{ child: ObjectMetadata; field: FieldMetadata }, Pointer[]>> {
  const ways = childRelationships(context.metadata, object).filter(
    ({ field }) => field.formula === undefined,
  );
  if (ways.length === 0) return new Map();
  const parts = ways.map(({ child, field }, index) => {
    const alive = child.fields.has('isdeleted') ? ' AND NOT isdeleted' : '';
    return `SELECT ${index} AS way, id, ${quoted(field.name)} AS parent FROM ${tableOf(child)} WHERE ${quoted(field.name)} = ANY ($1::text[])${alive}`;
  });
  const rows = await context.sql.query<Pointer & { way: number }>(
    `${parts.join(' UNION ALL ')} ORDER BY way, id`,
    [parents.map(({ id }) => id)],
  );
  const grouped = Map.groupBy(rows, ({ way }) => way);
  return new Map(
    [...grouped].flatMap(([way, pointers]) => (ways[way] ? [[ways[way], pointers] as const] : [])),
  );
}

function forbid(child: ObjectMetadata, pointers: readonly Pointer[], plan: Plan): void {
  for (const [parent, those] of Map.groupBy(pointers, (pointer) => pointer.parent)) {
    const root = plan.going.get(parent)?.root;
    if (!root) continue;
    root.fault ??= new RecordFault([
      saveError(
        'DELETE_FAILED',
        'Your attempt to delete the record could not be completed because it is associated with ' +
          `${those.length} ${child.pluralLabel}.`,
      ),
    ]);
  }
}

async function join(
  context: SaveContext,
  child: ObjectMetadata,
  pointers: readonly Pointer[],
  plan: Plan,
): Promise<Going[]> {
  const fresh = pointers.filter(({ id }) => !plan.going.has(id));
  const rows = await readRows(
    context.sql,
    child,
    fresh.map(({ id }) => id),
  );
  return fresh.flatMap(({ id, parent }) => {
    const root = plan.going.get(parent)?.root;
    const row = rows.get(id);
    if (!root || !row) return [];
    const going = { object: child, id, row, root };
    plan.going.set(id, going);
    return [going];
  });
}

function noteEmptied(plan: Plan, parent: string, pointer: Emptied): void {
  const known = plan.emptied.get(parent);
  if (known) known.push(pointer);
  else plan.emptied.set(parent, [pointer]);
}

async function carryOut(context: SaveContext, plan: Plan): Promise<void> {
  const going = [...plan.going.values()].filter(({ root }) => root.fault === null);
  for (const { id, root } of going) await emptyLookups(context, plan, plan.emptied.get(id) ?? [], root);
  for (const [object, members] of Map.groupBy(going, (one) => one.object)) {
    const ids = members.map(({ id }) => id);
    if (object.recyclable && object.fields.has('isdeleted')) {
      const values = { ...stamps(context, object, false), IsDeleted: true };
      await updateRows(context.sql, object, new Map(ids.map((id) => [id, values])));
      await intoBin(
        context,
        members.map(({ id, root }) => ({
          id,
          object: object.name,
          root: root.id,
          emptied: plan.emptied.get(id) ?? [],
        })),
      );
    } else await deleteRows(context.sql, object, ids);
    for (const { id, row, root } of members) {
      root.log.add(object, { type: 'DELETE', id, values: {}, user: context.user.userId, at: context.now });
      await afterRemove(context, object, row);
    }
  }
  const gone = new Set(going.map(({ id }) => id));
  for (const { object, id, row, root } of going) {
    // What goes along with its record goes in the platform's name: no rule of another master stops it.
    const writer = { ...context, log: root.log, going: gone, system: context.system || id !== root.id };
    await recalculate(writer, object, { row: null, prior: row });
  }
}

/** Empties lookups of rows that stay, in the name of the record that `root` named. */
async function emptyLookups(
  context: SaveContext,
  plan: Plan,
  pointers: readonly Emptied[],
  root: Item,
): Promise<void> {
  const staying = pointers.filter(({ id }) => !plan.going.has(id));
  for (const { object: name, field, id } of staying) {
    const child = findObject(context.metadata, name);
    if (!child) continue;
    const values: Row = { [field]: null, ...stamps(context, child, false) };
    await updateRows(context.sql, child, new Map([[id, values]]));
    root.log.add(child, { type: 'UPDATE', id, values, user: context.user.userId, at: context.now });
  }
}
