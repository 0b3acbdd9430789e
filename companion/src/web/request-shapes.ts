/** One request as a contact reads it; see shapes.ts for the rest that crosses the edge. */
import { z } from 'zod';
import type { Json } from '../core/canonical.ts';
import type { GateVerdict } from '../core/funnel.ts';
import { SIGNED_DECISIONS } from '../core/statement.ts';
import { recordId } from './shapes.ts';

const instant = z.iso.datetime();
const person = z.object({ id: z.string().nullable(), name: z.string(), detail: z.string().nullable() });

export const requestView = z.object({
  now: instant,
  org: z.object({ id: recordId, name: z.string(), environment: z.string() }),
  id: recordId,
  name: z.string(),
  revision: z.number().int(),
  state: z.string(),
  frozen: z.boolean(),
  caseNumber: z.string(),
  caseId: z.string().nullable(),
  requestingParty: z.string(),
  requester: person,
  incidentType: z.string(),
  purpose: z.string(),
  necessity: z.string(),
  dataViewed: z.boolean(),
  targetUser: person,
  environment: z.string(),
  hoursWanted: z.number(),
  mode: z.string(),
  /** Of the newest evaluation; null before the first. */
  rosterVersion: z.string().nullable(),
  checkPhrase: z.string().nullable(),
  submittedAt: instant.nullable(),
  deadline: instant.nullable(),
  gates: z.array(z.custom<GateVerdict>()),
  accessPreview: z.object({ asOf: instant, digest: z.string(), summary: z.array(z.string()) }).nullable(),
  /** Users who can do strictly less; null when there is nothing to decide. `without` are labels of permission sets. */
  lesserUsers: z
    .object({
      outcome: z.enum(['found', 'none', 'unknown']),
      users: z.array(z.object({ id: z.string(), name: z.string(), without: z.array(z.string()) })),
    })
    .nullable(),
  /** Bounds the page offers: the policy's cap and what an approval would give without a change by the contact. */
  limits: z.object({
    defaultMinutes: z.number().int(),
    maximumMinutes: z.number().int(),
    latestEnd: instant,
    quorum: z.number().int(),
    singleApproverMinutes: z.number().int(),
  }),
  /** Approvals of different persons that count now, how many are needed, and roles that must still be among them. */
  quorum: z.object({
    given: z.number().int(),
    needed: z.number().int(),
    rolesMissing: z.array(z.string()),
    complete: z.boolean(),
  }),
  /** Earlier requests that name the same case, newest first. */
  earlier: z.array(
    z.object({
      id: recordId,
      name: z.string(),
      state: z.string(),
      submittedAt: instant.nullable(),
      targetUser: z.string(),
    }),
  ),
  /** What an extension follows on: the earlier requests, newest first; null for a request that extends none. */
  extension: z
    .object({
      /** Authorized in all of them. */
      minutes: z.number().int(),
      earlier: z.array(
        z.object({
          id: recordId,
          name: z.string(),
          state: z.string(),
          window: z.object({ start: instant, end: instant }).nullable(),
          approvers: z.array(z.string()),
          logins: z.number().int(),
          findings: z.number().int(),
          grant: z.object({ step: z.string(), end: z.iso.date().nullable() }),
        }),
      ),
    })
    .nullable(),
  /** Newest first. */
  extendedBy: z.array(z.object({ id: recordId, name: z.string(), state: z.string() })),
  /** Why no extension can be asked for now, in a sentence; null when one can. */
  notExtendable: z.string().nullable(),
  timeline: z.array(
    z.object({ at: instant, kind: z.string(), actor: z.string().nullable(), summary: z.string() }),
  ),
  decisions: z.array(
    z.object({
      contact: z.string(),
      mine: z.boolean(),
      decision: z.string(),
      reason: z.string(),
      receivedAt: instant,
      effectiveAt: instant.nullable(),
      /** Why it does not count, or no longer; null while it does. */
      ended: z.string().nullable(),
      digest: z.string(),
    }),
  ),
  window: z.object({ start: instant, end: instant }).nullable(),
  /** Null for an ordinary request. */
  breakGlass: z
    .object({
      reason: z.string(),
      /** False where the policy refused it. */
      opened: z.boolean(),
      reviewDue: instant.nullable(),
      review: z.enum(['none', 'due', 'overdue', 'Justified', 'Not_justified']),
      reviewedBy: z.string().nullable(),
      reviewedAt: instant.nullable(),
      /** Whether this contact may sign the review now. */
      mayReview: z.boolean(),
    })
    .nullable(),
  /** What was altered, while the request is frozen; else null. */
  freeze: z
    .object({
      alterations: z.array(
        z.object({
          object: z.string(),
          kind: z.string(),
          /** Name of who changed the row last, as the org tells it. */
          by: z.string().nullable(),
          at: instant.nullable(),
          inOrg: z.enum(['As_logged', 'As_found', 'Gone']),
          fields: z.array(z.object({ name: z.string(), logged: z.custom<Json>(), found: z.custom<Json>() })),
        }),
      ),
      /** Whether this contact may sign the look now; `because` says in a sentence why not. */
      mayLook: z.boolean(),
      because: z.string().nullable(),
    })
    .nullable(),
  /** The date on which a grant given when the window opens ends by itself: Salesforce counts whole days. */
  unavoidableEnd: z.iso.date().nullable(),
  /** Contacts who are away and in whose place this one decides, too, each with the signature by which he does. */
  actsFor: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      until: instant,
      signedAt: instant.nullable(),
      /** Entry of that signature in the ledger. */
      signed: z.number().int().nullable(),
    }),
  ),
  /**
   * Whether this contact may approve now, and all that he may sign; `because` is an error code of core/errors.ts that says
   * why there is nothing.
   */
  decidable: z.object({
    allowed: z.boolean(),
    because: z.string().nullable(),
    choices: z.array(z.enum(SIGNED_DECISIONS)),
  }),
});
export type RequestView = z.infer<typeof requestView>;
