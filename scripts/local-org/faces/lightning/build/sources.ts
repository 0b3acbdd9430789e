/** What a build is made of: the LWC bundles of the source tree and the names they may import from the org. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import type { OrgMetadata } from '../../../metadata/model.ts';

export interface Bundle {
  name: string;
  folder: string;
  /** Others than its own namespace may place it on a page (`isExposed`). */
  exposed: boolean;
}

/** Plain data, so that it can be handed to a worker. Keys are lower-case, values keep the declared spelling. */
export interface PanelSources {
  bundles: Bundle[];
  labels: Record<string, { name: string; value: string }>;
  objects: Record<
    string,
    {
      name: string;
      fields: Record<string, string>;
      parents: Record<string, { name: string; objects: string[] }>;
    }
  >;
  customPermissions: Record<string, string>;
  messageChannels: Record<string, string>;
}

/** Reads the bundles and message channels below the source directories and the names of the org's metadata. */
export function collectSources(metadata: OrgMetadata): PanelSources {
  const files = metadata.sourceDirs.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  return {
    bundles: files.filter(isBundleMeta).map(bundleOf).sort(byName),
    labels: Object.fromEntries(metadata.labels),
    objects: Object.fromEntries([...metadata.objects].map(([key, object]) => [key, namesOf(object)])),
    customPermissions: Object.fromEntries(
      [...metadata.customPermissions].map(([key, permission]) => [key, permission.name]),
    ),
    messageChannels: Object.fromEntries(
      files
        .filter((file) => file.endsWith('.messageChannel-meta.xml'))
        .map((file) => `${basename(file, '.messageChannel-meta.xml')}__c`)
        .map((name) => [name.toLowerCase(), name]),
    ),
  };
}

const isBundleMeta = (file: string) =>
  file.endsWith('.js-meta.xml') && basename(dirname(dirname(file))) === 'lwc';

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);

function bundleOf(meta: string): Bundle {
  return {
    name: basename(meta, '.js-meta.xml'),
    folder: dirname(meta),
    exposed: /<isExposed>\s*true\s*<\/isExposed>/.test(readFileSync(meta, 'utf8')),
  };
}

function namesOf(object: OrgMetadata['objects'] extends Map<string, infer T> ? T : never) {
  const fields = [...object.fields.values()];
  const parents = fields.filter((field) => field.relationshipName !== null);
  return {
    name: object.name,
    fields: Object.fromEntries(fields.map(({ name }) => [name.toLowerCase(), name])),
    parents: Object.fromEntries(
      parents.map(({ relationshipName, referenceTo }) => [
        String(relationshipName).toLowerCase(),
        { name: String(relationshipName), objects: referenceTo },
      ]),
    ),
  };
}

/** The file that makes a bundle a module; undefined when it is missing. */
export function entryOf({ folder, name }: Bundle): string | undefined {
  return [`${name}.js`, `${name}.ts`].map((file) => join(folder, file)).find((file) => existsSync(file));
}

/**
 * Fingerprint of everything a build depends on: bundles, names of the org, the builder and the shell themselves, and
 * the lock file with the versions of compiler and base components. Tests of bundles do not count.
 */
export function hashSources(sources: PanelSources, extraFolders: string[], lockFile: string): string {
  const hash = createHash('sha256');
  const { bundles, ...names } = sources;
  hash.update(JSON.stringify(names));
  for (const folder of [...bundles.map((bundle) => bundle.folder), ...extraFolders]) {
    for (const file of filesOf(folder)) {
      hash
        .update(relative(dirname(folder), file))
        .update('\0')
        .update(readFileSync(file))
        .update('\0');
    }
  }
  return hash.update(readFileSync(lockFile)).digest('hex').slice(0, 20);
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => !path.includes('__tests__') && !path.endsWith('.test.ts'))
    .map((path) => join(folder, path))
    .filter((file) => statSync(file).isFile())
    .sort();
}
