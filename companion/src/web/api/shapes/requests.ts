import { z } from 'zod';
import { LOOK_CHOICES } from '../../../core/alterations.ts';
import { ASKED_ANSWERS } from '../../../core/answers.ts';
import { REQUEST_STATES } from '../../../core/requests.ts';
import { recordId } from '../../shapes.ts';
import { hash, index, instant, json, maybe, paging, text } from './common.ts';

export const requestQuery = z.strictObject({
  state: z.enum(REQUEST_STATES).optional(),
  caseNumber: z.string().min(1).max(40).optional(),
  breakGlass: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'true: only what was submitted as break-glass' }),
  targetUser: recordId.optional(),
  answeredBy: recordId
    .optional()
    .meta({ description: 'only what this authorization contact has signed an answer to' }),
  answer: z
    .enum(ASKED_ANSWERS)
    .optional()
    .meta({ description: 'with answeredBy: his last answer; Any, or nothing, is every answer' }),
  since: instant.optional().meta({ description: 'submitted at or after' }),
  until: instant.optional().meta({ description: 'submitted before' }),
  ...paging,
});

const user = z.object({ id: text, name: text });
const summary = {
  id: text,
  name: text,
  state: z.enum(REQUEST_STATES),
  frozen: z.boolean(),
  caseNumber: text,
  requestingParty: text.nullable(),
  incidentType: text.nullable(),
  targetUser: user.nullable(),
  environment: text.nullable(),
  dataViewed: z.boolean(),
  hoursWanted: z.number().nullable(),
  submittedAt: maybe,
  deadline: maybe,
  settledAt: maybe,
  settledBy: text.nullable(),
  outcome: text.nullable(),
  breakGlass: z
    .boolean()
    .meta({ description: 'BREAK-GLASS: submitted as an emergency; nobody approved what it opened' }),
};
export const requestSummary = z.object(summary).meta({ id: 'RequestSummary' });

const gate = z
  .object({
    gate: text,
    state: z.enum(['open', 'closed', 'unknown']),
    reason: text,
    until: instant.optional(),
    evidence: json.optional(),
    overridden: z.literal('break-glass').optional(),
  })
  .meta({ id: 'Gate', description: 'One rule of the policy and its verdict' });

export const requestDetail = z
  .object({
    ...summary,
    revision: z.number().int(),
    caseId: text.nullable(),
    requester: z.object({ id: text.nullable(), name: text, address: text.nullable() }),
    purpose: text,
    necessity: text,
    mode: text.nullable(),
    nextOpen: maybe,
    gates: z.array(gate),
    policyVersion: text.nullable(),
    rosterVersion: text.nullable(),
    window: z.object({ start: instant, end: instant }).nullable(),
    emergency: z
      .object({
        reason: text,
        openedAt: maybe,
        reviewDue: maybe,
        overdue: z.boolean(),
        review: z
          .object({ outcome: z.enum(['Justified', 'Not_justified']), by: text, reason: text, at: instant })
          .nullable(),
      })
      .nullable()
      .meta({ description: 'What break-glass opened, and its review; null for an ordinary request' }),
    alterations: z
      .array(
        z.object({
          object: text,
          kind: text,
          by: text.nullable().meta({ description: 'who changed the row last, as the org tells it' }),
          at: maybe,
          inOrg: z.enum(['As_logged', 'As_found', 'Gone']),
          fields: z.array(z.object({ name: text, logged: json, found: json })),
        }),
      )
      .meta({ description: 'What somebody altered in the org; while there is any, the request is frozen' }),
    looks: z
      .array(
        z.object({
          contact: user,
          choice: z.enum(LOOK_CHOICES),
          reason: text,
          signedAt: instant,
          digest: hash,
          keyFingerprint: text,
          ledgerIndex: index,
          ledgerLeaf: hash,
        }),
      )
      .meta({ description: 'Looks of contacts that ended a freeze, each signed; oldest first' }),
    extends: z
      .object({ id: text, name: text.nullable() })
      .nullable()
      .meta({ description: 'the earlier request that this one extends' }),
    extendedBy: z.array(z.object({ id: text, name: text, state: z.enum(REQUEST_STATES) })),
    grant: z.object({ step: text, end: z.iso.date().nullable() }),
    intake: z
      .array(z.object({ key: text, sender: text, receivedAt: instant, ask: text, ledgerIndex: index }))
      .meta({ description: 'What a ticket system handed in; nobody has proved the sender' }),
  })
  .meta({ id: 'Request' });

export const timelineEntry = z
  .object({ at: instant, kind: text, actor: text.nullable(), summary: text })
  .meta({ id: 'TimelineEntry' });

export const decision = z
  .object({
    contact: user,
    decision: text,
    reason: text,
    status: text,
    because: text.nullable(),
    receivedAt: instant,
    settledAt: maybe,
    digest: hash.meta({ description: 'SHA-256 of the canonical statement that was signed' }),
    keyFingerprint: text,
    policyVersion: text,
    rosterVersion: text,
    ledgerIndex: index,
    ledgerLeaf: hash,
  })
  .meta({ id: 'Decision' });

export const deliveryQuery = z.strictObject({
  request: recordId.optional(),
  contact: recordId.optional(),
  status: text.max(40).optional(),
  ...paging,
});
export const delivery = z
  .object({
    id: text,
    requestId: text.nullable(),
    contactId: text.nullable(),
    kind: text,
    channel: text,
    to: text.meta({ description: 'address; the text of a message is not given out, as it may hold links' }),
    subject: text,
    status: text,
    attempts: z.number().int(),
    result: text.nullable(),
    madeAt: instant,
    settledAt: maybe,
  })
  .meta({ id: 'Delivery' });
