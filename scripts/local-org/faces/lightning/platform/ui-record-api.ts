/** `lightning/uiRecordApi`: reads through a wire, writes by function; what a write brings back reaches every wire. */
import {
  announceRecord,
  isRecord,
  onRecord,
  withNewerFields,
  type FieldValue,
  type RecordRepresentation,
} from './records.ts';
import { ResourceCache } from './resource.ts';
import { call } from './transport.ts';
import { adapterFor } from './wire.ts';

/** A field as text (`Object.Field`) or as imported from `@salesforce/schema`. */
export type FieldReference = string | { objectApiName: string; fieldApiName: string };

export interface GetRecordConfig {
  recordId?: string | undefined;
  fields?: FieldReference | FieldReference[] | undefined;
  optionalFields?: FieldReference | FieldReference[] | undefined;
}

const cache = new ResourceCache<RecordRepresentation>();
onRecord((newer) => {
  for (const resource of cache.all()) resource.patch((record) => withNewerFields(record, newer));
});

const nameOf = (field: FieldReference) =>
  typeof field === 'string' ? field : `${field.objectApiName}.${field.fieldApiName}`;

const listOf = (fields: GetRecordConfig['fields']) =>
  fields === undefined ? [] : [fields].flat().map(nameOf);

/** Emits `{data, error}`; silent until record id and fields are known. */
export const getRecord = adapterFor(({ recordId, fields, optionalFields }: GetRecordConfig) => {
  const required = listOf(fields);
  const optional = listOf(optionalFields);
  if (!recordId || required.length + optional.length === 0) return undefined;
  const query = new URLSearchParams();
  if (required.length > 0) query.set('fields', required.join(','));
  if (optional.length > 0) query.set('optionalFields', optional.join(','));
  const path = `/ui-api/records/${recordId}?${query.toString()}`;
  return cache.get(path, () => call<RecordRepresentation>(path));
});

export interface RecordInput {
  apiName?: string;
  fields: Record<string, unknown>;
}

/**
 * Creates a record and gives it back as the UI API shows it.
 * @throws FetchResponse with the org's reasons.
 */
export async function createRecord({ apiName, fields }: RecordInput): Promise<RecordRepresentation> {
  const body = { apiName, fields };
  return announced(await call<RecordRepresentation>('/ui-api/records', { method: 'POST', body }));
}

/**
 * Changes the fields given; `fields.Id` names the record.
 * @throws FetchResponse with the org's reasons; status 412 when the record changed after `ifUnmodifiedSince`.
 */
export async function updateRecord(
  { fields }: RecordInput,
  { ifUnmodifiedSince }: { ifUnmodifiedSince?: string } = {},
): Promise<RecordRepresentation> {
  const { Id, ...changes } = fields;
  if (typeof Id !== 'string') throw new TypeError('recordInput.fields.Id is required');
  const headers = ifUnmodifiedSince ? { 'If-Unmodified-Since': ifUnmodifiedSince } : {};
  const path = `/ui-api/records/${Id}`;
  return announced(
    await call<RecordRepresentation>(path, { method: 'PATCH', body: { fields: changes }, headers }),
  );
}

/** Deletes a record. */
export async function deleteRecord(recordId: string): Promise<void> {
  await call(`/ui-api/records/${recordId}`, { method: 'DELETE' });
}

/** Reads the named records again for every wire that shows them. */
export async function notifyRecordUpdateAvailable(records: { recordId: string }[]): Promise<void> {
  const ids = new Set(records.map(({ recordId }) => recordId));
  const shown = [...cache.all()].filter((resource) => resource.data && ids.has(resource.data.id));
  await Promise.all(shown.map((resource) => resource.refresh()));
}

function announced(record: RecordRepresentation): RecordRepresentation {
  announceRecord(record);
  return record;
}

/** Walks `Object.Parent__r.Field` down a record. */
function fieldAt(
  record: RecordRepresentation | undefined,
  reference: FieldReference,
): FieldValue | undefined {
  const [, ...path] = nameOf(reference).split('.');
  let current: unknown = record;
  let field: FieldValue | undefined;
  for (const name of path) {
    field = isRecord(current) ? current.fields[name] : undefined;
    current = field?.value;
  }
  return field;
}

/** Value of a field that the record was read with; undefined when it was not. */
export function getFieldValue(record: RecordRepresentation | undefined, field: FieldReference): unknown {
  return fieldAt(record, field)?.value;
}

/** Text of a field in the user's language and format. */
export function getFieldDisplayValue(
  record: RecordRepresentation | undefined,
  field: FieldReference,
): unknown {
  return fieldAt(record, field)?.displayValue;
}
