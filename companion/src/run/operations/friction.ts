import { z } from 'zod';
import type { Outcomes, Waits } from '../../core/friction.ts';
import { readFriction } from '../api/friction.ts';
import { operation } from './operation.ts';

export const friction = operation({
  name: 'friction',
  summary: 'what waiting for contacts cost, in hours, by incident type and level',
  help: 'Counts requests by the day of their submission. Half of the waits lie at or below p50, 95 of 100 at or below p95. Drills are excluded.',
  examples: [
    '--from 2026-07-01 --to 2026-09-30 --zone Europe/Berlin',
    '--from 2026-07-01 --to 2026-09-30 --json',
  ],
  options: {
    from: z.iso.date().describe('first day, YYYY-MM-DD'),
    to: z.iso.date().describe('last day, YYYY-MM-DD'),
    zone: z
      .string()
      .min(1)
      .max(60)
      .default('UTC')
      .describe('time zone in which the days begin (default UTC)'),
  },
  scope: 'evidence:read',
  run: async ({ orgs, store, now }, { from, to, zone: timeZone }) => {
    const lines: string[] = [];
    const data: unknown[] = [];
    for (const { runtime } of orgs) {
      const { orgId: org, name } = runtime.org;
      const found = await readFriction(store, org, { from, to, timeZone }, await now());
      data.push({ org, drills: 'excluded', ...found });
      lines.push(
        `${name}: ${found.cases.length} requests of ${from} to ${to} (${timeZone}), drills excluded: ${counts(found.outcomes)}.`,
        `  until the answer: ${spread(found.decided)}`,
        `  until the window opened: ${spread(found.toWindow)}`,
        ...found.byScenario.map(
          ({ incidentType, environment, outcomes, decided }) =>
            `  ${incidentType}, ${environment}: ${counts(outcomes)}; ${spread(decided)}`,
        ),
        ...found.byLevel.map(({ level, ...waits }) => `  level ${level}: ${spread(waits)}`),
      );
    }
    return { ok: true, lines, data };
  },
});

const hours = (value: number | null): string => (value === null ? 'none' : `${value} h`);
const spread = ({ cases, p50, p95, total }: Waits): string =>
  `${cases} waited, p50 ${hours(p50)}, p95 ${hours(p95)}, sum ${hours(total)}`;

function counts(outcomes: Outcomes): string {
  const some = Object.entries(outcomes).filter(([, count]) => count > 0);
  return some.map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'none';
}
