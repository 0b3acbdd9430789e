import { z } from 'zod';
import { operation } from './operation.ts';

export const deliveries = operation({
  name: 'deliveries',
  summary: 'list notices that never reached their reader, and those still on their way',
  help: 'The exit code is 1 when a notice was given up, refused, or came back. Mail steps in for other channels, so look whether one followed.',
  examples: ['', '--most 100 --json'],
  options: {
    most: z.coerce.number().int().min(1).max(1000).default(50).describe('how many of each org (default 50)'),
  },
  scope: 'operate',
  run: async ({ store, orgs }, { most }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      const { orgId, name } = runtime.org;
      const rows = store.rows(orgId).deliveries;
      const [dead, pending, refusals] = [await rows.dead(most), await rows.pending(), await rows.refusals()];
      lines.push(`${name}: ${dead.length} never arrived, ${pending.length} on their way`);
      for (const { channel, message, kind, failure, attempts, result, settledAt } of dead) {
        lines.push(
          `  ${settledAt ?? ''}  ${channel} to ${message.to.name} (${kind}): ${failure ?? ''} after ${attempts} attempts: ${result ?? ''}`,
        );
      }
      for (const { address, at, detail } of refusals)
        lines.push(`  ${at}  mail to ${address} came back: ${detail}. Correct the address in the roster.`);
      const shown = dead.map(({ message, ...row }) => ({ ...row, to: message.to, subject: message.subject }));
      data.push({ org: orgId, dead: shown, pending: pending.length, refusals });
    }
    return { ok: data.every((each) => (each as { dead: unknown[] }).dead.length === 0), lines, data };
  },
});
