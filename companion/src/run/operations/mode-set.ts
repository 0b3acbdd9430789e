import { z } from 'zod';
import { operation } from './operation.ts';

const MODES = { standard: 'Standard', 'opt-out-enabled': 'Opt_out_enabled' } as const;

export const modeSet = operation({
  name: 'mode set',
  summary: 'set the governance mode',
  help: 'Accesses before the first mode are listed and never judged.',
  examples: ['--mode opt-out-enabled --since 2026-11-01'],
  options: {
    mode: z.enum(['standard', 'opt-out-enabled']).describe('standard or opt-out-enabled'),
    since: z.iso.date().describe('first day on which it is in force, YYYY-MM-DD (UTC)'),
  },
  scope: null,
  run: async ({ orgs, by }, { mode: word, since }) => {
    const mode = MODES[word];
    const effectiveFrom = Temporal.PlainDate.from(since).toZonedDateTime('UTC').toInstant().toString();
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      const set = await runtime.relay.setMode({ mode, effectiveFrom, by, note: null });
      data.push({ org: runtime.org.orgId, mode, ...set });
      lines.push(
        `${runtime.org.name}: ${mode.replaceAll('_', ' ')} is in force since ${set.since}${set.changed ? '.' : '; nothing changed.'}`,
      );
    }
    return { ok: true, lines, data };
  },
});
