/**
 * A compact notation for the fields of standard objects, one line each:
 *
 *   Name | type(length) | flags | Label | reference or picklist values
 *
 * Flags are the letters of the object reference's field properties: C create, U update, F filter, G group, S sort,
 * N nillable, D defaulted on create, L id lookup; and ours: Q unique, M name field, A auto-number, T long text.
 * A reference reads `Target as Relationship`, with `/ Children` for the way down; picklist values are separated by
 * commas, and a leading `!` makes the list restricted.
 */
import { PLAIN_FIELD } from '../fields.ts';
import type { FieldMetadata, FieldType, ObjectMetadata, PicklistValue } from '../model.ts';
import { PLAIN_OBJECT, byName } from '../objects.ts';

/** Lines that many standard objects share. */
export const ID = 'Id | id(18) | FGSL | Record ID';
export const AUDIT = `
CreatedDate | datetime | FS | Created Date
CreatedById | reference(18) | FGS | Created By ID | User as CreatedBy
LastModifiedDate | datetime | FS | Last Modified Date
LastModifiedById | reference(18) | FGS | Last Modified By ID | User as LastModifiedBy
SystemModstamp | datetime | FS | System Modstamp`;
export const DELETED = 'IsDeleted | boolean | FGSD | Deleted';

/** Builds a standard object; what `parts` leaves out is as for a common object. */
export function standardObject(
  parts: Pick<ObjectMetadata, 'name' | 'label' | 'pluralLabel' | 'keyPrefix'> & Partial<ObjectMetadata>,
  fields: string,
): ObjectMetadata {
  return {
    ...PLAIN_OBJECT,
    kind: 'standard',
    custom: false,
    validationRules: [],
    listViews: [],
    fields: byName(
      fields
        .split('\n')
        .filter((line) => line.trim())
        .map(field),
    ),
    ...parts,
  };
}

/** The parts of an object that only the platform writes. */
export const READ_ONLY = { createable: false, updateable: false, deletable: false, recyclable: false };

function field(line: string): FieldMetadata {
  const [name = '', typed = '', flags = '', label = '', target = ''] = line
    .split('|')
    .map((part) => part.trim());
  const { type, length } = fieldType(typed);
  const has = (flag: string) => flags.includes(flag);
  return {
    ...PLAIN_FIELD,
    name,
    label,
    type,
    length,
    precision: type === 'int' ? 9 : type === 'double' ? 18 : 0,
    createable: has('C'),
    updateable: has('U'),
    filterable: has('F'),
    groupable: has('G'),
    sortable: has('S'),
    idLookup: has('L'),
    unique: has('Q'),
    nameField: has('M'),
    autoNumber: has('A'),
    ...(has('A') ? { displayFormat: '{00000000}' } : {}),
    longText: has('T'),
    required: has('C') && !has('N') && !has('D') && type !== 'boolean',
    ...(type === 'reference' ? reference(target) : picklist(target)),
  };
}

function fieldType(typed: string): { type: FieldType; length: number } {
  const match = /^([a-z0-9]+)(?:\((\d+)\))?$/.exec(typed);
  if (!match) throw new Error(`Not a field type: ${typed}`);
  return { type: match[1] as FieldType, length: Number(match[2] ?? 0) };
}

function reference(target: string): Partial<FieldMetadata> {
  const match = /^(\S+(?:, \S+)*?)(?: as (\S+))?(?: \/ (\S+))?$/.exec(target);
  if (!match) return {};
  return {
    referenceTo: (match[1] ?? '').split(', '),
    relationshipName: match[2] ?? null,
    childRelationshipName: match[3] ?? null,
  };
}

function picklist(target: string): { picklistValues: PicklistValue[]; restricted: boolean } {
  const restricted = target.startsWith('!');
  const values = target
    .replace('!', '')
    .split(',')
    .map((value) => value.trim())
    .filter(Boolean);
  return {
    restricted,
    picklistValues: values.map((value) => ({ value, label: value, active: true, default: false })),
  };
}
