/**
 * What an approval makes of its request: one more of those that are needed, the window that all of them share, or a
 * denial where they share none (design §4.4).
 */
import type { QuorumProgress } from '../core/quorum.ts';
import type { RequestState } from '../core/requests.ts';
import type { AccessWindow } from '../core/windows.ts';
import type { Counted } from './approvals.ts';
import { showAwaited } from './awaited.ts';
import { announceProgress } from './progress.ts';
import { decisionIntention, decisionRow, requestIntention, timelineIntention } from './org-rows.ts';
import type { Intention, RelayPorts, Unit } from './ports.ts';
import type { Fields, StoredDecision, StoredRequest } from './rows.ts';
import { announceSettled, forgetTimers } from './settled.ts';
import { CLOSE_WINDOW, OPEN_WINDOW, SETTLE } from './timers.ts';

interface Effect {
  counted: Counted;
  /** Of the contact who signed. */
  name: string;
}

const NO_OVERLAP = 'approvals do not overlap';

/** Where the request stands afterwards; null where it stands as before. */
function stateAfter({ result }: Counted): 'Approved' | 'Denied' | null {
  if (result.state === 'waiting') return null;
  return result.window === null ? 'Denied' : 'Approved';
}

const windowOf = ({ result }: Counted): AccessWindow | null =>
  result.state === 'complete' ? result.window : null;

const countText = ({ given, needed, rolesMissing }: QuorumProgress): string => {
  const roles = rolesMissing.map((role) => role.replaceAll('_', ' ').toLowerCase());
  return `${given} of ${needed}${roles.length > 0 ? `, still without ${roles.join(' and ')}` : ''}`;
};

/** The same at each attempt: what an attempt without an answer may have left in the org is no alteration. */
export function approvalRows(
  request: StoredRequest,
  decision: StoredDecision,
  { counted, name }: Effect,
): Intention[] {
  const at = decision.receivedAt;
  const { progress } = counted.result;
  const window = windowOf(counted);
  const state = stateAfter(counted);
  const fields: Fields = {
    ...{ Approvals_Given__c: progress.given, Approvals_Needed__c: progress.needed },
    ...(state && { State__c: state, Decided_At__c: at, Decided_By__c: counted.names }),
    ...(window && { Window_Start__c: window.start, Window_End__c: window.end }),
  };
  const { given, needed } = progress;
  const by = needed > 1 ? `${name} (${countText(progress)})` : name;
  const summary =
    state === 'Denied'
      ? `Approved by ${name} (${given} of ${needed}): ${decision.reason}. The approvals do not overlap: the request is denied`
      : `Approved by ${by}: ${decision.reason}`;
  const entry = {
    ...{ requestId: request.id, kind: 'Decision' as const, at, actor: name, textKey: 'decision.approved' },
    ...{ values: { reason: decision.reason, given, needed, ...window }, summary },
  };
  return [
    decisionIntention(decision),
    requestIntention(request.id, fields, decision),
    timelineIntention(request.orgId, entry, decision),
  ];
}

/** After the org has taken it: the ledger says effective, and only then is anybody told. */
export async function concludeApproval(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  decision: StoredDecision,
  { counted, name, at }: Effect & { at: string },
): Promise<void> {
  const { orgId } = ports.org;
  const state = stateAfter(counted);
  const window = windowOf(counted);
  await unit.append({
    ...{ v: 1, type: 'decision.effective', org: orgId, at, request: request.id },
    ...{ received: decision.index, window, state: state ?? request.state },
  });
  await unit.decisions.settle(decision.index, { status: 'effective', because: null, settledAt: at });
  await unit.projections.intend({ ...decisionRow(orgId, decision.leaf), fields: { Effective_At__c: at } });
  await unit.cancel(SETTLE, `${request.id}:lapse`);
  const { given, needed } = counted.result.progress;
  const numbers = { approvalsGiven: given, approvalsNeeded: needed };
  if (state === null) {
    await unit.requests.change(request.id, numbers);
    await showAwaited(unit, ports, request, at);
    return announceProgress(unit, ports, request, {
      at,
      by: name,
      except: decision.contactId,
      ...counted.result,
    });
  }
  await settleAs(unit, ports, request, { decision, state, window, at, numbers, names: counted.names });
}

interface Settling {
  decision: StoredDecision;
  state: Extract<RequestState, 'Approved' | 'Denied'>;
  window: AccessWindow | null;
  at: string;
  numbers: { approvalsGiven: number; approvalsNeeded: number };
  names: string;
}

async function settleAs(
  unit: Unit,
  ports: RelayPorts,
  request: StoredRequest,
  { decision, state, window, at, numbers, names }: Settling,
): Promise<void> {
  const because = `decision ${decision.index}${window === null ? `: ${NO_OVERLAP}` : ''}`;
  await unit.append({
    ...{ v: 1, type: 'request.state', org: ports.org.orgId, at, request: request.id },
    ...{ from: request.state, to: state, because },
  });
  const change = {
    ...{ state, settledAt: at, settledBy: names, ...numbers },
    ...{ windowStart: window?.start ?? null, windowEnd: window?.end ?? null },
  };
  await unit.requests.change(request.id, change);
  await showAwaited(unit, ports, { ...request, ...change }, at);
  await forgetTimers(unit, request.id);
  if (window !== null) {
    const data = { request: request.id };
    await unit.enqueue(OPEN_WINDOW, data, { key: request.id, at: window.start });
    await unit.enqueue(CLOSE_WINDOW, data, { key: request.id, at: window.end });
  }
  const settled = { state, by: names, at, except: decision.contactId };
  await announceSettled(unit, ports, { ...request, ...change }, settled);
}
