/** Approvals that were received and not yet effective when the request ended in another way. */
import { decisionRow, eventRow, requestRow } from './org-rows.ts';
import type { Unit } from './ports.ts';
import type { StoredDecision } from './rows.ts';

/** Takes back what was to be written for an approval; its rows may stand in the org if only the answer was lost. */
export async function takeBack(unit: Unit, { orgId, index, leaf, requestId }: StoredDecision): Promise<void> {
  for (const row of [decisionRow(orgId, leaf), eventRow(orgId, index, 'Decision'), requestRow(requestId)]) {
    await unit.projections.abandon(row);
  }
}

/**
 * Ends every pending approval of a request without effect.
 * @returns the contacts who had given them; with one, the org may hold the request as approved, and must be set right
 */
export async function overtakeApprovals(
  unit: Unit,
  requestId: string,
  { because, at }: { because: string; at: string },
): Promise<string[]> {
  const pending = (await unit.decisions.ofRequest(requestId)).filter(
    ({ status, decision }) => status === 'pending' && decision === 'Approve',
  );
  for (const decision of pending) {
    const { orgId: org, index: received } = decision;
    await unit.append({
      ...{ v: 1, type: 'decision.without_effect', org, at, request: requestId, received, because },
    });
    await unit.decisions.settle(received, { status: 'without_effect', because, settledAt: at });
    await takeBack(unit, decision);
  }
  return pending.map(({ contactId }) => contactId);
}
