/**
 * Makes received approvals effective: the org's rows are written in one call, all or nothing and only if the request is
 * as it was read; then the ledger says effective, or without effect. Safe to repeat at any point, as after a crash: the
 * decision's row has the ledger leaf in its key, and a state written twice changes nothing.
 */
import { AppError } from '../core/errors.ts';
import { OPEN_STATES } from '../core/requests.ts';
import { approvalRows, concludeApproval } from './approval-effects.ts';
import { countWith } from './approvals.ts';
import { clockTime, isBefore, later } from './clock.ts';
import {
  checkpointIntention,
  decisionIntention,
  decisionRow,
  requestFields,
  requestIntention,
  timelineIntention,
} from './org-rows.ts';
import { takeBack } from './overtaken.ts';
import { policyInForce } from './policy.ts';
import type { Pointer, RawRequest, RelayPorts, Unit } from './ports.ts';
import { seenAgain } from './requests.ts';
import { rosterInForce } from './roster.ts';
import type { StoredDecision, StoredRequest } from './rows.ts';
import { LAPSE, SETTLE } from './timers.ts';

/** How often a row that was changed meanwhile is read and written again before the next timer tries. */
const ATTEMPTS = 3;
const RETRY = { seconds: 10 } as const;

/** Settles every pending decision of a request, oldest first. The caller holds the request's lease. */
export async function settleRequest(ports: RelayPorts, requestId: string): Promise<void> {
  const { org, store, log } = ports;
  const pending = (await store.rows(org.orgId).decisions.ofRequest(requestId)).filter(
    ({ status }) => status === 'pending',
  );
  for (const decision of pending) {
    try {
      await settleOne(ports, decision);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ request: requestId, code: error.code }, 'a received decision waits for the org');
      const at = later(await clockTime(ports), RETRY);
      await store.unit(org.orgId, (unit) =>
        unit.enqueue(SETTLE, { request: requestId }, { key: requestId, at }),
      );
      return;
    }
  }
}

async function settleOne(ports: RelayPorts, decision: StoredDecision): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const rows = ports.store.rows(ports.org.orgId);
    const raw = await reread(ports, decision.requestId);
    const request = await rows.requests.get(decision.requestId);
    const current = (await rows.decisions.ofRequest(decision.requestId)).find(
      ({ index }) => index === decision.index,
    );
    // The reading may have brought a cancellation, which settles the decision by itself.
    if (!request || current?.status !== 'pending') return;
    const because =
      (await loss(ports, request, decision)) ??
      // What the org has taken counts, even if its answer was lost and the rules have changed since.
      ((await isTaken(ports, raw, decision)) ? null : await changeOfGround(ports, request, decision));
    if (because !== null) return withoutEffect(ports, request, decision, because);
    if (raw === null) throw new AppError('org_unreachable', 'The org cannot be read.');
    try {
      return await writeAndConclude(ports, request, decision, raw);
    } catch (error) {
      const isChanged = error instanceof AppError && error.code === 'request_changed';
      if (!isChanged || attempt >= ATTEMPTS) throw error;
    }
  }
}

/** @returns the request as the org holds it now; null when the org is out of reach, or the row is not there */
async function reread(ports: RelayPorts, requestId: string): Promise<RawRequest | null> {
  try {
    const [raw] = await ports.org.readRequests({ ids: [requestId] }, { deleted: true });
    if (!raw || raw.deleted) return null;
    await seenAgain(ports, raw);
    return raw;
  } catch (error) {
    if (error instanceof AppError && error.code === 'org_unreachable') return null;
    throw error;
  }
}

/** @returns why the decision can no longer count; null when it can */
async function loss(
  ports: RelayPorts,
  request: StoredRequest,
  decision: StoredDecision,
): Promise<string | null> {
  const rows = ports.store.rows(ports.org.orgId);
  if (!OPEN_STATES.includes(request.state)) return `the request is ${request.state}`;
  const now = await clockTime(ports);
  const lapse = later(request.deadline ?? decision.receivedAt, LAPSE);
  if (!isBefore(now, lapse)) return 'the org could not be written before the decision lapsed';
  if (request.frozen) return 'the request was found altered';
  if (!isBefore(now, decision.bounds?.notAfter ?? now)) return 'its window is over';
  const { result } = await countWith(rows, ports, request, decision);
  const end = result.state === 'complete' ? result.window?.end : undefined;
  return end !== undefined && !isBefore(now, end) ? 'its window is over' : null;
}

/**
 * Whether the org holds the row as this very approval left it. The leaf alone is no secret: whoever edits rows could write
 * it, so the row must have been sent by this companion, and changed by nobody since.
 */
async function isTaken(
  { org, store }: RelayPorts,
  raw: RawRequest | null,
  { orgId, leaf }: StoredDecision,
): Promise<boolean> {
  if (raw?.fields['Ledger_Leaf__c'] !== leaf || raw.modifiedById !== org.userId) return false;
  const { object, key } = decisionRow(orgId, leaf);
  return (await store.rows(org.orgId).projections.get(object, key)) !== null;
}

async function changeOfGround(
  ports: RelayPorts,
  request: StoredRequest,
  decision: StoredDecision,
): Promise<string | null> {
  const rows = ports.store.rows(ports.org.orgId);
  const roster = await rosterInForce(rows, ports);
  const policy = await policyInForce(rows);
  const signed = decision.statement as { request?: { revision?: number } };
  const isSameGround =
    decision.rosterVersion === roster.version &&
    decision.policyVersion === policy.version &&
    signed.request?.revision === request.revision;
  return isSameGround ? null : 'the request, the roster or the policy changed before it took effect';
}

async function writeAndConclude(
  ports: RelayPorts,
  request: StoredRequest,
  decision: StoredDecision,
  raw: RawRequest,
): Promise<void> {
  const { org, store, projector } = ports;
  const rows = store.rows(org.orgId);
  const counted = await countWith(rows, ports, request, decision);
  const at = await clockTime(ports);
  const checkpoint = checkpointIntention(org.orgId, await store.ledger.checkpoint(org.orgId, at));
  const name = (await rows.contacts.get(decision.contactId))?.name ?? decision.contactId;
  const held = approvalRows(request, decision, { counted, name }).map((row) => ({ ...row, held: true }));
  await store.unit(org.orgId, async (unit) => {
    for (const row of [...held, checkpoint]) await unit.projections.intend(row);
  });
  try {
    const ifUnmodifiedSince = { [request.id]: raw.modifiedAt };
    await projector.flush({ only: [...held, checkpoint], ifUnmodifiedSince });
  } catch (error) {
    // Refused: it stands nowhere. Out of reach: it may stand in the org, and stays intended until that is known.
    if (error instanceof AppError && error.code !== 'org_unreachable') {
      await store.unit(org.orgId, (unit) => takeBack(unit, decision));
    }
    throw error;
  }
  await store.unit(
    org.orgId,
    (unit) => concludeApproval(unit, ports, request, decision, { counted, at, name }),
    { lock: request.id },
  );
}

/** An answer that came when the request was settled: it stays on record, in the ledger, in the org, on the timeline. */
export async function keepLate(
  unit: Unit,
  decision: StoredDecision,
  why: { because: string; at: string },
): Promise<void> {
  await endWithoutEffect(unit, decision, why);
  await unit.projections.intend(decisionIntention(decision));
}

async function endWithoutEffect(
  unit: Unit,
  decision: StoredDecision,
  { because, at }: { because: string; at: string },
): Promise<Pointer> {
  const { orgId, requestId, index } = decision;
  const pointer = await unit.append({
    ...{
      v: 1,
      type: 'decision.without_effect',
      org: orgId,
      at,
      request: requestId,
      received: index,
      because,
    },
  });
  await unit.decisions.settle(index, { status: 'without_effect', because, settledAt: at });
  const what = decision.decision.replaceAll('_', ' ').toLowerCase();
  const entry = {
    ...{ requestId, kind: 'Decision' as const, at, actor: null, textKey: 'decision.without_effect' },
    ...{ values: { because }, summary: `A signed answer (${what}) had no effect: ${because}` },
  };
  await unit.projections.intend(timelineIntention(orgId, entry, pointer));
  return pointer;
}

/** An approval that was received in time, and could not be made effective. */
async function withoutEffect(
  ports: RelayPorts,
  request: StoredRequest,
  decision: StoredDecision,
  because: string,
): Promise<void> {
  const { org, store } = ports;
  const at = await clockTime(ports);
  await store.unit(
    org.orgId,
    async (unit) => {
      await takeBack(unit, decision);
      const pointer = await endWithoutEffect(unit, decision, { because, at });
      await unit.projections.intend(requestIntention(request.id, requestFields(request), pointer));
    },
    { lock: request.id },
  );
}
