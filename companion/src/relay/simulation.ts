/** The org's past requests, as a policy is tried on them. */
import type { AccessPolicy } from '../core/policy.ts';
import { type PastRequest, simulate, type Simulation } from '../core/simulate.ts';
import { domainRequest } from './parties.ts';
import type { RelayPorts, Rows } from './ports.ts';
import type { StoredRequest } from './rows.ts';

/** Enough to see what a policy does, few enough to read. */
export const PAST_REQUESTS = 40;

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
