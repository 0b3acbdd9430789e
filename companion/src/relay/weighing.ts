/** What the policy says of a submitted request: every gate in turn, and when it opens if waiting helps. */
import { accessGates, extensionFits } from '../core/access-gates.ts';
import { evaluateFunnel, funnelOutcome, type GateVerdict, nextOpening } from '../core/funnel.ts';
import { policyGates } from '../core/policy-gates.ts';
import { termsOf } from '../core/terms.ts';
import { breakGlassVerdicts, isBreakGlass } from './break-glass/break-glass.ts';
import { isBefore, later } from './clock.ts';
import { extensionGround } from './extensions.ts';
import { domainRequest, partiesOf } from './parties.ts';
import type { PolicyInForce } from './policy.ts';
import { policyGround } from './policy-ground.ts';
import type { RelayPorts, Rows } from './ports.ts';
import type { RosterInForce } from './roster.ts';
import type { StoredRequest } from './rows.ts';
import type { Target } from './target.ts';

/** What a request is held against. */
export interface Ground {
  policy: PolicyInForce;
  roster: RosterInForce;
  target: Target;
  /** ISO 8601 with Z, as are all instants here. */
  at: string;
}

export interface Evaluation extends Omit<Ground, 'target'> {
  /** With the risk as it was rated, and the deadline that follows from it. */
  request: StoredRequest;
  gates: GateVerdict[];
  /** When all gates open by waiting. */
  next: string | null;
}

/** Reads, and changes nothing. */
export async function weigh(
  ports: RelayPorts,
  rows: Rows,
  request: StoredRequest,
  { policy, roster, target, at }: Ground,
): Promise<Evaluation> {
  const { risk, ...rated } = await policyGround(ports, rows, request, policy.policy, target.reach);
  const extension = await extensionGround(rows, request);
  const input = {
    ...{
      request: { ...domainRequest(request), risk },
      ...partiesOf(request),
      targetCanGrant: target.canGrant,
    },
    ...{ policy: policy.policy, roster: roster.contacts, now: at, ...rated, ...extension },
  };
  const { deadlineMinutes } = termsOf(policy.policy, input.request);
  const deadline = deadlineOf(request, deadlineMinutes);
  const asked = 'extended' in extension ? [...GATES, extensionFits] : GATES;
  const verdicts = evaluateFunnel(asked, input);
  const found = isBreakGlass(request)
    ? atOnce(await breakGlassVerdicts(ports, rows, request, { verdicts, ...input, policy }))
    : shutForGood(verdicts, () => nextOpening(asked, input), deadline);
  return { ...found, at, policy, roster, request: { ...request, risk, deadline } };
}

const GATES = [...accessGates, ...policyGates];

/** It runs from the submission and never starts anew: by the risk that was rated first. */
const deadlineOf = ({ risk, submittedAt, deadline }: StoredRequest, minutes: number): string | null =>
  risk === null && submittedAt !== null ? later(submittedAt, { minutes }) : deadline;

/** A request that would be taken up after its deadline alone is refused at once rather than left to expire. */
function shutForGood(
  gates: GateVerdict[],
  search: () => string | null,
  deadline: string | null,
): { gates: GateVerdict[]; next: string | null } {
  if (funnelOutcome(gates) !== 'waits') return { gates, next: null };
  const next = search();
  if (next !== null && (deadline === null || isBefore(next, deadline))) return { gates, next };
  const reason =
    next === null
      ? 'It could not be taken up within 60 days, and its deadline is before that.'
      : `It could be taken up at ${next} at the earliest, which is after its deadline.`;
  return { gates: [...gates, { gate: 'opens_before_deadline', state: 'closed', reason }], next: null };
}

/** An emergency does not wait: what opened later, unexpected, would be no emergency any more. */
function atOnce(gates: GateVerdict[]): { gates: GateVerdict[]; next: null } {
  if (funnelOutcome(gates) !== 'waits') return { gates, next: null };
  const reason = 'Break-glass opens at once or not at all; raise an ordinary request, which waits.';
  return { gates: [...gates, { gate: 'break_glass_at_once', state: 'closed', reason }], next: null };
}
