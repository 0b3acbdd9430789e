/** Layer B: names and places. */
import { isPlaced } from '../kinds.ts';
import type { Component } from '../project.ts';
import { repeated, rule, type Rule } from '../rule.ts';
import { textOf } from '../xml.ts';

const ALL = [
  ...([
    'CustomApplication',
    'CustomField',
    'CustomLabels',
    'CustomMetadata',
    'CustomObject',
    'CustomPermission',
  ] as const),
  ...([
    'CustomTab',
    'FlexiPage',
    'Layout',
    'LightningComponentBundle',
    'LightningMessageChannel',
    'ListView',
    'PermissionSet',
  ] as const),
  ...(['PlatformEventChannelMember', 'RecordType', 'ValidationRule'] as const),
];

/** The developer name without suffix or type, which is what the naming pattern speaks of. */
function bareName({ kind, name }: Component): string {
  if (kind.type === 'CustomMetadata') return name.slice(name.indexOf('.') + 1);
  return name.replace(/__(c|mdt|e)$/, '');
}

const identity = ({ kind, object, name }: Component) => `${kind.type}:${object ?? ''}:${name}`;

const unreadable: Rule = { id: 'readable', check: ({ strangers }) => [...strangers] };

const unique: Rule = {
  id: 'unique-name',
  check: ({ components }) =>
    repeated(components, identity).map(([component, earlier]) => ({
      file: component.file.path,
      message: `${component.name} is defined already in ${earlier.file.path}; names are compared without case`,
    })),
};

export const placementRules: readonly Rule[] = [
  unreadable,
  unique,
  rule('placement', ALL, function* (component) {
    if (!isPlaced(component.file.path, component))
      yield `A ${component.kind.type} belongs into a folder ${component.kind.place === 'bundle' ? `${component.kind.folder}/${component.name}` : component.kind.folder}; a deploy does not find it here`;
  }),
  rule('full-name', ['CustomField', 'ListView', 'ValidationRule', 'RecordType'], function* ({ root, name }) {
    const fullName = textOf(root, 'fullName');
    if (fullName !== name) yield `fullName "${fullName}" differs from the name of the file`;
  }),
  rule('name-pattern', ALL, function* (component) {
    if (component.kind.type === 'Layout' || component.kind.type === 'LightningComponentBundle') return;
    if (!/^[A-Za-z](?!.*__)\w*(?<!_)$/.test(bareName(component)))
      yield `The name "${component.name}" must begin with a letter, hold letters, digits and single underscores only, and not end with one`;
  }),
  rule(
    'object-exists',
    ['CustomField', 'ListView', 'ValidationRule', 'RecordType'],
    function* ({ object }, project) {
      if (object !== null && !project.object(object))
        yield `In field: object - no CustomObject named ${object} found`;
    },
  ),
];
