/** May this contact decide on this request now? The same answer for the page, the snapshot and the signature. */
import { AppError, type ErrorCode } from '../core/errors.ts';
import { OPEN_STATES } from '../core/requests.ts';
import { eligibleContacts } from '../core/roster.ts';
import { isBefore } from './clock.ts';
import { partiesOf } from './evaluate.ts';
import type { RosterInForce } from './roster.ts';
import type { StoredRequest } from './rows.ts';

const SENTENCES: Partial<Record<ErrorCode, string>> = {
  request_closed: 'This request is settled; nothing is left to decide.',
  request_expired: 'The deadline of this request has passed.',
  request_frozen: 'This request is frozen until somebody has looked at the finding about it.',
  not_eligible: 'You may not decide on this request.',
};

/** @returns the code that says why not; null when the contact may decide */
export function hindrance(
  request: StoredRequest,
  roster: RosterInForce,
  contactId: string,
  now: string,
): ErrorCode | null {
  if (!OPEN_STATES.includes(request.state))
    return request.state === 'Expired' ? 'request_expired' : 'request_closed';
  if (request.deadline !== null && !isBefore(now, request.deadline)) return 'request_expired';
  if (request.frozen) return 'request_frozen';
  const eligible = eligibleContacts(roster.contacts, partiesOf(request));
  return eligible.some(({ id }) => id === contactId) ? null : 'not_eligible';
}

/** @throws AppError with the code of {@link hindrance} */
export function requireDecidable(
  request: StoredRequest,
  roster: RosterInForce,
  contactId: string,
  now: string,
): void {
  const code = hindrance(request, roster, contactId, now);
  if (code) throw new AppError(code, SENTENCES[code] ?? 'This request cannot be decided on.');
}
