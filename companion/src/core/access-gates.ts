/** The gates that every access request passes before a contact is asked. */
import { EXTENDABLE_DAYS, type ExtendedRequest, extensionProblem } from './extensions.ts';
import type { Gate } from './funnel.ts';
import type { AccessPolicy } from './policy.ts';
import { canComplete } from './quorum.ts';
import type { AccessRequest } from './requests.ts';
import { askedContacts, eligibleContacts, type Identity, isAvailable, type RosterContact } from './roster.ts';
import { termsOf } from './terms.ts';

/** What is known of the target user's ability to grant login access; unreadable is unknown. */
export interface GrantAbility {
  state: 'open' | 'closed' | 'unknown';
  reason: string;
}

export interface AccessGateInput {
  request: AccessRequest;
  requester: Identity;
  target: Identity;
  policy: AccessPolicy;
  roster: readonly RosterContact[];
  targetCanGrant: GrantAbility;
  /** What the request says that it extends; null when that is not known, undefined when it extends nothing. */
  extended?: ExtendedRequest | null;
  /** ISO 8601 with Z. */
  now: string;
}

type AccessGate = Gate<AccessGateInput>;

/** Needs the request and the policy alone, so that it can be asked of the past as well. */
type ContentGate = Gate<Pick<AccessGateInput, 'request' | 'policy'>>;

const caseNumberPresent: ContentGate = {
  name: 'case_number_present',
  evaluate: ({ request }) =>
    request.caseNumber.trim() === ''
      ? { state: 'closed', reason: 'A support case number is missing.' }
      : { state: 'open', reason: 'The request names its support case.', evidence: request.caseNumber },
};

const purposeGiven: ContentGate = {
  name: 'purpose_given',
  evaluate: ({ request, policy }) => {
    const short = [request.purpose, request.necessity].some(
      (text) => text.trim().length < policy.minimumPurposeLength,
    );
    if (short) {
      return {
        state: 'closed',
        reason: `Purpose and necessity need at least ${policy.minimumPurposeLength} characters each.`,
      };
    }
    if (request.dataViewed === null)
      return { state: 'closed', reason: 'It is not said whether data is viewed.' };
    return { state: 'open', reason: 'Purpose and necessity are given, and whether data is viewed.' };
  },
};

const durationWithinPolicy: ContentGate = {
  name: 'duration_within_policy',
  evaluate: ({ request, policy }) => {
    const minutes = Math.round((request.hoursWanted ?? 0) * 60);
    const { maximumWindowMinutes: maximumMinutes } = termsOf(policy, request);
    const evidence = { wantedMinutes: minutes, maximumMinutes };
    if (minutes < 1)
      return { state: 'closed', reason: 'The request does not say how long access is wanted.', evidence };
    return minutes > maximumMinutes
      ? {
          state: 'closed',
          reason: `The policy allows ${maximumMinutes} minutes at most; ${minutes} are wanted.`,
          evidence,
        }
      : {
          state: 'open',
          reason: `${minutes} minutes are wanted; the policy allows ${maximumMinutes}.`,
          evidence,
        };
  },
};

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

/** A request that nobody could decide must not wait for ever: it is refused before anybody is asked (D110). */
const contactAvailable: AccessGate = {
  name: 'enrolled_contact_available',
  evaluate: ({ request, policy, roster, requester, target, now }) => {
    const terms = termsOf(policy, request);
    const levels = terms.ladder.map(({ level }) => level);
    const asked = levels.flatMap((level) => askedContacts(roster, { requester, target }, level, now));
    const available = [...new Map(asked.map((contact) => [contact.id, contact])).values()];
    const evidence = { available: available.length, needed: terms.quorum, levels };
    const needed = `${counted(terms.quorum, 'authorization contact')} of level ${levels.join(', ')} with a passkey`;
    if (canComplete(terms, available)) {
      const can = counted(available.length, 'authorization contact');
      return { state: 'open', reason: `${can} of level ${levels.join(', ')} can decide.`, evidence };
    }
    const roles = terms.rolesRequired.length > 0 ? `, with the roles ${terms.rolesRequired.join(', ')},` : '';
    const are = available.length === 1 ? 'is' : 'are';
    return {
      state: 'closed',
      reason: `${needed}${roles} must be available; ${available.length} ${are}.`,
      evidence,
    };
  },
};

const requesterNotTheOnlyContact: AccessGate = {
  name: 'requester_not_the_only_contact',
  evaluate: ({ roster, requester, target }) => {
    const others = eligibleContacts(roster, { requester, target });
    return others.length === 0 && roster.some(isAvailable)
      ? { state: 'closed', reason: 'Nobody but the requester or the target user could decide.' }
      : { state: 'open', reason: 'Somebody else than the requester decides.' };
  },
};

const targetCanGrant: AccessGate = {
  name: 'target_can_grant',
  evaluate: ({ targetCanGrant: ability }) => ({ state: ability.state, reason: ability.reason }),
};

/** Asked only of a request that names an earlier one. */
export const extensionFits: AccessGate = {
  name: 'extension_fits',
  evaluate: ({ request, extended = null, now }) => {
    const { id, caseNumber, targetUser } = request;
    const problem = extensionProblem({ id, caseNumber, targetUser: targetUser?.id ?? null }, extended, now);
    if (problem !== null || extended === null) return { state: 'closed', reason: problem ?? '' };
    const reason = `It extends ${extended.name}: the same case and user, in a window of the last ${EXTENDABLE_DAYS} days or still to come.`;
    return { state: 'open', reason, evidence: { extends: extended.id, depth: extended.depth + 1 } };
  },
};

/** What the request itself must say. */
export const contentGates: readonly ContentGate[] = [caseNumberPresent, purposeGiven, durationWithinPolicy];

/** In the order in which people read them. */
export const accessGates: readonly AccessGate[] = [
  ...contentGates,
  contactAvailable,
  requesterNotTheOnlyContact,
  targetCanGrant,
];
