/**
 * The rules of a request as data: one `Access_Policy__mdt` record with its `Access_Rule__mdt` records, and the name of the
 * version that they make. Lengths are minutes unless the name says otherwise.
 */
import { type Sha256, toHex, utf8 } from './bytes.ts';
import { canonicalize, type Json } from './canonical.ts';
import type { Risk } from './risk.ts';

export interface LadderStep {
  level: number;
  /** After submission. */
  afterMinutes: number;
}

/** Hours in which requests are taken up, each day of the list alike. `from` before `to`; `24:00` ends a day. */
export interface BusinessHours {
  /** ISO weekdays, 1 is Monday. */
  days: readonly number[];
  from: string;
  to: string;
  /** IANA time zone. */
  zone: string;
}

/** Calendar days, both inclusive, on which no request is taken up. */
export interface Blackout {
  from: string;
  to: string;
}

/** At most so many requests within the hours before: for one target user, or in the whole org. */
export interface RateCap {
  count: number;
  hours: number;
  per: 'Target_user' | 'Org';
}

/** How often contacts are drilled, and when the random moment of a drill may lie. */
export interface DrillTerms {
  /** At the latest so many days after the one before. */
  everyDays: number;
  hours: 'Business_hours' | 'Night' | 'Any_time';
}

/** What a policy sets for every request, and a rule for those that it fits. */
export interface PolicyTerms {
  /** Approvals of different persons that are needed; at least 1. */
  quorum: number;
  /** Roles of the roster of which each must be among those who approve. */
  rolesRequired: readonly string[];
  /** In the order in which levels are asked; the first at 0. */
  ladder: readonly LadderStep[];
  /** From submission; absolute. */
  deadlineMinutes: number;
  defaultWindowMinutes: number;
  /** Longest window that one approver may sign, at most a day; a longer one needs two (D100). */
  singleApproverMinutes: number;
  maximumWindowMinutes: number;
  /** Null: at any time. */
  hours: BusinessHours | null;
  blackouts: readonly Blackout[];
  /** Time zone of the blackout dates. */
  zone: string;
  rateCap: RateCap | null;
  breakGlassAllowed: boolean;
  breakGlassMinutes: number;
}

/** The requests that a rule fits; null fits any. */
export interface RuleMatch {
  incidentType: string | null;
  environment: string | null;
  dataViewed: boolean | null;
  riskAtLeast: Risk | null;
}

/** Of the rules that fit a request the first in order counts; what it leaves open the policy itself says. */
export interface AccessRule {
  name: string;
  label: string;
  order: number;
  match: RuleMatch;
  terms: Partial<PolicyTerms>;
}

export interface AccessPolicy extends PolicyTerms {
  name: string;
  firstLevel: number;
  minimumPurposeLength: number;
  grantGraceMinutes: number;
  grantGraceLimitMinutes: number;
  loginGraceSeconds: number;
  /** Absent where it asks for no drills: policies of before there were any keep their version. */
  drills?: DrillTerms;
  /** By order, then name. */
  rules: readonly AccessRule[];
}

/** The latest end that an approval may name: 14 days ahead (design §4.4). */
export const LATEST_END_DAYS = 14;
/** The longest window that one signature opens. */
export const SINGLE_APPROVER_LIMIT = 24 * 60;

/** What a policy that was logged before there were rules leaves unsaid. */
export const POLICY_DEFAULTS = {
  rolesRequired: [],
  singleApproverMinutes: SINGLE_APPROVER_LIMIT,
  hours: null,
  blackouts: [],
  zone: 'UTC',
  rateCap: null,
  breakGlassAllowed: false,
  breakGlassMinutes: 60,
  rules: [],
} satisfies Partial<AccessPolicy>;

/** @returns the policy that a ledger entry or a setting holds */
export function policyOf(values: { readonly [name: string]: Json }): AccessPolicy {
  const level = typeof values['firstLevel'] === 'number' ? values['firstLevel'] : 1;
  const ladder = [{ level, afterMinutes: 0 }];
  return { ...POLICY_DEFAULTS, ladder, ...values } as unknown as AccessPolicy;
}

/** @returns a name of this exact policy: the first 16 hex digits of the SHA-256 of its canonical JSON. */
export async function policyVersion(sha256: Sha256, policy: AccessPolicy): Promise<string> {
  const digest = toHex(await sha256(utf8(canonicalize(policy as unknown as Json))));
  return `${policy.name}-${digest.slice(0, 16)}`;
}
