/** Reads a whole SFDX source tree into the org's metadata. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { readCustomPermission, readPermissionSet } from './access.ts';
import { readField } from './fields.ts';
import type { ObjectMetadata, OrgMetadata } from './model.ts';
import { byName, readListView, readObject, readStandardSharing, readValidationRule } from './objects.ts';
import {
  readApp,
  readChangeEventEntity,
  readCustomMetadata,
  readFlexipage,
  readLabels,
  readTab,
} from './pages.ts';
import { readSourceTree } from './source-file.ts';
import type { SourceFile } from './source-file.ts';
import { standardObjects } from './standard/index.ts';
import { addShareObjects } from './standard/sharing.ts';
import { resolveSummaries } from './summaries.ts';
import { readValueSets } from './value-sets.ts';

/** Where metadata comes from, besides its files. */
export interface Origin {
  /** API version as `68.0`. */
  apiVersion: string;
  /** Folders that hold the files of the LWC bundles; see `OrgMetadata.sourceDirs`. */
  sourceDirs: string[];
  /** The org is a Dev Hub and has the objects of scratch orgs. */
  devHub?: boolean;
}

/**
 * Loads every known component below `sourceDir`.
 * @throws Error that names the file when a component cannot be read.
 */
export function loadMetadata(sourceDir: string, devHub = false): OrgMetadata {
  const root = resolve(sourceDir);
  if (!existsSync(root)) throw new Error(`The source directory ${root} does not exist`);
  return buildMetadata(readSourceTree(root), { apiVersion: apiVersion(root), sourceDirs: [root], devHub });
}

/**
 * The org's metadata from files in source format; custom fields of standard objects are merged into them. Components
 * of other kinds (LWC bundles, settings, …) are left to their own readers.
 * @throws Error that names the file when a component cannot be read.
 */
export function buildMetadata(
  files: readonly SourceFile[],
  { devHub = false, ...origin }: Origin,
): OrgMetadata {
  const of = (suffix: string) => files.filter(({ path }) => path.endsWith(`.${suffix}-meta.xml`));
  const permissionSets = byName(of('permissionset').map(readPermissionSet));
  const objects = loadObjects(
    of,
    standardObjects(
      [...permissionSets.values()].flatMap((set) => set.userPermissions),
      devHub,
    ),
  );
  return {
    ...origin,
    objects,
    permissionSets,
    customPermissions: byName(of('customPermission').map(readCustomPermission)),
    labels: byName(of('labels').flatMap(readLabels)),
    tabs: byName(
      of('tab')
        .map(readTab)
        .map((tab) => ({
          ...tab,
          label: (tab.object && objects.get(tab.object.toLowerCase())?.pluralLabel) || tab.label,
        })),
    ),
    apps: byName(of('app').map(readApp)),
    flexipages: byName(of('flexipage').map(readFlexipage)),
    changeEventEntities: of('platformEventChannelMember').map(readChangeEventEntity),
    customMetadataRecords: of('md').map(readCustomMetadata),
  };
}

function loadObjects(
  of: (suffix: string) => SourceFile[],
  standard: readonly ObjectMetadata[],
): Map<string, ObjectMetadata> {
  const custom = of('object')
    .map(readObject)
    .filter((object) => object !== undefined);
  const objects = byName([...standard, ...custom]);
  const owner = ({ path }: SourceFile) => {
    const name = basename(dirname(dirname(path)));
    const object = objects.get(name.toLowerCase());
    if (!object) throw new Error(`${path}: the local org does not know the object ${name}`);
    return object;
  };
  const valueSets = readValueSets(of('globalValueSet'));
  for (const file of of('field')) {
    const field = readField(file, valueSets);
    if (!field) continue;
    const object = owner(file);
    if (object.kind === 'customMetadata') Object.assign(field, { createable: false, updateable: false });
    object.fields.set(field.name.toLowerCase(), field);
  }
  for (const file of of('validationRule')) owner(file).validationRules.push(readValidationRule(file));
  for (const file of of('listView')) owner(file).listViews.push(readListView(file));
  resolveSummaries(objects);
  for (const sharing of of('object').map(readStandardSharing)) {
    const object = sharing && objects.get(sharing.name.toLowerCase());
    if (object) Object.assign(object, sharing);
  }
  addShareObjects(objects);
  openFileLinks(objects);
  checkReferences(objects);
  return objects;
}

/** Files can be attached to records of every object that people work with. */
function openFileLinks(objects: Map<string, ObjectMetadata>): void {
  const targets = [...objects.values()]
    .filter(({ kind, name }) => kind === 'custom' || ['Case', 'User', 'Organization'].includes(name))
    .map(({ name }) => name);
  for (const [object, field] of [
    ['contentdocumentlink', 'linkedentityid'],
    ['contentversion', 'firstpublishlocationid'],
  ] as const) {
    const link = objects.get(object)?.fields.get(field);
    if (link) link.referenceTo = targets;
  }
}

/** A lookup to an object that is not there would fail at its first use; say it at once instead. */
function checkReferences(objects: Map<string, ObjectMetadata>): void {
  for (const object of objects.values()) {
    for (const field of object.fields.values()) {
      const missing = field.referenceTo.find((target) => !objects.has(target.toLowerCase()));
      if (missing)
        throw new Error(`${object.name}.${field.name} refers to ${missing}, which the org does not have`);
    }
  }
}

/** API version of the project that owns the source, as `68.0`. */
function apiVersion(root: string): string {
  const file = join(dirname(root), 'sfdx-project.json');
  if (!existsSync(file)) return '68.0';
  return z.object({ sourceApiVersion: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')))
    .sourceApiVersion;
}
