import { modesOf } from '../api/facts.ts';
import { operation } from './operation.ts';

export const mode = operation({
  name: 'mode',
  summary: 'show the governance modes with their dates',
  examples: ['', '--json'],
  options: {},
  scope: 'policy:read',
  run: async ({ orgs, store }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      const { orgId, name } = runtime.org;
      const modes = await modesOf(store.rows(orgId));
      lines.push(`${name}:${modes.length === 0 ? ' none is set; Standard' : ''}`);
      for (const { mode: set, effectiveFrom, setBy } of modes) {
        lines.push(`  ${effectiveFrom}  ${set.replaceAll('_', ' ')}, set by ${setBy}`);
      }
      data.push(...modes.map((each) => ({ org: orgId, ...each })));
    }
    return { ok: true, lines, data };
  },
});
