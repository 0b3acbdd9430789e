/** From the source of a custom field to its metadata. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { FieldMetadata, FieldType, MasterDetail, PicklistValue } from './model.ts';
import type { SourceFile } from './source-file.ts';
import { SUMMARY_ELEMENTS, summaryOf } from './summaries.ts';
import { valueOf } from './value-sets.ts';
import type { ValueSets } from './value-sets.ts';
import { count, flag, many, readXml } from './xml.ts';

const CustomField = z.object({
  fullName: z.string(),
  label: z.string().optional(),
  type: z.string(),
  description: z.string().optional(),
  inlineHelpText: z.string().optional(),
  length: count.optional(),
  precision: count.optional(),
  scale: count.optional(),
  required: flag.optional(),
  unique: flag.optional(),
  externalId: flag.optional(),
  caseSensitive: flag.optional(),
  displayFormat: z.string().optional(),
  defaultValue: z.string().optional(),
  formula: z.string().optional(),
  formulaTreatBlanksAs: z.string().optional(),
  referenceTo: z.string().optional(),
  relationshipName: z.string().optional(),
  writeRequiresMasterRead: flag.optional(),
  deleteConstraint: z.enum(['Restrict', 'SetNull', 'Cascade']).optional(),
  relationshipOrder: count.optional(),
  reparentableMasterDetail: flag.optional(),
  ...SUMMARY_ELEMENTS,
  valueSet: z
    .object({
      restricted: flag.optional(),
      valueSetName: z.string().optional(),
      controllingField: z.string().optional(),
      valueSettings: many(z.object({ controllingFieldValue: many(z.string()), valueName: z.string() })),
      valueSetDefinition: z
        .object({
          value: many(
            z.object({
              fullName: z.string(),
              label: z.string().optional(),
              default: flag.optional(),
              isActive: flag.optional(),
            }),
          ),
        })
        .optional(),
    })
    .optional(),
});
type CustomField = z.infer<typeof CustomField>;

/** Source type → SOAP type. Types that are absent here are refused at load, never ignored. */
const TYPES: Record<string, FieldType> = {
  AutoNumber: 'string',
  Checkbox: 'boolean',
  Currency: 'currency',
  Date: 'date',
  DateTime: 'datetime',
  Email: 'email',
  Html: 'textarea',
  LongTextArea: 'textarea',
  Lookup: 'reference',
  MasterDetail: 'reference',
  MetadataRelationship: 'reference',
  MultiselectPicklist: 'multipicklist',
  Number: 'double',
  Percent: 'percent',
  Phone: 'phone',
  Picklist: 'picklist',
  // Its own type is known once the field that it sums up is.
  Summary: 'double',
  Text: 'string',
  TextArea: 'textarea',
  Time: 'time',
  Url: 'url',
};

const FORMULA_LENGTH = 1300;
const LENGTHS: Record<string, number> = {
  Email: 80,
  Phone: 40,
  Url: 255,
  TextArea: 255,
  Picklist: 255,
  AutoNumber: 30,
};

/** What every field is unless its own kind says otherwise. */
export const PLAIN_FIELD = {
  custom: false,
  length: 0,
  precision: 0,
  scale: 0,
  required: false,
  unique: false,
  externalId: false,
  caseSensitive: false,
  longText: false,
  nameField: false,
  autoNumber: false,
  blanks: 'zero',
  picklistValues: [],
  restricted: false,
  referenceTo: [],
  relationshipName: null,
  childRelationshipName: null,
  deleteConstraint: 'SetNull',
  createable: true,
  updateable: true,
  filterable: true,
  sortable: true,
  groupable: true,
  idLookup: false,
  help: null,
  description: null,
} satisfies Partial<FieldMetadata>;

/**
 * Reads one `*.field-meta.xml`; undefined for the settings of a standard field (which carry no type).
 * `valueSets` are the global ones.
 * @throws Error naming the file when its type is not one the local org knows.
 */
export function readField(file: SourceFile, valueSets: ValueSets): FieldMetadata | undefined {
  if (!basename(file.path).replace('.field-meta.xml', '').includes('__')) return undefined;
  const source = readXml(file, 'CustomField', CustomField);
  const type = TYPES[source.type];
  if (!type) throw new Error(`${file.path}: the local org does not know the field type ${source.type}`);
  const longText = source.type === 'LongTextArea' || source.type === 'Html';
  const calculated = source.formula !== undefined || source.type === 'Summary';
  const autoNumber = source.type === 'AutoNumber';
  return {
    ...PLAIN_FIELD,
    ...optionalParts(source),
    ...summaryOf(source),
    ...reference(source),
    name: source.fullName,
    label: source.label ?? source.fullName,
    type,
    custom: true,
    length: lengthOf(source, type),
    precision: source.precision ?? 0,
    scale: source.scale ?? 0,
    unique: source.unique ?? false,
    externalId: source.externalId ?? false,
    caseSensitive: source.caseSensitive ?? false,
    longText,
    autoNumber,
    picklistValues: picklist(source, valueSets),
    // A global value set lets nothing else in.
    restricted: source.valueSet?.restricted ?? source.valueSet?.valueSetName !== undefined,
    createable: !calculated && !autoNumber,
    updateable: !calculated && !autoNumber && isMovable(source),
    filterable: !longText,
    sortable: !longText && type !== 'multipicklist',
    groupable:
      !longText && !calculated && !['double', 'currency', 'percent', 'datetime', 'time'].includes(type),
    idLookup: source.externalId ?? false,
    required: (source.required ?? source.type === 'MasterDetail') && type !== 'boolean',
    help: source.inlineHelpText ?? null,
    description: source.description ?? null,
  };
}

function optionalParts(source: CustomField): Partial<FieldMetadata> {
  return {
    ...(source.displayFormat === undefined ? {} : { displayFormat: source.displayFormat }),
    ...(source.defaultValue === undefined ? {} : { defaultFormula: source.defaultValue }),
    ...(source.formula === undefined ? {} : { formula: source.formula }),
    blanks: source.formulaTreatBlanksAs === 'BlankAsBlank' ? 'blank' : 'zero',
    ...(source.type === 'Html' ? { html: true } : {}),
    ...(source.valueSet?.controllingField === undefined
      ? {}
      : { controllingField: source.valueSet.controllingField }),
  };
}

const RELATIONSHIPS = ['Lookup', 'MasterDetail', 'MetadataRelationship'];

function reference(source: CustomField): Partial<FieldMetadata> {
  if (!RELATIONSHIPS.includes(source.type)) return {};
  return {
    referenceTo: source.referenceTo ? [source.referenceTo] : [],
    relationshipName: source.fullName.replace(/__c$/, '__r'),
    childRelationshipName: source.relationshipName ? `${source.relationshipName}__r` : null,
    ...(source.type === 'MasterDetail'
      ? { deleteConstraint: 'Cascade', master: masterDetail(source) }
      : { deleteConstraint: source.deleteConstraint ?? 'SetNull' }),
    ...(source.writeRequiresMasterRead ? { writeRequiresMasterRead: true } : {}),
  };
}

function masterDetail(source: CustomField): MasterDetail {
  return {
    order: source.relationshipOrder ?? 0,
    reparentable: source.reparentableMasterDetail ?? false,
  };
}

/** A detail stays with its master unless the field says otherwise. */
function isMovable(source: CustomField): boolean {
  return source.type !== 'MasterDetail' || (source.reparentableMasterDetail ?? false);
}

/** A computed text may be longer than a stored one. */
function lengthOf(source: CustomField, type: FieldType): number {
  if (source.formula !== undefined && type === 'string') return FORMULA_LENGTH;
  return source.length ?? (type === 'reference' ? 18 : (LENGTHS[source.type] ?? 0));
}

/** @throws Error when the global value set of the field is not there */
function picklist({ fullName, valueSet }: CustomField, valueSets: ValueSets): PicklistValue[] {
  const own = valueSet?.valueSetDefinition?.value.map(valueOf);
  const name = valueSet?.valueSetName;
  const shared = name === undefined ? [] : valueSets.get(name.toLowerCase());
  if (!shared) throw new Error(`${fullName}: there is no global value set ${name}`);
  const values = own ?? shared.map((value) => ({ ...value }));
  if (valueSet?.controllingField === undefined) return values;
  return values.map((value) => ({
    ...value,
    controllers: valueSet.valueSettings
      .filter(({ valueName }) => valueName === value.value)
      .flatMap(({ controllingFieldValue }) => controllingFieldValue),
  }));
}
