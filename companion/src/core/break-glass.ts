/**
 * Break-glass (D112): an emergency opens the shortest window before anybody has decided. What it needs, which rules of the
 * policy it overrides, and which never. What it opened is told to every contact at once and reviewed within a day.
 */
import type { Gate, GateVerdict } from './funnel.ts';
import { compareInstants } from './instants.ts';
import type { AccessPolicy } from './policy.ts';
import type { AccessRequest } from './requests.ts';
import { eligibleContacts, type Identity, type RosterContact } from './roster.ts';
import { type RequestTerms, termsOf } from './terms.ts';
import type { AccessWindow } from './windows.ts';

/** From the opening until a contact must have signed the review. */
export const REVIEW_WITHIN = { hours: 24 } as const;
/** Openings of one requester, or for one target user, within so many hours; the policy's own rate cap counts besides. */
export const BREAK_GLASS_CAP = { count: 2, hours: 24 } as const;

/** The rules that an emergency cannot wait for; each is recorded as overridden, never as open. */
const OVERRIDDEN: readonly string[] = [
  'business_hours',
  'blackout_dates',
  'enrolled_contact_available',
  'requester_not_the_only_contact',
];

export const REVIEW_OUTCOMES = ['Justified', 'Not_justified'] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];

/** What the requester wrote and typed for it. */
export interface BreakGlassAsk {
  reason: string;
  /** The support case number, typed once more. */
  confirmation: string;
  /** User id of who saved the request last. */
  submittedBy: string | null;
}

/** An earlier opening, or one that is under way. */
export interface EarlierOpening {
  at: string;
  /** User ids. */
  requester: string | null;
  targetUser: string | null;
  reviewDue: string;
  reviewed: boolean;
}

export interface BreakGlassInput {
  request: AccessRequest;
  requester: Identity;
  target: Identity;
  policy: AccessPolicy;
  /** A contact has accepted, or confirmed, the policy in force by signature. */
  policySigned: boolean;
  roster: readonly RosterContact[];
  ask: BreakGlassAsk;
  frozen: boolean;
  /** The org's clock and ours are near enough for a window. */
  clocksAgree: boolean;
  openings: readonly EarlierOpening[];
  /** ISO 8601 with Z. */
  now: string;
}

type BreakGlassGate = Gate<BreakGlassInput>;

const allowed: BreakGlassGate = {
  name: 'break_glass_allowed',
  evaluate: ({ request, policy, policySigned }) => {
    const { breakGlass, rule } = termsOf(policy, request);
    const evidence = { allowed: breakGlass.allowed, signed: policySigned, rule };
    if (!breakGlass.allowed)
      return { state: 'closed', reason: 'The policy does not allow break-glass for this request.', evidence };
    return policySigned
      ? {
          state: 'open',
          reason: `The policy allows break-glass for ${breakGlass.windowMinutes} minutes at most.`,
          evidence,
        }
      : {
          state: 'closed',
          reason: 'No contact has signed the policy in force yet; break-glass needs one that is signed.',
          evidence,
        };
  },
};

const confirmed: BreakGlassGate = {
  name: 'break_glass_confirmed',
  evaluate: ({ request, policy, ask, requester, frozen }) => {
    const closed = (reason: string) => ({ state: 'closed' as const, reason });
    if (frozen) return closed('The request was found altered and is frozen.');
    if (ask.reason.trim().length < policy.minimumPurposeLength)
      return closed(`The reason for break-glass needs at least ${policy.minimumPurposeLength} characters.`);
    if (ask.confirmation !== request.caseNumber || request.caseNumber.trim() === '')
      return closed('The support case number was not typed once more as it stands in the request.');
    return requester.userId !== null && requester.userId === ask.submittedBy
      ? { state: 'open', reason: 'The requester gave a reason and typed the support case number once more.' }
      : closed('It was not submitted by the user whom it names as its requester.');
  },
};

const opensSeldom: BreakGlassGate = {
  name: 'break_glass_seldom',
  evaluate: ({ requester, target, openings, now }) => {
    const overdue = openings.filter(
      ({ reviewed, reviewDue }) => !reviewed && compareInstants(reviewDue, now) <= 0,
    );
    if (overdue.length > 0) {
      return {
        state: 'closed',
        reason: 'An earlier break-glass window was not reviewed in time; a contact must review it first.',
        evidence: { overdue: overdue.length },
      };
    }
    const { count, hours } = BREAK_GLASS_CAP;
    const counted = openingsWithin(openings, { requester: requester.userId, targetUser: target.userId }, now);
    const reason = `${counted} of ${count} break-glass windows of this requester or for this user within ${hours} hours.`;
    return { state: counted < count ? 'open' : 'closed', reason, evidence: { counted, cap: count, hours } };
  },
};

/** @returns how many of them count against the cap of a requester and a target user at `now` */
export function openingsWithin(
  openings: readonly Pick<EarlierOpening, 'at' | 'requester' | 'targetUser'>[],
  { requester, targetUser }: { requester: string | null; targetUser: string | null },
  now: string,
): number {
  const begin = Temporal.Instant.from(now).subtract({ hours: BREAK_GLASS_CAP.hours }).toString();
  return openings.filter(
    (opening) =>
      compareInstants(opening.at, begin) > 0 &&
      ((requester !== null && opening.requester === requester) ||
        (targetUser !== null && opening.targetUser === targetUser)),
  ).length;
}

const somebodyIsTold: BreakGlassGate = {
  name: 'break_glass_reviewer',
  evaluate: ({ roster, requester, target }) => {
    const reviewers = eligibleContacts(roster, { requester, target }).length;
    const evidence = { reviewers };
    return reviewers > 0
      ? {
          state: 'open',
          reason: `${reviewers} ${reviewers === 1 ? 'contact' : 'contacts'} besides requester and target user can be told and review it.`,
          evidence,
        }
      : {
          state: 'closed',
          reason: 'No contact besides requester and target user could be told and review it.',
          evidence,
        };
  },
};

const clocksAgree: BreakGlassGate = {
  name: 'clocks_agree',
  evaluate: (input) =>
    input.clocksAgree
      ? { state: 'open', reason: 'The clocks of the org and of Countersign agree.' }
      : {
          state: 'closed',
          reason: 'The clocks of the org and of Countersign differ by more than five minutes.',
        },
};

/** In the order in which people read them; they come on top of the gates that every request passes. */
export const breakGlassGates: readonly BreakGlassGate[] = [
  allowed,
  confirmed,
  opensSeldom,
  somebodyIsTold,
  clocksAgree,
];

/** @returns the verdicts with each closed rule marked that an emergency overrides; what is unknown stays so */
export function overriding(verdicts: readonly GateVerdict[]): GateVerdict[] {
  return verdicts.map((verdict) =>
    isOverridable(verdict) && verdict.state === 'closed'
      ? { ...verdict, overridden: 'break-glass' as const }
      : verdict,
  );
}

export function isOverridable({ gate }: Pick<GateVerdict, 'gate'>): boolean {
  return OVERRIDDEN.includes(gate);
}

/** @returns how long break-glass lasts at most: the shortest of what the policy gives for it, what is wanted, what is allowed */
export function breakGlassMinutes(
  { breakGlass, maximumWindowMinutes }: Pick<RequestTerms, 'breakGlass' | 'maximumWindowMinutes'>,
  wanted: number,
): number {
  return Math.min(breakGlass.windowMinutes, wanted, maximumWindowMinutes);
}

/** @returns the window that opens at `at`, and until when it must be reviewed */
export function breakGlassWindow(minutes: number, at: string): AccessWindow & { reviewDue: string } {
  const start = Temporal.Instant.from(at);
  return {
    start: start.toString(),
    end: start.add({ minutes }).toString(),
    reviewDue: start.add(REVIEW_WITHIN).toString(),
  };
}

/** @returns whether the logged or stored content asks for it */
export function asksForBreakGlass(content: { readonly [field: string]: unknown }): boolean {
  return content['Break_Glass__c'] === true;
}
