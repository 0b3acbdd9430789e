/** What details take from their masters: who may write them. */
import { findObject } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import { visibleIds } from './context.ts';
import type { SaveContext } from './context.ts';
import { refuse } from './faults.ts';
import { readRows } from './rows.ts';
import type { Row } from './rows.ts';

/** True when the sharing of a record's object lets the user change it; details are asked for by `checkMasters`. */
export function isEditable(context: SaveContext, object: ObjectMetadata, row: Row): boolean {
  if (object.sharingModel === 'ReadWrite' || object.sharingModel === 'ControlledByParent') return true;
  return context.user.object(object.name).modifyAll || row['OwnerId'] === context.user.userId;
}

/**
 * A detail is written by those who may write its masters, or read them where the relationship says that this is enough.
 * @throws RecordFault
 */
export async function checkMasters(context: SaveContext, object: ObjectMetadata, row: Row): Promise<void> {
  for (const field of object.fields.values()) {
    const id = row[field.name];
    if (!field.master || typeof id !== 'string') continue;
    const master = findObject(context.metadata, field.referenceTo[0] ?? '');
    if (master && !(await mayWriteBelow(context, master, id, field.master.readIsEnough))) {
      refuse(
        'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY',
        `insufficient access rights on cross-reference id: ${id.slice(0, 15)}`,
      );
    }
  }
}

async function mayWriteBelow(
  context: SaveContext,
  master: ObjectMetadata,
  id: string,
  readIsEnough: boolean,
): Promise<boolean> {
  if (!(await visibleIds(context, master, [id])).has(id)) return false;
  if (readIsEnough) return true;
  const row = (await readRows(context.sql, master, [id])).get(id);
  if (!row || !context.user.object(master.name).edit || !isEditable(context, master, row)) return false;
  for (const field of master.fields.values()) {
    const above = field.master && findObject(context.metadata, field.referenceTo[0] ?? '');
    const aboveId = row[field.name];
    if (!above || typeof aboveId !== 'string') continue;
    if (!(await mayWriteBelow(context, above, aboveId, field.master?.readIsEnough ?? false))) return false;
  }
  return true;
}
