/** Insert or update by an external id. */
import { findField } from '../metadata/model.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import type { RecordInput } from '../state/engine.ts';
import type { SaveContext } from './context.ts';
import { refuse } from './faults.ts';
import { idsByKey } from './prepare.ts';
import { insertRecord, updateRecord } from './save.ts';

/** Updates the record whose `externalField` has the value in `input`, or inserts one. @throws RecordFault */
export async function upsertRecord(
  context: SaveContext,
  object: ObjectMetadata,
  externalField: string,
  input: RecordInput,
  unmodifiedSince?: Temporal.Instant,
): Promise<{ id: string; created: boolean }> {
  const field = findField(object, externalField);
  const readable = field && context.user.field(object.name, field.name).read;
  if (!field?.idLookup || !readable) {
    return refuse(
      'NOT_FOUND',
      `Provided external ID field does not exist or is not accessible: ${externalField}`,
    );
  }
  const entries = Object.entries(input);
  const key = entries.find(([name]) => name.toLowerCase() === field.name.toLowerCase())?.[1];
  if (key === undefined || key === null || key === '') {
    return refuse('MISSING_ARGUMENT', `${field.name} not specified`, [field.name]);
  }
  const ids = await idsByKey(context, object, field, key);
  if (ids.length > 1) {
    return refuse(
      'DUPLICATE_EXTERNAL_ID',
      `${field.name}: more than one record found for external id field: ${ids.join(', ')}`,
    );
  }
  const [id] = ids;
  if (id === undefined) {
    const fields = field.type === 'id' ? refuse('NOT_FOUND', 'The requested resource does not exist') : input;
    return { id: await insertRecord(context, object, fields), created: true };
  }
  // The key stays what it is, so it need not be writable for the user.
  const others = entries.filter(([name]) => name.toLowerCase() !== field.name.toLowerCase());
  const changes = { ...Object.fromEntries(others), Id: id };
  return { id: await updateRecord(context, object, changes, unmodifiedSince), created: false };
}
