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

const person = z.object({ id: text, name: text });
const delegation = z
  .object({
    id: text,
    delegator: person.meta({ description: 'who is away' }),
    delegate: person.meta({ description: 'who decides meanwhile, beside the others' }),
    from: instant,
    until: instant.meta({ description: 'not part of it' }),
    inForce: z.boolean(),
    signedAt: instant.nullable(),
    ledgerIndex: index
      .nullable()
      .meta({ description: 'entry of the delegator’s signature; null for early delegations' }),
  })
  .meta({ id: 'Delegation' });
export const delegations = z
  .object({ given: z.array(delegation), received: z.array(delegation) })
  .meta({ id: 'Delegations' });

export const policy = z.object({ version: text, values: z.record(z.string(), json) }).meta({ id: 'Policy' });
export const policyVersion = z
  .object({ version: text, seenAt: instant, ledgerIndex: index, values: z.record(z.string(), json) })
  .meta({ id: 'PolicyVersion' });
export const mode = z
  .object({ mode: text, effectiveFrom: instant, setBy: text, ledgerIndex: index })
  .meta({ id: 'GovernanceMode' });
