import { rosterOf } from '../api/facts.ts';
import { operation } from './operation.ts';

export const roster = operation({
  name: 'roster',
  summary: 'show the authorization contacts and the roster version in force',
  help: 'The exit code is 1 when nobody on the roster can decide.',
  examples: ['', '--json'],
  options: {},
  scope: 'roster:read',
  run: async ({ orgs, store }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    let ok = true;
    for (const { runtime } of orgs) {
      const { orgId, name } = runtime.org;
      const { version, contacts } = await rosterOf(store.rows(orgId));
      const able = contacts.filter(({ active, sealed, passkeys }) => active && sealed && passkeys > 0);
      ok &&= able.length > 0;
      lines.push(`${name}: ${version}, ${able.length} of ${contacts.length} contacts can decide`);
      for (const contact of contacts) {
        const { active, sealed, passkeys } = contact;
        const keys = passkeys === 1 ? '1 passkey' : `${passkeys || 'no'} passkeys`;
        const state = [sealed ? 'sealed' : 'PENDING', active ? 'active' : 'inactive', keys].join(', ');
        lines.push(`  ${contact.level}  ${contact.name} <${contact.address}>, ${contact.role}: ${state}`);
      }
      data.push({ org: orgId, version, contacts });
    }
    return { ok, lines, data };
  },
});
