/** A denial is effective on receipt: refusing access needs nobody's help, not even the org's. */
import { announceSettled, forgetTimers } from './settled.ts';
import { decisionIntention } from './org-rows.ts';
import type { RelayPorts, Unit } from './ports.ts';
import type { StoredDecision, StoredRequest } from './rows.ts';
import { transition } from './transitions.ts';

export async function deny(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  decision: StoredDecision,
  at: string,
): Promise<void> {
  const { orgId } = ports.org;
  const contact = await unit.contacts.get(decision.contactId);
  const name = contact?.name ?? decision.contactId;
  await unit.append({
    ...{ v: 1, type: 'decision.effective', org: orgId, at, request: request.id },
    ...{ received: decision.index, window: null, state: 'Denied' },
  });
  await unit.decisions.settle(decision.index, { status: 'effective', because: null, settledAt: at });
  await unit.projections.intend(decisionIntention(decision, at, false));
  await transition(unit, request, {
    to: 'Denied',
    at,
    because: `decision ${decision.index}`,
    change: { settledAt: at, settledBy: name },
    fields: { Decided_At__c: at, Decided_By__c: name },
    entry: {
      ...{ kind: 'Decision', actor: name, textKey: 'decision.denied', values: { reason: decision.reason } },
      summary: `Denied by ${name}: ${decision.reason}`,
    },
  });
  await overtake(unit, orgId, request.id, at);
  await forgetTimers(unit, request.id);
  const settled = { state: 'Denied', by: name, at, except: decision.contactId } as const;
  await announceSettled(unit, ports, { ...request, state: 'Denied' }, settled);
}

/** Approvals that were still on their way to the org have lost: one denial ends the request. */
async function overtake(unit: Unit, orgId: string, request: string, at: string): Promise<void> {
  for (const { index, status } of await unit.decisions.ofRequest(request)) {
    if (status !== 'pending') continue;
    const because = 'another contact denied the request';
    await unit.append({
      ...{ v: 1, type: 'decision.without_effect', org: orgId, at, request, received: index, because },
    });
    await unit.decisions.settle(index, { status: 'without_effect', because, settledAt: at });
  }
}
