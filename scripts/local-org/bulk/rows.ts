/** Rows of an upload as records: which column is which field, and what an empty cell means. */
import { findField, findObject } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import type { RecordInput, UserContext } from '../state/engine.ts';
import { CsvFault } from './csv.ts';
import type { Job } from './job.ts';

/** In a cell: empties the field. An empty cell leaves it as it is. */
const NO_VALUE = '#N/A';

type SetCell = (record: RecordInput, cell: string) => void;

/**
 * Reads a header into what each column does to a record.
 * @throws CsvFault when a column names no field that the user may see
 */
export function columnsOf(
  { metadata, user }: { metadata: OrgMetadata; user: UserContext },
  object: ObjectMetadata,
  job: Pick<Job, 'operation'>,
  header: readonly string[],
): SetCell[] {
  const onlyIds = job.operation === 'delete' || job.operation === 'hardDelete';
  if (onlyIds && (header.length !== 1 || header[0]?.toLowerCase() !== 'id')) {
    throw new CsvFault('InvalidBatch : A delete takes the column Id and no other');
  }
  return header.map((name) => {
    const setter = fieldColumn(user, object, name) ?? parentColumn(metadata, object, name);
    if (!setter) throw new CsvFault(`InvalidBatch : Field name not found : ${name}`);
    return setter;
  });
}

function fieldColumn(user: UserContext, object: ObjectMetadata, name: string): SetCell | undefined {
  const field = findField(object, name);
  if (!field || !user.field(object.name, field.name).read) return undefined;
  return (record, cell) => {
    if (cell !== '') record[field.name] = cell === NO_VALUE ? null : cell;
  };
}

/** `Parent__r.Key__c`, or `Type:Parent.Key__c` where the lookup may lead to several objects. */
function parentColumn(metadata: OrgMetadata, object: ObjectMetadata, name: string): SetCell | undefined {
  const [, type, relationship, key] = /^(?:(\w+):)?(\w+)\.(\w+)$/.exec(name) ?? [];
  const way = [...object.fields.values()].find(
    ({ relationshipName }) => relationshipName?.toLowerCase() === relationship?.toLowerCase(),
  );
  if (!way || !key || !isKey(metadata, way, type, key)) return undefined;
  const attributes = type === undefined ? {} : { attributes: { type } };
  return (record, cell) => {
    const parent = way.relationshipName ?? '';
    if (cell !== '') record[parent] = cell === NO_VALUE ? null : { ...attributes, [key]: cell };
  };
}

function isKey(metadata: OrgMetadata, way: FieldMetadata, type: string | undefined, key: string): boolean {
  const target = findObject(metadata, type ?? way.referenceTo[0] ?? '');
  return target !== undefined && findField(target, key) !== undefined;
}

/** A row as a record. */
export function recordOf(columns: readonly SetCell[], row: readonly string[]): RecordInput {
  const record: RecordInput = {};
  for (const [index, setCell] of columns.entries()) setCell(record, row[index] ?? '');
  return record;
}
