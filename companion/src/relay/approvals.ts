/** The approvals of one request that count, and what they give together. */
import {
  type Approval,
  type QuorumProgress,
  quorumProgress,
  quorumResult,
  type QuorumResult,
} from '../core/quorum.ts';
import type { RosterContact } from '../core/roster.ts';
import type { StatementBase } from '../core/statement.ts';
import { isBefore } from './clock.ts';
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

/** Whose last passkey was revoked by `at`: an approval counts while its signer could sign. */
export async function keylessAt(rows: Rows, at: string): Promise<(contactId: string) => boolean> {
  const able = (await rows.passkeys.list()).filter(
    ({ state, revokedAt }) => state === 'Active' || (revokedAt !== null && isBefore(at, revokedAt)),
  );
  const holders = new Set(able.map(({ contactId }) => contactId));
  return (contactId) => !holders.has(contactId);
}

interface Ground {
  contacts: readonly RosterContact[];
  isKeyless: (contactId: string) => boolean;
}

/** For whom the signature was given besides its signer, as he was shown it. */
const actsForIn = ({ statement }: Pick<StoredDecision, 'statement'>) =>
  (statement as Pick<StatementBase, 'actsFor'>).actsFor ?? [];

function approvalsOf(decisions: readonly StoredDecision[], { contacts, isKeyless }: Ground): Approval[] {
  return decisions.flatMap((decision) => {
    const { contactId, bounds } = decision;
    if (bounds === null || isKeyless(contactId)) return [];
    const { userId = null, address = null, role = '' } = contacts.find(({ id }) => id === contactId) ?? {};
    const roles = [role, ...actsForIn(decision).map((other) => other.role)];
    return [{ contact: contactId, person: { userId, address }, roles, bounds }];
  });
}

/** Where the request stands under the policy in force. */
export async function progressNow(
  rows: Rows,
  ports: Pick<RelayPorts, 'sha256'>,
  request: StoredRequest,
  { policy }: PolicyInForce,
  at: string,
): Promise<QuorumProgress> {
  const { contacts } = await rosterInForce(rows, ports);
  const standing = await standingApprovals(rows, request.id);
  const isKeyless = await keylessAt(rows, at);
  return quorumProgress(termsFor(policy, request), approvalsOf(standing, { contacts, isKeyless }));
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
  const isKeyless = await keylessAt(rows, newest.receivedAt);
  const approvals = approvalsOf([...earlier, newest], { contacts, isKeyless });
  const names = new Map(contacts.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => names.get(id) ?? id;
  const signed = ({ contactId, statement }: StoredDecision) => {
    const others = actsForIn({ statement }).map(({ contact }) => nameOf(contact.id ?? ''));
    return others.length > 0 ? `${nameOf(contactId)} (also for ${others.join(', ')})` : nameOf(contactId);
  };
  return {
    result: quorumResult(terms, approvals, newest.receivedAt),
    names: [...new Set([...earlier, newest].map(signed))].join(', '),
  };
}
