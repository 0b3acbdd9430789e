/** References that may lead to records of several objects: they are read as the platform's `Name` entity. */
import { findField } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../metadata/model.ts';
import { quoted } from '../state/schema.ts';
import { noSuchColumn } from './errors.ts';
import type { Column, Joined, QueryContext } from './scope.ts';
import type { Path } from './syntax/tree.ts';

/** One table that a relationship may lead to. */
export interface Target {
  object: ObjectMetadata;
  alias: string;
}

/** The entity as which records of unknown type are shown and in whose name faults are told. */
export const NAME_ENTITY = 'Name';

/** What `Name` shows of a record, whatever it is. */
const NAME_FIELDS = [
  'Alias',
  'Email',
  'FirstName',
  'Id',
  'IsActive',
  'LastName',
  'Name',
  'Phone',
  'ProfileId',
  'Title',
  'Username',
  'UserRoleId',
];

/** Objects whose records a field may name. The owner of a business record is a user or a queue, which is a group. */
export function targetsOf(
  metadata: OrgMetadata,
  holder: ObjectMetadata,
  field: FieldMetadata,
): readonly string[] {
  const isOwner = field.name === 'OwnerId' && (holder.kind === 'custom' || holder.name === 'Case');
  return isOwner && metadata.objects.has('group')
    ? [...new Set([...field.referenceTo, 'Group'])]
    : field.referenceTo;
}

/** A field of the `Name` entity; `Type` tells the object. @throws OrgError INVALID_FIELD */
export function nameColumn(context: QueryContext, table: Joined, { text, at }: Path): Column {
  const [first] = table.targets;
  if (!first) throw noSuchColumn(context.soql, at, text, NAME_ENTITY);
  const relationships = table.names;
  if (text.toLowerCase() === 'type') {
    const cases = table.targets.map(
      ({ object, alias }) => `WHEN ${alias}.id IS NOT NULL THEN '${object.name}'`,
    );
    return {
      sql: `(CASE ${cases.join(' ')} END)`,
      field: typeField(first.object),
      object: first.object,
      relationships,
    };
  }
  const known = NAME_FIELDS.find((name) => name.toLowerCase() === text.toLowerCase());
  const found = table.targets.flatMap(({ object, alias }) => {
    const field = known && findField(object, known);
    return field && context.user.field(object.name, field.name).read ? [{ object, alias, field }] : [];
  });
  const [shown] = found;
  if (!shown) throw noSuchColumn(context.soql, at, text, NAME_ENTITY);
  const columns = found.map(({ alias, field }) => `${alias}.${quoted(field.name)}`);
  return {
    sql: columns.length > 1 ? `coalesce(${columns.join(', ')})` : (columns[0] ?? ''),
    field: shown.field,
    object: shown.object,
    relationships,
  };
}

function typeField(object: ObjectMetadata): FieldMetadata {
  const id = [...object.fields.values()][0];
  if (!id) throw new Error(`${object.name} has no field`);
  return { ...id, name: 'Type', label: 'Type', type: 'picklist', groupable: true, nameField: false };
}
