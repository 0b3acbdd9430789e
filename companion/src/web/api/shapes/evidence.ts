import { z } from 'zod';
import { recordId } from '../../shapes.ts';
import { hash, index, instant, maybe, paging, text, whole } from './common.ts';

export const findingQuery = z.strictObject({
  severity: z.enum(['Critical', 'Warning', 'Notice']).optional(),
  kind: text.max(80).optional(),
  request: recordId.optional(),
  since: instant.optional(),
  until: instant.optional(),
  ...paging,
});
export const finding = z
  .object({
    key: text,
    kind: text,
    severity: z.enum(['Critical', 'Warning', 'Notice']),
    title: text,
    details: text,
    nextStep: text,
    facts: z.array(z.object({ label: text, value: text })),
    requestId: text.nullable(),
    foundAt: instant,
    toldAt: maybe,
    ledgerIndex: index,
  })
  .meta({ id: 'Finding' });

export const coverage = z
  .object({
    source: text,
    readable: z.boolean(),
    completeFrom: maybe,
    completeTo: maybe,
    knownDelayMinutes: z.number(),
    gaps: z.array(z.object({ from: text, to: text, reason: text })),
    reason: text.nullable(),
    checkedAt: maybe,
  })
  .meta({ id: 'Coverage', description: 'For which time a source of the org is claimed to be complete' });

export const checkpoint = z
  .object({ size: index, root: hash, note: text.meta({ description: 'C2SP signed note' }), at: instant })
  .meta({ id: 'Checkpoint' });

export const entriesQuery = z.strictObject({
  from: whole(0, Number.MAX_SAFE_INTEGER).default(0),
  limit: whole(1, 500).default(100),
});
export const byIndex = z.strictObject({ index: whole(0, Number.MAX_SAFE_INTEGER) });
export const ledgerEntry = z
  .object({
    index,
    leaf: hash.meta({ description: 'SHA-256 of 0x00 and the body (RFC 6962)' }),
    type: text,
    at: instant,
    body: text.meta({ description: 'canonical JSON; personal values are commitments' }),
  })
  .meta({ id: 'LedgerEntry' });

export const inclusionQuery = z.strictObject({
  size: whole(1, Number.MAX_SAFE_INTEGER)
    .optional()
    .meta({ description: 'size of the tree; the newest checkpoint when absent' }),
});
export const inclusion = z
  .object({ index, size: index, leaf: hash, root: hash, proof: z.array(hash) })
  .meta({ id: 'InclusionProof', description: 'RFC 6962 §2.1.1, from the leaf up' });

export const consistencyQuery = z.strictObject({
  from: whole(1, Number.MAX_SAFE_INTEGER),
  to: whole(1, Number.MAX_SAFE_INTEGER).optional(),
});
export const consistency = z
  .object({
    from: z.object({ size: index, root: hash }),
    to: z.object({ size: index, root: hash }),
    proof: z.array(hash),
  })
  .meta({ id: 'ConsistencyProof', description: 'RFC 6962 §2.1.2' });
