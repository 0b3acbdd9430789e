/** Components: what a package holds, told apart by type and name, and put together to files again. */
import { deployKinds, elementOf, kindOfType, parentKind, partSource } from './kinds.ts';
import type { DeployKind } from './kinds.ts';
import type { SourceFile } from '../metadata/source-file.ts';
import { sliceXml, textIn, withParts } from './xml-slices.ts';
import type { Part } from './xml-slices.ts';

export interface Component {
  type: string;
  /** As the Metadata API writes it: `Desk__c.Code__c`, `deskList`, `Desk_Rule.Default`. */
  fullName: string;
  /** Content by path inside a package; a part of a file (a field, a label) has that file's path and its own element. */
  files: ReadonlyMap<string, Uint8Array>;
}

/** Components by `keyOf`. */
export type Components = ReadonlyMap<string, Component>;

const NAMESPACE = 'http://soap.sforce.com/2006/04/metadata';
const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** Names of metadata are compared without case. */
export const keyOf = ({ type, fullName }: Pick<Component, 'type' | 'fullName'>): string =>
  `${type}:${fullName.toLowerCase()}`;

export const asText = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString('utf8');
export const asBytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf8'));

/** Path of the file, or folder of the bundle, that holds the component in a package. */
export function fileNameOf({ type, fullName }: Pick<Component, 'type' | 'fullName'>): string {
  const parent = parentKind(type);
  if (parent?.type === 'CustomLabels') return 'labels/CustomLabels.labels';
  const kind = parent ?? kindOfType(type);
  const name = parent ? ownerOf(fullName) : fullName;
  return kind?.suffix ? `${kind.folder}/${name}.${kind.suffix}` : `${kind?.folder ?? ''}/${name}`;
}

/** The object of `Desk__c.Code__c`. */
export const ownerOf = (fullName: string): string => fullName.split('.')[0] ?? '';

/**
 * The components of one file of a package: the file's own, and one for each part that is a component of its own.
 * @param text well-formed XML
 */
export function componentsOf(kind: DeployKind, name: string, path: string, text: string): Component[] {
  const elements = Object.keys(kind.children);
  const { slices } = sliceXml(text);
  const parts = slices
    .filter((slice) => elements.includes(slice.name))
    .map((slice) => {
      const part = textIn(slice.text, 'fullName');
      const fullName = kind.type === 'CustomObject' ? `${name}.${part}` : part;
      return component(kind.children[slice.name] ?? '', fullName, path, slice.text);
    });
  const hasOwn = elements.length === 0 || slices.some((slice) => !elements.includes(slice.name));
  return hasOwn || kind.type === 'CustomLabels' ? [component(kind.type, name, path, text), ...parts] : parts;
}

const component = (type: string, fullName: string, path: string, text: string): Component => ({
  type,
  fullName,
  files: new Map([[path, asBytes(text)]]),
});

/** The files of a package that hold these components, parts put into the files they belong to. */
export function packageFiles(components: Iterable<Component>): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const parts = new Map<string, Component[]>();
  for (const item of components) {
    if (parentKind(item.type)) {
      const path = fileNameOf(item);
      parts.set(path, [...(parts.get(path) ?? []), item]);
    } else for (const [path, content] of item.files) files.set(path, content);
  }
  for (const kind of deployKinds.filter(({ children }) => Object.keys(children).length > 0))
    for (const path of new Set([...files.keys(), ...parts.keys()]))
      if (path.startsWith(`${kind.folder}/`))
        files.set(path, asBytes(joined(kind, asText(files.get(path)), parts.get(path) ?? [])));
  return files;
}

function joined(kind: DeployKind, template: string, parts: readonly Component[]): string {
  const file = template === '' ? `${HEAD}<${kind.type} xmlns="${NAMESPACE}">\n</${kind.type}>\n` : template;
  return withParts(file, Object.keys(kind.children), parts.map(partOf));
}

function partOf({ type, fullName, files }: Component): Part {
  const text = asText([...files.values()][0]);
  return { element: elementOf(type), name: fullName.slice(fullName.lastIndexOf('.') + 1), text };
}

/** A file in source format, with the component it shows. */
export interface ShownFile extends SourceFile {
  component: Component;
}

const shown = new WeakMap<Component, ShownFile[]>();

/**
 * The components in the format of a source tree, which the loader and the checker read; a bundle shows its meta file.
 * The same component gives the same files.
 */
export function sourceFiles(components: Components): ShownFile[] {
  return [...components.values()].flatMap((item) => {
    if (parentKind(item.type)?.type === 'CustomLabels') return [];
    if (item.type === 'CustomLabels') return [labelsFile(item, components)];
    const files = shown.get(item) ?? filesOf(item);
    shown.set(item, files);
    return files;
  });
}

function filesOf(item: Component): ShownFile[] {
  const [path = '', content] = [...item.files][0] ?? [];
  const text = asText(content);
  if (parentKind(item.type)) return [partFile(item, text)];
  if (item.type === 'CustomObject') return [{ component: item, ...objectFile(item.fullName, text) }];
  if (item.type === 'LightningComponentBundle') return metaOfBundle(item);
  return [{ component: item, path: `${path}-meta.xml`, text }];
}

function objectFile(name: string, text: string): SourceFile {
  const elements = Object.keys(kindOfType('CustomObject')?.children ?? {});
  return { path: `objects/${name}/${name}.object-meta.xml`, text: withParts(text, elements, []) };
}

function partFile(item: Component, text: string): ShownFile {
  const { folder, suffix } = partSource(item.type) ?? { folder: '', suffix: '' };
  const element = elementOf(item.type);
  const inner = text.slice(text.indexOf('>') + 1, text.lastIndexOf(`</${element}>`));
  const name = item.fullName.slice(item.fullName.indexOf('.') + 1);
  return {
    component: item,
    path: `objects/${ownerOf(item.fullName)}/${folder}/${name}.${suffix}-meta.xml`,
    text: `${HEAD}<${item.type} xmlns="${NAMESPACE}">${inner}</${item.type}>\n`,
  };
}

function labelsFile(item: Component, components: Components): ShownFile {
  const labels = [...components.values()].filter(({ type }) => type === 'CustomLabel');
  const [[path = '', content] = []] = packageFiles([item, ...labels]);
  return { component: item, path: `${path}-meta.xml`, text: asText(content) };
}

function metaOfBundle(item: Component): ShownFile[] {
  return [...item.files]
    .filter(([path]) => path.endsWith('.js-meta.xml'))
    .map(([path, content]) => ({ component: item, path, text: asText(content) }));
}

/** The reverse of `partFile`: the element of a part from its file in a source tree. */
export function elementText(type: string, text: string): string {
  const { open, close } = sliceXml(text);
  const element = elementOf(type);
  // Inside the object's file the part stands one level deeper.
  const inner = text.slice(open, close).replaceAll('\n', '\n    ');
  return `<${element}>${inner}</${element}>`;
}
