/** The org's metadata at its start: the source tree, and over it what was deployed while the org ran before. */
import { join, resolve } from 'node:path';
import { buildMetadata, loadMetadata } from '../metadata/load.ts';
import type { Origin } from '../metadata/load.ts';
import { compileFormulas } from '../records/formulas.ts';
import type { Sql } from '../state/database.ts';
import type { OrgSource } from '../state/parts.ts';
import { sourceFiles } from './component.ts';
import type { Components } from './component.ts';
import { readTree, writeTree } from './source-tree.ts';
import { readComponents } from './store.ts';
import type { ComponentSet } from './store.ts';

/** What the org is made of now; a deployment replaces `current` whole. */
export interface LiveSource {
  current: OrgSource & { components: ComponentSet };
}

/** The source tree as it lies on disk. */
export interface Base extends OrgSource {
  components: Components;
  devHub: boolean;
}

const NEWEST = '68.0';

/** @throws Error that names the file when a component cannot be read */
export async function readBase(sourceDir: string | null, devHub: boolean): Promise<Base> {
  // Lets the database's thread begin before this one is busy.
  await new Promise((done) => setImmediate(done));
  const metadata = sourceDir === null ? emptyMetadata(devHub) : loadMetadata(sourceDir, devHub);
  const components: Components = sourceDir === null ? new Map() : readTree(resolve(sourceDir));
  return { metadata, formulas: compileFormulas(metadata), components, devHub };
}

const emptyMetadata = (devHub: boolean) => buildMetadata([], { apiVersion: NEWEST, sourceDirs: [], devHub });

/** Lays what the database holds over the tree; without any deployment the tree itself is the org's source. */
export async function withDeployed(sql: Sql, base: Base, folder: string): Promise<LiveSource['current']> {
  const components = await readComponents(sql, base.components);
  const { metadata, formulas, devHub } = base;
  if (components.deployed === 0) return { metadata, formulas, components: components.set };
  const origin: Origin = { apiVersion: metadata.apiVersion, sourceDirs: [join(folder, '0')], devHub };
  writeTree(join(folder, '0'), components.set.components);
  const files = sourceFiles(components.set.components).sort((one, other) => (one.path < other.path ? -1 : 1));
  const built = buildMetadata(files, origin);
  return { metadata: built, formulas: compileFormulas(built), components: components.set };
}
