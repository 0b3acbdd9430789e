/**
 * Who can sign a change of the rules, how many of them must, and who may vouch for a first passkey: so that nobody reaches a
 * quorum alone by adding himself a second time, or by lowering it. All of it follows from the ledger; relay, kit and report
 * derive it with this code.
 */
import type { Sha256 } from './bytes.ts';
import type { LedgerEntry, RosterChanged } from './entries/entries.ts';
import { millisecondsOf } from './instants.ts';
import { hostOf } from './hosts.ts';
import { fingerprintOf } from './keys.ts';
import { givesIdentity, hasVote, type RosterFacts, turnsOver } from './weakening.ts';

interface SignerState {
  entry: RosterFacts;
  /** Contacts who accepted the entry when it last got another identity; none for founders. */
  acceptors: readonly string[];
  /** Fingerprints of the keys that may sign, each with the host at which it was made. */
  keys: Map<string, string>;
  /** The same of keys that were not vouched for yet. */
  waiting: Map<string, string>;
  /** The user who was last named for whoever holds the entry, also while it names none; null where none ever was. */
  lastUser: string | null;
  /** When another person got the entry: what was signed under it before is not his. */
  heldSince: string | null;
  /** When he lost the last one; null before that, and for whoever has never had one. */
  keysLostAt: string | null;
}

/** By contact; changed in place by {@link learnSigners}. */
export type SignerBook = Map<string, SignerState>;

/**
 * Whoever has lost his last key still counts as one who can sign for so long: one person cannot be alone at once by revoking
 * the keys of the others, and a roster whose others are gone is not shut for ever.
 */
const GRACE_DAYS = 14;
/** A signature that waits for a second one is given up after so long. */
const STANDS_DAYS = 14;
const DAY_MS = 24 * 3_600_000;

/** @returns whether less than `days` have passed between two instants */
const isWithinDays = (from: string, at: string, days: number): boolean =>
  millisecondsOf(at) - millisecondsOf(from) < days * DAY_MS;

/** @returns who signed the act at an index of the ledger */
export const signerAt =
  (entries: readonly LedgerEntry[]) =>
  (index: number): string | undefined => {
    const act = entries[index];
    return act?.type === 'act.signed' ? act.contact : undefined;
  };

/** Takes one more entry into account. @param signerOf the contact of the act.signed entry at an index */
export async function learnSigners(
  book: SignerBook,
  entry: LedgerEntry,
  { signerOf, sha256 }: { signerOf: (index: number) => string | undefined; sha256: Sha256 },
): Promise<void> {
  if (entry.type === 'roster.sealed') {
    for (const contact of entry.contacts) {
      const { id, address, role, level, active = true, mayDecide = true, userId = null } = contact;
      const facts = { address, role, level, active, mayDecide, userId };
      book.set(id, { entry: facts, acceptors: [], ...noKeys() });
    }
  } else if (entry.type === 'roster.changed') {
    change(book, entry, signerOf);
  } else if (entry.type === 'key.enrolled') {
    const holder = book.get(entry.contact);
    const keys = entry.vouchedForBy === null ? holder?.keys : holder?.waiting;
    keys?.set(await fingerprintOf(sha256, entry.publicKey), entry.rpId);
  } else if (entry.type === 'key.vouched') {
    const holder = book.get(entry.contact);
    holder?.keys.set(entry.fingerprint, holder.waiting.get(entry.fingerprint) ?? '');
  } else if (entry.type === 'key.revoked') {
    const holder = book.get(entry.contact);
    if (holder) lose(holder, [entry.fingerprint], entry.at);
  } else if (entry.type === 'host.moved') {
    const old = hostOf(entry.from);
    for (const holder of book.values()) {
      const made = [...holder.keys].filter(([, host]) => host === old);
      lose(
        holder,
        made.map(([fingerprint]) => fingerprint),
        entry.at,
      );
    }
  }
}

const noKeys = () => ({
  keys: new Map<string, string>(),
  waiting: new Map<string, string>(),
  ...{ keysLostAt: null, lastUser: null, heldSince: null },
});

function lose(holder: SignerState, fingerprints: readonly string[], at: string): void {
  const lost = fingerprints.filter((fingerprint) => holder.keys.delete(fingerprint));
  if (lost.length > 0 && holder.keys.size === 0) holder.keysLostAt = at;
}

function change(
  book: SignerBook,
  { contact, entry, signed, cosigned = [], at }: RosterChanged,
  signerOf: (index: number) => string | undefined,
): void {
  const before = book.get(contact);
  const isNew = givesIdentity(before?.entry ?? null, entry);
  const isPassedOn = passesOn(book, contact, entry);
  const acceptors = [...cosigned, signed].flatMap((index) => signerOf(index) ?? []);
  book.set(contact, {
    ...(before ?? noKeys()),
    ...(isPassedOn && { heldSince: at }),
    lastUser: entry.userId ?? (isPassedOn || !before ? null : userNamed(before)),
    entry,
    acceptors: isNew ? acceptors : (before?.acceptors ?? []),
  });
}

const userNamed = ({ entry, lastUser }: SignerState): string | null => entry.userId ?? lastUser;

/**
 * Whether a change gives the entry to another person, see `turnsOver`. Its user counts also while the entry names none, so that
 * two changes give away no more than one.
 */
export function passesOn(book: SignerBook, contact: string, after: RosterFacts): boolean {
  const before = book.get(contact);
  return turnsOver(before ? { ...before.entry, userId: userNamed(before) } : null, after);
}

export interface Signer {
  contact: string;
  userId: string | null;
}

/** @returns who counts as able to sign a change at `at`, two entries of one user as one */
export function ableSigners(book: SignerBook, at: string): Signer[] {
  const able: Signer[] = [];
  for (const [contact, { entry, keys, keysLostAt }] of book) {
    const isFresh = keysLostAt !== null && isWithinDays(keysLostAt, at, GRACE_DAYS);
    if (!hasVote(entry) || (keys.size === 0 && !isFresh)) continue;
    const userId = entry.userId ?? null;
    if (!able.some((other) => isSameUser(other, { contact, userId }))) able.push({ contact, userId });
  }
  return able;
}

const isSameUser = (a: Signer, b: Signer): boolean =>
  a.contact === b.contact || (a.userId !== null && a.userId === b.userId);

const userOf = (book: SignerBook, contact: string): Signer => ({
  contact,
  userId: book.get(contact)?.entry.userId ?? null,
});

/** @returns whether two entries are one user's, or the same entry */
export const areOneUser = (book: SignerBook, a: string, b: string): boolean =>
  isSameUser(userOf(book, a), userOf(book, b));

/**
 * How many persons must sign. The person whom a change of the roster is about counts, since he signs beside another one
 * where no third can: two who share a roster cannot take it from each other.
 */
export function signaturesNeeded(book: SignerBook, weakens: boolean, at: string): number {
  return weakens ? Math.max(1, Math.min(2, ableSigners(book, at).length)) : 1;
}

/**
 * May the person concerned give a signature? Never the first and never alone: beside another one's, where fewer than two
 * others can sign.
 */
export function mayConsent(book: SignerBook, concerned: string, at: string): boolean {
  const others = ableSigners(book, at).filter((signer) => !isSameUser(signer, userOf(book, concerned)));
  return others.length < 2;
}

/**
 * May `contact` vouch for the first key of `holder`? Whoever accepted the entry that gives its holder his identity may not,
 * while somebody else can.
 */
export function mayVouchFirst(book: SignerBook, contact: string, holder: string, at: string): boolean {
  const acceptors = book.get(holder)?.acceptors ?? [];
  const isAcceptor = (one: string) => acceptors.some((acceptor) => areOneUser(book, acceptor, one));
  if (!isAcceptor(contact)) return true;
  return !ableSigners(book, at).some(
    (signer) => !isAcceptor(signer.contact) && !areOneUser(book, signer.contact, holder),
  );
}

/** @returns whether one person stands both behind the entry of the holder and behind his key */
export function vouchesAlone(book: SignerBook, contact: string, holder: string): boolean {
  const acceptors = book.get(holder)?.acceptors ?? [];
  return acceptors.length > 0 && acceptors.every((acceptor) => areOneUser(book, acceptor, contact));
}

export interface GivenSignature {
  contact: string;
  /** When it was signed. */
  at: string;
}

/**
 * @returns of earlier signatures over the same change those that still stand at `at`: not too old, and of contacts who keep
 *   a vote and a key
 */
export function standingSignatures<Given extends GivenSignature>(
  book: SignerBook,
  given: readonly Given[],
  at: string,
): Given[] {
  return given.filter((one) => {
    const signer = book.get(one.contact);
    const isAble = signer !== undefined && hasVote(signer.entry) && signer.keys.size > 0;
    if (!isAble || !isWithinDays(one.at, at, STANDS_DAYS)) return false;
    return signer.heldSince === null || millisecondsOf(signer.heldSince) < millisecondsOf(one.at);
  });
}

/** @returns of those signatures the first of each user */
export function personsOf<Given extends GivenSignature>(book: SignerBook, given: readonly Given[]): Given[] {
  const persons: Given[] = [];
  for (const one of given)
    if (!persons.some((other) => areOneUser(book, other.contact, one.contact))) persons.push(one);
  return persons;
}
