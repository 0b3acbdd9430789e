/** What the row of a proposed governance mode says in the org: how far it has come, who signed, and why it came to nothing. */
import type { Mode } from '../core/requests.ts';
import { intendChanged } from './changed-rows.ts';
import { shortened } from './org-rows.ts';
import type { Pointer, Unit } from './ports.ts';

export const PROPOSAL_OBJECT = 'Governance_Proposal__c';
/** Length of Result__c. */
const RESULT = 4000;

/** A governance mode that somebody proposes in the org and that was not taken up yet. */
export interface ModeProposalRow {
  id: string;
  orgId: string | null;
  mode: Mode;
  /** YYYY-MM-DD: its first day, in `timeZone`. */
  effectiveDate: string;
  timeZone: string;
  reason: string | null;
  proposedById: string | null;
  createdById: string;
  createdByName: string | null;
}

interface Waiting {
  state: 'Waiting_for_signature';
  /** Of its mode.proposed entry. */
  pointer?: Pointer;
}
interface HalfSigned {
  state: 'Waiting_for_second_signature';
  signedBy: readonly string[];
}
interface Accepted {
  state: 'Accepted';
  /** ISO 8601 with Z. */
  inForceFrom: string;
  /** Names, in the order in which they signed. */
  signedBy: readonly string[];
}
export interface ProposalEnd {
  state: 'Turned_down' | 'Taken_back' | 'Refused';
  because: string;
  signedBy?: readonly string[];
}
type ProposalState = Waiting | HalfSigned | Accepted | ProposalEnd;

/** @param row record id; nothing is written for a proposal that has no row in the org */
export async function showProposal(
  unit: Unit,
  row: string | null | undefined,
  shown: ProposalState,
): Promise<void> {
  if (!row) return;
  const pointer = 'pointer' in shown ? shown.pointer : undefined;
  const signedBy = 'signedBy' in shown ? (shown.signedBy ?? []) : [];
  await intendChanged(
    unit,
    { object: PROPOSAL_OBJECT, key: row, recordId: row },
    {
      State__c: shown.state,
      Signed_By__c: shortened(signedBy.join(', ') || null),
      In_Force_From__c: 'inForceFrom' in shown ? shown.inForceFrom : null,
      Result__c: 'because' in shown ? shortened(shown.because, RESULT) : null,
      ...(pointer ? { Ledger_Index__c: pointer.index, Ledger_Leaf__c: pointer.leaf } : {}),
    },
  );
}
