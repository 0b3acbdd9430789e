/**
 * What a contact signs besides a decision on one request: changes of the roster, of the policy, of the mode, and the like.
 * As with a decision the server fixes a snapshot, the browser adds choice and reason, renders from the resulting statement
 * alone, and signs SHA-256 of its canonical JSON (design §5). Server, browser and kit run this very code.
 */
import { LOOK_CHOICES } from './alterations.ts';
import { fromBase64url, type Hmac, type Sha256, toHex, utf8 } from './bytes.ts';
import { canonicalize, type Json } from './canonical.ts';
import { commit, type Commitment, type Opening } from './commitments.ts';
import { DRILL_ANSWERS } from './entries/drill-entries.ts';

export const ACT_TYPES = [
  'founding-roster',
  'roster-change',
  'policy-change',
  'governance-mode',
  'key-vouch',
  'key-revoke',
  'key-recovery',
  'delegation',
  'delegation-end',
  'drill-answer',
  'break-glass-review',
  'alteration-look',
] as const;
export type ActType = (typeof ACT_TYPES)[number];

/** What may be chosen for each type; the first makes the change effective. Of a drill nothing takes effect. */
export const ACT_CHOICES: Readonly<Record<ActType, readonly [string, ...string[]]>> = {
  'founding-roster': ['Confirm'],
  'roster-change': ['Accept', 'Reject'],
  'policy-change': ['Accept', 'Reject'],
  'governance-mode': ['Accept', 'Reject'],
  'key-vouch': ['Vouch', 'Reject'],
  'key-revoke': ['Revoke'],
  'key-recovery': ['Recover'],
  delegation: ['Delegate'],
  'delegation-end': ['End'],
  'drill-answer': DRILL_ANSWERS,
  'break-glass-review': ['Justified', 'Not_justified'],
  'alteration-look': LOOK_CHOICES,
};

/** All of the statement that the server fixes before the contact chooses. */
export interface ActBase {
  v: 1;
  type: ActType;
  /** 32 random bytes, base64url; single use. */
  nonce: string;
  org: { id: string; environment: string };
  /** `rosterEntry` is the roster version under which the contact signs. */
  contact: { id: string; rosterEntry: string };
  /** What it is about: the id of a roster entry, a version. */
  subject: string;
  /** Every value that the page shows of it. Personal values are commitments. */
  shown: { readonly [name: string]: Json };
  shownAt: string;
  locale: string;
}

export interface ActStatement extends ActBase {
  choice: string;
  reason: Commitment;
}

/** What the browser gets: the base, what opens its commitments, and the salt for the reason that is still to come. */
export interface ActSnapshot {
  base: ActBase;
  openings: Opening[];
  /** 32 bytes, base64url. */
  reasonSalt: string;
  /** The snapshot may be signed until then. */
  expiresAt: string;
}

/** Path of the committed reason: bound to the one signature by its nonce. */
const reasonPath = (nonce: string): string => `Act/${nonce}/Reason`;

/** @returns what opens the reason's commitment. */
export function actReasonOpening({ base, reasonSalt }: ActSnapshot, reason: string): Opening {
  return { path: reasonPath(base.nonce), value: reason, salt: reasonSalt };
}

/**
 * Completes the snapshot to the statement that is signed.
 * @throws RangeError for a choice that its type does not offer
 */
export async function buildAct(
  { base, reasonSalt }: ActSnapshot,
  { choice, reason }: { choice: string; reason: string },
  hmac: Hmac,
): Promise<ActStatement> {
  if (!ACT_CHOICES[base.type].includes(choice)) throw new RangeError(`${base.type} offers no ${choice}`);
  const committed = await commit(hmac, fromBase64url(reasonSalt), reasonPath(base.nonce), reason);
  return { ...base, choice, reason: committed };
}

/** @returns SHA-256 of the canonical statement, lower-case hex: the WebAuthn challenge. */
export async function actDigest(sha256: Sha256, statement: ActStatement): Promise<string> {
  return toHex(await sha256(utf8(canonicalize(statement as unknown as Json))));
}
