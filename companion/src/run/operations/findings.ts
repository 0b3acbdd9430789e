import { z } from 'zod';
import { findingsPage } from '../api/facts.ts';
import { operation } from './operation.ts';

export const findings = operation({
  name: 'findings',
  summary: 'list findings, the newest first',
  help: 'The exit code is 1 when there is one of them.',
  examples: ['--severity Critical', '--since 2026-11-01 --json'],
  options: {
    severity: z.enum(['Critical', 'Warning', 'Notice']).optional().describe('Critical, Warning or Notice'),
    since: z.iso.date().optional().describe('found on this day or later, YYYY-MM-DD (UTC)'),
    limit: z.coerce.number().int().min(1).max(500).default(50).describe('how many at most (default 50)'),
  },
  scope: 'evidence:read',
  run: async ({ orgs, store }, { severity, since, limit }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    const from = since === undefined ? undefined : `${since}T00:00:00Z`;
    for (const { runtime } of orgs) {
      const { orgId, name } = runtime.org;
      const query = { severity, kind: undefined, request: undefined, since: from, until: undefined };
      const { items, next } = await findingsPage(store.rows(orgId), query, { after: null, limit });
      lines.push(`${name}: ${items.length === 0 ? 'no' : items.length}${next ? ' of more' : ''} findings`);
      for (const { foundAt, severity: weight, title, nextStep } of items) {
        lines.push(`  ${foundAt}  ${weight}: ${title}`, `    ${nextStep}`);
      }
      data.push(...items.map((each) => ({ org: orgId, ...each })));
    }
    return { ok: data.length === 0, lines, data };
  },
});
