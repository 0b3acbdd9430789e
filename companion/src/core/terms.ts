/** What the policy in force asks of one request: all that the funnel, the ladder, the decision and the page need of it. */
import type { AccessPolicy } from './policy.ts';
import type { AccessRequest } from './requests.ts';

export interface RequestTerms {
  /** Approvals of different persons that are needed; at least 1. */
  quorum: number;
  /** Roles of the roster of which each must be among those who approve. */
  rolesRequired: readonly string[];
  /** Levels in the order in which they are asked, and how many minutes after submission; the first at 0. */
  ladder: readonly { level: number; afterMinutes: number }[];
  /** From submission; absolute. */
  deadlineMinutes: number;
  defaultWindowMinutes: number;
  /** Longest window that one approver may sign; above it the quorum is at least 2. */
  singleApproverMinutes: number;
  /** Longest window at all. */
  maximumWindowMinutes: number;
  breakGlass: { allowed: boolean; windowMinutes: number };
}

/** @returns the terms of a request; without a rule that fits it those of the policy itself */
export function termsOf(
  policy: AccessPolicy,
  // Rules choose by what the request says of itself.
  _request: Pick<AccessRequest, 'incidentType' | 'environment' | 'dataViewed'>,
): RequestTerms {
  return {
    quorum: policy.quorum,
    rolesRequired: [],
    ladder: [{ level: policy.firstLevel, afterMinutes: 0 }],
    deadlineMinutes: policy.deadlineMinutes,
    defaultWindowMinutes: policy.defaultWindowMinutes,
    singleApproverMinutes: policy.maximumWindowMinutes,
    maximumWindowMinutes: policy.maximumWindowMinutes,
    breakGlass: { allowed: false, windowMinutes: 60 },
  };
}
