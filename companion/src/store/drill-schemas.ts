/** Schemas of what the ledger says of drills. */
import { z } from 'zod';
import { DRILL_ANSWERS, DRILL_ORIGINS, DRILL_STOPPERS } from '../core/entries/drill-entries.ts';
import { commitment, fact, id, index, instant } from './entry-parts.ts';

export const DRILL_SCHEMAS = {
  'drill.started': fact('drill.started', {
    drill: id,
    name: z.string(),
    origin: z.enum(DRILL_ORIGINS),
    by: commitment.nullable(),
    note: commitment.nullable(),
    checkPhrase: z.string(),
    level: z.number().int().nullable(),
    contacts: z.array(id).min(1),
    endsAt: instant,
    policyVersion: z.string(),
  }),
  'drill.opened': fact('drill.opened', { drill: id, contact: id }),
  'drill.answered': fact('drill.answered', {
    drill: id,
    contact: id,
    answer: z.enum(DRILL_ANSWERS),
    signed: index,
  }),
  'drill.ended': fact('drill.ended', {
    drill: id,
    asked: index,
    reached: index,
    opened: index,
    answered: index,
    firstAnswerSeconds: index.nullable(),
    silent: z.array(id),
    stopped: z
      .strictObject({ origin: z.enum(DRILL_STOPPERS), by: commitment, contact: id.nullable() })
      .exactOptional(),
  }),
};
