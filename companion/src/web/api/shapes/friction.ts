import { z } from 'zod';
import { FRICTION_OUTCOMES } from '../../../core/friction.ts';
import { index, instant, maybe, text } from './common.ts';

export const frictionQuery = z.strictObject({
  from: z.iso.date().meta({ description: 'first day' }),
  to: z.iso.date().meta({ description: 'last day, part of the period' }),
  timeZone: z.string().min(1).max(60).default('UTC'),
});

const hours = z.number().nonnegative();
const outcome = z.enum(FRICTION_OUTCOMES);
const outcomes = z.record(outcome, index);
const waits = z.object({
  cases: index,
  p50: hours.nullable().meta({ description: 'hours; nearest rank' }),
  p95: hours.nullable(),
  total: hours,
});

export const friction = z
  .object({
    from: instant,
    to: instant.meta({ description: 'exclusive' }),
    until: instant.meta({ description: 'up to when what still waits has waited' }),
    drills: z.literal('excluded'),
    outcomes,
    decided: waits.meta({ description: 'hours until requests were approved, denied or expired' }),
    toWindow: waits,
    byScenario: z.array(z.object({ incidentType: text, environment: text, outcomes, decided: waits })),
    byLevel: z.array(waits.extend({ level: z.number().int() })),
    cases: z.array(
      z.object({
        request: text,
        name: text,
        incidentType: text,
        environment: text,
        submittedAt: instant,
        outcome,
        decidedAt: maybe,
        hours,
        windowAt: maybe,
        hoursToWindow: hours.nullable(),
        levels: z.array(z.object({ level: z.number().int(), hours })),
      }),
    ),
  })
  .meta({ id: 'Friction', description: 'What waiting cost. Drills are excluded.' });
