/** Checks what a deployment would make of the org, and builds its metadata; everything wrong is told at once. */
import type { OrgMetadata } from '../metadata/model.ts';
import { buildMetadata } from '../metadata/load.ts';
import type { Origin } from '../metadata/load.ts';
import { compileFormulas } from '../records/formulas.ts';
import type { ObjectFormulas } from '../records/formulas.ts';
import { storedFields } from '../state/schema.ts';
import { fileIn } from './changes.ts';
import type { Changed } from './changes.ts';
import { checkMetadata, platformRules } from './check/check.ts';
import type { Finding } from './check/check.ts';
import { asText, keyOf, ownerOf, sourceFiles } from './component.ts';
import type { Component, Components, ShownFile } from './component.ts';
import { elementOf, parentKind } from './kinds.ts';
import { environmentRules } from './environment.ts';
import type { Environment } from './environment.ts';
import type { Problem } from './results.ts';
import { lineOf, sliceXml, textIn } from './xml-slices.ts';

export interface Built {
  metadata: OrgMetadata;
  formulas: ReadonlyMap<string, ObjectFormulas>;
}

export interface Previous {
  components: Components;
  metadata: OrgMetadata;
}

/**
 * The org as it would be, or what stands against it.
 * @param touched keys of the components that the deployment brings
 */
export function validate(
  changed: Changed,
  touched: ReadonlySet<string>,
  previous: Previous,
  environment: Environment,
  origin: Origin,
): Built | Problem[] {
  const shown = shownFiles(changed.components);
  const findings = check(shown, environment);
  const problems =
    findings.length > 0 ? told(findings, shown, { changed, touched, previous, environment }) : [];
  if (problems.length > 0) return problems;
  const built = build(shown, origin);
  if (Array.isArray(built)) return built;
  const conversions = conversionsIn(previous.metadata, built.metadata);
  return conversions.length > 0 ? conversions : built;
}

/** Settings are kept as they are: their types are as many as the platform has products. */
function shownFiles(components: Components): ShownFile[] {
  return sourceFiles(components).filter(({ component }) => component.type !== 'Settings');
}

/** In the order of their making, so that a limit is told of those that came last. */
function check(shown: readonly ShownFile[], environment: Environment): Finding[] {
  return checkMetadata(shown, [...platformRules, ...environmentRules(environment)]);
}

interface Circumstances {
  changed: Changed;
  touched: ReadonlySet<string>;
  previous: Previous;
  environment: Environment;
}

/** Findings as problems of the components deployed; what was wrong before and is not touched is no news. */
function told(findings: readonly Finding[], shown: readonly ShownFile[], all: Circumstances): Problem[] {
  const byPath = new Map(shown.map((file) => [file.path, file]));
  const identity = ({ file, message }: Finding) => `${file}: ${message}`;
  let known: Set<string> | undefined;
  return findings.flatMap((finding) => {
    const component = byPath.get(finding.file)?.component;
    if (component && isTouched(component, all.touched)) return [problemOf(component, finding.message)];
    known ??= new Set(check(shownFiles(all.previous.components), all.environment).map(identity));
    return component && !known.has(identity(finding)) ? [breakage(component, finding.message, all)] : [];
  });
}

function isTouched(component: Component, touched: ReadonlySet<string>): boolean {
  if (touched.has(keyOf(component))) return true;
  // The labels are shown as one file, whichever of them is deployed.
  return component.type === 'CustomLabels' && [...touched].some((key) => key.startsWith('CustomLabel:'));
}

function problemOf(component: Component, message: string): Problem {
  const line = /\(line (\d+)\)$/.exec(message)?.[1];
  const { type, fullName } = component;
  return {
    type,
    fullName,
    fileName: fileIn(component),
    problem: message,
    ...(line ? { line: Number(line) } : {}),
  };
}

/** A component that stays as it is no longer fits: told of the deletion that causes it, where there is one. */
function breakage(component: Component, message: string, { changed }: Circumstances): Problem {
  const mentioned = changed.changes.find(
    ({ component: item, deleted }) =>
      deleted &&
      message.toLowerCase().includes(item.fullName.slice(item.fullName.lastIndexOf('.') + 1).toLowerCase()),
  );
  if (!mentioned) return problemOf(component, message);
  const noun = words(mentioned.component.type).toLowerCase();
  const user = `${words(component.type)} - ${component.fullName}`;
  return problemOf(mentioned.component, `This ${noun} is referenced elsewhere in salesforce.com. : ${user}.`);
}

const words = (type: string): string => type.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');

function build(shown: readonly ShownFile[], origin: Origin): Built | Problem[] {
  try {
    const inOrder = [...shown].sort((one, other) => (one.path < other.path ? -1 : 1));
    const metadata = buildMetadata(inOrder, origin);
    return { metadata, formulas: compileFormulas(metadata) };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const component = culprit(error.message, shown);
    if (!component) throw error;
    const path = shown.find(({ component: item }) => item === component)?.path ?? '';
    return [problemOf(component, error.message.replace(`${path}: `, ''))];
  }
}

/** The component that the loader or the compiler of formulas speaks of: by its file, or by its object and name. */
function culprit(message: string, shown: readonly ShownFile[]): Component | undefined {
  const byFile = shown.find(({ path }) => message.startsWith(`${path}: `));
  if (byFile) return byFile.component;
  const [, object = '', name] =
    /^(\w+)(?:: (?:validation rule|default of) |\.)(\w+)/.exec(message) ?? /^(\w+)/.exec(message) ?? [];
  const fullName = name === undefined ? object : `${object}.${name}`;
  return shown.find(({ component }) => component.fullName.toLowerCase() === fullName.toLowerCase())
    ?.component;
}

/** Fields that a deployment may not turn into what it asks for, whatever the data. */
function conversionsIn(before: OrgMetadata, after: OrgMetadata): Problem[] {
  return [...after.objects.values()].flatMap((object) => {
    const old = before.objects.get(object.name.toLowerCase());
    return [...object.fields.values()].flatMap((field): Problem[] => {
      const was = old?.fields.get(field.name.toLowerCase());
      if (!was || (was.formula === undefined) === (field.formula === undefined)) return [];
      const fullName = `${object.name}.${field.name}`;
      const problem =
        field.formula === undefined
          ? 'Cannot update a field from a Formula to something else'
          : 'Cannot update a field to a Formula from something else';
      return [{ type: 'CustomField', fullName, fileName: `objects/${object.name}.object`, problem }];
    });
  });
}

/** Stored fields that `after` has no more; a whole object has no field named. */
export function goneFrom(
  before: OrgMetadata,
  after: OrgMetadata,
): { object: string; field: string | null }[] {
  return [...before.objects.values()].flatMap((object): { object: string; field: string | null }[] => {
    const now = after.objects.get(object.name.toLowerCase());
    if (!now) return [{ object: object.name, field: null }];
    const kept = new Set(storedFields(now).map(({ name }) => name.toLowerCase()));
    return storedFields(object)
      .filter(({ name }) => !kept.has(name.toLowerCase()))
      .map(({ name }) => ({ object: object.name, field: name }));
  });
}

/** Where a part begins in the file that was deployed. */
export function lineIn(
  file: Uint8Array | undefined,
  { type, fullName }: Pick<Component, 'type' | 'fullName'>,
): number {
  if (!parentKind(type)) return 1;
  const text = asText(file);
  const name = fullName.slice(type === 'CustomLabel' ? 0 : ownerOf(fullName).length + 1);
  const part = sliceXml(text).slices.find(
    (slice) =>
      slice.name === elementOf(type) && textIn(slice.text, 'fullName').toLowerCase() === name.toLowerCase(),
  );
  return part ? lineOf(text, part.start) : 1;
}
