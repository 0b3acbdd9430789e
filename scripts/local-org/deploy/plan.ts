/** What a deployment asks for: the components it brings, those it deletes, and what is wrong with the package itself. */
import { parseXml } from './check/xml.ts';
import { asText, componentsOf, fileNameOf, keyOf } from './component.ts';
import type { Component } from './component.ts';
import { deployKinds, isDeployable, kindOfFolder, parentKind, unknownPart } from './kinds.ts';
import type { DeployKind } from './kinds.ts';
import { readManifest } from './package-xml.ts';
import type { Manifest } from './package-xml.ts';
import type { Problem } from './results.ts';
import { sliceXml, textIn } from './xml-slices.ts';

export interface Name {
  type: string;
  fullName: string;
}

export interface Plan {
  components: Component[];
  /** Deleted before and after the rest is deployed. */
  before: Name[];
  after: Name[];
  problems: Problem[];
}

const NEWEST_VERSION = 68;
const DELETIONS = ['destructiveChanges.xml', 'destructiveChangesPre.xml', 'destructiveChangesPost.xml'];
const IGNORED = /(^|\/)(\.DS_Store|__MACOSX\/.*|unpackaged\/?)$/;

/** Reads a package. Faults become problems; nothing is thrown. */
export function planOf(
  archive: ReadonlyMap<string, Uint8Array>,
  options: { allowMissingFiles: boolean },
): Plan {
  const plan: Plan = { components: [], before: [], after: [], problems: [] };
  const files = rooted(archive);
  const manifest = manifestIn(files, 'package.xml', plan);
  if (!manifest) return plan;
  const readers = [...new Set([...files.keys()].map(unitOf))];
  for (const unit of readers) readUnit(unit, files, manifest, plan);
  refuseTypes(manifest, plan);
  if (!options.allowMissingFiles) reportMissing(manifest, files, plan);
  const deletions = (name: string) => (files.has(name) ? deletionsIn(files, name, plan) : []);
  plan.before = [...deletions('destructiveChangesPre.xml'), ...deletions('destructiveChanges.xml')];
  plan.after = deletions('destructiveChangesPost.xml');
  return plan;
}

/** Paths from the folder of the outermost package.xml; a client may wrap the whole package into a folder. */
function rooted(archive: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  const manifests = [...archive.keys()].filter((path) => /(^|\/)package\.xml$/.test(path));
  const [first = ''] = manifests.sort((one, other) => one.split('/').length - other.split('/').length);
  const folder = first.slice(0, -'package.xml'.length);
  return new Map(
    [...archive]
      .filter(([path]) => path.startsWith(folder))
      .map(([path, content]) => [path.slice(folder.length), content]),
  );
}

function manifestIn(files: ReadonlyMap<string, Uint8Array>, name: string, plan: Plan): Manifest | undefined {
  const problem = (text: string) =>
    plan.problems.push({ type: '', fullName: name, fileName: name, problem: text });
  const content = files.get(name);
  if (!content) {
    problem(`No ${name} found`);
    return undefined;
  }
  try {
    const manifest = readManifest(asText(content));
    if (manifest.version !== '' && !(Number(manifest.version) <= NEWEST_VERSION)) {
      problem(`Invalid version specified: ${manifest.version}`);
      return undefined;
    }
    return manifest;
  } catch (error) {
    problem(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** A file, or the folder of a bundle: what is deployed as one. */
function unitOf(path: string): string {
  const [folder = '', name = ''] = path.split('/');
  const kind = kindOfFolder(folder);
  return kind?.suffix === null ? `${folder}/${name}` : path;
}

function readUnit(
  unit: string,
  files: ReadonlyMap<string, Uint8Array>,
  manifest: Manifest,
  plan: Plan,
): void {
  if (unit === 'package.xml' || DELETIONS.includes(unit) || IGNORED.test(unit)) return;
  const [folder = '', ...rest] = unit.split('/');
  const kind = kindOfFolder(folder);
  if (!kind) {
    // A kind that the manifest names is refused there, by its own name.
    if (![...manifest.members.keys()].some((type) => !isDeployable(type)))
      plan.problems.push({
        type: '',
        fullName: unit,
        fileName: unit,
        problem: `Files of the folder ${folder} are not supported by this org`,
      });
    return;
  }
  if (kind.suffix === null) readBundle(kind, unit, files, manifest, plan);
  else readFile(kind, unit, rest.join('/'), asText(files.get(unit)), manifest, plan);
}

function readBundle(
  kind: DeployKind,
  unit: string,
  files: ReadonlyMap<string, Uint8Array>,
  manifest: Manifest,
  plan: Plan,
): void {
  const name = unit.slice(kind.folder.length + 1);
  const own = [...files].filter(([path]) => path.startsWith(`${unit}/`));
  const component = { type: kind.type, fullName: name, files: new Map(own) };
  const report = (problem: string) =>
    plan.problems.push({ type: kind.type, fullName: name, fileName: unit, problem });
  if (!isNamed(manifest, component)) report('Not in package.xml');
  else if (!files.has(`${unit}/${name}.js-meta.xml`))
    report(`Cannot find Lightning Component Bundle ${name}.`);
  else if (
    checkXml(asText(files.get(`${unit}/${name}.js-meta.xml`)), component, `${unit}/${name}.js-meta.xml`, plan)
  )
    plan.components.push(component);
}

function readFile(
  kind: DeployKind,
  path: string,
  file: string,
  text: string,
  manifest: Manifest,
  plan: Plan,
): void {
  const stem = file.slice(0, -1 - (kind.suffix ?? '').length);
  const fullName = decodedName(stem);
  const whole = { type: kind.type, fullName };
  const report = (problem: string) => plan.problems.push({ ...whole, fileName: path, problem });
  if (file !== `${stem}.${kind.suffix}` || file.includes('/')) {
    report(`A ${kind.type} is expected in a file ${kind.folder}/<name>.${kind.suffix}`);
    return;
  }
  if (!checkXml(text, whole, path, plan)) return;
  const found = componentsOf(kind, fullName, path, text).filter((item) => isNamed(manifest, item));
  if (found.length === 0 && Object.keys(kind.children).length === 0) report('Not in package.xml');
  plan.components.push(...found);
  for (const { name, text: slice } of kind.type === 'CustomObject' ? sliceXml(text).slices : []) {
    const type = unknownPart(name);
    if (type === undefined) continue;
    const part = `${fullName}.${textIn(slice, 'fullName')}`;
    plan.problems.push({
      type,
      fullName: part,
      fileName: path,
      problem: `${type} is not supported by this org`,
    });
  }
}

/** False, with a problem, for what is not well-formed. */
function checkXml(text: string, { type, fullName }: Name, fileName: string, plan: Plan): boolean {
  try {
    parseXml(text);
    return true;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const line = /\(line (\d+)\)$/.exec(problem)?.[1];
    plan.problems.push({ type, fullName, fileName, problem, ...(line ? { line: Number(line) } : {}) });
    return false;
  }
}

/** Paths in a package are percent-encoded, e.g. the blanks of a layout's name. */
function decodedName(stem: string): string {
  try {
    return decodeURIComponent(stem);
  } catch {
    return stem;
  }
}

/** A component is meant when its own type names it, or the type of the file it is a part of names that file. */
function isNamed({ members }: Manifest, { type, fullName }: Name): boolean {
  const names = (of: string, name: string) =>
    (members.get(of) ?? []).some(
      (item) => item === '*' || decodedName(item).toLowerCase() === name.toLowerCase(),
    );
  const parent = parentKind(type);
  if (names(type, fullName)) return true;
  if (!parent) return false;
  return names(parent.type, parent.type === 'CustomLabels' ? 'CustomLabels' : (fullName.split('.')[0] ?? ''));
}

function refuseTypes({ members }: Manifest, plan: Plan): void {
  for (const [type, names] of members)
    if (!isDeployable(type))
      for (const fullName of names)
        plan.problems.push({
          type,
          fullName,
          fileName: 'package.xml',
          problem: `${type} is not supported by this org`,
        });
}

function reportMissing({ members }: Manifest, files: ReadonlyMap<string, Uint8Array>, plan: Plan): void {
  const known = new Set([...plan.components, ...plan.problems].map(keyOf));
  for (const [type, names] of members)
    for (const fullName of names)
      if (
        isDeployable(type) &&
        fullName !== '*' &&
        !known.has(keyOf({ type, fullName })) &&
        !hasFile(type, fullName, files)
      )
        plan.problems.push({
          type,
          fullName,
          fileName: 'package.xml',
          problem: `An object '${fullName}' of type ${type} was named in package.xml, but was not found in zipped directory`,
        });
}

/** A file of parts alone is there too, e.g. the fields of a standard object. */
function hasFile(type: string, fullName: string, files: ReadonlyMap<string, Uint8Array>): boolean {
  const kind = deployKinds.find((item) => item.type === type);
  return (
    kind !== undefined && Object.keys(kind.children).length > 0 && files.has(fileNameOf({ type, fullName }))
  );
}

function deletionsIn(files: ReadonlyMap<string, Uint8Array>, name: string, plan: Plan): Name[] {
  const manifest = manifestIn(files, name, plan);
  return [...(manifest?.members ?? [])].flatMap(([type, names]) =>
    names.flatMap((fullName) => {
      const problem =
        fullName === '*'
          ? 'The wildcard * is not taken in a list of deletions'
          : `${type} is not supported by this org`;
      if (isDeployable(type) && fullName !== '*') return [{ type, fullName: decodedName(fullName) }];
      plan.problems.push({ type, fullName, fileName: name, problem });
      return [];
    }),
  );
}
