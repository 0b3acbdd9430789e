/** All components of a source tree in one table, with the objects and fields that rules look up. */
import type { SourceFile } from '../../metadata/source-file.ts';
import { standardObjects } from '../../metadata/standard/index.ts';
import { kindOf, type Kind, type MetadataType } from './kinds.ts';
import { flagOf, parseXml, textOf, type Element } from './xml.ts';

export interface Component {
  kind: Kind;
  /** Name by the file, e.g. `State__c`. */
  name: string;
  /** Object whose folder the component lies in; null outside of `objects/`. */
  object: string | null;
  file: SourceFile;
  root: Element;
}

export interface FieldSymbol {
  name: string;
  /** Type as metadata writes it (`Lookup`), or the SOAP type of a standard field (`reference`). */
  type: string;
  /** A value must be given on every save, so no permission set may list it. */
  required: boolean;
  referenceTo: string | null;
  component: Component | null;
}

interface ObjectSymbol {
  name: string;
  /** By lower-case name. */
  fields: ReadonlyMap<string, FieldSymbol>;
  component: Component | null;
}

export interface Problem {
  file: string;
  message: string;
}

export interface Project {
  components: readonly Component[];
  /** Files that are no component: unreadable or of an unknown kind. */
  strangers: readonly Problem[];
  of(type: MetadataType): Component[];
  named(type: MetadataType, name: string): Component | undefined;
  object(name: string): ObjectSymbol | undefined;
  field(object: string, name: string): FieldSymbol | undefined;
}

/** Builds the table. A file that cannot be read becomes a stranger, not an error. */
export function buildProject(files: readonly SourceFile[]): Project {
  const strangers: Problem[] = [];
  const components = files.flatMap((file) => {
    const found = kindOf(file.path);
    if (!found) {
      strangers.push({ file: file.path, message: 'This project has no kind of metadata with this suffix' });
      return [];
    }
    try {
      return [{ ...found, object: ownerOf(file.path), file, root: rootOf(file) }];
    } catch (error) {
      strangers.push({ file: file.path, message: error instanceof Error ? error.message : String(error) });
      return [];
    }
  });
  const objects = buildObjects(components);
  const of = (type: MetadataType) => components.filter(({ kind }) => kind.type === type);
  const object = (name: string) => objects.get(name.toLowerCase());
  return {
    components,
    strangers,
    of,
    named: (type, name) => of(type).find((item) => item.name.toLowerCase() === name.toLowerCase()),
    object,
    field: (owner, name) => object(owner)?.fields.get(name.toLowerCase()),
  };
}

/** Files stay the same objects from one deployment to the next, so each is parsed once. */
const roots = new WeakMap<SourceFile, Element>();

function rootOf(file: SourceFile): Element {
  const root = roots.get(file) ?? parseXml(file.text);
  roots.set(file, root);
  return root;
}

function ownerOf(path: string): string | null {
  return /(?:^|\/)objects\/([^/]+)\//.exec(path)?.[1] ?? null;
}

/** System fields of every custom object; custom metadata types have the second list. */
const SYSTEM_FIELDS = [
  ...[
    'Id',
    'OwnerId',
    'IsDeleted',
    'Name',
    'CreatedDate',
    'CreatedById',
    'LastModifiedDate',
    'LastModifiedById',
  ],
  'SystemModstamp',
];
const METADATA_FIELDS = [
  'Id',
  'DeveloperName',
  'MasterLabel',
  'Language',
  'NamespacePrefix',
  'Label',
  'QualifiedApiName',
];

function buildObjects(components: readonly Component[]): Map<string, ObjectSymbol> {
  const objects = new Map<string, ObjectSymbol & { fields: Map<string, FieldSymbol> }>();
  for (const standard of standardObjects([])) {
    const fields = [...standard.fields.values()].map(({ name, type, required, referenceTo }) =>
      symbol({ name, type, required, referenceTo: referenceTo[0] ?? null, component: null }),
    );
    objects.set(standard.name.toLowerCase(), {
      name: standard.name,
      fields: new Map(fields),
      component: null,
    });
  }
  for (const component of components.filter(({ kind }) => kind.type === 'CustomObject')) {
    const names = systemFieldsOf(component);
    const fields = names.map((name) =>
      symbol({ name, type: 'system', required: false, referenceTo: null, component: null }),
    );
    objects.set(component.name.toLowerCase(), { name: component.name, fields: new Map(fields), component });
  }
  for (const component of components.filter(({ kind }) => kind.type === 'CustomField')) {
    const [key, field] = customField(component);
    objects.get(component.object?.toLowerCase() ?? '')?.fields.set(key, field);
  }
  return objects;
}

/** A detail has no owner, and an event neither owner nor name. */
function systemFieldsOf({ name, root }: Component): readonly string[] {
  if (name.endsWith('__mdt')) return METADATA_FIELDS;
  if (name.endsWith('__e')) return ['ReplayId', 'EventUuid', 'CreatedDate', 'CreatedById'];
  const detail = textOf(root, 'sharingModel') === 'ControlledByParent';
  return detail ? SYSTEM_FIELDS.filter((field) => field !== 'OwnerId') : SYSTEM_FIELDS;
}

const symbol = (field: FieldSymbol): [string, FieldSymbol] => [field.name.toLowerCase(), field];

function customField(component: Component): [string, FieldSymbol] {
  const type = textOf(component.root, 'type');
  return symbol({
    name: component.name,
    type: textOf(component.root, 'formula') === '' ? type : 'Formula',
    required: flagOf(component.root, 'required') || type === 'MasterDetail',
    referenceTo: textOf(component.root, 'referenceTo') || null,
    component,
  });
}
