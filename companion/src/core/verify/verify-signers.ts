/** That a change which weakens the rules was signed by two persons, and that nobody stands behind an entry and its key alone. */
import type { ActStatement } from '../acts.ts';
import { canonicalize, type Json } from '../canonical.ts';
import type { ActSigned, KeyVouched, LedgerEntry } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { millisecondsOf } from '../instants.ts';
import {
  areOneUser,
  mayConsent,
  mayVouchFirst,
  personsOf,
  signaturesNeeded,
  type SignerBook,
  standingSignatures,
} from '../signers.ts';
import type { SignedActs } from './verify-acts.ts';

/** What holds at one point of a ledger. */
export interface SignerRules {
  book: SignerBook;
  /** False in a ledger of an earlier version until the first signature that says how many are needed. */
  strict: boolean;
}

export const noSigners = (): SignerRules => ({ book: new Map(), strict: false });

/** From the first entry of this version on no entry of an earlier one is taken: one signature suffices no more. */
export function learnStrictness(rules: SignerRules, entry: LedgerEntry): void {
  if (entry.type === 'roster.sealed')
    rules.strict ||= entry.contacts.some(({ userId }) => userId !== undefined);
  if (entry.type === 'act.signed') rules.strict ||= 'signatures' in shownOf(entry);
  if ('cosigned' in entry) rules.strict = true;
}

/** Whether the contact had lost his last key by `at`; in ledgers of before that ended approvals nobody has. */
export function isKeyless({ book, strict }: SignerRules, contact: string, at: string): boolean {
  const signer = book.get(contact);
  if (!strict || !signer || signer.keys.size > 0 || signer.keysLostAt === null) return false;
  return millisecondsOf(signer.keysLostAt) <= millisecondsOf(at);
}

/** A change that contacts accepted. */
export interface AcceptedChange {
  act: ActSigned['act'];
  subject: string;
  /** What the signatures must have been shown alike. */
  content: (shown: ActStatement['shown']) => Json;
  weakens: readonly string[];
  /** Whose entry it is about; null for what concerns nobody in particular. */
  concerned: string | null;
  /** The user who would stand behind that entry. */
  concernedUser?: string | null;
}

const shownOf = (act: ActSigned) => (act.statement as unknown as ActStatement).shown;

/**
 * Takes the signatures of a change, which are then used up.
 * @returns what was shown to the contact whose signature completed it
 * @throws AppError assertion_invalid unless as many persons as are needed accepted exactly this
 */
export function takeSignatures(
  { signed, cosigned = [], at }: { signed: number; cosigned?: readonly number[]; at: string },
  change: AcceptedChange,
  acts: SignedActs,
  { book, strict }: SignerRules,
): ActStatement['shown'] {
  const last = acceptance(acts, signed, change);
  const first = cosigned.map((index) => acceptance(acts, index, change));
  const shown = shownOf(last);
  endSignatures(acts, change);
  if (first.some((act) => content(act, change) !== content(last, change)))
    throw wrong('the two signatures are not over the same');
  if (change.concerned !== null) requireOthers(first, last, change.concerned, book, at);
  if (!strict) return shown;
  if ([...first, last].some(({ contact }) => becomes(book, contact, change)))
    throw wrong('a contact accepted another entry of his own');
  const standing = standingSignatures(book, first, at);
  if (standing.length < first.length) throw wrong('the first signature had lapsed');
  const persons = personsOf(book, [...standing, last]).length;
  if (persons < first.length + 1) throw wrong('both signatures are one person’s');
  if (persons < signaturesNeeded(book, change.weakens.length > 0, at))
    throw wrong('it weakens the rules, and one person alone accepted it');
  requireShown(shown, change, first);
  return shown;
}

function acceptance(acts: SignedActs, index: number, { act, subject }: AcceptedChange): ActSigned {
  const found = acts.get(index);
  if (found?.act !== act || found.choice !== 'Accept' || found.subject !== subject)
    throw wrong('no signed act accepts it');
  return found;
}

const content = (act: ActSigned, change: AcceptedChange): string =>
  canonicalize(change.content(shownOf(act)));

function requireOthers(
  first: readonly ActSigned[],
  last: ActSigned,
  concerned: string,
  book: SignerBook,
  at: string,
): void {
  const isConcerned = ({ contact }: ActSigned) => areOneUser(book, contact, concerned);
  if (
    first.some(isConcerned) ||
    (isConcerned(last) && (first.length === 0 || !mayConsent(book, concerned, at)))
  )
    throw wrong('a contact accepted a change of his own entry');
}

/** Whether the change gives another entry than his own to the user of this contact. */
function becomes(
  book: SignerBook,
  contact: string,
  { concerned, concernedUser = null }: AcceptedChange,
): boolean {
  const userId = book.get(contact)?.entry.userId ?? null;
  return contact !== concerned && userId !== null && userId === concernedUser;
}

/** Who completes it saw what gets weaker, and who had signed before. */
function requireShown(
  shown: ActStatement['shown'],
  { weakens }: AcceptedChange,
  first: readonly ActSigned[],
): void {
  if (canonicalize(shown['weakens'] ?? null) !== canonicalize([...weakens]))
    throw wrong('what it weakens was not shown');
  const { given = [] } = (shown['signatures'] ?? {}) as { given?: readonly { by?: { id?: string } }[] };
  const named = given.map(({ by }) => by?.id);
  if (first.some(({ contact }) => !named.includes(contact))) throw wrong('the first signature was not shown');
}

/** @returns whether the act is the last that its change needs, so that the change must follow */
export function completes(
  act: ActSigned,
  change: AcceptedChange,
  acts: SignedActs,
  { book, strict }: SignerRules,
): boolean {
  if (!strict) return true;
  const alike = [...acts.values()].filter(
    (other) =>
      other.act === act.act &&
      other.subject === act.subject &&
      other.choice === 'Accept' &&
      content(other, change) === content(act, change),
  );
  const persons = personsOf(book, standingSignatures(book, alike, act.at));
  return persons.length >= signaturesNeeded(book, change.weakens.length > 0, act.at);
}

/** A change that took force, or was turned down, leaves no signature that waits. */
export function endSignatures(acts: SignedActs, { act, subject }: Pick<ActSigned, 'act' | 'subject'>): void {
  for (const [index, other] of acts)
    if (other.act === act && other.subject === subject && other.choice === 'Accept') acts.delete(index);
}

/** @throws AppError assertion_invalid when whoever accepted the entry vouched for its first key, and another could have */
export function checkVoucher(
  { contact, at }: KeyVouched,
  voucher: string,
  { book, strict }: SignerRules,
): void {
  if (!strict || voucher === contact || mayVouchFirst(book, voucher, contact, at)) return;
  throw wrong('whoever accepted the entry vouched for its key, too');
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
