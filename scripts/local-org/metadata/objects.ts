/** From the source of a custom object, its rules and list views to the object's metadata. */
import { basename } from 'node:path';
import { z } from 'zod';
import type { ListViewMetadata, ObjectMetadata, ValidationRule } from './model.ts';
import { customMetadataFields, customObjectFields } from './system-fields.ts';
import type { SourceFile } from './source-file.ts';
import { flag, many, readXml } from './xml.ts';

const Sharing = z.enum(['Private', 'Read', 'ReadWrite', 'ControlledByParent']);

const CustomObject = z.object({
  label: z.string().optional(),
  pluralLabel: z.string().optional(),
  description: z.string().optional(),
  sharingModel: Sharing.optional(),
  externalSharingModel: Sharing.optional(),
  nameField: z
    .object({ label: z.string(), type: z.enum(['Text', 'AutoNumber']), displayFormat: z.string().optional() })
    .optional(),
});

const Rule = z.object({
  fullName: z.string(),
  active: flag,
  errorConditionFormula: z.string(),
  errorMessage: z.string().max(255),
  errorDisplayField: z.string().optional(),
});

const ListView = z.object({
  fullName: z.string(),
  label: z.string(),
  columns: many(z.string()),
  filterScope: z.string(),
  booleanFilter: z.string().optional(),
  filters: many(z.object({ field: z.string(), operation: z.string(), value: z.string().default('') })),
});

/** What every object is unless its own kind says otherwise. */
export const PLAIN_OBJECT = {
  description: null,
  keyPrefix: '',
  sharingModel: 'Read',
  externalSharingModel: null,
  usesHierarchy: true,
  validationRules: [],
  listViews: [],
  queryable: true,
  retrieveable: true,
  createable: true,
  updateable: true,
  deletable: true,
  recyclable: true,
  triggerable: false,
  uiApi: true,
  openToAll: false,
  readPermissions: [],
  writePermissions: [],
  ownRowsField: null,
  licence: null,
  restrictions: {},
} satisfies Partial<ObjectMetadata>;

/** Reads one `*.object-meta.xml` of a custom object or custom metadata type; undefined for a standard object's. */
export function readObject(file: SourceFile): ObjectMetadata | undefined {
  const name = basename(file.path).replace('.object-meta.xml', '');
  if (!name.includes('__')) return undefined;
  const source = readXml(file, 'CustomObject', CustomObject);
  const shared = {
    ...PLAIN_OBJECT,
    name,
    label: source.label ?? name,
    pluralLabel: source.pluralLabel ?? source.label ?? name,
    description: source.description ?? null,
    custom: true,
    validationRules: [],
    listViews: [],
  };
  if (name.endsWith('__mdt')) return { ...shared, ...customMetadataType() };
  if (!name.endsWith('__c')) throw new Error(`${file.path}: the local org knows custom objects (__c, __mdt) only`);
  const { nameField, sharingModel = 'ReadWrite' } = source;
  if (!nameField) throw new Error(`${file.path}: nameField is missing`);
  const { displayFormat, ...named } = nameField;
  const fields = customObjectFields(
    displayFormat === undefined ? named : { ...named, displayFormat },
    sharingModel !== 'ControlledByParent',
  );
  return {
    ...shared,
    kind: 'custom',
    triggerable: true,
    sharingModel,
    externalSharingModel: source.externalSharingModel ?? null,
    fields: byName(fields),
  };
}

/** What the source says of a standard object's own sharing; undefined for a custom object's file. */
export function readStandardSharing(
  file: SourceFile,
): Pick<ObjectMetadata, 'name' | 'sharingModel' | 'externalSharingModel'> | undefined {
  const name = basename(file.path).replace('.object-meta.xml', '');
  if (name.includes('__')) return undefined;
  const { sharingModel, externalSharingModel = null } = readXml(file, 'CustomObject', CustomObject);
  return sharingModel && { name, sharingModel, externalSharingModel };
}

function customMetadataType(): Pick<
  ObjectMetadata,
  'kind' | 'fields' | 'createable' | 'updateable' | 'deletable' | 'recyclable' | 'openToAll'
> {
  return {
    kind: 'customMetadata',
    fields: byName(customMetadataFields()),
    createable: false,
    updateable: false,
    deletable: false,
    recyclable: false,
    openToAll: true,
  };
}

/** Fields or objects keyed by lower-case name. */
export function byName<T extends { name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name.toLowerCase(), item]));
}

/** Reads one `*.validationRule-meta.xml`. */
export function readValidationRule(file: SourceFile): ValidationRule {
  const source = readXml(file, 'ValidationRule', Rule);
  return {
    name: source.fullName,
    active: source.active,
    formula: source.errorConditionFormula,
    message: source.errorMessage,
    field: source.errorDisplayField ?? null,
  };
}

/** Reads one `*.listView-meta.xml`. */
export function readListView(file: SourceFile): ListViewMetadata {
  const source = readXml(file, 'ListView', ListView);
  return {
    name: source.fullName,
    label: source.label,
    columns: source.columns,
    filterScope: source.filterScope,
    booleanFilter: source.booleanFilter ?? null,
    filters: source.filters,
  };
}
