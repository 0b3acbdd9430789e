/** Every transition that the ledger logs: in the state table, from where the request stood, and for a reason that holds. */
import type { LedgerEntry, PolicyEvaluated, RequestStateChanged } from './entries.ts';
import { funnelOutcome } from './funnel.ts';
import { canTransition, type RequestState } from './requests.ts';
import type { Check } from './verify.ts';

interface Known {
  states: Map<string, RequestState>;
  outcomes: Map<string, PolicyEvaluated['outcome']>;
  /** Requests for which a decision has taken effect with this state. */
  decided: Map<string, RequestState>;
}

/** States that only a decision can bring about. */
const DECIDED: readonly RequestState[] = ['Approved', 'Denied'];

export function checkStates(entries: readonly LedgerEntry[]): Check {
  const known: Known = { states: new Map(), outcomes: new Map(), decided: new Map() };
  const detail: string[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry.type === 'decision.effective') known.decided.set(entry.request, entry.state);
    const wrong =
      entry.type === 'request.state'
        ? transitionProblem(entry, known)
        : entry.type === 'policy.evaluated'
          ? outcomeProblem(entry, known)
          : null;
    if (wrong !== null) detail.push(`entry ${index}: ${wrong}`);
    if (entry.type === 'request.state') known.states.set(entry.request, entry.to);
  }
  return detail.length === 0
    ? { name: 'states', result: 'ok', detail: [`${known.states.size} requests went only ways that are open`] }
    : { name: 'states', result: 'tampered', detail };
}

function outcomeProblem(entry: PolicyEvaluated, known: Known): string | null {
  known.outcomes.set(entry.request, entry.outcome);
  const follows = funnelOutcome(entry.gates);
  return follows === entry.outcome ? null : `the gates give ${follows}, not ${entry.outcome}`;
}

function transitionProblem({ request, from, to }: RequestStateChanged, known: Known): string | null {
  const before = known.states.get(request);
  if (before !== undefined && before !== from) return `the request was ${before}, not ${from}`;
  if (!canTransition(from, to)) return `no way leads from ${from} to ${to}`;
  if (from === 'Submitted' && to === 'Awaiting_decision' && known.outcomes.get(request) !== 'open') {
    return 'contacts were asked though the policy was not open';
  }
  return DECIDED.includes(to) && known.decided.get(request) !== to
    ? `no decision made the request ${to}`
    : null;
}
