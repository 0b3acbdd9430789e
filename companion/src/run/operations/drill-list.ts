import { z } from 'zod';
import { drillLine } from './drill-lines.ts';
import { operation } from './operation.ts';

export const drillList = operation({
  name: 'drill list',
  summary: 'list drills, the newest first, and by when the next one comes',
  help: 'The moment of a scheduled drill is not told; its cadence stands in the policy.',
  examples: ['', '--limit 5 --json'],
  options: {
    limit: z.coerce.number().int().min(1).max(200).default(20).describe('how many at most (default 20)'),
  },
  scope: 'drills:read',
  run: async ({ orgs }, { limit }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      const { orgId: org, name } = runtime.org;
      const { items, nextBy } = await runtime.relay.drillPage({ after: null, limit });
      data.push({ org, nextBy, drills: items });
      const next = nextBy === null ? 'no drill is scheduled' : `the next scheduled drill comes by ${nextBy}`;
      lines.push(`${name}: ${items.length === 0 ? 'no drill yet' : `${items.length} shown`}; ${next}.`);
      lines.push(...items.map((drill) => `  ${drillLine(drill)}`));
    }
    return { ok: true, lines, data };
  },
});
