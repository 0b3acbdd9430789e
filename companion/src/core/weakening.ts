/**
 * What a change of the policy, the roster or the governance mode makes weaker. Such a change needs the signatures of two
 * persons (see `signers.ts`). What has no direction that is known to be stricter counts as weaker. Relay and kit run this
 * very code, over what the ledger holds.
 */
import type { AccessPolicy, BusinessHours, PolicyTerms, RateCap } from './policy.ts';
import type { Commitment } from './commitments.ts';
import type { Mode } from './requests.ts';
import { RISKS } from './risk.ts';
import { termsOf, type RequestFacts } from './terms.ts';

type Terms = PolicyTerms;
type Weakens = (before: Terms, after: Terms) => boolean;

const more =
  (term: { [Term in keyof Terms]: Terms[Term] extends number ? Term : never }[keyof Terms]): Weakens =>
  (before, after) =>
    after[term] > before[term];

/** By term, in the order of the policy. A new term must say here in which direction it is stricter. */
const TERMS: { readonly [Term in keyof PolicyTerms]: Weakens } = {
  quorum: (before, after) => after.quorum < before.quorum,
  rolesRequired: (before, after) => before.rolesRequired.some((role) => !after.rolesRequired.includes(role)),
  // Who is asked that was not, or sooner, may decide that could not, or sooner.
  ladder: (before, after) =>
    after.ladder.some(({ level, afterMinutes }) =>
      before.ladder.every((step) => step.level !== level || step.afterMinutes > afterMinutes),
    ),
  deadlineMinutes: more('deadlineMinutes'),
  defaultWindowMinutes: more('defaultWindowMinutes'),
  singleApproverMinutes: more('singleApproverMinutes'),
  maximumWindowMinutes: more('maximumWindowMinutes'),
  hours: (before, after) => !areWithin(after.hours, before.hours),
  blackouts: (before, after) =>
    before.blackouts.some(
      ({ from, to }) => !after.blackouts.some((span) => span.from <= from && to <= span.to),
    ),
  // The same dates begin and end at another time.
  zone: (before, after) => before.blackouts.length > 0 && before.zone !== after.zone,
  rateCap: (before, after) => !isCapped(after.rateCap, before.rateCap),
  breakGlassAllowed: (before, after) => after.breakGlassAllowed && !before.breakGlassAllowed,
  breakGlassMinutes: (before, after) =>
    after.breakGlassAllowed && after.breakGlassMinutes > before.breakGlassMinutes,
};

/** @returns whether requests are taken up at no time at which they were not before; null is at any time */
function areWithin(inner: BusinessHours | null, outer: BusinessHours | null): boolean {
  if (outer === null) return true;
  if (inner === null || inner.zone !== outer.zone) return false;
  const days = inner.days.every((day) => outer.days.includes(day));
  return days && inner.from >= outer.from && inner.to <= outer.to;
}

function isCapped(after: RateCap | null, before: RateCap | null): boolean {
  if (before === null) return true;
  if (after?.per !== before.per) return false;
  return after.count <= before.count && after.hours >= before.hours;
}

/** Terms of the policy itself that no rule changes. */
const OWN: { readonly [name: string]: (before: AccessPolicy, after: AccessPolicy) => boolean } = {
  minimumPurposeLength: (before, after) => after.minimumPurposeLength < before.minimumPurposeLength,
  grantGraceMinutes: (before, after) => after.grantGraceMinutes > before.grantGraceMinutes,
  grantGraceLimitMinutes: (before, after) => after.grantGraceLimitMinutes > before.grantGraceLimitMinutes,
  loginGraceSeconds: (before, after) => after.loginGraceSeconds > before.loginGraceSeconds,
  drills: ({ drills: before }, { drills: after }) =>
    before !== undefined &&
    (after === undefined || after.everyDays > before.everyDays || after.hours !== before.hours),
};

/**
 * Compares what the two policies ask of every kind of request that a rule of either can tell from another, so that a
 * weaker rule is found, and so is one that comes before a stricter one.
 * @returns the names of the terms that get weaker for some request, in the order of the policy; empty when none does
 */
export function policyWeakenings(before: AccessPolicy, after: AccessPolicy): string[] {
  const found = new Set<string>();
  for (const facts of kindsOf([before, after])) {
    const [old, next] = [effectiveOf(before, facts), effectiveOf(after, facts)];
    for (const [term, weakens] of Object.entries(TERMS)) if (weakens(old, next)) found.add(term);
  }
  const terms = Object.keys(TERMS).filter((term) => found.has(term));
  return [...terms, ...Object.keys(OWN).filter((name) => OWN[name]?.(before, after))];
}

function effectiveOf(policy: AccessPolicy, facts: RequestFacts): Terms {
  const { breakGlass, ...terms } = termsOf(policy, facts);
  return { ...terms, breakGlassAllowed: breakGlass.allowed, breakGlassMinutes: breakGlass.windowMinutes };
}

/** One request of each kind; null stands for what no rule names. */
function kindsOf(policies: readonly AccessPolicy[]): RequestFacts[] {
  const matches = policies.flatMap(({ rules }) => rules.map(({ match }) => match));
  const incidentTypes = [...new Set([null, ...matches.map(({ incidentType }) => incidentType)])];
  const environments = [...new Set([null, ...matches.map(({ environment }) => environment)])];
  return incidentTypes.flatMap((incidentType) =>
    environments.flatMap((environment) =>
      [true, false].flatMap((dataViewed) =>
        RISKS.map((risk) => ({ incidentType, environment, dataViewed, risk })),
      ),
    ),
  );
}

/** An entry of the roster as the ledger holds it. */
export interface RosterFacts {
  address: Commitment;
  role: string;
  level: number;
  active: boolean;
  userId?: string | null;
  mayDecide?: boolean;
}

/** @returns whether the entry may decide and sign, as far as it is about the entry alone */
export const hasVote = (entry: RosterFacts | null): boolean =>
  entry !== null && entry.active && entry.mayDecide !== false;

/** @returns whether another person than before could stand behind the entry: the first of all, another address, another user */
export function givesIdentity(before: RosterFacts | null, after: RosterFacts): boolean {
  if (before === null) return true;
  const isSame = before.address.commitment === after.address.commitment;
  return !isSame || (before.userId ?? null) !== (after.userId ?? null);
}

/**
 * Whether the entry goes to another person, who must not sign with what the former one holds. A user who stays is the same
 * person at another address; where no user says who it is, another address is another person.
 */
export function turnsOver(before: RosterFacts | null, after: RosterFacts): boolean {
  if (before === null) return false;
  const [was, is] = [before.userId ?? null, after.userId ?? null];
  if (was !== null && is !== null) return was !== is;
  return before.address.commitment !== after.address.commitment;
}

export type RosterWeakening = 'vote_gained' | 'vote_lost' | 'identity' | 'role' | 'level';

/**
 * Whose vote is lost counts too: fewer persons are left who could keep a change from being signed by one alone.
 * @param before null for an entry that was not on the roster; a commitment that is not the logged one is another address
 */
export function rosterWeakenings(before: RosterFacts | null, after: RosterFacts): RosterWeakening[] {
  if (!hasVote(after)) return hasVote(before) ? ['vote_lost'] : [];
  if (before === null || !hasVote(before)) return ['vote_gained'];
  return [
    ...(givesIdentity(before, after) ? (['identity'] as const) : []),
    ...(before.role === after.role ? [] : (['role'] as const)),
    ...(after.level < before.level ? (['level'] as const) : []),
  ];
}

/** Under *Standard* an entry without an authorization is no finding any more. */
export function modeWeakenings(before: Mode | null, after: Mode): string[] {
  return before === 'Opt_out_enabled' && after === 'Standard' ? ['mode'] : [];
}
