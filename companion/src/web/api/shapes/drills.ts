import { z } from 'zod';
import { DRILL_ANSWERS, DRILL_ORIGINS } from '../../../core/entries/drill-entries.ts';
import { index, instant, maybe, pageOf, text } from './common.ts';

/** A drill has an id of its own kind: no record of the org has it. */
export const byDrill = z.strictObject({
  id: z.string().min(1).max(80).meta({ description: 'id, or number such as DRILL-0001' }),
});

export const drill = z
  .object({
    id: text,
    name: text.meta({ description: 'number, such as DRILL-0001' }),
    origin: z.enum(DRILL_ORIGINS),
    startedBy: text.nullable(),
    note: text.nullable(),
    checkPhrase: text,
    level: z.number().int().nullable(),
    startedAt: instant,
    endsAt: instant,
    endedAt: maybe.meta({ description: 'null while it runs' }),
    stoppedBy: text.nullable().meta({ description: 'who ended it before its time; else null' }),
    asked: index,
    reached: index.meta({ description: 'contacts to whom at least one message was handed over' }),
    opened: index,
    answered: index,
    firstAnswerSeconds: index.nullable(),
    result: text.nullable().meta({ description: 'in one sentence; null while it runs' }),
    people: z.array(
      z.object({
        id: text,
        name: text,
        deliveries: z.array(z.object({ channel: text, at: instant, result: z.enum(['accepted', 'failed']) })),
        openedAt: maybe,
        answeredAt: maybe,
        answer: z.enum(DRILL_ANSWERS).nullable(),
        seconds: index.nullable().meta({ description: 'from the start of the drill to the answer' }),
      }),
    ),
  })
  .meta({ id: 'Drill', description: 'A practice. It is no access request and authorizes nothing.' });

export const drillList = pageOf(drill).extend({
  nextBy: maybe.meta({ description: 'by when the next scheduled drill comes at the latest' }),
});

export const drillInput = z
  .strictObject({
    level: z.number().int().min(1).max(99).optional().meta({ description: 'contacts of this level alone' }),
    contacts: z
      .array(z.string().trim().min(1).max(200))
      .max(200)
      .default([])
      .meta({ description: 'these contacts alone, by id, address or name; everybody when empty' }),
    note: z.string().trim().min(1).max(500).optional(),
    minutes: z.number().int().min(5).max(1440).default(60).meta({ description: 'time to answer' }),
  })
  .meta({ id: 'DrillInput' });
