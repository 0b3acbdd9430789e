/** Schemas of what the ledger says of altered records, and of the looks that end a freeze. */
import { z } from 'zod';
import { LOOK_CHOICES } from '../core/alterations.ts';
import { commitment, fact, id, index, instant, json } from './entry-parts.ts';

export const ALTERATION_SCHEMAS = {
  'record.altered': fact('record.altered', {
    object: z.string(),
    record: z.string(),
    fields: z.array(z.strictObject({ name: z.string(), logged: json, found: json })),
    by: z.string().nullable(),
    kind: z.exactOptional(z.enum(['changed', 'deleted', 'missing', 'not ours'])),
    byName: z.exactOptional(commitment.nullable()),
    byAddress: z.exactOptional(commitment),
    byUsername: z.exactOptional(commitment),
    modifiedAt: z.exactOptional(instant.nullable()),
    request: z.exactOptional(id.nullable()),
  }),
  'freeze.ended': fact('freeze.ended', {
    request: id,
    altered: z.array(index),
    choice: z.enum(LOOK_CHOICES),
    signed: index,
  }),
};
