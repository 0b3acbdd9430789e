/** What a policy that is not in force would do: what it changes, whom it would ask, how past requests would have gone. */
import { type AccessPolicy, policyVersion } from '../core/policy.ts';
import { type PolicyChange, policyDiff } from '../core/policy-diff.ts';
import { type PastRequest, simulate, type Simulation } from '../core/simulate.ts';
import { isAvailable, type RosterContact } from '../core/roster.ts';
import { domainRequest } from './parties.ts';
import { policyInForce } from './policy.ts';
import type { RelayPorts, Rows } from './ports.ts';
import { rosterInForce } from './roster.ts';
import type { StoredRequest } from './rows.ts';

/** Enough to see what a policy does, few enough to read. */
const PAST_REQUESTS = 40;

/** States of requests that are still on their way. */
const OPEN = ['Draft', 'Submitted', 'Awaiting_decision', 'More_information'];

/** @param count how many of the newest requests that have been settled */
export async function simulatePast(
  { org }: Pick<RelayPorts, 'org'>,
  rows: Rows,
  policy: AccessPolicy,
  count: number = PAST_REQUESTS,
): Promise<Simulation> {
  const settled = (await rows.requests.list()).filter(({ state }) => !OPEN.includes(state)).slice(0, count);
  const past: PastRequest[] = [];
  for (const request of settled) past.push(...(await pastOf(rows, request)));
  return simulate(policy, past, org.environment);
}

async function pastOf(rows: Rows, request: StoredRequest): Promise<PastRequest[]> {
  const { submittedAt, windowStart, windowEnd, mode } = request;
  if (submittedAt === null) return [];
  const effective = (await rows.decisions.ofRequest(request.id)).filter(
    ({ status, decision }) => status === 'effective' && (decision === 'Approve' || decision === 'Deny'),
  );
  const approvals = effective.filter(({ decision }) => decision === 'Approve');
  const decidedAt =
    effective
      .map(({ receivedAt }) => receivedAt)
      .sort()
      .at(-1) ?? null;
  const windowMinutes =
    windowStart === null || windowEnd === null
      ? null
      : Temporal.Instant.from(windowStart).until(Temporal.Instant.from(windowEnd)).total('minutes');
  const asked = { ...domainRequest(request), submittedAt };
  const persons = new Set(approvals.map(({ contactId }) => contactId)).size;
  return [{ request: asked, mode, decidedAt, approvals: persons, windowMinutes }];
}

/** Whom the policy would ask, each once, at the earliest time that any of its ladders names. */
export function askedBy(
  { ladder, rules }: AccessPolicy,
  contacts: readonly RosterContact[],
): { contact: RosterContact; level: number; afterMinutes: number }[] {
  const steps = [...ladder, ...rules.flatMap(({ terms }) => terms.ladder ?? [])].sort(
    (a, b) => a.afterMinutes - b.afterMinutes,
  );
  return contacts.filter(isAvailable).flatMap((contact) => {
    const step = steps.find(({ level }) => level === contact.level);
    return step ? [{ contact, ...step }] : [];
  });
}

export type SimulatedPolicy =
  | { policy: null; faults: string[] }
  | {
      policy: AccessPolicy;
      version: string;
      /** Against the policy in force. */
      changes: PolicyChange[];
      notified: { name: string; level: number; afterMinutes: number }[];
      simulation: Simulation;
    };

/** Tries the policy that stands in the org; changes nothing. @throws AppError org_unreachable, configuration */
export async function simulatePolicy(ports: RelayPorts, count: number): Promise<SimulatedPolicy> {
  const { org, store, sha256 } = ports;
  const { policy, faults } = await org.readPolicy();
  if (!policy) return { policy, faults };
  const rows = store.rows(org.orgId);
  const { contacts } = await rosterInForce(rows, ports);
  return {
    policy,
    version: await policyVersion(sha256, policy),
    changes: policyDiff((await policyInForce(rows)).policy, policy),
    notified: askedBy(policy, contacts).map(({ contact: { name }, level, afterMinutes }) => ({
      ...{ name, level, afterMinutes },
    })),
    simulation: await simulatePast(ports, rows, policy, count),
  };
}
