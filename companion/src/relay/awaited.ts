/**
 * What a request still waits for, on its row in the org: the next level, the next reminder and the roles that no approval
 * has yet. It follows from the record and opens nothing, so it is written apart from the approval that changes it.
 */
import { ladderAhead } from '../core/ladder.ts';
import { OPEN_STATES } from '../core/requests.ts';
import { progressNow } from './approvals.ts';
import { intendChanged } from './changed-rows.ts';
import { labelOf, requestRow, shortened } from './org-rows.ts';
import { policyInForce } from './policy.ts';
import type { RelayPorts, Unit } from './ports.ts';
import type { Fields, StoredRequest } from './rows.ts';
import { termsFor } from './terms.ts';

/** Of a request on which nobody decides. */
export const NOTHING_AWAITED: Fields = {
  Roles_Missing__c: null,
  Next_Level__c: null,
  Next_Level_At__c: null,
  Next_Reminder_At__c: null,
};

/** Writes what differs from what the org has. Safe to repeat. */
export async function showAwaited(
  unit: Unit,
  ports: Pick<RelayPorts, 'sha256'>,
  request: StoredRequest,
  at: string,
): Promise<void> {
  // No fact of its own: the row keeps the pointer it has.
  const row = { ...requestRow(request.id), recordId: request.id };
  await intendChanged(unit, row, await awaitedFields(unit, ports, request, at));
}

async function awaitedFields(
  unit: Unit,
  ports: Pick<RelayPorts, 'sha256'>,
  request: StoredRequest,
  at: string,
): Promise<Fields> {
  const { submittedAt, deadline, ladderDone: done } = request;
  if (!OPEN_STATES.includes(request.state) || submittedAt === null || deadline === null)
    return NOTHING_AWAITED;
  const policy = await policyInForce(unit);
  const terms = termsFor(policy.policy, request);
  const { ask, remindAt } = ladderAhead({ terms, submittedAt, deadline, done, now: at });
  const { rolesMissing } = await progressNow(unit, ports, request, policy);
  return {
    Roles_Missing__c: rolesMissing.length > 0 ? shortened(rolesMissing.map(labelOf).join(', ')) : null,
    Next_Level__c: ask?.level ?? null,
    Next_Level_At__c: ask?.at ?? null,
    Next_Reminder_At__c: remindAt,
  };
}
