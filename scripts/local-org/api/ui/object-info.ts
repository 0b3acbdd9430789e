/** Objects, their fields and picklists as the UI API describes them to a user. */
import { OrgError } from '../../errors.ts';
import { findObject } from '../../metadata/model.ts';
import type { FieldMetadata, FieldType, ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import { controllerValues } from '../../metadata/dependencies.ts';
import { childRelationships } from '../../metadata/relationships.ts';
import type { UserContext } from '../../state/engine.ts';
import { nameFieldOf } from './fields.ts';
import { eTag, masterRecordType } from './records.ts';
import { themeOf } from './theme.ts';

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
  const layoutable = isLayoutable(object);
  const info = {
    ...summary(object),
    associateEntityType: null,
    associateParentEntity: null,
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
    dependentFields: dependentFields(readable),
    feedEnabled: false,
    fields: Object.fromEntries(
      readable.map((field) => [field.name, fieldInfo(metadata, user, object, field)]),
    ),
    layoutable,
    mruEnabled: layoutable,
    queryable: object.queryable,
    recordTypeInfos: { [masterRecordType]: masterInfo },
    searchable: layoutable,
    themeInfo: themeOf(metadata, object),
    updateable: object.updateable && access.edit,
  };
  return { ...info, eTag: eTag(info) };
}

/** True for objects that people open as pages. */
export function isLayoutable(object: ObjectMetadata): boolean {
  return object.kind === 'custom' || ['Case', 'User'].includes(object.name);
}

/** Which picklists depend on which: `{Country__c: {State__c: {City__c: {}}}}`. */
interface DependentFields {
  [controller: string]: DependentFields;
}

function dependentFields(fields: readonly FieldMetadata[]): DependentFields {
  const below = (name: string): DependentFields =>
    Object.fromEntries(
      fields
        .filter((field) => field.controllingField === name)
        .map((field) => [field.name, below(field.name)]),
    );
  return Object.fromEntries(
    fields
      .filter(({ controllingField }) => controllingField === undefined)
      .map(({ name }) => [name, below(name)] as const)
      .filter(([, dependents]) => Object.keys(dependents).length > 0),
  );
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
    controllerName: field.controllingField ?? null,
    controllingFields: field.controllingField ? [field.controllingField] : [],
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

/** Properties of features that no field here has: compound fields, lookup filters, masks. */
const unoffered = {
  compound: false,
  compoundComponentName: null,
  compoundFieldName: null,
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

/** Values of one picklist field, in the order of the source, with the controlling values that allow each. */
export function picklistValues(object: ObjectMetadata, field: FieldMetadata, version: string) {
  const order = controllerValues(object, field);
  const values = field.picklistValues
    .filter((entry) => entry.active)
    .map(({ label, value, controllers = [] }) => ({
      attributes: null,
      label,
      validFor: controllers.map((name) => order.indexOf(name)).filter((index) => index >= 0),
      value,
    }));
  const preset = field.picklistValues.find((entry) => entry.default);
  const content = {
    controllerValues: Object.fromEntries(order.map((name, index) => [name, index])),
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
