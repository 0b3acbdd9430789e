/** What the relay shows in the org: field values by the names of the objects there. */
import type { Json } from '../core/canonical.ts';
import type { GateVerdict } from '../core/funnel.ts';
import type { Checkpoint, Intention, Pointer } from './ports.ts';
import type { Fields, ModeRow, RowReference, StoredDecision, StoredRequest } from './rows.ts';

export const requestRow = (id: string): RowReference => ({ object: 'Access_Request__c', key: id });
export const decisionRow = (orgId: string, leaf: string): RowReference => ({
  object: 'Access_Decision__c',
  key: `${orgId}:${leaf}`,
});

const pointer = ({ index, leaf }: Pointer): Fields => ({ Ledger_Index__c: index, Ledger_Leaf__c: leaf });

export function shortened(text: string | null, length = 255): string | null {
  return text !== null && text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Text of a picklist's API name: `Security_lead` is "Security lead". */
export function labelOf(apiName: string | null): string {
  return (apiName ?? '').replace(/^Opt_out/, 'Opt-out').replaceAll('_', ' ');
}

export function requestIntention(id: string, fields: Fields, at: Pointer): Intention {
  return { ...requestRow(id), recordId: id, fields: { ...fields, ...pointer(at) } };
}

/** Everything the companion owns on a request's row, as the request stands. */
export function requestFields(request: StoredRequest): Fields {
  const isDecided = request.windowStart !== null || request.state === 'Denied';
  return {
    ...gateFields(request.gates),
    State__c: request.state,
    Outcome__c: request.outcome,
    Submitted_At__c: request.submittedAt,
    Deadline__c: request.deadline,
    Next_Open__c: request.nextOpen,
    Decided_At__c: isDecided ? request.settledAt : null,
    Decided_By__c: isDecided ? request.settledBy : null,
    Approvals_Given__c: request.approvalsNeeded === null ? null : request.approvalsGiven,
    Approvals_Needed__c: request.approvalsNeeded,
    Window_Start__c: request.windowStart,
    Window_End__c: request.windowEnd,
    Policy_Version__c: request.policyVersion,
    Roster_Version__c: request.rosterVersion,
    Mode__c: request.mode,
    Check_Phrase__c: request.checkPhrase,
    Grant_Step__c: request.grantStep,
    Grant_End__c: request.grantEnd,
    ...breakGlassFields(request.breakGlass),
    Revision__c: request.revision,
  };
}

/** Where the review stands, once a window was opened by break-glass. */
export function breakGlassFields(use: StoredRequest['breakGlass']): Fields {
  const isOpened = use !== null && use.opened !== null;
  return {
    Break_Glass_Review__c: isOpened ? (use.review?.outcome ?? (use.overdue ? 'Overdue' : 'Due')) : null,
    Break_Glass_Review_Due__c: isOpened ? use.reviewDue : null,
    Break_Glass_Reviewed_At__c: use?.review?.at ?? null,
    Break_Glass_Reviewed_By__c: use?.review?.name ?? null,
  };
}

/** Length of Gates__c and Gate_Summary__c. */
const GATES = 32_768;
const SUMMARY = 4000;

export function gateFields(gates: readonly GateVerdict[]): Fields {
  const words = { open: 'open', closed: 'closed', unknown: 'unknown, counts as closed' } as const;
  const lines = gates.map(
    ({ gate, state, reason, overridden }) =>
      `${gateName(gate)}: ${words[state]}${overridden ? `, overridden by ${overridden}` : ''}. ${reason}`,
  );
  return {
    Gates__c: shortened(
      JSON.stringify(gates.map((verdict) => ({ ...verdict, gate: gateName(verdict.gate) }))),
      GATES,
    ),
    Gate_Summary__c: shortened(lines.join('\n'), SUMMARY),
  };
}

/** `case_number_present` is "Case number present". */
function gateName(gate: string): string {
  const words = gate.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export type TimelineKind =
  | 'Revision'
  | 'Policy'
  | 'Notice'
  | 'Decision'
  | 'Break_glass'
  | 'Window'
  | 'Grant'
  | 'Finding'
  | 'Alarm'
  | 'Question'
  | 'Answer';

export interface TimelineEntry {
  requestId: string;
  kind: TimelineKind;
  at: string;
  actor: string | null;
  textKey: string;
  values: Readonly<Record<string, Json>>;
  summary: string;
}

const VALUES = 4000;

/** The key comes from the fact's ledger index, so that a repetition writes the same row. */
export function eventRow(orgId: string, index: number, kind: TimelineKind): RowReference {
  return { object: 'Access_Request_Event__c', key: `${orgId}:E:${index}:${kind}` };
}

export function timelineIntention(orgId: string, entry: TimelineEntry, at: Pointer): Intention {
  return {
    ...eventRow(orgId, at.index, entry.kind),
    fields: {
      Org_Id__c: orgId,
      Access_Request__c: entry.requestId,
      Kind__c: entry.kind,
      At__c: entry.at,
      Actor__c: shortened(entry.actor),
      Text_Key__c: entry.textKey,
      Text_Values__c: shortened(JSON.stringify(entry.values), VALUES),
      Summary__c: shortened(entry.summary),
      ...pointer(at),
    },
  };
}

/** Length of Statement__c. */
const STATEMENT = 131_072;

/** When it became effective is not part of it: an approval is written before that is known. */
export function decisionIntention(decision: StoredDecision): Intention {
  const { bounds } = decision;
  return {
    ...decisionRow(decision.orgId, decision.leaf),
    fields: {
      Org_Id__c: decision.orgId,
      Access_Request__c: decision.requestId,
      Authorization_Contact__c: decision.contactId,
      Decision__c: decision.decision,
      Reason__c: decision.reason,
      Received_At__c: decision.receivedAt,
      Max_Minutes__c: bounds?.maxMinutes ?? null,
      Not_Before__c: bounds?.notBefore ?? null,
      Not_After__c: bounds?.notAfter ?? null,
      Digest__c: decision.digest,
      Key_Fingerprint__c: decision.fingerprint,
      Statement__c: shortened(JSON.stringify(decision.statement), STATEMENT),
      Assertion__c: JSON.stringify(decision.assertion),
      ...pointer(decision),
    },
  };
}

export function modeIntention(orgId: string, mode: ModeRow, note: string | null, leaf: string): Intention {
  return {
    object: 'Governance_Mode__c',
    key: `${orgId}:${leaf}`,
    fields: {
      Org_Id__c: orgId,
      Mode__c: mode.mode,
      Effective_From__c: mode.effectiveFrom,
      Set_By__c: mode.setBy,
      Note__c: note,
      ...pointer({ index: mode.index, leaf }),
    },
  };
}

export function checkpointIntention(orgId: string, { size, root, note, at }: Checkpoint): Intention {
  return {
    object: 'Ledger_Checkpoint__c',
    key: `${orgId}:${size}`,
    fields: { Org_Id__c: orgId, Tree_Size__c: size, Root_Hash__c: root, Note__c: note, At__c: at },
  };
}

export function contactIntention(id: string, fields: Fields, at: Pointer): Intention {
  return { object: 'Authorization_Contact__c', key: id, recordId: id, fields: { ...fields, ...pointer(at) } };
}
