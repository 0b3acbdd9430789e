/** What another policy would change, term by term, for the contacts who sign it. */
import type { AccessPolicy } from './policy.ts';
import { type PolicyWords, policyWords, ruleWords } from './policy-words.ts';

/** One term that differs, in the notation of `policy-words.ts`. */
export interface PolicyChange {
  /** The rule, by name; null for the policy itself. */
  rule: string | null;
  term: string;
  /** Null where it is not set, or the rule is not there. */
  before: string | null;
  after: string | null;
}

function changesOf(rule: string | null, before: PolicyWords, after: PolicyWords): PolicyChange[] {
  const terms = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return terms
    .map((term) => ({ rule, term, before: before[term] ?? null, after: after[term] ?? null }))
    .filter((change) => change.before !== change.after);
}

/**
 * @param before null for the first policy of all: then every term that it sets
 * @returns the policy's own terms first, then those of its rules
 */
export function policyDiff(before: AccessPolicy | null, after: AccessPolicy): PolicyChange[] {
  const rules = new Map((before?.rules ?? []).map((rule) => [rule.name, ruleWords(rule)]));
  const next = new Map(after.rules.map((rule) => [rule.name, ruleWords(rule)]));
  const names = [...new Set([...next.keys(), ...rules.keys()])];
  return [
    ...changesOf(null, before ? policyWords(before) : {}, policyWords(after)),
    ...names.flatMap((name) => changesOf(name, rules.get(name) ?? {}, next.get(name) ?? {})),
  ];
}

/** English names of the terms, by their keys: the same in findings, on the command line and on the contacts' page. */
export const TERM_LABELS: Readonly<Record<string, string>> = {
  name: 'Policy',
  quorum: 'Approvals needed',
  rolesRequired: 'Roles required',
  ladder: 'Ladder (level: time)',
  deadlineMinutes: 'Deadline',
  defaultWindowMinutes: 'Window offered first',
  singleApproverMinutes: 'Longest window for one approver',
  maximumWindowMinutes: 'Longest window',
  hours: 'Business hours',
  blackouts: 'Blackout dates',
  zone: 'Time zone',
  rateCap: 'Rate cap',
  breakGlassAllowed: 'Break-glass',
  breakGlassMinutes: 'Break-glass window',
  firstLevel: 'First level',
  minimumPurposeLength: 'Least length of a purpose',
  grantGraceMinutes: 'Grace of a login grant',
  grantGraceLimitMinutes: 'Longest grace of a login grant',
  loginGraceSeconds: 'Grace of a login',
  drills: 'A drill at least every',
  label: 'Label',
  order: 'Order',
  incidentType: 'Fits the incident type',
  environment: 'Fits the environment',
  dataViewed: 'Fits requests that see data',
  riskAtLeast: 'Fits a risk of at least',
};

/** @returns the change in English, for findings and the command line: `Deadline: 12 h → 4 h` */
export function changeText({ rule, term, before, after }: PolicyChange): string {
  const place = rule === null ? '' : `Rule ${rule}: `;
  return `${place}${TERM_LABELS[term] ?? term}: ${before ?? 'not set'} → ${after ?? 'not set'}`;
}
