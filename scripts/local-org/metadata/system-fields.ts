/** The fields that the platform gives to every object of a kind. */
import { PLAIN_FIELD } from './fields.ts';
import type { FieldMetadata, FieldType } from './model.ts';

const READ_ONLY = { createable: false, updateable: false };

/** A field that only the platform writes. */
function system(
  name: string,
  label: string,
  type: FieldType,
  extra: Partial<FieldMetadata> = {},
): FieldMetadata {
  return { ...PLAIN_FIELD, ...READ_ONLY, name, label, type, ...extra };
}

function userReference(name: string, label: string): FieldMetadata {
  return system(name, label, 'reference', {
    length: 18,
    referenceTo: ['User'],
    relationshipName: name.replace(/Id$/, ''),
  });
}

const ID_FIELD = system('Id', 'Record ID', 'id', { length: 18, idLookup: true });

const MODSTAMP = system('SystemModstamp', 'System Modstamp', 'datetime', { groupable: false });

const AUDIT_FIELDS: FieldMetadata[] = [
  system('CreatedDate', 'Created Date', 'datetime', { groupable: false }),
  userReference('CreatedById', 'Created By ID'),
  system('LastModifiedDate', 'Last Modified Date', 'datetime', { groupable: false }),
  userReference('LastModifiedById', 'Last Modified By ID'),
  MODSTAMP,
];

const DELETED_FIELD = system('IsDeleted', 'Deleted', 'boolean');

const OWNER_FIELD: FieldMetadata = {
  ...userReference('OwnerId', 'Owner ID'),
  createable: true,
  updateable: true,
};

/** Name of a custom object: text that a person gives, or an auto-number. */
function nameField(source: {
  label: string;
  type: 'Text' | 'AutoNumber';
  displayFormat?: string;
}): FieldMetadata {
  const autoNumber = source.type === 'AutoNumber';
  return {
    ...PLAIN_FIELD,
    name: 'Name',
    label: source.label,
    type: 'string',
    length: 80,
    nameField: true,
    idLookup: true,
    autoNumber,
    ...(source.displayFormat === undefined ? {} : { displayFormat: source.displayFormat }),
    createable: !autoNumber,
    updateable: !autoNumber,
  };
}

/** System fields of a custom object; a detail object has no owner of its own. */
export function customObjectFields(
  name: { label: string; type: 'Text' | 'AutoNumber'; displayFormat?: string },
  hasOwner: boolean,
): FieldMetadata[] {
  return [ID_FIELD, ...(hasOwner ? [OWNER_FIELD] : []), DELETED_FIELD, nameField(name), ...AUDIT_FIELDS];
}

/** System fields of a custom metadata type; its rows come from the source and are read only. */
export function customMetadataFields(): FieldMetadata[] {
  const text = (name: string, label: string, length: number) => system(name, label, 'string', { length });
  return [
    ID_FIELD,
    text('DeveloperName', 'Custom Metadata Record Name', 40),
    text('MasterLabel', 'Label', 40),
    text('Language', 'Master Language', 40),
    text('NamespacePrefix', 'Namespace Prefix', 15),
    { ...text('Label', 'Label', 40), nameField: true },
    text('QualifiedApiName', 'Custom Metadata Name', 70),
    MODSTAMP,
  ];
}
