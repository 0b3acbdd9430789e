/** Drills as they cross the edge to a contact's page. */
import { z } from 'zod';
import { DRILL_ANSWERS } from '../core/entries/drill-entries.ts';
import { instant, recordId } from './shapes.ts';

export const drillId = z.uuid();
const count = z.number().int().nonnegative();

const drillSummary = z.object({
  id: drillId,
  name: z.string(),
  startedAt: instant,
  endsAt: instant,
  /** Null while it runs. */
  endedAt: instant.nullable(),
  /** Name of who ended it before its time. */
  stoppedBy: z.string().nullable(),
  /** It can be stopped. */
  running: z.boolean(),
  asked: count,
  reached: count,
  opened: count,
  answered: count,
  firstAnswerSeconds: count.nullable(),
  /** Null for a contact who was not asked. */
  mine: z
    .object({
      answer: z.enum(DRILL_ANSWERS).nullable(),
      answeredAt: instant.nullable(),
      seconds: count.nullable(),
    })
    .nullable(),
  /** This contact can answer now. */
  waiting: z.boolean(),
});
export type DrillSummary = z.infer<typeof drillSummary>;

/** `nextBy`: the next scheduled drill comes at the latest then; its moment is told nobody. */
export const drillsView = z.object({
  now: instant,
  nextBy: instant.nullable(),
  org: recordId,
  items: z.array(drillSummary),
});
export type DrillsView = z.infer<typeof drillsView>;

export const drillView = drillSummary.extend({
  now: instant,
  org: z.object({ id: recordId, name: z.string(), environment: z.string() }),
  note: z.string().nullable(),
  checkPhrase: z.string(),
  people: z.array(
    z.object({
      id: recordId,
      name: z.string(),
      mine: z.boolean(),
      deliveries: z.array(
        z.object({ channel: z.string(), at: instant, result: z.enum(['accepted', 'failed']) }),
      ),
      openedAt: instant.nullable(),
      answeredAt: instant.nullable(),
      answer: z.enum(DRILL_ANSWERS).nullable(),
      seconds: count.nullable(),
    }),
  ),
});
export type DrillView = z.infer<typeof drillView>;
