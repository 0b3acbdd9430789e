/** What the org gives back of its components: lists, descriptions, and packages as they were deployed. */
import { asBytes, keyOf, ownerOf, packageFiles } from './component.ts';
import type { Component } from './component.ts';
import { fileIn } from './changes.ts';
import { deployKinds, isDeployable, parentKind } from './kinds.ts';
import { writeManifest } from './package-xml.ts';
import type { Members } from './package-xml.ts';
import type { ComponentSet } from './store.ts';

export interface FileProperties {
  createdById: string;
  createdByName: string;
  createdDate: string;
  fileName: string;
  fullName: string;
  id: string;
  lastModifiedById: string;
  lastModifiedByName: string;
  lastModifiedDate: string;
  manageableState: 'unmanaged';
  type: string;
}

/** Who and when for what came with the source tree; names of people by id. */
export interface Origins {
  userId: string;
  /** ISO, UTC. */
  at: string;
  names: ReadonlyMap<string, string>;
}

const NO_ID = '000000000000000AAA';

/** The components of a type; a part (field, label) has the file it lies in. */
export function listComponents(set: ComponentSet, type: string, origins: Origins): FileProperties[] {
  return [...set.components.values()]
    .filter((item) => item.type === type)
    .sort((one, other) => (one.fullName < other.fullName ? -1 : 1))
    .map((item) => propertiesOf(item, set, origins, ''));
}

function propertiesOf(
  component: Component,
  { provenance }: ComponentSet,
  { userId, at, names }: Origins,
  folder: string,
): FileProperties {
  const known = provenance.get(keyOf(component));
  const createdBy = known?.createdBy ?? userId;
  const modifiedBy = known?.modifiedBy ?? userId;
  return {
    createdById: createdBy,
    createdByName: names.get(createdBy) ?? '',
    createdDate: known?.createdAt ?? at,
    fileName: folder + fileIn(component),
    fullName: component.fullName,
    id: known?.id ?? NO_ID,
    lastModifiedById: modifiedBy,
    lastModifiedByName: names.get(modifiedBy) ?? '',
    lastModifiedDate: known?.modifiedAt ?? at,
    manageableState: 'unmanaged',
    type: component.type,
  };
}

export interface Retrieved {
  files: Map<string, Uint8Array>;
  properties: FileProperties[];
  messages: { fileName: string; problem: string }[];
}

/**
 * The components that a manifest names, as files of a package.
 * @param folder in which they stand inside the zip, e.g. `unpackaged/`; empty for none
 */
export function retrieveComponents(
  set: ComponentSet,
  members: Members,
  version: string,
  origins: Origins,
  folder: string,
): Retrieved {
  const manifest = `${folder}package.xml`;
  const messages: Retrieved['messages'] = [];
  const wanted = new Map<string, Component>();
  for (const [type, names] of members)
    for (const name of names) {
      const found = select(set, type, name);
      for (const item of found) wanted.set(keyOf(item), item);
      if (!isDeployable(type))
        messages.push({ fileName: manifest, problem: `${type} is not supported by this org` });
      else if (found.length === 0 && name !== '*')
        messages.push({
          fileName: manifest,
          problem: `Entity of type '${type}' named '${name}' cannot be found`,
        });
    }
  const items = [...wanted.values()];
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of packageFiles(items)) files.set(folder + path, content);
  files.set(manifest, asBytes(writeManifest({ version, members: membersOf(items) })));
  const properties = items.map((item) => propertiesOf(item, set, origins, folder));
  return { files, properties: [...properties, packageProperties(manifest, origins)], messages };
}

function select({ components }: ComponentSet, type: string, name: string): Component[] {
  const all = [...components.values()];
  const named = all.filter(
    (item) => item.type === type && (name === '*' || item.fullName.toLowerCase() === name.toLowerCase()),
  );
  // An object or a file of labels comes with its parts.
  const names = new Set(named.map(({ fullName }) => fullName.toLowerCase()));
  const parts = all.filter((item) => {
    if (parentKind(item.type)?.type !== type) return false;
    if (type === 'CustomLabels') return names.size > 0;
    const owner = ownerOf(item.fullName).toLowerCase();
    return names.has(owner) || owner === name.toLowerCase();
  });
  return [...named, ...parts];
}

function membersOf(items: readonly Component[]): Members {
  const members = new Map<string, string[]>();
  for (const { type, fullName } of items) members.set(type, [...(members.get(type) ?? []), fullName]);
  return new Map([...members].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function packageProperties(fileName: string, { userId, at, names }: Origins): FileProperties {
  const by = { createdById: userId, createdByName: names.get(userId) ?? '', createdDate: at };
  const modified = {
    lastModifiedById: userId,
    lastModifiedByName: names.get(userId) ?? '',
    lastModifiedDate: at,
  };
  return {
    ...by,
    fileName,
    fullName: fileName,
    id: '',
    ...modified,
    manageableState: 'unmanaged',
    type: 'Package',
  };
}

/** What the org says of the kinds it takes. */
export function describeKinds(): Record<string, unknown> {
  const metadataObjects = deployKinds.map(({ type, folder, suffix, children }) => ({
    ...(Object.keys(children).length > 0 ? { childXmlNames: Object.values(children) } : {}),
    directoryName: folder,
    inFolder: false,
    metaFile: false,
    ...(suffix === null ? {} : { suffix }),
    xmlName: type,
  }));
  return { metadataObjects, organizationNamespace: '', partialSaveAllowed: true, testRequired: false };
}
