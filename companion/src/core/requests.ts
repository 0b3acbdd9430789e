/** The access request: its content, its states, and the one function that owns the transitions (design: States). */
import type { Json } from './canonical.ts';
import type { Risk } from './risk.ts';

export const REQUEST_STATES = [
  'Draft',
  'Submitted',
  'Refused_by_policy',
  'Awaiting_decision',
  'More_information',
  'Approved',
  'Window_open',
  'Completed',
  'Denied',
  'Expired',
  'Cancelled',
  'Revoked',
] as const;
export type RequestState = (typeof REQUEST_STATES)[number];

/** What a request that does not exist yet is "in". */
export type Origin = RequestState | 'New';

/** The state table. Validation rules in the org hold the same one; a test proves that both agree. */
const transitions: Readonly<Record<Origin, readonly RequestState[]>> = {
  New: ['Draft', 'Submitted'],
  Draft: ['Submitted', 'Cancelled'],
  Submitted: ['Refused_by_policy', 'Awaiting_decision', 'Cancelled', 'Expired', 'Approved'],
  Awaiting_decision: ['More_information', 'Approved', 'Denied', 'Expired', 'Cancelled'],
  More_information: ['Awaiting_decision', 'Approved', 'Denied', 'Expired', 'Cancelled'],
  Approved: ['Window_open', 'Revoked'],
  Window_open: ['Completed', 'Revoked'],
  Refused_by_policy: [],
  Completed: [],
  Denied: [],
  Expired: [],
  Cancelled: [],
  Revoked: [],
};

/** States from which nothing leads on. */
export const FINAL_STATES: readonly RequestState[] = REQUEST_STATES.filter(
  (state) => transitions[state].length === 0,
);

/** States in which a contact may still decide. */
export const OPEN_STATES: readonly RequestState[] = ['Awaiting_decision', 'More_information'];

/** @returns whether one write may lead from `from` to `to`; a write of the same state changes nothing and is no transition. */
export function canTransition(from: Origin, to: RequestState): boolean {
  return transitions[from].includes(to);
}

export function isRequestState(text: string): text is RequestState {
  return REQUEST_STATES.some((state) => state === text);
}

export type Outcome = 'Used' | 'Unused' | 'Never_granted' | 'Declined_by_the_user';
export type Mode = 'Standard' | 'Opt_out_enabled';

/** A user or a person of the roster, as a request names him. `name` is personal. */
export interface NamedPerson {
  id: string | null;
  name: string;
  address: string | null;
}

/** What the requester wrote, and where the request stands. Instants are ISO 8601 with Z. */
export interface AccessRequest {
  id: string;
  name: string;
  org: string;
  revision: number;
  state: RequestState;
  caseNumber: string;
  caseId: string | null;
  requestingParty: string | null;
  incidentType: string | null;
  purpose: string;
  necessity: string;
  dataViewed: boolean | null;
  targetUser: NamedPerson | null;
  environment: string | null;
  hoursWanted: number | null;
  /** Absent or null while it is not known. */
  risk?: Risk | null;
  requestedBy: NamedPerson;
  submittedAt: string | null;
  deadline: string | null;
}

/** Fields that people write; a change of one of them is a new revision. Names as in the org. */
export const CONTENT_FIELDS = [
  'Support_Case_Number__c',
  'Support_Case_Id__c',
  'Related_Case__c',
  'Extends__c',
  'Requesting_Party__c',
  'Incident_Type__c',
  'Purpose__c',
  'Necessity__c',
  'Data_Viewed__c',
  'Target_User__c',
  'Environment__c',
  'Hours_Wanted__c',
  'Break_Glass__c',
  'Break_Glass_Reason__c',
  'Break_Glass_Confirmation__c',
  'Requested_By__c',
  'Requested_By_Address__c',
  'Client_Key__c',
  'Org_Id__c',
  'Answer__c',
  'Revocation_Requested__c',
  'Revocation_Reason__c',
  'Cancel_Reason__c',
] as const;

/** Fields that the companion alone writes; a value that it did not log is an altered record. Names as in the org. */
export const PROJECTED_FIELDS = [
  'State__c',
  'Outcome__c',
  'Submitted_At__c',
  'Deadline__c',
  'Next_Open__c',
  'Decided_At__c',
  'Decided_By__c',
  'Approvals_Given__c',
  'Approvals_Needed__c',
  'Roles_Missing__c',
  'Next_Level__c',
  'Next_Level_At__c',
  'Next_Reminder_At__c',
  'Window_Start__c',
  'Window_End__c',
  'Gates__c',
  'Gate_Summary__c',
  'Policy_Version__c',
  'Roster_Version__c',
  'Mode__c',
  'Check_Phrase__c',
  'Grant_Step__c',
  'Grant_End__c',
  'Break_Glass_Review__c',
  'Break_Glass_Review_Due__c',
  'Break_Glass_Reviewed_At__c',
  'Break_Glass_Reviewed_By__c',
  'Frozen__c',
  'Freeze_Ended_At__c',
  'Freeze_Ended_By__c',
  'Restored_At__c',
  'Revision__c',
  'Ledger_Index__c',
  'Ledger_Leaf__c',
] as const;

/** Content that names people or is free text: logged as commitments, never in the clear (docs/privacy.md). */
export const PERSONAL_FIELDS = [
  'Purpose__c',
  'Necessity__c',
  'Break_Glass_Reason__c',
  'Requested_By_Address__c',
  'Answer__c',
  'Revocation_Reason__c',
  'Cancel_Reason__c',
] as const;

/** @returns whether the content of two readings of one request differs in what a contact would see. */
export function contentDiffers(
  before: Readonly<Record<string, Json>>,
  after: Readonly<Record<string, Json>>,
): boolean {
  return CONTENT_FIELDS.some((field) => (before[field] ?? null) !== (after[field] ?? null));
}

/** Content that never changes, not even in a draft. */
const FIXED = ['Client_Key__c', 'Org_Id__c', 'Requested_By__c', 'Requested_By_Address__c'];

/**
 * Content that people may still change; every other change is an alteration (design §4a).
 * @param from states that the request may legally be in
 * @param to the state that the row names
 */
export function changeableContent(from: readonly unknown[], to: unknown): ReadonlySet<string> {
  if (from.includes('Draft')) return new Set(CONTENT_FIELDS.filter((name) => !FIXED.includes(name)));
  return new Set([
    'Revocation_Requested__c',
    'Revocation_Reason__c',
    ...(from.includes('More_information') ? ['Answer__c'] : []),
    ...(to === 'Cancelled' ? ['Cancel_Reason__c'] : []),
  ]);
}
