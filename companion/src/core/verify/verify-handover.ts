/** That an entry which was given to another person lost the former holder's keys and account in the act that gave it away. */
import type { LedgerEntry, RosterChanged } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { isOfCommitments } from '../roster-versions.ts';
import { passesOn, type SignerBook } from '../signers.ts';
import { heldKeys, type KeyBook, letEnrolAnew } from './verify-keys.ts';

/** What holds of it at one point of a ledger. */
export interface HandoverGround {
  /** The entry that another person got, and the act that gave it away, until what the former one held is ended. */
  handover: { contact: string; signed: number } | null;
  keys: KeyBook;
  /** `contact issuer` of each account that is bound. */
  accounts: ReadonlySet<string>;
}

/** @returns whether the change gives the entry to another person; in ledgers of before that took anything away, never */
export const isHandover = ({ contact, entry, version }: RosterChanged, book: SignerBook): boolean =>
  isOfCommitments(version) && passesOn(book, contact, entry);

/** The successor is let in as somebody who has lost his keys is: by the act of others, once. */
export function beginHandover(entry: RosterChanged, ground: HandoverGround, book: SignerBook): void {
  if (!isHandover(entry, book)) return;
  const { contact, signed } = entry;
  letEnrolAnew(ground.keys, contact, signed);
  ground.handover = { contact, signed };
}

/** Before an entry is judged. @throws AppError assertion_invalid when it comes before all that was held is ended */
export function followHandover(entry: LedgerEntry, ground: HandoverGround): void {
  const { handover } = ground;
  if (!handover) return;
  const isOfIt = entry.type === 'key.revoked' || entry.type === 'idp.unbound';
  if (isOfIt && entry.contact === handover.contact && entry.signed === handover.signed) return;
  const [missing] = missingHandover(ground);
  // Told once, and not again with each entry that follows.
  ground.handover = null;
  if (missing !== undefined) throw new AppError('assertion_invalid', missing);
}

/** @returns what is left undone, as a sentence; none when nothing is */
export function missingHandover({ handover, keys, accounts }: HandoverGround): string[] {
  if (!handover) return [];
  const { contact } = handover;
  const isBound = [...accounts].some((account) => account.startsWith(`${contact} `));
  return isBound || heldKeys(keys, contact) > 0
    ? [`what the former holder of ${contact} signed with was not ended at once`]
    : [];
}
