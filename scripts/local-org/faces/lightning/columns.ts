/** Columns of list views and related lists: from the names of the metadata to SOQL and to values a person reads. */
import type { SRecord, UserContext } from '../../state/engine.ts';
import {
  findField,
  findObject,
  type FieldMetadata,
  type ObjectMetadata,
  type OrgMetadata,
} from '../../metadata/model.ts';
import type { Cell } from './model.ts';

export interface Column {
  field: FieldMetadata;
  label: string;
  /** What is selected, e.g. `Owner.Name`. */
  soql: string[];
}

/** Names that list views use for standard fields. */
const STANDARD_COLUMNS: Record<string, string> = {
  NAME: 'Name',
  'OWNER.ALIAS': 'OwnerId',
  CORE_USER_ALIAS: 'OwnerId',
  CREATED_DATE: 'CreatedDate',
  LAST_UPDATE: 'LastModifiedDate',
  'CREATEDBY_USER.ALIAS': 'CreatedById',
  'UPDATEDBY_USER.ALIAS': 'LastModifiedById',
  CREATEDBY_USER: 'CreatedById',
  UPDATEDBY_USER: 'LastModifiedById',
};

/** The field that a column or filter of a list view means; undefined when the object has none of that name. */
export function fieldOfColumn(object: ObjectMetadata, column: string): FieldMetadata | undefined {
  return findField(object, STANDARD_COLUMNS[column.toUpperCase()] ?? column);
}

/** The columns the user may read, in order. */
export function columnsOf(
  metadata: OrgMetadata,
  user: UserContext,
  object: ObjectMetadata,
  names: readonly string[],
): Column[] {
  return names
    .flatMap((name) => fieldOfColumn(object, name) ?? [])
    .filter((field) => user.field(object.name, field.name).read)
    .map((field) => ({ field, label: field.label, soql: [field.name, ...parentName(metadata, field)] }));
}

/** `Parent__r.Name`, where every object that the lookup may lead to has a name. */
function parentName(metadata: OrgMetadata, { relationshipName, referenceTo }: FieldMetadata): string[] {
  const targets = referenceTo.map((name) => findObject(metadata, name));
  const areNamed = targets.length === 1 && targets.every((target) => target && nameField(target));
  const name = targets[0] && nameField(targets[0]);
  return relationshipName && areNamed && name ? [`${relationshipName}.${name}`] : [];
}

/** The field by which people know a record of the object. */
export function nameField(object: ObjectMetadata): string | undefined {
  return [...object.fields.values()].find((field) => field.nameField)?.name;
}

/** One value of a record as a list shows it. */
export function cellOf({ field, soql }: Column, record: SRecord, object: ObjectMetadata): Cell {
  const value = record[field.name];
  if (field.nameField) {
    const recordId = String(record['Id']);
    return { kind: 'record', text: textOf(value) || recordId, recordId, object: object.name };
  }
  if (value === null || value === undefined) return { kind: 'text', text: '' };
  switch (field.type) {
    case 'reference':
      return {
        kind: 'record',
        text: parentText(record, soql[1]) ?? textOf(value),
        recordId: textOf(value),
        object: field.referenceTo[0] ?? '',
      };
    case 'picklist':
      return { kind: 'text', text: labelOf(field, textOf(value)) };
    case 'datetime':
    case 'date':
    case 'boolean':
    case 'email':
    case 'url':
      return { kind: field.type, text: textOf(value) };
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return { kind: 'number', text: textOf(value) };
    default:
      return { kind: 'text', text: textOf(value) };
  }
}

const labelOf = (field: FieldMetadata, value: string) =>
  field.picklistValues.find((item) => item.value === value)?.label ?? value;

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function parentText(record: SRecord, path: string | undefined): string | undefined {
  let current: unknown = record;
  for (const step of path?.split('.') ?? []) {
    current = typeof current === 'object' && current !== null ? (current as SRecord)[step] : undefined;
  }
  return path && typeof current === 'string' ? current : undefined;
}
