/** What the describe calls answer: an object and its fields as one user may use them. */
import { maySetAudit } from '../security/audit-fields.ts';
import type { UserContext } from '../state/engine.ts';
import type { FieldMetadata, FieldType, ObjectMetadata, OrgMetadata } from './model.ts';
import { controllerValues, validForBits } from './dependencies.ts';
import { childRelationships } from './relationships.ts';

const SOAP_TYPES: Partial<Record<FieldType, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  time: 'xsd:time',
  base64: 'xsd:base64Binary',
};

/** The short form that `GET /sobjects` lists. */
export function describeGlobalEntry(
  user: UserContext,
  object: ObjectMetadata,
  version: string,
): Record<string, unknown> {
  const access = user.object(object.name);
  const base = `/services/data/v${version}/sobjects/${object.name}`;
  return {
    activateable: false,
    associateEntityType: object.sharesOf === undefined ? null : 'Share',
    associateParentEntity: object.sharesOf ?? null,
    createable: object.createable && access.create,
    custom: object.custom,
    customSetting: false,
    deepCloneable: false,
    deletable: object.deletable && access.delete,
    deprecatedAndHidden: false,
    feedEnabled: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.pluralLabel,
    layoutable: object.kind === 'custom' || object.name === 'Case',
    mergeable: false,
    mruEnabled: object.kind === 'custom' || object.name === 'Case',
    name: object.name,
    queryable: object.queryable,
    replicateable: object.fields.has('systemmodstamp'),
    retrieveable: object.retrieveable,
    searchable: object.kind === 'custom',
    triggerable: object.triggerable,
    undeletable: false,
    updateable: object.updateable && access.edit,
    urls: {
      sobject: base,
      describe: `${base}/describe`,
      rowTemplate: `${base}/{ID}`,
    },
  };
}

/** The whole describe of an object for a user; fields that he may not read are left out. */
export function describeObject(
  metadata: OrgMetadata,
  user: UserContext,
  object: ObjectMetadata,
): Record<string, unknown> {
  const fields = [...object.fields.values()].filter((field) => user.field(object.name, field.name).read);
  return {
    actionOverrides: [],
    ...describeGlobalEntry(user, object, metadata.apiVersion),
    childRelationships: childRelationships(metadata, object)
      .filter(({ child }) => user.object(child.name).read)
      .map(({ child, field, name }) => ({
        cascadeDelete: field.deleteConstraint === 'Cascade',
        childSObject: child.name,
        deprecatedAndHidden: false,
        field: field.name,
        junctionIdListNames: [],
        junctionReferenceTo: [],
        relationshipName: name,
        restrictedDelete: field.deleteConstraint === 'Restrict',
      })),
    compactLayoutable: object.kind === 'custom',
    defaultImplementation: null,
    extendedBy: null,
    extendsInterfaces: null,
    fields: fields.map((field) => describeField(user, object, field)),
    implementedBy: null,
    implementsInterfaces: null,
    listviewable: null,
    lookupLayoutable: null,
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: true,
        developerName: 'Master',
        master: true,
        name: 'Master',
        recordTypeId: '012000000000000AAA',
        urls: {},
      },
    ],
    searchLayoutable: object.kind === 'custom',
    sobjectDescribeOption: 'FULL',
    supportedScopes: [{ label: `All ${object.pluralLabel}`, name: 'everything' }],
  };
}

/** A literal default as describe shows it; other defaults are shown as their formula. */
function defaults(field: FieldMetadata): Record<string, unknown> {
  const { defaultFormula, type } = field;
  const literal = defaultFormula === 'true' || defaultFormula === 'false';
  return {
    defaultValue: type === 'boolean' ? defaultFormula === 'true' : null,
    defaultValueFormula: literal ? null : (defaultFormula ?? null),
    defaultedOnCreate: isDefaulted(field),
  };
}

/** True when a new record gets a value although the client sends none. */
function isDefaulted(field: FieldMetadata): boolean {
  const bySystem = !field.createable && !field.updateable && field.formula === undefined && !field.custom;
  const chosen = field.picklistValues.some((value) => value.default);
  return (
    bySystem ||
    field.type === 'boolean' ||
    field.autoNumber ||
    chosen ||
    field.defaultFormula !== undefined ||
    field.name === 'OwnerId'
  );
}

function isNillable(field: FieldMetadata): boolean {
  const never = ['boolean', 'id'].includes(field.type) || field.required || field.name === 'OwnerId';
  const stamped = ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp'];
  return !never && !stamped.includes(field.name) && !(field.nameField && field.autoNumber);
}

function describeField(
  user: UserContext,
  object: ObjectMetadata,
  field: FieldMetadata,
): Record<string, unknown> {
  const access = user.field(object.name, field.name);
  const text = ['string', 'textarea', 'email', 'phone', 'url', 'picklist', 'multipicklist'].includes(
    field.type,
  );
  return {
    aggregatable: field.filterable && field.type !== 'boolean',
    aiPredictionField: false,
    autoNumber: field.autoNumber,
    byteLength: text || field.type === 'reference' ? field.length * 3 : 0,
    calculated: field.formula !== undefined,
    calculatedFormula: field.formula ?? null,
    cascadeDelete: field.deleteConstraint === 'Cascade',
    caseSensitive: field.caseSensitive,
    compoundFieldName: null,
    controllerName: field.controllingField ?? null,
    createable: (field.createable || maySetAudit(user, object, field)) && access.edit,
    custom: field.custom,
    ...defaults(field),
    dependentPicklist: field.controllingField !== undefined,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? field.precision : 0,
    displayLocationInDecimal: false,
    encrypted: false,
    externalId: field.externalId,
    extraTypeInfo: field.longText ? 'plaintextarea' : null,
    filterable: field.filterable,
    filteredLookupInfo: null,
    formulaTreatNullNumberAsZero: false,
    groupable: field.groupable,
    highScaleNumber: false,
    htmlFormatted: false,
    idLookup: field.idLookup,
    inlineHelpText: field.help,
    label: field.label,
    length: field.length,
    mask: null,
    maskType: null,
    name: field.name,
    nameField: field.nameField,
    namePointing: field.referenceTo.length > 1,
    nillable: isNillable(field),
    permissionable: field.custom && !field.required,
    picklistValues: field.picklistValues.map(({ value, label, active, default: chosen, controllers }) => ({
      active,
      defaultValue: chosen,
      label,
      validFor: controllers ? validForBits(controllerValues(object, field), controllers) : null,
      value,
    })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    precision: field.type === 'int' ? 0 : field.precision,
    queryByDistance: false,
    referenceTargetField: null,
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
    restrictedDelete: field.type === 'reference' && field.deleteConstraint === 'Restrict',
    restrictedPicklist: field.restricted,
    scale: field.scale,
    searchPrefilterable: false,
    soapType: SOAP_TYPES[field.type] ?? 'xsd:string',
    sortable: field.sortable,
    type: field.type,
    unique: field.unique,
    updateable: field.updateable && access.edit,
    writeRequiresMasterRead: field.writeRequiresMasterRead ?? false,
  };
}
