/** The entries of the ledger about contacts: the roster, who is away, and the keys. */
import type { Commitment } from '../commitments.ts';
import type { Fact, Fields } from './entries.ts';

export type RosterSealed = Fact<'roster.sealed'> & {
  version: string;
  contacts: readonly {
    id: string;
    name: Commitment;
    address: Commitment;
    role: string;
    level: number;
    /** Absent for who is on the roster, and in entries of earlier versions, which did not say who was not. */
    active?: false;
    /** Absent in entries of earlier versions, where everybody had a vote. */
    mayDecide?: boolean;
    /** Absent in entries of earlier versions: not known then. */
    userId?: string | null;
  }[];
  by: string;
};
/** One entry of the roster as it stands from now on. */
export type RosterChanged = Fact<'roster.changed'> & {
  version: string;
  contact: string;
  entry: {
    name: Commitment;
    address: Commitment;
    role: string;
    level: number;
    active: boolean;
    userId: string | null;
    /** Absent in entries of earlier versions, where everybody had a vote. */
    mayDecide?: boolean;
    /** Names of the channels besides mail, in one line; absent in entries of earlier versions. */
    channels?: string;
  };
  /** Ledger index of the act.signed entry that accepted it; where two were needed, of the second. */
  signed: number;
  /** Of the first one; empty where one suffices, absent in entries of earlier versions, where one always did. */
  cosigned?: readonly number[];
};
/**
 * What rows of the org take away from the entries that were signed: a deactivation and a vote taken away count unsigned, until
 * they are signed or set back. It lists all that does from now on; none when the last was set back.
 */
export type RosterNarrowed = Fact<'roster.narrowed'> & {
  version: string;
  /** As each counts now. */
  narrowed: readonly { contact: string; active: boolean; mayDecide: boolean }[];
};
/** The contact is away and is not asked. Half open: `until` is not part of it. */
export type AbsenceSet = Fact<'absence.set'> & {
  contact: string;
  absence: string;
  from: string;
  until: string;
};
export type AbsenceWithdrawn = Fact<'absence.withdrawn'> & { contact: string; absence: string };
/** While the absence lasts another contact decides in this one's place. Half open. */
export type DelegationSet = Fact<'delegation.set'> & {
  contact: string;
  delegate: string;
  /** The absence that it belongs to and ends with; its entry follows. */
  absence: string;
  from: string;
  until: string;
  /** Ledger index of the act.signed entry by which the contact delegates. */
  signed: number;
};
/** Before its time; an absence.withdrawn entry ends its delegation, too. */
export type DelegationEnded = Fact<'delegation.ended'> & {
  contact: string;
  absence: string;
  /** Ledger index of the contact's act.signed entry. */
  signed: number;
};
export type RosterProposed = Fact<'roster.proposed'> & { contact: string; fields: Fields };
export type KeyEnrolled = Fact<'key.enrolled'> & {
  contact: string;
  address: Commitment;
  credentialId: string;
  /** COSE_Key, base64url. */
  publicKey: string;
  alg: number;
  aaguid: string;
  rpId: string;
  /** `roster`, `holder`, or `act:` and the ledger index of the act that recovers the contact. */
  invitedBy: string;
  /** `awaited`: it signs nothing until a key.vouched follows. Null for the founding roster alone. */
  vouchedForBy: string | null;
};
/** From now on the key may sign. */
export type KeyVouched = Fact<'key.vouched'> & {
  contact: string;
  /** SHA-256 of the COSE key, lower-case hex. */
  fingerprint: string;
  /** Ledger index of the act.signed entry that vouches for it. */
  signed: number;
};
/** From now on the key signs nothing. What it signed before stays. */
export type KeyRevoked = Fact<'key.revoked'> & {
  contact: string;
  fingerprint: string;
  /** Ledger index of the act.signed entry that revokes it, turns it down, recovers its holder, or gives his entry away. */
  signed: number;
};

export type RosterEntry =
  | RosterSealed
  | RosterChanged
  | RosterNarrowed
  | AbsenceSet
  | AbsenceWithdrawn
  | DelegationSet
  | DelegationEnded
  | RosterProposed
  | KeyEnrolled
  | KeyVouched
  | KeyRevoked;
