/** What the relay needs of the store about people: contacts, their links and their passkeys. */
import type { Opening } from '../core/commitments.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import type { RosterVersion } from '../core/roster-versions.ts';
import type { GrantorLink, Invitation, Passkey, StoredContact } from './rows.ts';

/** Half open: `until` is not part of it. */
export interface Absence {
  id: string;
  contactId: string;
  from: string;
  until: string;
  /** Who decides meanwhile, as the contact signed it; null when nobody does, or does any more. */
  delegateId: string | null;
  /** Entry of the delegation's signature in the ledger; null without a delegation, and for those of before it was kept. */
  signed: number | null;
  signedAt: string | null;
}

/** `number` counts from 1 and tells apart two times at which the same roster was in force. */
export type KeptVersion = RosterVersion & { orgId: string; number: number };

export interface PeopleRows {
  signerChain: {
    /** Entries about the roster, its keys and signed acts, in order. */
    entries(): Promise<{ index: number; entry: LedgerEntry }[]>;
    openings(index: number): Promise<Opening[]>;
  };
  rosterVersions: {
    newest(): Promise<KeptVersion | null>;
    add(version: Omit<KeptVersion, 'orgId'>): Promise<void>;
    /** Newest first, with numbers below `before`. */
    list(choice: { before?: number | undefined; limit: number }): Promise<KeptVersion[]>;
    /** All times at which this roster was in force, the oldest first. */
    named(version: string): Promise<KeptVersion[]>;
    byNumber(numbers: readonly number[]): Promise<KeptVersion[]>;
    /** What opens commitments beside entries of the ledger. */
    openings(indexes: readonly number[]): Promise<(Opening & { index: number })[]>;
    /** Who signed at indexes of the ledger. */
    signers(indexes: readonly number[]): Promise<{ index: number; contactId: string }[]>;
    /** The entries of the ledger from which versions follow, in order. */
    ground(): Promise<{ index: number; entry: LedgerEntry }[]>;
  };
  absences: {
    put(absence: Absence): Promise<void>;
    standing(): Promise<Absence[]>;
    withdraw(id: string, contactId: string, at: string): Promise<boolean>;
    endDelegation(id: string, at: string): Promise<void>;
  };
  contacts: {
    get(id: string): Promise<StoredContact | null>;
    list(): Promise<StoredContact[]>;
    put(contact: StoredContact): Promise<void>;
    /** The row as it was read in the org; of one that is known, what contacts have signed or turned down stays. */
    saw(contact: StoredContact): Promise<void>;
  };
  invitations: {
    put(invitation: Omit<Invitation, 'orgId'>): Promise<void>;
    live(contactId: string, now: string): Promise<Invitation[]>;
    use(tokenHash: string, at: string): Promise<boolean>;
    voidAll(contactId: string, at: string): Promise<void>;
  };
  grantorLinks: {
    put(link: Omit<GrantorLink, 'orgId'>): Promise<void>;
    decline(tokenHash: string, at: string): Promise<boolean>;
  };
  passkeys: {
    put(passkey: Passkey): Promise<void>;
    ofContact(contactId: string): Promise<Passkey[]>;
    list(): Promise<Passkey[]>;
    byFingerprint(fingerprint: string): Promise<Passkey | null>;
    change(
      credentialId: string,
      change: Partial<Pick<Passkey, 'state' | 'name' | 'revokedAt'>>,
    ): Promise<void>;
    counts(): Promise<Map<string, number>>;
  };
}
