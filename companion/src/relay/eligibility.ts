/** What may this contact sign on this request now? The same answer for the page, the snapshot and the signature. */
import { AppError, type ErrorCode } from '../core/errors.ts';
import { OPEN_STATES, type RequestState } from '../core/requests.ts';
import { eligibleContacts, isAvailable } from '../core/roster.ts';
import type { SignedDecision } from '../core/statement.ts';
import { isBefore } from './clock.ts';
import { isAsked } from './ladder.ts';
import { partiesOf } from './parties.ts';
import type { RosterInForce } from './roster.ts';
import type { StoredDecision, StoredRequest } from './rows.ts';

const SENTENCES: Partial<Record<ErrorCode, string>> = {
  request_closed: 'This request is settled; nothing is left to decide.',
  request_expired: 'The deadline of this request has passed.',
  request_frozen: 'This request is frozen until a contact has looked at the alteration.',
  request_changed: 'This answer is not open to you any more: what you answered before stands.',
  not_eligible: 'You may not decide on this request.',
  not_asked: 'You have not been asked about this request yet.',
};

export interface Choices {
  choices: SignedDecision[];
  /** Why there is none; null when there is one. */
  because: ErrorCode | null;
}

/** States in which there is something to revoke. */
const AUTHORIZED: readonly RequestState[] = ['Approved', 'Window_open'];

/** @param decisions of this request, all of them */
export function choicesOf(
  request: StoredRequest,
  roster: RosterInForce,
  decisions: readonly StoredDecision[],
  contactId: string,
  now: string,
): Choices {
  if (AUTHORIZED.includes(request.state)) return revocation(roster, contactId);
  const because = hindrance(request, roster, contactId, now);
  if (because !== null) return { choices: [], because };
  const isOwn = ({ contactId: id, decision, status, endedAt }: StoredDecision) =>
    id === contactId && decision === 'Approve' && status !== 'without_effect' && endedAt === null;
  const approves = decisions.some(isOwn);
  return {
    choices: approves ? ['Withdraw', 'Deny', 'Ask_for_more'] : ['Approve', 'Deny', 'Ask_for_more'],
    because: null,
  };
}

/** Any contact may take back what was authorized, whoever gave it: to narrow needs nobody's leave (D106). */
function revocation({ contacts }: RosterInForce, contactId: string): Choices {
  return contacts.some((contact) => contact.id === contactId && isAvailable(contact))
    ? { choices: ['Revoke'], because: null }
    : { choices: [], because: 'request_closed' };
}

function hindrance(
  request: StoredRequest,
  { contacts }: RosterInForce,
  contactId: string,
  now: string,
): ErrorCode | null {
  if (!OPEN_STATES.includes(request.state))
    return request.state === 'Expired' ? 'request_expired' : 'request_closed';
  if (request.deadline !== null && !isBefore(now, request.deadline)) return 'request_expired';
  if (request.frozen) return 'request_frozen';
  if (!eligibleContacts(contacts, partiesOf(request)).some(({ id }) => id === contactId))
    return 'not_eligible';
  return isAsked(request, contacts, contactId, now) ? null : 'not_asked';
}

/** @returns the code that says why this decision cannot count; null when it can */
export function refusalOf({ choices, because }: Choices, decision: SignedDecision, state: RequestState) {
  if (choices.includes(decision)) return null;
  if (because !== null) return because;
  return OPEN_STATES.includes(state) ? 'request_changed' : 'request_closed';
}

export function refusal(code: ErrorCode): AppError {
  return new AppError(code, SENTENCES[code] ?? 'This request cannot be decided on.');
}
