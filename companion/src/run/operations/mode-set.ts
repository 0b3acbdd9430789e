import { z } from 'zod';
import { operation } from './operation.ts';

const MODES = { standard: 'Standard', 'opt-out-enabled': 'Opt_out_enabled' } as const;

const OUTCOMES = {
  set: (since: string) => `is in force since ${since}.`,
  unchanged: (since: string) => `is in force since ${since}; nothing changed.`,
  proposed: (since: string) => `is proposed from ${since} on. It takes force when a contact has signed it.`,
} as const;

export const modeSet = operation({
  name: 'mode set',
  summary: 'set the first governance mode, or propose another',
  help: 'The first mode is set at once; accesses before it are listed and never judged. Each later one takes force when a contact has signed it, and never from before the signature.',
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
      lines.push(`${runtime.org.name}: ${mode.replaceAll('_', ' ')} ${OUTCOMES[set.outcome](set.since)}`);
    }
    return { ok: true, lines, data };
  },
});
