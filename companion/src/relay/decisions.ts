/**
 * A signed decision: checked, received, and then made effective. An approval counts when the org has taken it; whatever
 * opens nothing is effective on receipt; and nobody is told before it counts. An answer that comes after the request was
 * settled is kept on record, without effect.
 */
import type { Json } from '../core/canonical.ts';
import { AppError, type ErrorCode } from '../core/errors.ts';
import { actsFor } from '../core/roster.ts';
import {
  buildStatement,
  type DecisionStatement,
  reasonOpening,
  type SignedDecision,
  type Snapshot,
  statementDigest,
} from '../core/statement.ts';
import { type AccessWindow, type Bounds, checkBounds } from '../core/windows.ts';
import { clockTime, isBefore, later, requireAgreeingClocks } from './clock.ts';
import { choicesOf, refusal, refusalOf } from './eligibility.ts';
import { takeEffect } from './on-receipt.ts';
import { requireLiveKey } from './passkeys.ts';
import { partiesOf } from './parties.ts';
import { policyInForce } from './policy.ts';
import type { AssertionInput, CheckedAssertion, ContactRef, RelayPorts, Unit } from './ports.ts';
import { seenAgain } from './requests.ts';
import { rosterInForce } from './roster.ts';
import type { StoredDecision, StoredRequest } from './rows.ts';
import { keepLate, settleRequest } from './settle.ts';
import { termsFor } from './terms.ts';
import { writeSoon } from './writing.ts';
import { LAPSE, SETTLE, WATCH_ROSTER } from './timers.ts';

export interface Decide<Assertion extends AssertionInput> {
  contact: ContactRef;
  sessionId: string;
  requestId: string;
  nonce: string;
  decision: SignedDecision;
  reason: string;
  window: Bounds | null;
  digest: string;
  assertion: Assertion;
}

export interface DecisionResult {
  outcome: 'effective' | 'pending' | 'without_effect';
  because: string | null;
  requestState: string;
  window: AccessWindow | null;
  receipt: {
    digest: string;
    receivedAt: string;
    effectiveAt: string | null;
    keyFingerprint: string;
    ledgerIndex: number;
    ledgerLeaf: string;
  };
}

/**
 * @throws AppError not_found, snapshot_expired, assertion_replayed, request_changed, request_frozen, not_eligible,
 *   not_asked, clock_offset, window_invalid, digest_mismatch, assertion_invalid
 */
export async function decide<Assertion extends AssertionInput>(
  ports: RelayPorts<Assertion>,
  input: Decide<Assertion>,
): Promise<DecisionResult> {
  const { org, store } = ports;
  const request = await store.rows(org.orgId).requests.get(input.requestId);
  if (!request) throw new AppError('not_found', 'There is no such request.');
  const index = await store.exclusive(org.orgId, request.id, async () => {
    const snapshot = await openSnapshot(ports, input);
    await lookAgain(ports, request.id);
    const signed = await checked(ports, input, snapshot);
    const received = await receive(ports, input, snapshot, signed);
    if (received.status === 'pending') await settleRequest(ports, request.id);
    return received.index;
  });
  await writeSoon(ports);
  return resultOf(ports, request.id, index);
}

async function openSnapshot<Assertion extends AssertionInput>(
  ports: RelayPorts<Assertion>,
  { nonce, contact, sessionId, requestId }: Decide<Assertion>,
): Promise<Snapshot> {
  const kept = await ports.store.rows(ports.org.orgId).snapshots.get(nonce);
  const isOwn =
    kept?.contactId === contact.id && kept.sessionId === sessionId && kept.requestId === requestId;
  if (!isOwn) throw new AppError('snapshot_expired', 'This review is not open any more.');
  if (kept.usedAt !== null) throw new AppError('assertion_replayed', 'This signature was used before.');
  if (isBefore(kept.expiresAt, await clockTime(ports))) {
    throw new AppError('snapshot_expired', 'What you saw is older than ten minutes.');
  }
  return kept.body;
}

/** Re-reads the request in the org, so that a cancellation or change of the last seconds counts. */
async function lookAgain(ports: RelayPorts, requestId: string): Promise<void> {
  try {
    const [raw] = await ports.org.readRequests({ ids: [requestId] }, { deleted: true });
    if (!raw || raw.deleted) throw new AppError('request_closed', 'This request is no longer in the org.');
    await seenAgain(ports, raw);
  } catch (error) {
    // Out of reach: the decision can still be received; it waits until the org has been read and written.
    if (!(error instanceof AppError) || error.code !== 'org_unreachable') throw error;
  }
}

interface Signed {
  statement: DecisionStatement;
  assertion: CheckedAssertion;
  /** Why the answer comes too late to count; null when it is in time. */
  late: string | null;
}

/** What the request became before the answer came. */
const LATE: Partial<Record<ErrorCode, string>> = {
  request_closed: 'the request was settled before',
  request_expired: 'the deadline had passed',
};

async function checked<Assertion extends AssertionInput>(
  ports: RelayPorts<Assertion>,
  input: Decide<Assertion>,
  snapshot: Snapshot,
): Promise<Signed> {
  const { org, store } = ports;
  const rows = store.rows(org.orgId);
  const request = await rows.requests.get(input.requestId);
  if (!request) throw new AppError('not_found', 'There is no such request.');
  const roster = await rosterInForce(rows, ports);
  const policy = await policyInForce(rows);
  const at = await clockTime(ports);
  const choices = choicesOf(
    request,
    roster,
    await rows.decisions.ofRequest(request.id),
    input.contact.id,
    at,
  );
  const code = refusalOf(choices, input.decision, request.state);
  const late = (code && LATE[code]) ?? null;
  if (code !== null && late === null) throw refusal(code);
  const { base } = snapshot;
  const delegators = new Set(
    actsFor(roster.contacts, partiesOf(request), input.contact.id, at).map(({ id }) => id),
  );
  const isSame =
    base.request.revision === request.revision &&
    base.policyVersion === policy.version &&
    base.rosterVersion === roster.version &&
    (base.actsFor ?? []).every(({ contact }) => delegators.has(contact.id ?? ''));
  if (!isSame && late === null)
    throw new AppError('request_changed', 'The request, the policy or the roster changed meanwhile.');
  if (input.decision === 'Approve' && late === null) {
    await requireApprovable(ports, request, input.window, snapshot, at);
  }
  const statement = await statementOf(ports, input, snapshot);
  const { contact, digest } = input;
  const assertion = await ports.checkSignature({ contact, digest, assertion: input.assertion });
  return { statement, assertion, late };
}

async function requireApprovable(
  { org, store }: RelayPorts,
  request: StoredRequest,
  window: Bounds | null,
  { limits }: Snapshot,
  at: string,
): Promise<void> {
  const rows = store.rows(org.orgId);
  await requireAgreeingClocks(rows);
  if (window === null) throw new AppError('window_invalid', 'An approval names its window.');
  const { policy } = await policyInForce(rows);
  const wrong = checkBounds(window, termsFor(policy, request), limits.maximumMinutes, at);
  if (wrong) throw new AppError('window_invalid', wrong);
}

async function statementOf<Assertion extends AssertionInput>(
  { hmac, sha256 }: RelayPorts<Assertion>,
  { decision, reason, window, digest }: Decide<Assertion>,
  snapshot: Snapshot,
): Promise<DecisionStatement> {
  if ((decision === 'Approve') !== (window !== null)) {
    throw new AppError('window_invalid', 'An approval names a window, any other answer names none.');
  }
  const statement = await buildStatement(snapshot, { decision, reason, window }, hmac);
  if ((await statementDigest(sha256, statement)) === digest) return statement;
  throw new AppError('digest_mismatch', 'What was signed is not what this server showed.');
}

async function receive<Assertion extends AssertionInput>(
  ports: RelayPorts<Assertion>,
  input: Decide<Assertion>,
  snapshot: Snapshot,
  { statement, assertion, late }: Signed,
): Promise<StoredDecision> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  const { credentialId, clientDataJSON, authenticatorData, signature, fingerprint } = assertion;
  const proof = { credentialId, clientDataJSON, authenticatorData, signature };
  const about = { request: input.requestId, contact: input.contact.id, decision: input.decision };
  const signed = statement as unknown as { readonly [name: string]: Json };
  return store.unit(
    org.orgId,
    async (unit) => {
      if (!(await unit.snapshots.use(input.nonce, at))) {
        throw new AppError('assertion_replayed', 'This signature was used before.');
      }
      const request = await unit.requests.get(input.requestId);
      if (!request) throw new AppError('not_found', 'There is no such request.');
      // The time of receipt is what is logged: the deadline may have passed while the signature was checked.
      const because =
        late ?? (comesTooLate(request, input.decision, at) ? LATE.request_expired : null) ?? null;
      const pointer = await unit.append(
        {
          v: 1,
          type: 'decision.received',
          org: org.orgId,
          at,
          ...about,
          statement: signed,
          digest: input.digest,
          assertion: proof,
        },
        [...(snapshot.own ?? []), reasonOpening(snapshot, input.reason)],
      );
      // Looked at after the append: from there on no key of this org is revoked before this signature counts, no alteration
      // is found, and no other offset of the clocks is logged.
      await requireLiveKey(unit, input.contact.id, credentialId);
      const isFrozen = (await unit.requests.get(request.id))?.frozen === true;
      if (isFrozen && because === null && input.decision !== 'Revoke') throw refusal('request_frozen');
      if (input.decision === 'Approve' && because === null) await requireAgreeingClocks(unit);
      const decision: StoredDecision = {
        orgId: org.orgId,
        ...pointer,
        ...{ requestId: input.requestId, contactId: input.contact.id, decision: input.decision },
        ...{ reason: input.reason, bounds: input.window, digest: input.digest, fingerprint },
        ...{
          statement: signed,
          assertion: proof,
          status: 'pending',
          because: null,
          receivedAt: at,
          ...{ settledAt: null, endedAt: null, endedBecause: null },
        },
        ...{ policyVersion: statement.policyVersion, rosterVersion: statement.rosterVersion },
      };
      await unit.decisions.put(decision);
      await unit.enqueue(WATCH_ROSTER, { request: request.id }, { key: org.orgId });
      if (because !== null) {
        await keepLate(unit, decision, { because, at });
        return { ...decision, status: 'without_effect' };
      }
      if (decision.decision !== 'Approve') {
        await takeEffect(unit, ports, request, decision, at);
        return { ...decision, status: 'effective' };
      }
      await scheduleLapse(unit, request, at);
      return decision;
    },
    { lock: input.requestId },
  );
}

const comesTooLate = ({ deadline }: StoredRequest, decision: SignedDecision, at: string): boolean =>
  decision !== 'Revoke' && deadline !== null && !isBefore(at, deadline);

/** A pending approval is looked at again when it would lapse, whatever else happens. */
async function scheduleLapse(unit: Pick<Unit, 'enqueue'>, request: StoredRequest, at: string): Promise<void> {
  const lapse = later(request.deadline ?? at, LAPSE);
  await unit.enqueue(SETTLE, { request: request.id }, { key: `${request.id}:lapse`, at: lapse });
}

async function resultOf(ports: RelayPorts, requestId: string, index: number): Promise<DecisionResult> {
  const rows = ports.store.rows(ports.org.orgId);
  const request = await rows.requests.get(requestId);
  const decision = (await rows.decisions.ofRequest(requestId)).find((one) => one.index === index);
  if (!request || !decision) throw new AppError('internal', 'A decision that was received is not there.');
  const { windowStart: start, windowEnd: end } = request;
  const isEffective = decision.status === 'effective';
  return {
    outcome: decision.status,
    because: decision.because,
    requestState: request.state,
    window: isEffective && start && end ? { start, end } : null,
    receipt: {
      digest: decision.digest,
      receivedAt: decision.receivedAt,
      effectiveAt: isEffective ? decision.settledAt : null,
      keyFingerprint: decision.fingerprint,
      ledgerIndex: decision.index,
      ledgerLeaf: decision.leaf,
    },
  };
}
