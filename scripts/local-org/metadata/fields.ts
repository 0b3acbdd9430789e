/** From the source of a custom field to its metadata. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { FieldMetadata, FieldType, PicklistValue } from './model.ts';
import type { SourceFile } from './source-file.ts';
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
  valueSet: z
    .object({
      restricted: flag.optional(),
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
  MultiselectPicklist: 'multipicklist',
  Number: 'double',
  Percent: 'percent',
  Phone: 'phone',
  Picklist: 'picklist',
  Text: 'string',
  TextArea: 'textarea',
  Time: 'time',
  Url: 'url',
};

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
 * @throws Error naming the file when its type is not one the local org knows.
 */
export function readField(file: SourceFile): FieldMetadata | undefined {
  if (!basename(file.path).replace('.field-meta.xml', '').includes('__')) return undefined;
  const source = readXml(file, 'CustomField', CustomField);
  const type = TYPES[source.type];
  if (!type) throw new Error(`${file.path}: the local org does not know the field type ${source.type}`);
  const longText = source.type === 'LongTextArea' || source.type === 'Html';
  const calculated = source.formula !== undefined;
  const autoNumber = source.type === 'AutoNumber';
  return {
    ...PLAIN_FIELD,
    ...optionalParts(source),
    ...reference(source),
    name: source.fullName,
    label: source.label ?? source.fullName,
    type,
    custom: true,
    length: source.length ?? (type === 'reference' ? 18 : (LENGTHS[source.type] ?? 0)),
    precision: source.precision ?? 0,
    scale: source.scale ?? 0,
    unique: source.unique ?? false,
    externalId: source.externalId ?? false,
    caseSensitive: source.caseSensitive ?? false,
    longText,
    autoNumber,
    picklistValues: picklist(source),
    restricted: source.valueSet?.restricted ?? false,
    createable: !calculated && !autoNumber,
    updateable: !calculated && !autoNumber,
    filterable: !longText && !calculated,
    sortable: !longText && !calculated && type !== 'multipicklist',
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
    ...(source.valueSet?.controllingField ? { controllingField: source.valueSet.controllingField } : {}),
    blanks: source.formulaTreatBlanksAs === 'BlankAsBlank' ? 'blank' : 'zero',
  };
}

function reference(source: CustomField): Partial<FieldMetadata> {
  if (source.type !== 'Lookup' && source.type !== 'MasterDetail') return {};
  return {
    referenceTo: source.referenceTo ? [source.referenceTo] : [],
    relationshipName: source.fullName.replace(/__c$/, '__r'),
    childRelationshipName: source.relationshipName ? `${source.relationshipName}__r` : null,
    deleteConstraint: source.type === 'MasterDetail' ? 'Cascade' : (source.deleteConstraint ?? 'SetNull'),
    ...(source.writeRequiresMasterRead ? { writeRequiresMasterRead: true } : {}),
  };
}

function picklist(source: CustomField): PicklistValue[] {
  const settings = source.valueSet?.controllingField ? source.valueSet.valueSettings : undefined;
  const controllers = (name: string) =>
    settings?.filter(({ valueName }) => valueName === name).flatMap((item) => item.controllingFieldValue);
  return (source.valueSet?.valueSetDefinition?.value ?? []).map((value) => ({
    value: value.fullName,
    label: value.label ?? value.fullName,
    active: value.isActive ?? true,
    default: value.default ?? false,
    ...(settings ? { controllers: controllers(value.fullName) ?? [] } : {}),
  }));
}
