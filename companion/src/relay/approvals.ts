/** The approvals of one request that count, and what they give together. */
import {
  type Approval,
  type QuorumProgress,
  quorumProgress,
  quorumResult,
  type QuorumResult,
} from '../core/quorum.ts';
import { rolesHeld, type RosterContact } from '../core/roster.ts';
import { partiesOf } from './parties.ts';
import { type PolicyInForce, policyOfVersion } from './policy.ts';
import type { RelayPorts, Rows } from './ports.ts';
import { rosterInForce } from './roster.ts';
import type { StoredDecision, StoredRequest } from './rows.ts';
import { termsFor } from './terms.ts';

/** Effective, neither withdrawn nor voided; in the order of receipt. */
export async function standingApprovals(rows: Rows, requestId: string): Promise<StoredDecision[]> {
  return (await rows.decisions.ofRequest(requestId)).filter(
    ({ decision, status, endedAt }) => decision === 'Approve' && status === 'effective' && endedAt === null,
  );
}

function approvalsOf(
  request: StoredRequest,
  decisions: readonly StoredDecision[],
  contacts: readonly RosterContact[],
): Approval[] {
  const parties = partiesOf(request);
  return decisions.flatMap(({ contactId, bounds, receivedAt }) => {
    if (bounds === null) return [];
    const { userId = null, address = null } = contacts.find(({ id }) => id === contactId) ?? {};
    const roles = [...rolesHeld(contacts, parties, contactId, receivedAt)];
    return [{ contact: contactId, person: { userId, address }, roles, bounds }];
  });
}

/** Where the request stands under the policy in force. */
export async function progressNow(
  rows: Rows,
  ports: Pick<RelayPorts, 'sha256'>,
  request: StoredRequest,
  { policy }: PolicyInForce,
): Promise<QuorumProgress> {
  const { contacts } = await rosterInForce(rows, ports);
  const standing = await standingApprovals(rows, request.id);
  return quorumProgress(termsFor(policy, request), approvalsOf(request, standing, contacts));
}

/** What a new approval gives together with those that stand, and who they are. */
export interface Counted {
  result: QuorumResult;
  /** Names of all who approved, in order. */
  names: string;
}

/**
 * Counts by the policy that was signed, with the approvals given under the same roster and policy. The same at each
 * attempt: what an attempt without an answer may have left in the org is then no alteration.
 */
export async function countWith(
  rows: Rows,
  ports: Pick<RelayPorts, 'sha256'>,
  request: StoredRequest,
  newest: StoredDecision,
): Promise<Counted> {
  const { contacts } = await rosterInForce(rows, ports);
  const terms = termsFor(await policyOfVersion(rows, newest.policyVersion), request);
  const earlier = (await standingApprovals(rows, request.id)).filter(
    ({ policyVersion, rosterVersion }) =>
      policyVersion === newest.policyVersion && rosterVersion === newest.rosterVersion,
  );
  const approvals = approvalsOf(request, [...earlier, newest], contacts);
  const names = new Map(contacts.map(({ id, name }) => [id, name]));
  return {
    result: quorumResult(terms, approvals, newest.receivedAt),
    names: [...new Set(approvals.map(({ contact }) => names.get(contact) ?? contact))].join(', '),
  };
}
