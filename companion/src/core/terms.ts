/** What the policy in force asks of one request: all that the funnel, the ladder, the decision and the page need of it. */
import type { AccessPolicy, AccessRule, PolicyTerms } from './policy.ts';
import { SINGLE_APPROVER_LIMIT } from './policy.ts';
import type { AccessRequest } from './requests.ts';
import { isAtLeast, type Risk } from './risk.ts';

export interface RequestTerms extends Omit<PolicyTerms, 'breakGlassAllowed' | 'breakGlassMinutes'> {
  /** The rule that sets them, by name; null when the policy itself does. */
  rule: string | null;
  risk: Risk;
  breakGlass: { allowed: boolean; windowMinutes: number };
}

/** What a rule chooses by. A risk that is not known counts as high. */
export type RequestFacts = Pick<AccessRequest, 'incidentType' | 'environment' | 'dataViewed' | 'risk'>;

function fits({ match }: AccessRule, request: RequestFacts, risk: Risk): boolean {
  const { incidentType, environment, dataViewed, riskAtLeast } = match;
  return (
    (incidentType === null || incidentType === request.incidentType) &&
    (environment === null || environment === request.environment) &&
    // Not said counts as seen, so that a rule for seen data is not got round by silence.
    (dataViewed === null || dataViewed === (request.dataViewed ?? true)) &&
    (riskAtLeast === null || isAtLeast(risk, riskAtLeast))
  );
}

/** @returns the terms of a request; without a rule that fits it those of the policy itself */
export function termsOf(policy: AccessPolicy, request: RequestFacts): RequestTerms {
  const risk = request.risk ?? 'High';
  const rule = policy.rules.find((candidate) => fits(candidate, request, risk));
  const terms = { ...policy, ...rule?.terms };
  const maximumWindowMinutes = terms.maximumWindowMinutes;
  return {
    ...{ rule: rule?.name ?? null, risk, quorum: terms.quorum, rolesRequired: terms.rolesRequired },
    ...{ ladder: terms.ladder, deadlineMinutes: terms.deadlineMinutes, maximumWindowMinutes },
    // A rule may shorten the longest window alone; the others must not reach beyond it.
    defaultWindowMinutes: Math.min(terms.defaultWindowMinutes, maximumWindowMinutes),
    singleApproverMinutes: Math.min(terms.singleApproverMinutes, maximumWindowMinutes, SINGLE_APPROVER_LIMIT),
    ...{ hours: terms.hours, blackouts: terms.blackouts, zone: terms.zone, rateCap: terms.rateCap },
    breakGlass: { allowed: terms.breakGlassAllowed, windowMinutes: terms.breakGlassMinutes },
  };
}

/** @returns how many approvals a window of so many minutes needs */
export function quorumFor(
  { quorum, singleApproverMinutes }: Pick<RequestTerms, 'quorum' | 'singleApproverMinutes'>,
  windowMinutes: number,
): number {
  return windowMinutes > singleApproverMinutes ? Math.max(quorum, 2) : quorum;
}
