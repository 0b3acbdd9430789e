/**
 * Decisions that are effective on receipt: a denial, a question, an approval taken back, a revocation. None of them opens
 * anything, so none needs the org's help; the org's rows follow when it can be reached.
 */
import type { RequestState } from '../core/requests.ts';
import { progressNow, standingApprovals } from './approvals.ts';
import { showAwaited } from './awaited.ts';
import { announceSettled, forgetTimers } from './settled.ts';
import {
  decisionIntention,
  decisionRow,
  requestFields,
  requestIntention,
  timelineIntention,
} from './org-rows.ts';
import { overtakeApprovals } from './overtaken.ts';
import { policyInForce } from './policy.ts';
import type { Pointer, RelayPorts, Unit } from './ports.ts';
import { tellAsked } from './progress.ts';
import { question } from './questions.ts';
import { revokeNow } from './revoke.ts';
import type { Fields, StoredDecision, StoredRequest } from './rows.ts';
import { transition } from './transitions.ts';

export interface Received {
  request: StoredRequest;
  decision: StoredDecision;
  /** Of the contact who signed. */
  name: string;
  at: string;
}

/** In the unit that logs the decision as received. */
export async function takeEffect(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  decision: StoredDecision,
  at: string,
): Promise<void> {
  const contact = await unit.contacts.get(decision.contactId);
  const received = { request, decision, at, name: contact?.name ?? decision.contactId };
  switch (decision.decision) {
    case 'Deny':
      return deny(unit, ports, received);
    case 'Ask_for_more':
      await becomeEffective(unit, received, 'More_information');
      return question(unit, ports, received);
    case 'Withdraw':
      return withdraw(unit, ports, received);
    case 'Revoke':
      await becomeEffective(unit, received, 'Revoked');
      return revokeNow(unit, ports, request, {
        ...{ by: received.name, reason: decision.reason, at, except: decision.contactId },
        because: `decision ${decision.index}`,
      });
    case 'Approve':
      throw new TypeError('An approval takes effect when the org has taken it.');
  }
}

/** The ledger says so, and the decision's row in the org. */
async function becomeEffective(
  unit: Unit,
  { request, decision, at }: Received,
  state: RequestState,
): Promise<Pointer> {
  const pointer = await unit.append({
    ...{ v: 1, type: 'decision.effective', org: request.orgId, at, request: request.id },
    ...{ received: decision.index, window: null, state },
  });
  await unit.decisions.settle(decision.index, { status: 'effective', because: null, settledAt: at });
  const row = decisionIntention(decision);
  await unit.projections.intend({ ...row, fields: { ...row.fields, Effective_At__c: at } });
  return pointer;
}

/** An approval on its way may stand in the org though it has lost: the row is set right, out of turn. */
async function repairOf(
  unit: Unit,
  request: StoredRequest,
  because: string,
  at: string,
): Promise<{ repair: Fields; overtaken: string[] }> {
  const overtaken = await overtakeApprovals(unit, request.id, { because, at });
  const repair = overtaken.length > 0 ? { ...requestFields(request), Restored_At__c: at } : {};
  return { repair, overtaken };
}

async function deny(unit: Unit, ports: RelayPorts, received: Received): Promise<void> {
  const { request, decision, name, at } = received;
  await becomeEffective(unit, received, 'Denied');
  // One denial ends the request, whatever the org took of approvals that were still on their way.
  const { repair } = await repairOf(unit, request, 'another contact denied the request', at);
  await transition(unit, request, {
    to: 'Denied',
    at,
    because: `decision ${decision.index}`,
    change: { settledAt: at, settledBy: name },
    fields: { ...repair, Decided_At__c: at, Decided_By__c: name },
    entry: {
      ...{ kind: 'Decision', actor: name, textKey: 'decision.denied', values: { reason: decision.reason } },
      summary: `Denied by ${name}: ${decision.reason}`,
    },
  });
  await forgetTimers(unit, request.id);
  const settled = { state: 'Denied', by: name, at, except: decision.contactId } as const;
  await announceSettled(unit, ports, { ...request, state: 'Denied' }, settled);
}

/** Takes back the contact's own approval, before the quorum is complete; those still on their way to the org go with it. */
async function withdraw(unit: Unit, ports: RelayPorts, received: Received): Promise<void> {
  const { request, decision, name, at } = received;
  const pointer = await becomeEffective(unit, received, request.state);
  const because = `withdrawn by decision ${decision.index}`;
  const own = (await standingApprovals(unit, request.id)).filter(
    ({ contactId }) => contactId === decision.contactId,
  );
  for (const { index, leaf, orgId } of own) {
    await unit.decisions.end(index, { endedAt: at, endedBecause: because });
    const fields = { Ended_At__c: at, Ended_Because__c: 'Withdrawn' };
    await unit.projections.intend({ ...decisionRow(orgId, leaf), fields });
  }
  const { repair, overtaken } = await repairOf(unit, request, because, at);
  const { given, needed } = await progressNow(unit, ports, request, await policyInForce(unit));
  await unit.requests.change(request.id, { approvalsGiven: given, approvalsNeeded: needed });
  const fields = { ...repair, Approvals_Given__c: given, Approvals_Needed__c: needed };
  await unit.projections.intend(requestIntention(request.id, fields, pointer));
  await showAwaited(unit, ports, request, at);
  const entry = {
    ...{ requestId: request.id, kind: 'Decision' as const, at, actor: name, textKey: 'decision.withdrawn' },
    ...{ values: { reason: decision.reason }, summary: `${name} took back the approval: ${decision.reason}` },
  };
  await unit.projections.intend(timelineIntention(request.orgId, entry, pointer));
  const others = overtaken.filter((contact) => contact !== decision.contactId);
  const news = { at, by: name };
  await tellAsked(unit, ports, request, {
    ...{ ...news, what: { kind: 'withdrawn' }, key: `withdrawn:${decision.index}` },
    except: [decision.contactId, ...others],
  });
  // Their approvals went with it: a contact who believes that he has answered would wait in vain.
  await tellAsked(unit, ports, request, {
    ...{ ...news, what: { kind: 'overtaken' }, key: `overtaken:${decision.index}` },
    only: others,
  });
}
