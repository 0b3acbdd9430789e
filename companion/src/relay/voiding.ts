/**
 * What a change of the roster or the policy means for requests that wait: approvals given under another version count no
 * longer and are asked for again, and the ladder is climbed anew, as the contacts may be others (design §4.4).
 */
import { AppError } from '../core/errors.ts';
import { OPEN_STATES } from '../core/requests.ts';
import { keylessAt, progressNow, standingApprovals } from './approvals.ts';
import { clockTime } from './clock.ts';
import { climbLadder } from './ladder.ts';
import { decisionRow, requestIntention, timelineIntention } from './org-rows.ts';
import { type PolicyInForce, policyInForce } from './policy.ts';
import type { RelayPorts, Unit } from './ports.ts';
import { tellAsked } from './progress.ts';
import { type RosterInForce, rosterInForce } from './roster.ts';
import type { StoredDecision, StoredRequest } from './rows.ts';
import { settleRequest } from './settle.ts';

interface InForce {
  policy: PolicyInForce;
  roster: RosterInForce;
}

/** After policy and roster have been read; repeatable. One request that fails does not keep the others waiting. */
export async function followChanges(ports: RelayPorts): Promise<void> {
  const { org, store, log } = ports;
  const rows = store.rows(org.orgId);
  for (const { id } of await rows.requests.list(OPEN_STATES)) {
    try {
      await store.exclusive(org.orgId, id, () => follow(ports, id));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      log.warn({ request: id, code: error.code }, 'a request follows a change of roster or policy later');
    }
  }
}

async function follow(ports: RelayPorts, id: string): Promise<void> {
  const { org, store } = ports;
  // What the org has taken meanwhile counts; what it has not lapses by the same change.
  await settleRequest(ports, id);
  const at = await clockTime(ports);
  await store.unit(
    org.orgId,
    async (unit) => {
      const request = await unit.requests.get(id);
      if (!request || !OPEN_STATES.includes(request.state)) return;
      const inForce = { policy: await policyInForce(unit), roster: await rosterInForce(unit, ports) };
      const isKeyless = await keylessAt(unit, at);
      const stale = (await standingApprovals(unit, id)).filter(
        (decision) => isStale(decision, inForce) || isKeyless(decision.contactId),
      );
      if (stale.length > 0) await endApprovals(unit, ports, request, { stale, at, ...inForce });
      await climbLadder(unit, ports, request, at);
    },
    { lock: id },
  );
}

const isStale = ({ policyVersion, rosterVersion }: StoredDecision, { policy, roster }: InForce): boolean =>
  policyVersion !== policy.version || rosterVersion !== roster.version;

function reasonOf(stale: readonly StoredDecision[], { policy, roster }: InForce): string {
  if (stale.some(({ rosterVersion }) => rosterVersion !== roster.version))
    return 'the roster has changed since they were given';
  return stale.some(({ policyVersion }) => policyVersion !== policy.version)
    ? 'the policy has changed since they were given'
    : 'the last passkey of who gave them was revoked';
}

async function endApprovals(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { stale, at, policy, roster }: InForce & { stale: readonly StoredDecision[]; at: string },
): Promise<void> {
  const pointer = await unit.append({
    ...{ v: 1, type: 'approvals.voided', org: request.orgId, at, request: request.id },
    ...{ received: stale.map(({ index }) => index) },
    ...{ policyVersion: policy.version, rosterVersion: roster.version },
  });
  const because = reasonOf(stale, { policy, roster });
  for (const { index, leaf, orgId } of stale) {
    await unit.decisions.end(index, { endedAt: at, endedBecause: because });
    const fields = { Ended_At__c: at, Ended_Because__c: `Voided: ${because}` };
    await unit.projections.intend({ ...decisionRow(orgId, leaf), fields });
  }
  const { given, needed } = await progressNow(unit, ports, request, policy, at);
  await unit.requests.change(request.id, { approvalsGiven: given, approvalsNeeded: needed });
  const fields = { Approvals_Given__c: given, Approvals_Needed__c: needed };
  await unit.projections.intend(requestIntention(request.id, fields, pointer));
  const entry = {
    ...{ requestId: request.id, kind: 'Policy' as const, at, actor: null, textKey: 'approvals.voided' },
    ...{ values: { because, count: stale.length } },
    summary: `${stale.length === 1 ? 'An approval no longer counts' : `${stale.length} approvals no longer count`}: ${because}. Contacts are asked again`,
  };
  await unit.projections.intend(timelineIntention(request.orgId, entry, pointer));
  await tellAsked(unit, ports, request, {
    ...{ what: { kind: 'voided', because }, key: `voided:${pointer.index}`, at, by: null },
  });
}
