import { z } from 'zod';
import { recordId } from '../../shapes.ts';
import { text } from './common.ts';

/** One line: no control characters, so that nothing that is made of it later can be broken into two. */
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, 'must be one line');
/** Free text: line ends and tabs are its only control characters. */
const paragraph = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .regex(/^(?:[^\p{Cc}]|[\n\r\t])*$/u, 'holds a control character');

const PARTIES = [
  'Salesforce_employee',
  'Contract_partner',
  'Package_publisher',
  'Org_administrator',
] as const;
const INCIDENTS = [
  'Support_escalation',
  'Infrastructure_troubleshooting',
  'Security_incident_response',
  'Database_operations',
  'Performance_optimization',
] as const;

export const intakeInput = z
  .strictObject({
    ticket: line(60).meta({
      description: 'number of the ticket in your system; the same one makes no second request',
    }),
    sender: z.email().max(80).meta({ description: 'address of who asks; of a domain that the token allows' }),
    caseNumber: line(40).meta({ description: "number of the case in Salesforce's support organisation" }),
    caseId: recordId.optional(),
    extends: line(18).optional().meta({
      description:
        'number (AR-000012) or id of an earlier request of the same case and user whose window is to be followed by another one',
    }),
    ask: paragraph.meta({ description: 'the words with which support asked for access; kept as they are' }),
    requestingParty: z.enum(PARTIES).optional(),
    incidentType: z.enum(INCIDENTS).optional(),
    purpose: paragraph.optional(),
    necessity: paragraph.optional(),
    dataViewed: z.boolean().optional(),
    targetUser: line(80).optional().meta({ description: 'username, or id of 18 characters' }),
    hoursWanted: z.number().min(0.25).max(336).optional(),
  })
  .meta({ id: 'IntakeInput' });
export type IntakeInput = z.infer<typeof intakeInput>;

export const intakeResult = z
  .object({
    requestId: text.nullable().meta({ description: 'null for a report that a mail came back' }),
    created: z.boolean().meta({ description: 'false: this ticket had made a request before' }),
    state: z.enum(['Draft', 'Submitted']).nullable().meta({ description: 'null when it was there before' }),
    missing: z
      .array(text)
      .meta({ description: 'what a person must fill in before the draft can be submitted' }),
    attachmentsIgnored: z.number().int().meta({ description: 'of a mail: how many were not taken' }),
    bounced: z.array(text).meta({ description: 'ids of deliveries that a report marked as come back' }),
  })
  .meta({ id: 'IntakeResult' });
