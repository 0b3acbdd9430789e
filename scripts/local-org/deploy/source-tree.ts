/** Between a source tree on disk and components: the tree an org starts with, and the files its pages are built from. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { readSourceTree } from '../metadata/source-file.ts';
import type { SourceFile } from '../metadata/source-file.ts';
import { asBytes, componentsOf, elementText, keyOf, sourceFiles } from './component.ts';
import type { Component, Components } from './component.ts';
import { deployKinds, elementOf, partSource } from './kinds.ts';

/** What every org's project keeps out of its deployments. */
const NOT_DEPLOYED = /(^|\/)(__tests__\/|jsconfig\.json$|\.eslintrc\.json$|tsconfig\.json$)/;
const PARTS = ['CustomField', 'ListView', 'ValidationRule'];

/** The components below a folder; kinds that no deployment brings are left out. */
export function readTree(root: string): Components {
  const found = readSourceTree(root).flatMap(componentsIn);
  return new Map(found.map((item) => [keyOf(item), item]));
}

function componentsIn(file: SourceFile): Component[] {
  const stem = basename(file.path).slice(0, -'-meta.xml'.length);
  const name = decodeURIComponent(stem.slice(0, stem.lastIndexOf('.')));
  const suffix = stem.slice(stem.lastIndexOf('.') + 1);
  if (suffix === 'js')
    return basename(dirname(dirname(file.path))) === 'lwc' ? [bundleAt(file.path, name)] : [];
  const part = PARTS.find((type) => partSource(type)?.suffix === suffix);
  if (part) {
    const object = basename(dirname(dirname(file.path)));
    const text = elementText(part, file.text);
    const files = new Map([[`objects/${object}.object`, asBytes(text)]]);
    return elementOf(part) === '' ? [] : [{ type: part, fullName: `${object}.${name}`, files }];
  }
  const kind = deployKinds.find((item) => item.suffix === suffix);
  return kind ? componentsOf(kind, name, `${kind.folder}/${stem}`, file.text) : [];
}

function bundleAt(meta: string, name: string): Component {
  const folder = dirname(meta);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !NOT_DEPLOYED.test(path) && statSync(join(folder, path)).isFile())
    .sort()
    .map((path) => [`lwc/${name}/${path}`, new Uint8Array(readFileSync(join(folder, path)))] as const);
  return { type: 'LightningComponentBundle', fullName: name, files: new Map(files) };
}

/**
 * Writes the components as a source tree into `folder`, for whoever builds from files.
 * @throws Error when a path leads out of the folder
 */
export function writeTree(folder: string, components: Components): void {
  const bundles = [...components.values()].filter(({ type }) => type === 'LightningComponentBundle');
  const texts = sourceFiles(components).map(({ path, text }) => [path, asBytes(text)] as const);
  for (const [path, content] of [...texts, ...bundles.flatMap(({ files }) => [...files])]) {
    const target = join(folder, path);
    if (relative(folder, target).startsWith('..')) throw new Error(`${path} leads out of the source folder`);
    if (!existsSync(dirname(target))) mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
}
