/** Objects, their fields and picklists as the UI API describes them to a user. */
import { OrgError } from '../../errors.ts';
import { findObject } from '../../metadata/model.ts';
import type { FieldMetadata, FieldType, ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import { childRelationships } from '../../metadata/relationships.ts';
import type { UserContext } from '../../state/engine.ts';
import { nameFieldOf } from './fields.ts';
import { eTag, masterRecordType } from './records.ts';

const dataTypes: Readonly<Record<FieldType, string>> = {
  id: 'Reference',
  string: 'String',
  textarea: 'TextArea',
  boolean: 'Boolean',
  int: 'Int',
  double: 'Double',
  currency: 'Currency',
  percent: 'Percent',
  date: 'Date',
  datetime: 'DateTime',
  time: 'Time',
  email: 'Email',
  phone: 'Phone',
  url: 'Url',
  picklist: 'Picklist',
  multipicklist: 'MultiPicklist',
  combobox: 'ComboBox',
  reference: 'Reference',
  base64: 'Base64',
};

/** The description of one object, with the fields the user may read. @throws OrgError when the object is closed to him */
export function objectInfo(metadata: OrgMetadata, user: UserContext, object: ObjectMetadata) {
  const access = user.object(object.name);
  if (!access.read) {
    throw new OrgError(403, 'INSUFFICIENT_ACCESS', `You don't have access to the object ${object.name}.`);
  }
  const readable = [...object.fields.values()].filter((field) => user.field(object.name, field.name).read);
  const info = {
    ...summary(object),
    childRelationships: childRelationships(metadata, object)
      .filter(({ child }) => child.uiApi && user.object(child.name).read)
      .map(({ child, field, name }) => ({
        childObjectApiName: child.name,
        fieldName: field.name,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: name,
      })),
    createable: object.createable && access.create,
    custom: object.custom,
    defaultRecordTypeId: masterRecordType,
    deletable: object.deletable && access.delete,
    dependentFields: {},
    feedEnabled: false,
    fields: Object.fromEntries(
      readable.map((field) => [field.name, fieldInfo(metadata, user, object, field)]),
    ),
    queryable: object.queryable,
    recordTypeInfos: { [masterRecordType]: masterInfo },
    updateable: object.updateable && access.edit,
  };
  return { ...info, eTag: eTag(info) };
}

const masterInfo = {
  available: true,
  defaultRecordTypeMapping: true,
  master: true,
  name: 'Master',
  recordTypeId: masterRecordType,
};

/** What the list of all objects says of one. */
export function summary(object: ObjectMetadata) {
  const { name, keyPrefix, label, pluralLabel } = object;
  return {
    apiName: name,
    keyPrefix,
    label,
    labelPlural: pluralLabel,
    nameFields: [nameFieldOf(object)?.name ?? 'Id'],
  };
}

function fieldInfo(metadata: OrgMetadata, user: UserContext, object: ObjectMetadata, field: FieldMetadata) {
  const { edit } = user.field(object.name, field.name);
  return {
    ...unoffered,
    ...referenceInfo(metadata, field),
    apiName: field.name,
    calculated: field.formula !== undefined || field.autoNumber,
    createable: field.createable && edit,
    custom: field.custom,
    dataType: dataTypes[field.type],
    extraTypeInfo: field.longText ? 'PlainTextArea' : null,
    filterable: field.filterable,
    inlineHelpText: field.help,
    label: field.label,
    length: field.length,
    nameField: field.nameField,
    precision: field.precision,
    required: field.required,
    scale: field.scale,
    sortable: field.sortable,
    unique: field.unique,
    updateable: field.updateable && edit,
  };
}

/** Properties of features that no field here has: compound fields, dependent picklists, lookup filters, masks. */
const unoffered = {
  compound: false,
  compoundComponentName: null,
  compoundFieldName: null,
  controllerName: null,
  controllingFields: [],
  filteredLookupInfo: null,
  highScaleNumber: false,
  htmlFormatted: false,
  maskType: null,
  referenceTargetField: null,
};

function referenceInfo(metadata: OrgMetadata, field: FieldMetadata) {
  const targets = field.referenceTo
    .map((name) => findObject(metadata, name))
    .filter((target) => target !== undefined);
  return {
    polymorphicForeignKey: targets.length > 1,
    reference: field.type === 'reference',
    referenceToInfos: targets.map((target) => ({
      apiName: target.name,
      nameFields: [nameFieldOf(target)?.name ?? 'Id'],
    })),
    relationshipName: field.relationshipName,
    searchPrefilterable: field.type === 'reference',
  };
}

/** Values of one picklist field, in the order of the source. */
export function picklistValues(object: ObjectMetadata, field: FieldMetadata, version: string) {
  const values = field.picklistValues
    .filter((entry) => entry.active)
    .map(({ label, value }) => ({ attributes: null, label, validFor: [], value }));
  const preset = field.picklistValues.find((entry) => entry.default);
  const content = {
    controllerValues: {},
    defaultValue: values.find(({ value }) => value === preset?.value) ?? null,
    url: `/services/data/v${version}/ui-api/object-info/${object.name}/picklist-values/${masterRecordType}/${field.name}`,
    values,
  };
  return { ...content, eTag: eTag(content) };
}

/** All picklist fields of an object that the user may read. */
export function picklistFields(user: UserContext, object: ObjectMetadata): FieldMetadata[] {
  return [...object.fields.values()].filter(
    (field) => field.picklistValues.length > 0 && user.field(object.name, field.name).read,
  );
}
