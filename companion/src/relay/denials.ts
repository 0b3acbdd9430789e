/** A denial is effective on receipt: refusing access needs nobody's help, not even the org's. */
import { announceSettled, forgetTimers } from './settled.ts';
import { decisionIntention, requestFields } from './org-rows.ts';
import { overtakeApprovals } from './overtaken.ts';
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
  const row = decisionIntention(decision);
  await unit.projections.intend({ ...row, fields: { ...row.fields, Effective_At__c: at } });
  // Approvals that were still on their way have lost: one denial ends the request, whatever the org took of them.
  const because = 'another contact denied the request';
  const isOvertaken = await overtakeApprovals(unit, request.id, { because, at });
  const repair = isOvertaken ? { ...requestFields(request), Restored_At__c: at } : {};
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
