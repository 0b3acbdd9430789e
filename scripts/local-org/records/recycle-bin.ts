/** The recycle bin: what was deleted, with what, and when; the way back within 15 days, and the end after them. */
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import type { Sql } from '../state/database.ts';
import { quoted, tableOf } from '../state/schema.ts';
import { checkUnique } from './checks.ts';
import { stamps } from './context.ts';
import type { SaveContext } from './context.ts';
import { RecordFault, saveError } from './faults.ts';
import { arriving, living } from './items.ts';
import type { Item, Outcome } from './items.ts';
import { recalculate } from './roll-ups.ts';
import { deleteRows, readRows, updateRows } from './rows.ts';
import type { Row } from './rows.ts';

/** How long a deleted record can be brought back. */
const KEPT = Temporal.Duration.from({ hours: 15 * 24 });

/** A lookup that was emptied because the record it pointed to went. */
export interface Emptied {
  object: string;
  field: string;
  id: string;
}

interface Entry {
  id: string;
  object: string;
  /** The record that was deleted by name and took this one with it; itself when it was this one. */
  root: string;
  emptied: Emptied[];
}

/** Notes deleted rows. */
export async function intoBin(context: SaveContext, entries: readonly Entry[]): Promise<void> {
  await context.sql.query(
    `INSERT INTO org_recycle_bin SELECT id, object, root, $4::timestamptz, emptied::jsonb
     FROM unnest($1::text[], $2::text[], $3::text[], $5::text[]) AS e (id, object, root, emptied)`,
    [
      entries.map(({ id }) => id),
      entries.map(({ object }) => object),
      entries.map(({ root }) => root),
      context.now.toString(),
      entries.map(({ emptied }) => JSON.stringify(emptied)),
    ],
  );
}

/** Removes for good what has been in the bin for more than 15 days. */
export async function purge(sql: Sql, metadata: OrgMetadata, now: Temporal.Instant): Promise<void> {
  const before = now.subtract(KEPT).toString();
  const old = await sql.query<{ id: string; object: string }>(
    'DELETE FROM org_recycle_bin WHERE deleted_at < $1::timestamptz RETURNING id, object',
    [before],
  );
  for (const [name, rows] of Map.groupBy(old, ({ object }) => object)) {
    const object = findObject(metadata, name);
    if (object)
      await erase(
        sql,
        metadata,
        object,
        rows.map(({ id }) => id),
      );
  }
}

/** Removes rows for good, with their shares. */
export async function erase(
  sql: Sql,
  metadata: OrgMetadata,
  object: ObjectMetadata,
  ids: readonly string[],
): Promise<void> {
  await deleteRows(sql, object, ids);
  const shares = [...metadata.objects.values()].find(({ sharesOf }) => sharesOf === object.name);
  if (shares) await sql.query(`DELETE FROM ${tableOf(shares)} WHERE parentid = ANY ($1::text[])`, [ids]);
  await sql.query('DELETE FROM org_recycle_bin WHERE id = ANY ($1::text[])', [ids]);
}

/** Brings records back, with the details that went with them and the lookups that are still empty. */
export async function restoreMany(
  context: SaveContext,
  object: ObjectMetadata,
  ids: readonly string[],
): Promise<Outcome[]> {
  const results: Outcome[] = [];
  for (const id of ids) results.push(await restore(context, object, id));
  return results;
}

async function restore(context: SaveContext, object: ObjectMetadata, id: string): Promise<Outcome> {
  const entries = await context.sql.query<Entry>(
    'SELECT id, object, root, emptied FROM org_recycle_bin WHERE root = $1 OR id = $1',
    [id],
  );
  if (!entries.some((entry) => entry.id === id && entry.object === object.name)) {
    return new RecordFault([saveError('UNDELETE_FAILED', 'Entity is not in the recycle bin')]);
  }
  if (!context.system && !context.user.object(object.name).delete) {
    const message = 'insufficient access rights on object id';
    return new RecordFault([saveError('INSUFFICIENT_ACCESS_OR_READONLY', message)]);
  }
  const groups: { object: ObjectMetadata; items: Item[] }[] = [];
  for (const [name, members] of Map.groupBy(entries, (entry) => entry.object)) {
    const found = findObject(context.metadata, name);
    if (found) groups.push({ object: found, items: await itemsOf(context, found, members) });
  }
  // All is looked at before anything is written: a record that cannot come back leaves its details in the bin.
  for (const group of groups) await checkUnique(context, group.object, group.items, ({ row }) => row);
  const fault = groups.flatMap(({ items }) => items).find((item) => item.fault)?.fault;
  if (fault) return fault;
  for (const group of groups) await bringBack(context, group.object, living(group.items));
  for (const { object: found, items } of groups) {
    for (const { row } of living(items)) {
      await recalculate(context, found, { row: { ...row, IsDeleted: false }, prior: null });
    }
  }
  await refill(context, entries);
  await context.sql.query('DELETE FROM org_recycle_bin WHERE id = ANY ($1::text[])', [
    entries.map((entry) => entry.id),
  ]);
  return { id };
}

async function itemsOf(
  context: SaveContext,
  object: ObjectMetadata,
  entries: readonly Entry[],
): Promise<Item[]> {
  const rows = await readRows(
    context.sql,
    object,
    entries.map(({ id }) => id),
  );
  const items = arriving([...rows.keys()].map((id) => ({ input: { Id: id }, log: context.log })));
  for (const item of items) {
    item.id = String(item.input['Id']);
    item.row = rows.get(item.id) ?? {};
  }
  return items;
}

async function bringBack(
  context: SaveContext,
  object: ObjectMetadata,
  items: readonly Item[],
): Promise<void> {
  const values: Row = { ...stamps(context, object, false), IsDeleted: false };
  await updateRows(context.sql, object, new Map(items.map(({ id }) => [id, values])));
  for (const { id, row } of items) {
    const event = { id, values: { ...row, ...values }, user: context.user.userId, at: context.now };
    context.log.add(object, { type: 'UNDELETE', ...event });
  }
}

/** Lookups that were emptied point to the record again, unless somebody filled them since. */
async function refill(context: SaveContext, entries: readonly Entry[]): Promise<void> {
  for (const { id: target, emptied } of entries) {
    for (const { object: name, field, id } of emptied) {
      const object = findObject(context.metadata, name);
      if (!object) continue;
      const alive = object.fields.has('isdeleted') ? ' AND NOT isdeleted' : '';
      const filled = await context.sql.query(
        `UPDATE ${tableOf(object)} SET ${quoted(field)} = $2 WHERE id = $1 AND ${quoted(field)} IS NULL${alive} RETURNING id`,
        [id, target],
      );
      if (filled.length === 0) continue;
      const values: Row = { [field]: target, ...stamps(context, object, false) };
      await updateRows(context.sql, object, new Map([[id, values]]));
      context.log.add(object, { type: 'UPDATE', id, values, user: context.user.userId, at: context.now });
    }
  }
}
