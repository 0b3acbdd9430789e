/** What a deployment may ask of an org and this one has not: rules that only a deployment can hold. */
import { children, textOf } from './check/xml.ts';
import { rule, type Rule } from './check/rule.ts';
import type { Component } from './check/project.ts';
import { standardObjects } from '../metadata/standard/index.ts';

export interface Environment {
  /** User permissions that belong to a licence which the org has not. */
  lackingPermissions: readonly string[];
}

/** Entities that may be selected for change events in all, without the add-on. */
const MOST_ENTITIES = 5;

const publishing = new Set(
  standardObjects([])
    .filter(({ triggerable }) => triggerable)
    .map(({ name }) => name.toLowerCase()),
);

function canPublish(entity: string): boolean {
  const name = entity.replace(/ChangeEvent$/, '').toLowerCase();
  return /__ChangeEvent$/.test(entity) || publishing.has(name);
}

const entityOf = ({ root }: Component) => textOf(root, 'selectedEntity');

const limit: Rule = {
  id: 'change-event-limit',
  check: (project) => {
    const seen = new Set<string>();
    return project.of('PlatformEventChannelMember').flatMap((member) => {
      seen.add(entityOf(member).toLowerCase());
      const message = `The limit of ${MOST_ENTITIES} entities selected for Change Data Capture is reached`;
      return seen.size > MOST_ENTITIES ? [{ file: member.file.path, message }] : [];
    });
  },
};

/** Rules for an org of that equipment. */
export function environmentRules({ lackingPermissions }: Environment): Rule[] {
  return [
    limit,
    rule('change-event-entity', 'PlatformEventChannelMember', function* (member) {
      if (!canPublish(entityOf(member)))
        yield `You specified an invalid event in the 'selectedEntity' field: ${entityOf(member)}`;
    }),
    rule('licensed-permission', 'PermissionSet', function* ({ root }) {
      for (const entry of children(root, 'userPermissions'))
        if (lackingPermissions.includes(textOf(entry, 'name')))
          yield `Unknown user permission: ${textOf(entry, 'name')}`;
    }),
  ];
}
