/** Every transition that the ledger logs: in the state table, from where the request stood, and for a reason that holds. */
import type {
  BreakGlassOpened,
  DecisionEffective,
  DecisionReceived,
  LedgerEntry,
  RequestStateChanged,
} from '../entries/entries.ts';
import { funnelOutcome } from '../funnel.ts';
import type { PolicyEvaluated } from '../entries/governance-entries.ts';
import { millisecondsOf } from '../instants.ts';
import { canTransition, OPEN_STATES, type Origin, type RequestState } from '../requests.ts';
import type { DecisionStatement } from '../statement.ts';
import type { Check } from './verify.ts';

interface Known {
  states: Map<string, RequestState>;
  outcomes: Map<string, PolicyEvaluated['outcome']>;
  /** Requests for which a decision has taken effect with this state. */
  decided: Map<string, RequestState>;
  /** What decisions that took effect make of requests, and no entry has said yet. */
  owed: Map<string, RequestState>;
  /** Requests that break-glass opened, which is no decision. */
  opened: Set<string>;
  /** A decision that is effective on receipt: the very next entry says so. */
  fresh: { index: number; decision: DecisionReceived } | null;
  /** A contact who looked at an alteration ended the request: the very next entry says so. */
  ending: { index: number; request: string } | null;
  /** Contacts whose entry somebody wanted to change in the org: it can have narrowed what they may do. */
  proposed: Set<string>;
}

/** Where a ledger may meet a request first; drafts are not logged. */
const BEGINNINGS: readonly Origin[] = ['New', 'Draft', 'Submitted'];

/** States that only a decision can bring about. */
const DECIDED: readonly RequestState[] = ['Approved', 'Denied', 'More_information'];
/** How a contact's look at an alteration ends a request. */
const ENDED_BY_LOOK: readonly RequestState[] = ['Cancelled', 'Revoked'];
/** States in which there is something to revoke. */
const AUTHORIZED: readonly RequestState[] = ['Approved', 'Window_open'];

export function checkStates(entries: readonly LedgerEntry[]): Check {
  const known: Known = {
    ...{ states: new Map(), outcomes: new Map(), decided: new Map(), owed: new Map() },
    opened: new Set(),
    ...{ fresh: null, ending: null, proposed: new Set() },
  };
  const detail: string[] = [];
  for (const [index, entry] of entries.entries()) {
    for (const wrong of [ignored(entry, known), unended(entry, known), problemOf(entry, known)]) {
      if (wrong !== null) detail.push(`entry ${index}: ${wrong}`);
    }
    if (entry.type === 'request.state') known.states.set(entry.request, entry.to);
    if (entry.type === 'roster.proposed') known.proposed.add(entry.contact);
    if (entry.type === 'decision.received' && entry.decision !== 'Approve')
      known.fresh = { index, decision: entry };
    if (entry.type === 'freeze.ended' && entry.choice === 'End_request')
      known.ending = { index, request: entry.request };
  }
  if (known.fresh) detail.push(silence(known.fresh));
  if (known.ending) detail.push(goesOn(known.ending));
  for (const [request, state] of known.owed)
    detail.push(`a decision made request ${request} ${state}, and nothing followed`);
  return detail.length === 0
    ? { name: 'states', result: 'ok', detail: [`${known.states.size} requests went only ways that are open`] }
    : { name: 'states', result: 'tampered', detail };
}

const silence = ({ index, decision }: NonNullable<Known['fresh']>): string =>
  `the signed ${decision.decision} of entry ${index} was not heeded at once`;

/** Whoever says no is heeded at once: a server that keeps silent about it, or sets it aside, is found. */
function ignored(entry: LedgerEntry, known: Known): string | null {
  const { fresh } = known;
  known.fresh = null;
  if (fresh === null) return null;
  if (entry.type === 'decision.effective' && entry.received === fresh.index) return null;
  if (entry.type !== 'decision.without_effect' || entry.received !== fresh.index) return silence(fresh);
  return isLate(fresh.decision, known) ? null : silence(fresh);
}

const goesOn = ({ index, request }: NonNullable<Known['ending']>): string =>
  `request ${request} was not ended at once, as the look of entry ${index} says`;

function unended(entry: LedgerEntry, known: Known): string | null {
  const { ending } = known;
  if (ending === null) return null;
  // Approvals that were on their way end first.
  if (entry.type === 'decision.without_effect' && entry.request === ending.request) return null;
  known.ending = null;
  const isEnded =
    entry.type === 'request.state' && entry.request === ending.request && ENDED_BY_LOOK.includes(entry.to);
  return isEnded ? null : goesOn(ending);
}

/** It came too late: there was nothing left to decide, or to revoke. */
function isLate({ request, contact, decision, statement, at }: DecisionReceived, known: Known): boolean {
  const standing = known.states.get(request);
  if (standing === undefined) return true;
  if (decision === 'Revoke') return !AUTHORIZED.includes(standing) || known.proposed.has(contact);
  const { deadline } = statement as unknown as DecisionStatement;
  return !OPEN_STATES.includes(standing) || millisecondsOf(at) >= millisecondsOf(deadline);
}

function problemOf(entry: LedgerEntry, known: Known): string | null {
  switch (entry.type) {
    case 'decision.effective':
      return effectProblem(entry, known);
    case 'breakglass.opened':
      return openingProblem(entry, known);
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
  const owed = known.owed.get(request);
  if (state !== standing) known.owed.set(request, state);
  if (owed !== undefined) return `a decision had made the request ${owed}, and nothing followed`;
  const from = state === 'Revoked' ? AUTHORIZED : OPEN_STATES;
  if (standing !== undefined && from.includes(standing)) return null;
  return `a decision took effect though the request was ${standing ?? 'not asked about'}`;
}

/** It opens what was submitted, once, and the very next state says so. */
function openingProblem({ request }: BreakGlassOpened, known: Known): string | null {
  const standing = known.states.get(request);
  const before = known.opened.has(request);
  known.opened.add(request);
  known.owed.set(request, 'Approved');
  if (before) return 'break-glass had opened the request before';
  return standing === 'Submitted'
    ? null
    : `break-glass opened a request that was ${standing ?? 'not asked about'}`;
}

function outcomeProblem(entry: PolicyEvaluated, known: Known): string | null {
  known.outcomes.set(entry.request, entry.outcome);
  const follows = funnelOutcome(entry.gates);
  return follows === entry.outcome ? null : `the gates give ${follows}, not ${entry.outcome}`;
}

function transitionProblem({ request, from, to }: RequestStateChanged, known: Known): string | null {
  const before = known.states.get(request);
  const owed = known.owed.get(request);
  known.owed.delete(request);
  if (owed !== undefined && owed !== to) return `a decision had made the request ${owed}, not ${to}`;
  if (before === undefined && !BEGINNINGS.includes(from)) return `the request begins as ${from}`;
  if (before !== undefined && before !== from) return `the request was ${before}, not ${from}`;
  if (!canTransition(from, to)) return `no way leads from ${from} to ${to}`;
  if (from === 'Submitted' && to === 'Awaiting_decision' && known.outcomes.get(request) !== 'open') {
    return 'contacts were asked though the policy was not open';
  }
  if (!DECIDED.includes(to)) return null;
  // Contacts decide on what they were asked about; what nobody was asked about break-glass alone opens.
  const isCaused = from === 'Submitted' ? known.opened.has(request) : known.decided.get(request) === to;
  return isCaused ? null : `no decision made the request ${to}`;
}
