/**
 * A policy term by term, in the notation in which a record writes it: neutral between languages, so that what is signed
 * reads the same for everyone. Labels of the terms are the pages' own.
 */
import type { AccessPolicy, AccessRule, BusinessHours, PolicyTerms } from './policy.ts';

/** One value each; null is one that is not set. */
export type PolicyWords = Readonly<Record<string, string | null>>;

const HOUR = 60;
const DAY = 24 * HOUR;

/** `45 min`, `12 h`, `1 h 30 min`, `3 d` */
export function minutesText(minutes: number): string {
  if (minutes >= 2 * DAY && minutes % DAY === 0) return `${minutes / DAY} d`;
  const [hours, rest] = [Math.floor(minutes / HOUR), minutes % HOUR];
  const parts = [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 || hours === 0 ? [`${rest} min`] : [])];
  return parts.join(' ');
}

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `Mon, Tue, Wed 08:00-18:00 Europe/Berlin` */
function hoursText({ days, from, to, zone }: BusinessHours): string {
  return `${days.map((day) => DAY_NAMES[day - 1]).join(', ')} ${from}-${to} ${zone}`;
}

const listText = (items: readonly string[]): string | null => (items.length > 0 ? items.join(', ') : null);

/** How each term is written. */
const TERMS: { readonly [Term in keyof PolicyTerms]: (value: PolicyTerms[Term]) => string | null } = {
  quorum: String,
  rolesRequired: listText,
  ladder: (steps) =>
    listText(steps.map(({ level, afterMinutes }) => `${level}: ${minutesText(afterMinutes)}`)),
  deadlineMinutes: minutesText,
  defaultWindowMinutes: minutesText,
  singleApproverMinutes: minutesText,
  maximumWindowMinutes: minutesText,
  hours: (hours) => hours && hoursText(hours),
  blackouts: (spans) => listText(spans.map(({ from, to }) => (from === to ? from : `${from}..${to}`))),
  zone: String,
  rateCap: (cap) => cap && `${cap.count} / ${cap.hours} h / ${cap.per}`,
  breakGlassAllowed: (allowed) => (allowed ? 'Allowed' : 'Not_allowed'),
  breakGlassMinutes: minutesText,
};

/** @param none what stands for a term that is set to nothing */
function wordsOf(terms: Partial<PolicyTerms>, none: string | null): PolicyWords {
  const names = (Object.keys(TERMS) as (keyof PolicyTerms)[]).filter((name) => terms[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, TERMS[name](terms[name] as never) ?? none]));
}

/** @returns every term of the policy itself */
export function policyWords(policy: AccessPolicy): PolicyWords {
  return {
    name: policy.name,
    ...wordsOf(policy, null),
    firstLevel: String(policy.firstLevel),
    minimumPurposeLength: String(policy.minimumPurposeLength),
    grantGraceMinutes: minutesText(policy.grantGraceMinutes),
    grantGraceLimitMinutes: minutesText(policy.grantGraceLimitMinutes),
    loginGraceSeconds: `${policy.loginGraceSeconds} s`,
    drills: policy.drills ? `${policy.drills.everyDays} d, ${policy.drills.hours}` : null,
  };
}

/** @returns which requests the rule fits, when it is tried, and the terms that it sets */
export function ruleWords({ label, order, match, terms }: AccessRule): PolicyWords {
  const { incidentType, environment, dataViewed, riskAtLeast } = match;
  return {
    label,
    order: String(order),
    incidentType,
    environment,
    dataViewed: dataViewed === null ? null : dataViewed ? 'Yes' : 'No',
    riskAtLeast,
    // A rule that lifts what the policy sets is another thing than one that leaves it.
    ...wordsOf(terms, 'None'),
  };
}
