/** What the policy's rules are held against besides the request itself: the user's reach, the mode, earlier requests. */
import type { AccessPolicy } from '../core/policy.ts';
import type { EarlierRequest, PolicyGateInput } from '../core/policy-gates.ts';
import { type Reach, riskOf } from '../core/risk.ts';
import type { RelayPorts, Rows } from './ports.ts';
import type { StoredRequest } from './rows.ts';
import { textOf } from './revisions.ts';

export type PolicyGround = Pick<PolicyGateInput, 'orgEnvironment' | 'mode' | 'reach' | 'earlier'> & {
  risk: NonNullable<StoredRequest['risk']>;
};

/** @param reach of the target user's permissions */
export async function policyGround(
  { org }: RelayPorts,
  rows: Rows,
  request: StoredRequest,
  policy: AccessPolicy,
  reach: Reach,
): Promise<PolicyGround> {
  const viewed = textOf(request.content, 'Data_Viewed__c');
  const dataViewed = viewed === null ? null : viewed === 'Yes';
  return {
    ...{ reach, mode: request.mode, orgEnvironment: org.environment },
    risk: riskOf(reach, { environment: org.environment, dataViewed }),
    earlier: await earlierThan(rows, request, capHours(policy)),
  };
}

/** @returns the longest time that any cap looks back; 0 without one */
export const capHours = ({ rateCap, rules }: AccessPolicy): number =>
  Math.max(0, ...[rateCap, ...rules.map(({ terms }) => terms.rateCap)].map((cap) => cap?.hours ?? 0));

/** Requests that were let through or wait, and came first; of two at the same instant the one with the lower id did. */
async function earlierThan(rows: Rows, request: StoredRequest, hours: number): Promise<EarlierRequest[]> {
  if (hours === 0 || request.submittedAt === null) return [];
  // It is evaluated at its submission or later, so the cap looks back no further.
  const since = Temporal.Instant.from(request.submittedAt).subtract({ hours }).toString();
  const place = ({ submittedAt, id }: StoredRequest) => `${submittedAt} ${id}`;
  return (await rows.requests.submittedSince(since)).flatMap((other) =>
    other.submittedAt !== null && other.state !== 'Refused_by_policy' && place(other) < place(request)
      ? [{ submittedAt: other.submittedAt, targetUser: other.targetUser }]
      : [],
  );
}
