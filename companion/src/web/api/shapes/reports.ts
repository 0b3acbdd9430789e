import { z } from 'zod';
import { instant, maybe, text } from './common.ts';

export const report = z
  .object({
    id: text,
    periodFrom: z.iso.date(),
    periodTo: z.iso.date(),
    timeZone: text,
    state: z.enum(['Requested', 'In_progress', 'Ready', 'Failed']),
    bundle: text.nullable().meta({ description: 'SHA-256 of the bundle' }),
    problem: text.nullable(),
    seenAt: instant,
    madeAt: maybe,
  })
  .meta({ id: 'Report' });

export const reportInput = z
  .strictObject({
    from: z.iso.date().meta({ description: 'first day' }),
    to: z.iso.date().meta({ description: 'last day, part of the period' }),
    timeZone: z.string().min(1).max(60).default('UTC'),
  })
  .meta({ id: 'ReportInput' });
export const reportAsked = z.object({ id: text }).meta({ id: 'ReportAsked' });
