import { z } from 'zod';
import { index, instant, json, text } from './common.ts';

export const roster = z
  .object({
    version: text,
    contacts: z.array(
      z.object({
        id: text,
        name: text,
        address: text,
        role: text,
        level: z.number().int(),
        active: z.boolean(),
        sealed: z.boolean().meta({ description: 'signed into the roster; otherwise without a vote' }),
        passkeys: z.number().int(),
      }),
    ),
  })
  .meta({ id: 'Roster' });

export const policy = z.object({ version: text, values: z.record(z.string(), json) }).meta({ id: 'Policy' });
export const policyVersion = z
  .object({ version: text, seenAt: instant, ledgerIndex: index, values: z.record(z.string(), json) })
  .meta({ id: 'PolicyVersion' });
export const mode = z
  .object({ mode: text, effectiveFrom: instant, setBy: text, ledgerIndex: index })
  .meta({ id: 'GovernanceMode' });
