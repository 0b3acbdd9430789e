import { z } from 'zod';
import { REQUEST_STATES } from '../../core/requests.ts';
import { requestsPage } from '../api/requests.ts';
import { operation } from './operation.ts';

export const requestsList = operation({
  name: 'requests list',
  summary: 'list access requests, the newest first',
  examples: ['', '--break-glass true', '--state Awaiting_decision', '--case 46012345 --json'],
  options: {
    state: z.enum(REQUEST_STATES).optional().describe('only those in this state, e.g. Awaiting_decision'),
    case: z.string().min(1).max(40).optional().describe('only those of this support case'),
    'break-glass': z
      .enum(['true', 'false'])
      .optional()
      .describe('true: only what was submitted as break-glass'),
    limit: z.coerce.number().int().min(1).max(500).default(50).describe('how many at most (default 50)'),
  },
  scope: 'requests:read',
  run: async ({ orgs, store }, { state, case: caseNumber, 'break-glass': breakGlass, limit }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      const { orgId, name } = runtime.org;
      const query = {
        state,
        caseNumber,
        breakGlass,
        targetUser: undefined,
        since: undefined,
        until: undefined,
      };
      const { items, next } = await requestsPage(store.rows(orgId), query, { after: null, limit });
      lines.push(`${name}: ${items.length}${next ? ' of more' : ''} access requests`);
      for (const request of items) {
        const { targetUser, deadline, frozen } = request;
        const until = request.settledAt ? `settled ${request.settledAt}` : `until ${deadline ?? 'open'}`;
        lines.push(
          `  ${request.name}  ${request.state}${frozen ? ' (frozen)' : ''}${request.breakGlass ? '  BREAK-GLASS' : ''}  case ${request.caseNumber}, as ${targetUser?.name ?? 'nobody'}, ${until}`,
        );
        data.push({ org: orgId, ...request });
      }
    }
    return { ok: true, lines, data };
  },
});
