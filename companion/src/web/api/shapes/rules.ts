import { z } from 'zod';
import { ROSTER_CHANGES } from '../../../core/roster-diff.ts';
import { rosterVersionId } from '../../profile-shapes.ts';
import { index, instant, json, maybe, pageOf, text } from './common.ts';

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

const change = z
  .object({
    kind: z.enum(ROSTER_CHANGES),
    contact: text.meta({ description: 'id' }),
    name: text,
    before: text.nullable().meta({ description: 'level, role or name' }),
    after: text.nullable(),
    text: text.meta({ description: 'the change in one sentence' }),
  })
  .meta({ id: 'RosterChange' });

/** The same roster may have been in force more than once: each time is one. */
export const rosterVersion = z
  .object({
    number: index.meta({ description: 'counts from 1' }),
    version: text,
    since: instant,
    until: maybe.meta({ description: 'half open; null for the one in force' }),
    cause: z
      .enum(['Sealed', 'Signed', 'Seen'])
      .meta({ description: 'by the founding seal, by signatures, or by what a row of the org takes away' }),
    signedBy: z.array(z.object({ id: text, name: text, ledgerIndex: index })),
    ledgerIndex: index,
    deciders: index.meta({ description: 'contacts who may decide under it' }),
    changes: z.array(change).meta({ description: 'against the version before it' }),
  })
  .meta({ id: 'RosterVersion' });

export const byRosterVersion = z.strictObject({
  version: rosterVersionId.meta({ description: 'as a request names it' }),
});

export const rosterVersionDetail = z
  .object({
    version: text,
    times: z.array(rosterVersion).meta({ description: 'at which it was in force, newest first' }),
    entries: z.array(
      z.object({
        id: text,
        name: text.nullable().meta({ description: 'null where it was erased' }),
        address: text.nullable(),
        role: text,
        level: z.number().int(),
        active: z.boolean(),
        mayDecide: z.boolean(),
        userId: text.nullable(),
      }),
    ),
  })
  .meta({ id: 'RosterVersionDetail' });

export const rosterVersionList = pageOf(rosterVersion);

export const policy = z.object({ version: text, values: z.record(z.string(), json) }).meta({ id: 'Policy' });
export const policyVersion = z
  .object({ version: text, seenAt: instant, ledgerIndex: index, values: z.record(z.string(), json) })
  .meta({ id: 'PolicyVersion' });
export const mode = z
  .object({ mode: text, effectiveFrom: instant, setBy: text, ledgerIndex: index })
  .meta({ id: 'GovernanceMode' });
