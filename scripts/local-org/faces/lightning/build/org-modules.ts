/**
 * The modules `@salesforce/…` that the platform makes of an org's metadata. A name that the org does not have is an
 * error of the build, as it is of a deployment. Values that depend on the user are read when the page runs, from what
 * `/session.js` has put into `globalThis.__ORG__`.
 */
import type { Plugin } from 'rolldown';
import type { PanelSources } from './sources.ts';

const PREFIX = '\0org:';
const USER_VALUES: Record<string, string> = {
  '@salesforce/user/Id': 'userId',
  '@salesforce/user/isGuest': 'isGuest',
  '@salesforce/i18n/timeZone': 'timeZone',
  '@salesforce/i18n/locale': 'locale',
  '@salesforce/i18n/lang': 'language',
  '@salesforce/client/formFactor': 'formFactor',
};

/** Plugin that resolves the org's modules; `@salesforce/…` names of the base components pass through. */
export function orgModules(sources: PanelSources): Plugin {
  return {
    name: 'org-modules',
    resolveId: (id) => (isOrgModule(id) ? PREFIX + id : undefined),
    load(id) {
      return id.startsWith(PREFIX) ? codeOf(id.slice(PREFIX.length), sources) : undefined;
    },
  };
}

function isOrgModule(id: string): boolean {
  return (
    id in USER_VALUES ||
    /^@salesforce\/(label\/c\.|schema\/|customPermission\/|userPermission\/|messageChannel\/|resourceUrl\/|apex)/.test(
      id,
    )
  );
}

function codeOf(id: string, sources: PanelSources): string {
  const userValue = USER_VALUES[id];
  if (userValue) return `export default globalThis.__ORG__.${userValue};`;
  const [, kind = '', name = ''] = /^@salesforce\/([^/]+)\/(.*)$/.exec(id) ?? [];
  switch (kind) {
    case 'label':
      return constant(
        found(sources.labels[name.slice(2).toLowerCase()], id, 'no custom label has this name').value,
      );
    case 'schema':
      return constant(schemaOf(name, id, sources));
    case 'customPermission':
      return permission('customPermissions', found(sources.customPermissions[name.toLowerCase()], id));
    case 'userPermission':
      return permission('userPermissions', name);
    case 'messageChannel':
      return constant({
        developerName: found(
          sources.messageChannels[name.toLowerCase()],
          id,
          'no message channel has this name',
        ),
      });
    default:
      throw new Error(
        `${id}: the local org does not serve ${kind === 'resourceUrl' ? 'static resources' : 'Apex'}`,
      );
  }
}

const constant = (value: unknown) => `export default Object.freeze(${JSON.stringify(value)});`;

/** On the platform the import is `true` or undefined, never `false`. */
const permission = (list: string, name: string) =>
  `export default globalThis.__ORG__.${list}.includes(${JSON.stringify(name)}) ? true : undefined;`;

function found<T>(value: T | undefined, id: string, why = 'the org has nothing of this name'): T {
  if (value === undefined) throw new Error(`${id}: ${why}`);
  return value;
}

/** `Object`, `Object.Field` or `Object.Parent__r.Field`, each step checked. */
function schemaOf(path: string, id: string, sources: PanelSources) {
  const [objectName = '', ...steps] = path.split('.');
  const object = found(sources.objects[objectName.toLowerCase()], id, `there is no object ${objectName}`);
  if (steps.length === 0) return { objectApiName: object.name };
  let current = object;
  const spelled: string[] = [];
  for (const [index, step] of steps.entries()) {
    const field = current.fields[step.toLowerCase()];
    if (index === steps.length - 1 && field) return fieldOf(object.name, [...spelled, field]);
    const parent = current.parents[step.toLowerCase()];
    const target = parent && sources.objects[(parent.objects[0] ?? '').toLowerCase()];
    if (!parent || !target) break;
    spelled.push(parent.name);
    current = target;
  }
  throw new Error(`${id}: ${current.name} has no field or relationship of this name`);
}

const fieldOf = (objectApiName: string, path: string[]) => ({
  fieldApiName: path.join('.'),
  objectApiName,
});
