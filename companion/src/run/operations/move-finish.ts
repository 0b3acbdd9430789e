import { z } from 'zod';
import { operation } from './operation.ts';

export const moveFinish = operation({
  name: 'move finish',
  summary: 'end the move to the next address',
  help: 'Passkeys of the old address sign nothing from then on, and its links lead to the new one. Whoever has not moved is let in anew by another contact, as after a lost passkey.',
  examples: ['', '--leave'],
  options: {
    leave: z.boolean().default(false).describe('end it though somebody has not moved'),
  },
  scope: null,
  run: async ({ orgs, by, hosts }, { leave }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      // Of several orgs one may have refused before: then those that are done stay so.
      if (orgs.length > 1 && (await runtime.relay.move()) === null) continue;
      const { from, next, left } = await runtime.relay.finishMove({ by, leave });
      lines.push(
        `${runtime.org.name}: moved to ${next}${left.length > 0 ? `; left behind: ${left.join(', ')}` : ''}`,
        `Set COUNTERSIGN_ORIGIN=${next} and remove COUNTERSIGN_ORIGIN_NEXT before the next start. ${from} leads to it as long as its name does.`,
      );
      data.push({ org: runtime.org.orgId, from, next, left });
    }
    hosts.finish();
    return { ok: true, lines, data };
  },
});
