/** What the schemas of ledger entries are put together from. */
import { z } from 'zod';
import type { Json } from '../core/canonical.ts';
import type { EntryType } from '../core/entries/entries.ts';

export const json = z.json() as z.ZodType<Json>;
export const instant = z.iso.datetime();
export const id = z.string().min(1).max(120);
export const hex64 = z.string().regex(/^[0-9a-f]{64}$/);
export const index = z.number().int().nonnegative();
export const commitment = z.strictObject({ commitment: hex64 });

export const factOf = <Type extends EntryType, Version extends 1 | 2, Shape extends z.core.$ZodLooseShape>(
  type: Type,
  version: Version,
  shape: Shape,
) =>
  z.strictObject({
    v: z.literal(version),
    type: z.literal(type),
    org: z.string().length(18),
    at: instant,
    ...shape,
  });

export const fact = <Type extends EntryType, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  factOf(type, 1, shape);
