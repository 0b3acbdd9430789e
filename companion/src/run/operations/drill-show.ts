import { z } from 'zod';
import { AppError } from '../../core/errors.ts';
import { drillLines } from './drill-lines.ts';
import { operation } from './operation.ts';

export const drillShow = operation({
  name: 'drill show',
  summary: 'show one drill: who was reached when, and answered in what time',
  help: 'The exit code is 1 when the drill had its time and somebody did not answer.',
  examples: ['DRILL-0001', 'DRILL-0001 --json'],
  options: { drill: z.string().min(1).max(80).describe('number or id of the drill') },
  positionals: ['drill'],
  scope: 'drills:read',
  run: async ({ orgs }, { drill: named }) => {
    const found = [];
    for (const { runtime } of orgs) {
      const drill = await runtime.relay.drill(named).catch(absent);
      if (drill) found.push({ org: runtime.org.orgId, ...drill });
    }
    const [drill, second] = found;
    if (!drill) throw new AppError('not_found', `There is no drill ${named}.`);
    if (second) throw new AppError('malformed', `Several orgs have a ${named}; say which with --org.`);
    const hadItsTime = drill.endedAt !== null && drill.stoppedBy === null;
    const ok = !hadItsTime || drill.answered === drill.asked;
    return { ok, lines: drillLines(drill), data: drill };
  },
});

function absent(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null;
  throw error;
}
