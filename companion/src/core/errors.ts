/** The closed list of what can go wrong for a caller. Each code is documented in docs/problems.md. */
export type ErrorCode =
  | 'not_found'
  | 'origin_rejected'
  | 'assertion_replayed'
  | 'assertion_invalid'
  | 'not_eligible'
  | 'not_asked'
  | 'not_signed_in'
  | 'idp_refused'
  | 'key_not_vouched'
  | 'invitation_invalid'
  | 'snapshot_expired'
  | 'request_closed'
  | 'request_expired'
  | 'request_changed'
  | 'request_frozen'
  | 'drill_running'
  | 'not_extendable'
  | 'grant_stands'
  | 'digest_mismatch'
  | 'window_invalid'
  | 'token_invalid'
  | 'scope_missing'
  | 'sender_rejected'
  | 'key_reused'
  | 'in_progress'
  | 'too_large'
  | 'malformed'
  | 'rate_limited'
  | 'org_unreachable'
  | 'org_replaced'
  | 'clock_offset'
  | 'configuration'
  | 'ledger_inconsistent'
  | 'unavailable'
  | 'internal';

const NEXT_STEPS: Record<ErrorCode, string> = {
  not_found: 'Check the address, or open the inbox and choose the request there.',
  origin_rejected: 'Open Countersign at its own address and try again from there.',
  assertion_replayed: 'Open the request again and sign anew; each signature counts once.',
  assertion_invalid: 'Sign again with the passkey that you enrolled for Countersign.',
  not_eligible: 'Another authorization contact must decide on this request.',
  not_asked: 'Others are asked first. You hear at once when it is your turn.',
  not_signed_in: 'Sign in with your passkey and try again.',
  idp_refused: 'Sign in with your passkey, or ask the operator which account belongs to you here.',
  key_not_vouched:
    'Call another contact, read the fingerprint of your passkey to him, and let him sign for it; then sign in.',
  invitation_invalid: 'Ask the operator for a new invitation; each one works once, for seven days.',
  snapshot_expired: 'Open the review again; what you saw is kept for ten minutes only.',
  request_closed: 'Nothing is left to decide. The timeline of the request says who settled it.',
  request_expired: 'The deadline has passed. The requester can raise a new request.',
  request_changed: 'Read the request again: something in it changed since you opened it.',
  request_frozen: 'A contact must look at the alteration first: open the request, or the page Signatures.',
  drill_running: 'Wait until it has ended; `countersign drill list` says when.',
  not_extendable: 'Raise a new request of its own: it needs no earlier one.',
  grant_stands:
    'Take the grant back in Salesforce: your picture › Settings › My Personal Information › Grant Account Login Access. Then nothing is left that could be used.',
  digest_mismatch:
    'Close this page, open it again and compare. If it happens twice, tell your security team.',
  window_invalid: 'Choose a window inside the bounds that the request and the policy allow.',
  token_invalid: 'Send a token that is in force: an operator makes one with `countersign tokens make`.',
  scope_missing: 'Use a token that has the scope which is named; an operator makes one.',
  sender_rejected:
    'Send from an address of a domain that the token allows, or have the operator add the domain.',
  key_reused: 'Use a new Idempotency-Key for another call; a key belongs to one call and its repetitions.',
  in_progress: 'Wait a moment and send the same call again with the same Idempotency-Key.',
  too_large: 'Send less at once.',
  malformed: 'Correct the fields that are named and send it again.',
  rate_limited: 'Wait a minute and try again.',
  org_unreachable: 'Nothing is lost. It is tried again by itself; look at the request in a few minutes.',
  org_replaced: 'An operator must confirm the org behind this address before anything goes on.',
  clock_offset: 'The clocks of this machine and of the org differ too much; an operator must set them right.',
  configuration: 'Correct the settings that are named and start again.',
  ledger_inconsistent: 'Stop and call your security team: the ledger does not agree with its checkpoints.',
  unavailable: 'Try again in a minute.',
  internal: 'Try again. If it happens again, give the operator the number of this problem.',
};

/** @returns what a person can do about a problem of this code, in one sentence or two. */
export function nextStep(code: ErrorCode): string {
  return NEXT_STEPS[code];
}

/** A failure that a caller can act on: by its code, never by its text. `details` holds no secret and no personal value. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.details = options.details ?? {};
  }
}
