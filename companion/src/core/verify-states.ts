/** Every transition that the ledger logs: in the state table, from where the request stood, and for a reason that holds. */
import type { DecisionEffective, LedgerEntry, RequestStateChanged } from './entries.ts';
import { funnelOutcome } from './funnel.ts';
import type { PolicyEvaluated } from './governance-entries.ts';
import { canTransition, OPEN_STATES, type RequestState } from './requests.ts';
import type { Check } from './verify.ts';

interface Known {
  states: Map<string, RequestState>;
  outcomes: Map<string, PolicyEvaluated['outcome']>;
  /** Requests for which a decision has taken effect with this state. */
  decided: Map<string, RequestState>;
}

/** States that only a decision can bring about. */
const DECIDED: readonly RequestState[] = ['Approved', 'Denied', 'More_information'];
/** States in which there is something to revoke. */
const AUTHORIZED: readonly RequestState[] = ['Approved', 'Window_open'];

export function checkStates(entries: readonly LedgerEntry[]): Check {
  const known: Known = { states: new Map(), outcomes: new Map(), decided: new Map() };
  const detail: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const wrong = problemOf(entry, known);
    if (wrong !== null) detail.push(`entry ${index}: ${wrong}`);
    if (entry.type === 'request.state') known.states.set(entry.request, entry.to);
  }
  return detail.length === 0
    ? { name: 'states', result: 'ok', detail: [`${known.states.size} requests went only ways that are open`] }
    : { name: 'states', result: 'tampered', detail };
}

function problemOf(entry: LedgerEntry, known: Known): string | null {
  switch (entry.type) {
    case 'decision.effective':
      return effectProblem(entry, known);
    case 'request.state':
      return transitionProblem(entry, known);
    case 'policy.evaluated':
      return outcomeProblem(entry, known);
    default:
      return null;
  }
}

/** What was signed in time must not be brought to bear on a request that has been cancelled, denied or revoked since. */
function effectProblem({ request, state }: DecisionEffective, known: Known): string | null {
  known.decided.set(request, state);
  const standing = known.states.get(request);
  const from = state === 'Revoked' ? AUTHORIZED : OPEN_STATES;
  if (standing !== undefined && from.includes(standing)) return null;
  return `a decision took effect though the request was ${standing ?? 'not asked about'}`;
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
