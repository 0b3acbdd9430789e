/** Deleting records: what refers to them is refused, emptied or deleted with them, and people's rows go to the bin. */
import type { FieldMetadata, ObjectMetadata } from '../metadata/model.ts';
import { childRelationships } from '../metadata/relationships.ts';
import { normaliseId } from '../state/ids.ts';
import { quoted } from '../state/schema.ts';
import { accessibleIds, stamps } from './context.ts';
import type { SaveContext } from './context.ts';
import { refuse } from './faults.ts';
import { afterRemove } from './hooks.ts';
import { deleteRow, readRows, updateRow } from './rows.ts';
import type { Row } from './rows.ts';

/** Deletes one record and gives its id. @throws RecordFault */
export async function removeRecord(
  context: SaveContext,
  object: ObjectMetadata,
  given: string,
): Promise<string> {
  const id = normaliseId(given) ?? refuse('MALFORMED_ID', `malformed id ${given}`);
  const row = (await readRows(context.sql, object, [id])).get(id);
  if (!row) return refuse('NOT_FOUND', 'The requested resource does not exist');
  if (row['IsDeleted'] === true) refuse('ENTITY_IS_DELETED', 'entity is deleted');
  await checkDeletable(context, object, row, id);
  for (const { child, field } of childRelationships(context.metadata, object)) {
    // Shares wait in the bin with their record, and go with it for good.
    if (child.sharesOf === object.name) continue;
    await release(context, child, field, id);
  }
  if (object.recyclable && object.fields.has('isdeleted')) {
    await updateRow(context.sql, object, id, { ...stamps(context, object, false), IsDeleted: true });
  } else {
    await deleteRow(context.sql, object, id);
  }
  context.log.add(object, { type: 'DELETE', id, values: {}, user: context.user.userId, at: context.now });
  await afterRemove(context, object, row);
  return id;
}

async function checkDeletable(
  context: SaveContext,
  object: ObjectMetadata,
  row: Row,
  id: string,
): Promise<void> {
  if (context.system) return;
  if (!object.deletable) {
    refuse('INSUFFICIENT_ACCESS_OR_READONLY', `entity type cannot be deleted: ${object.label}`);
  }
  const access = context.user.object(object.name);
  const own = object.ownRowsField !== null && row[object.ownRowsField] === context.user.userId;
  if (own || (access.delete && (await mayDelete(context, object, id)))) return;
  refuse('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id');
}

/** Deleting takes everything on the record itself; a detail goes with what its master lets the user do. */
async function mayDelete(context: SaveContext, object: ObjectMetadata, id: string): Promise<boolean> {
  return (await accessibleIds(context, object, [id], 'All')).has(id);
}

/** Applies a lookup's delete constraint to the children of a record that goes. */
async function release(
  context: SaveContext,
  child: ObjectMetadata,
  field: FieldMetadata,
  parentId: string,
): Promise<void> {
  const living = child.fields.has('isdeleted') ? ' AND NOT isdeleted' : '';
  const rows = await context.sql.query<{ id: string }>(
    `SELECT id FROM ${quoted(child.name)} WHERE ${quoted(field.name)} = $1${living} ORDER BY id`,
    [parentId],
  );
  if (rows.length === 0) return;
  // A file's link goes with the record; the file itself stays.
  const constraint = child.name === 'ContentDocumentLink' ? 'Cascade' : field.deleteConstraint;
  if (constraint === 'Restrict') {
    refuse(
      'DELETE_FAILED',
      `Your attempt to delete the record could not be completed because it is associated with ${rows.length} ` +
        `${child.pluralLabel}.`,
    );
  }
  const system = { ...context, system: true };
  for (const { id } of rows) {
    if (constraint === 'Cascade') await removeRecord(system, child, id);
    else {
      const values = { [field.name]: null, ...stamps(context, child, false) };
      await updateRow(context.sql, child, id, values);
      context.log.add(child, { type: 'UPDATE', id, values, user: context.user.userId, at: context.now });
    }
  }
}
