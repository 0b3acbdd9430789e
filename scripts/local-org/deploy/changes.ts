/** What a plan makes of the org's components: additions laid over, deletions with all that goes with them. */
import { fileNameOf, keyOf, ownerOf } from './component.ts';
import type { Component, Components } from './component.ts';
import { parentKind } from './kinds.ts';
import type { Name, Plan } from './plan.ts';
import type { Outcome } from './results.ts';
import { sameContent, withText } from './store.ts';
import type { Change } from './store.ts';
import { sliceXml } from './xml-slices.ts';

export interface Changed {
  components: Components;
  changes: Change[];
  outcomes: Outcome[];
}

/** Applies a plan to the components of now, in the order of a deployment: deletions before, additions, deletions after. */
export function applyPlan(plan: Plan, before: Components): Changed {
  const components = new Map(before);
  const outcomes: Outcome[] = [];
  for (const name of plan.before) outcomes.push(remove(name, components));
  for (const component of plan.components) outcomes.push(add(component, before, components));
  for (const name of plan.after) outcomes.push(remove(name, components));
  return { components, changes: differences(before, components), outcomes };
}

function add(component: Component, before: Components, components: Map<string, Component>): Outcome {
  const key = keyOf(component);
  const old = before.get(key);
  const same = old !== undefined && sameContent(old, component);
  components.set(key, same ? old : component);
  const state = old === undefined ? 'created' : same ? 'unchanged' : 'changed';
  const { type, fullName } = component;
  const warning =
    type === 'Settings'
      ? { warning: `${fullName} settings are kept, but this org does not act on them` }
      : {};
  return { type, fullName, fileName: fileIn(component), state, ...warning };
}

/** The file of a package that held the component; for a bundle its folder. */
export function fileIn(component: Component): string {
  const [path = ''] = component.files.keys();
  return component.type === 'LightningComponentBundle' ? fileNameOf(component) : path;
}

function remove(name: Name, components: Map<string, Component>): Outcome {
  const found = components.get(keyOf(name));
  const fileName = fileNameOf(name);
  if (!found) {
    const warning = `No ${name.type} named: ${name.fullName} found`;
    return { ...name, fileName, state: 'unchanged', warning };
  }
  components.delete(keyOf(name));
  for (const other of [...components.values()]) {
    if (goesWith(other, found)) components.delete(keyOf(other));
    else {
      const cleaned = withoutMention(other, found);
      if (cleaned) components.set(keyOf(other), cleaned);
    }
  }
  return { type: found.type, fullName: found.fullName, fileName: fileIn(found), state: 'deleted' };
}

/** Parts, layouts, the tab and the change events of an object are gone with it; the labels with their file. */
function goesWith(other: Component, deleted: Component): boolean {
  if (deleted.type === 'CustomLabels') return other.type === 'CustomLabel';
  if (deleted.type !== 'CustomObject') return false;
  const object = deleted.fullName.toLowerCase();
  const name = other.fullName.toLowerCase();
  switch (other.type) {
    case 'Layout':
      return name.startsWith(`${object}-`);
    case 'CustomTab':
      return name === object;
    case 'CustomMetadata':
      return `${ownerOf(name)}__mdt` === object;
    case 'PlatformEventChannelMember':
      return name.endsWith(`_${object.replace(/__c$/, '')}_changeevent`);
    default:
      return parentKind(other.type)?.type === 'CustomObject' && ownerOf(name) === object;
  }
}

/** Elements that the platform takes out by itself when what they name is deleted, by the type that holds them. */
const MENTIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  PermissionSet: {
    CustomField: ['fieldPermissions'],
    CustomObject: ['objectPermissions', 'fieldPermissions', 'customMetadataTypeAccesses', 'tabSettings'],
    CustomPermission: ['customPermissions'],
    CustomTab: ['tabSettings'],
    CustomApplication: ['applicationVisibilities'],
  },
  CustomApplication: { CustomObject: ['tabs'], CustomTab: ['tabs'] },
};

function withoutMention(other: Component, deleted: Component): Component | undefined {
  const elements = MENTIONS[other.type]?.[deleted.type];
  if (other.type === 'Layout' && deleted.type === 'CustomField') return withoutLayoutItem(other, deleted);
  if (!elements) return undefined;
  const mentions = mentionOf(deleted);
  const cleaned = withText(other, (text) => {
    const doomed = sliceXml(text).slices.filter(
      (slice) => elements.includes(slice.name) && mentions.test(slice.text),
    );
    return doomed.reduceRight((rest, { start, end }) => cut(rest, start, end), text);
  });
  return sameContent(other, cleaned) ? undefined : cleaned;
}

function mentionOf({ type, fullName }: Component): RegExp {
  const name = escaped(fullName);
  return new RegExp(type === 'CustomObject' ? `>\\s*${name}(\\.\\w+)?\\s*<` : `>\\s*${name}\\s*<`, 'i');
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Takes out a piece with the blanks before it. */
function cut(text: string, start: number, end: number): string {
  return text.slice(0, start).trimEnd() + text.slice(end);
}

function withoutLayoutItem(layout: Component, field: Component): Component | undefined {
  const [object = '', name = ''] = field.fullName.split('.');
  if (!layout.fullName.toLowerCase().startsWith(`${object.toLowerCase()}-`)) return undefined;
  const item = new RegExp(
    `\\s*<layoutItems>(?:(?!</layoutItems>)[\\s\\S])*<field>${escaped(name)}</field>[\\s\\S]*?</layoutItems>`,
    'gi',
  );
  const cleaned = withText(layout, (text) => text.replace(item, ''));
  return sameContent(layout, cleaned) ? undefined : cleaned;
}

function differences(before: Components, after: Components): Change[] {
  const changed = [...after.values()]
    .filter((item) => !sameContent(before.get(keyOf(item)), item))
    .map((component) => ({ component, deleted: false }));
  const gone = [...before.values()]
    .filter((item) => !after.has(keyOf(item)))
    .map((component) => ({ component, deleted: true }));
  return [...changed, ...gone];
}
