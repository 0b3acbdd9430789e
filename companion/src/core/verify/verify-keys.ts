/**
 * The chain of the keys: each was enrolled once, for one contact, and signs only from the moment at which an older key of
 * its holder or another contact has signed for it. The first keys of the founding roster alone stand on nothing; a report
 * lists them, and `--trust-keys` is how an auditor confirms them.
 */
import type { ActStatement } from '../acts.ts';
import type { Sha256 } from '../bytes.ts';
import type { KeyEnrolled, KeyRevoked, KeyVouched, RosterChanged, RosterSealed } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { fingerprintOf, INVITED_BY_HOLDER, invitedByAct, type KeyState, VOUCH_AWAITED } from '../keys.ts';
import type { SignedActs } from './verify-acts.ts';
import { checkVoucher, type SignerRules } from './verify-signers.ts';

interface HeldKey {
  entry: KeyEnrolled;
  fingerprint: string;
  state: KeyState;
}

export interface KeyBook {
  byCredential: Map<string, HeldKey>;
  byFingerprint: Map<string, HeldKey>;
  /** Founding members whose first key nobody needs to vouch for. */
  founders: Set<string>;
  /** Ledger index and contact of each recovery that no enrolment has used yet. */
  recoveries: Map<number, string>;
}

export const noKeys = (): KeyBook => ({
  byCredential: new Map(),
  byFingerprint: new Map(),
  founders: new Set(),
  recoveries: new Map(),
});

export function sealFounders(book: KeyBook, { contacts }: RosterSealed): void {
  book.founders = new Set(contacts.map(({ id }) => id));
}

/** Whose entry was changed is no founder any more: the key could be another person's. */
export function changeHolder(book: KeyBook, { contact }: RosterChanged): void {
  book.founders.delete(contact);
}

const keysOf = (book: KeyBook, contact: string) =>
  [...book.byCredential.values()].filter(({ entry }) => entry.contact === contact);
const hasActive = (book: KeyBook, contact: string) =>
  keysOf(book, contact).some(({ state }) => state === 'Active');

/** @returns contacts with a key that counts */
export function enrolledContacts(book: KeyBook): Set<string> {
  const active = [...book.byCredential.values()].filter(({ state }) => state === 'Active');
  return new Set(active.map(({ entry }) => entry.contact));
}

/** @throws AppError assertion_invalid when the enrolment does not follow from what was signed */
export async function enrolKey(book: KeyBook, entry: KeyEnrolled, sha256: Sha256): Promise<void> {
  const fingerprint = await fingerprintOf(sha256, entry.publicKey);
  if (book.byCredential.has(entry.credentialId) || book.byFingerprint.has(fingerprint))
    throw wrong('the key was enrolled before');
  const { contact, vouchedForBy } = entry;
  const earlier = keysOf(book, contact).length > 0;
  const isFurther = hasActive(book, contact);
  const key: HeldKey = { entry, fingerprint, state: vouchedForBy === null ? 'Active' : 'Waiting' };
  book.byCredential.set(entry.credentialId, key);
  book.byFingerprint.set(fingerprint, key);
  const isFounder = book.founders.delete(contact);
  if (vouchedForBy === null && !isFounder)
    throw wrong('nobody vouched for the key, and it is no founding key');
  if (vouchedForBy !== null && vouchedForBy !== VOUCH_AWAITED) throw wrong('it vouches for itself');
  if (earlier && !isFurther) recover(book, entry);
  if (isFurther && entry.invitedBy !== INVITED_BY_HOLDER)
    throw wrong('a further key was not enrolled by its holder');
}

/** @returns how many keys of the contact are not revoked */
export const heldKeys = (book: KeyBook, contact: string): number =>
  keysOf(book, contact).filter(({ state }) => state !== 'Revoked').length;

/** Whoever holds the entry now enrols by this act, and by no earlier one. */
export function letEnrolAnew(book: KeyBook, contact: string, signed: number): void {
  for (const [index, holder] of book.recoveries) if (holder === contact) book.recoveries.delete(index);
  if (keysOf(book, contact).length > 0) book.recoveries.set(signed, contact);
}

/** Who has no key left comes back by a recovery that another contact signed, once for each. */
function recover(book: KeyBook, { contact, invitedBy }: KeyEnrolled): void {
  for (const [index, holder] of book.recoveries) {
    if (invitedBy === invitedByAct(index) && holder === contact) {
      book.recoveries.delete(index);
      return;
    }
  }
  throw wrong('no contact signed that its holder may enrol anew');
}

/** @throws AppError assertion_invalid unless exactly this key was vouched for, by one who may */
export function vouchForKey(book: KeyBook, entry: KeyVouched, acts: SignedActs, rules: SignerRules): void {
  const { contact, fingerprint, signed } = entry;
  const key = book.byFingerprint.get(fingerprint);
  if (key?.entry.contact !== contact || key.state !== 'Waiting') throw wrong('no such key waits');
  const act = acts.get(signed);
  if (act?.act !== 'key-vouch' || act.choice !== 'Vouch' || act.subject !== fingerprint)
    throw wrong('no signed act vouches for this key');
  if (holderOf(act.statement) !== contact) throw wrong('the act vouches for the key of somebody else');
  if (act.contact !== contact && hasActive(book, contact))
    throw wrong('its holder has an older key and did not sign');
  checkVoucher(entry, act.contact, rules);
  acts.delete(signed);
  key.state = 'Active';
}

/**
 * @param handover under which the keys of one contact end
 * @throws AppError assertion_invalid unless the act revokes this key, turns it down, recovers its holder, or gives his entry away
 */
export function revokeKey(
  book: KeyBook,
  { contact, fingerprint, signed }: KeyRevoked,
  acts: SignedActs,
  handover: { contact: string; signed: number } | null,
): void {
  const key = book.byFingerprint.get(fingerprint);
  if (key?.entry.contact !== contact || key.state === 'Revoked')
    throw wrong('there is no such key to revoke');
  const act = acts.get(signed);
  const isOfKey =
    act?.subject === fingerprint &&
    (act.act === 'key-revoke' || (act.act === 'key-vouch' && act.choice === 'Reject'));
  // Once somebody has enrolled anew by it, it takes no keys any more.
  const isRecovery = act?.act === 'key-recovery' && book.recoveries.get(signed) === contact;
  const isHandedOver = handover?.contact === contact && handover.signed === signed;
  if (!isOfKey && !isRecovery && !isHandedOver) throw wrong('no signed act revokes this key');
  key.state = 'Revoked';
}

/**
 * @returns the key with which a contact signed; null when nobody enrolled it
 * @throws AppError assertion_invalid when it could not sign at that point of the ledger
 */
export function signingKey(book: KeyBook, contact: string, credentialId: string): KeyEnrolled | null {
  const key = book.byCredential.get(credentialId);
  if (key?.entry.contact !== contact) return null;
  if (key.state === 'Waiting') throw wrong('nobody had vouched for the key that signed');
  if (key.state === 'Revoked') throw wrong('the key that signed had been revoked');
  return key.entry;
}

function holderOf(statement: unknown): string | undefined {
  const { shown } = statement as ActStatement;
  return (shown['holder'] as { id?: string } | undefined)?.id;
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
