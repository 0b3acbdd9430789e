/** What a policy would have done to requests of the past: the same gates, deadline and quorum, at the time of each. */
import { contentGates } from './access-gates.ts';
import { evaluateFunnel, funnelOutcome, type Gate, nextOpening } from './funnel.ts';
import { millisecondsOf } from './instants.ts';
import type { AccessPolicy } from './policy.ts';
import { type EarlierRequest, type PolicyGateInput, policyGates } from './policy-gates.ts';
import type { AccessRequest, Mode } from './requests.ts';
import { quorumFor, termsOf } from './terms.ts';

/** A request that has ended or was decided, and what came of it. */
export interface PastRequest {
  /** `risk` as it was rated then. */
  request: AccessRequest & { submittedAt: string };
  mode: Mode | null;
  /** When a contact's decision settled it; null when none did. */
  decidedAt: string | null;
  /** Different contacts who approved. */
  approvals: number;
  /** Length of the window that was approved; null without one. */
  windowMinutes: number | null;
}

/**
 * Refused: by the policy. Expired: it would have been decided after its deadline. More_approvals, Shorter_window: approved
 * then, but not by so few, or not for so long. Let_through: refused then, and no more.
 */
export const SIMULATED = ['Refused', 'Expired', 'More_approvals', 'Shorter_window', 'Let_through'] as const;
export type SimulatedOutcome = (typeof SIMULATED)[number] | 'Same';

export interface SimulatedRequest {
  id: string;
  name: string;
  outcome: SimulatedOutcome;
  /** Names of the gates that shut, or of the term that differs. */
  because: readonly string[];
}

export interface Simulation {
  requests: number;
  /** By outcome; those that nothing happened to are left out. */
  counts: Readonly<Partial<Record<SimulatedOutcome, number>>>;
  /** Those to which something else would have happened, oldest first. */
  cases: readonly SimulatedRequest[];
}

const GATES: readonly Gate<PolicyGateInput>[] = [...contentGates, ...policyGates];

/** Whom the roster would have asked, and whether the user could grant, are not known of the past and left out. */
export function simulate(
  policy: AccessPolicy,
  past: readonly PastRequest[],
  orgEnvironment: string,
): Simulation {
  const order = [...past].sort(
    (a, b) => millisecondsOf(a.request.submittedAt) - millisecondsOf(b.request.submittedAt),
  );
  const earlier: EarlierRequest[] = [];
  const all = order.map((one): SimulatedRequest => {
    const { id, name, submittedAt, targetUser } = one.request;
    const found = outcomeOf(policy, one, { orgEnvironment, earlier: [...earlier] });
    if (found.outcome !== 'Refused') earlier.push({ submittedAt, targetUser: targetUser?.id ?? null });
    return { id, name, ...found };
  });
  const counts: Partial<Record<SimulatedOutcome, number>> = {};
  for (const { outcome } of all) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return { requests: all.length, counts, cases: all.filter(({ outcome }) => outcome !== 'Same') };
}

type Found = Pick<SimulatedRequest, 'outcome' | 'because'>;
const SAME: Found = { outcome: 'Same', because: [] };

function outcomeOf(
  policy: AccessPolicy,
  past: PastRequest,
  around: Pick<PolicyGateInput, 'orgEnvironment' | 'earlier'>,
): Found {
  const { request, mode, decidedAt } = past;
  const input = { request, policy, now: request.submittedAt, mode, reach: 'unknown' as const, ...around };
  const terms = termsOf(policy, request);
  const deadline = millisecondsOf(request.submittedAt) + terms.deadlineMinutes * 60_000;
  const verdicts = evaluateFunnel(GATES, input);
  const asked = funnelOutcome(verdicts) === 'closed' ? null : nextOpening(GATES, input);
  const wasRefused = request.state === 'Refused_by_policy';
  if (asked === null || millisecondsOf(asked) >= deadline) {
    const because = verdicts.flatMap(({ gate, state }) => (state === 'open' ? [] : [gate]));
    return wasRefused ? SAME : { outcome: 'Refused', because };
  }
  if (wasRefused) return { outcome: 'Let_through', because: [] };
  if (decidedAt === null) return SAME;
  // Contacts would have taken as long as they took, from the time at which they are asked.
  const took = millisecondsOf(decidedAt) - millisecondsOf(request.submittedAt);
  if (millisecondsOf(asked) + took >= deadline) return { outcome: 'Expired', because: ['deadlineMinutes'] };
  return approvedOf(past, terms);
}

function approvedOf({ windowMinutes, approvals }: PastRequest, terms: ReturnType<typeof termsOf>): Found {
  if (windowMinutes === null) return SAME;
  const window = Math.min(windowMinutes, terms.maximumWindowMinutes);
  if (quorumFor(terms, window) > approvals) return { outcome: 'More_approvals', because: ['quorum'] };
  return window < windowMinutes ? { outcome: 'Shorter_window', because: ['maximumWindowMinutes'] } : SAME;
}

const SENTENCES: Readonly<Record<(typeof SIMULATED)[number], string>> = {
  Refused: 'would be refused',
  Expired: 'would have expired',
  More_approvals: 'would have needed more approvals',
  Shorter_window: 'would have had a shorter window',
  Let_through: 'would be let through',
};

/** @returns the simulation in an English sentence, for findings and the command line */
export function simulationText({ requests, counts }: Simulation): string {
  if (requests === 0) return 'There are no past requests to try it on.';
  const parts = SIMULATED.flatMap((outcome) => {
    const count = counts[outcome] ?? 0;
    return count === 0 ? [] : [`${count} ${SENTENCES[outcome]}`];
  });
  const of = requests === 1 ? 'Of the last request' : `Of the last ${requests} requests`;
  return parts.length === 0 ? `${of}, none would have gone another way.` : `${of}: ${parts.join(', ')}.`;
}
