/** The authorization contacts of one org, and which of them may decide on a request. */
import { compareInstants } from './instants.ts';

/** Half open: `until` is not part of it. Instants are ISO 8601 with Z. */
export interface Span {
  from: string;
  until: string;
}

/** Who is asked beside a contact, in his place and at his level. Not handed on: a delegate's own delegate is not asked. */
export interface Delegation extends Span {
  /** Id of the delegate's own entry of the roster. */
  delegate: string;
  /** Entry of the delegator's signature in the ledger, and when he gave it; not known of early ones. */
  signed?: number | null;
  signedAt?: string | null;
}

export interface RosterContact {
  id: string;
  name: string;
  address: string;
  role: string;
  /** Step of the ladder; 1 is asked first. */
  level: number;
  active: boolean;
  /** False: is notified of requests, and has no vote. */
  mayDecide: boolean;
  userId: string | null;
  /** Signed: by the founding seal, or by another contact since. What was not signed has no vote. */
  sealed: boolean;
  /** Who the row in the org says this is, where nobody has signed that yet: it can only narrow what the contact may do. */
  unsigned?: Identity;
  /** Number of passkeys that count. */
  passkeys: number;
  /** While absent he is not asked. He may still decide: whoever signs is there. */
  absences?: readonly Span[];
  /** As he signed them. */
  delegations?: readonly Delegation[];
}

/** Anybody who takes part: a contact, a requester, a target user. Missing facts are null. */
export interface Identity {
  userId: string | null;
  address: string | null;
  /** Has the form of an address, and unlike the address a user cannot change it alone. */
  username?: string | null;
}

/** Addresses are compared without case and surrounding blanks; two persons may share no address. */
export function normalizedAddress(address: string | null): string | null {
  const text = address?.trim().toLowerCase() ?? '';
  return text === '' ? null : text;
}

/**
 * Two identities are one person if the user id agrees, or a normalised address or username of one with one of the other
 * (design §2, People).
 */
export function samePerson(a: Identity, b: Identity): boolean {
  if (a.userId !== null && a.userId === b.userId) return true;
  const names = ({ address, username }: Identity) =>
    [address, username ?? null].flatMap((text) => normalizedAddress(text) ?? []);
  const others = new Set(names(b));
  return names(a).some((name) => others.has(name));
}

/** A contact who can sign: sealed, active, with a vote and a passkey. */
export function isAvailable(contact: RosterContact): boolean {
  return contact.sealed && contact.active && contact.mayDecide && contact.passkeys > 0;
}

/** Whether the contact is this person, by what was signed or by what the row says meanwhile. */
function isPerson(contact: RosterContact, person: Identity): boolean {
  return (
    samePerson(contact, person) || (contact.unsigned !== undefined && samePerson(contact.unsigned, person))
  );
}

/**
 * The person, and what else the signed roster knows of him: who asked by his address may have a user, and an entry by it.
 * @param signed entries of the roster
 */
export function knownAs(signed: readonly Identity[], person: Identity): Identity[] {
  return [person, ...signed.filter((contact) => samePerson(contact, person))];
}

export interface Parties {
  requester: Identity;
  target: Identity;
}

/**
 * @returns the available contacts, of `level` if given, who are neither the requester nor the target user: nobody
 * decides on his own request, and the user to be entered as does not open the door alone. A requester who cannot be told from anybody (no user, no address) leaves nobody eligible.
 */
export function eligibleContacts(
  roster: readonly RosterContact[],
  { requester, target }: Parties,
  level?: number,
): RosterContact[] {
  if (requester.userId === null && normalizedAddress(requester.address) === null) return [];
  const signed = roster.filter(({ sealed }) => sealed);
  const parties = [requester, target].flatMap((person) => knownAs(signed, person));
  const others = roster.filter(
    (contact) => isAvailable(contact) && !parties.some((person) => isPerson(contact, person)),
  );
  return others.filter((contact) => level === undefined || contact.level === level);
}

/** @returns the contacts of `level` who learn of a request and have no vote. */
export function noticeOnlyContacts(roster: readonly RosterContact[], level: number): RosterContact[] {
  return roster.filter(
    (contact) => contact.sealed && contact.active && !contact.mayDecide && contact.level === level,
  );
}

const holds = ({ from, until }: Span, at: string): boolean =>
  compareInstants(from, at) <= 0 && compareInstants(at, until) < 0;

/** @returns whether one of his absences holds at `at`. */
export function isAbsent({ absences = [] }: RosterContact, at: string): boolean {
  return absences.some((absence) => holds(absence, at));
}

/** @returns when the absence that holds at `at` ends; null when none does. */
export function absentUntil({ absences = [] }: RosterContact, at: string): string | null {
  const ends = absences.filter((absence) => holds(absence, at)).map(({ until }) => until);
  return ends.sort(compareInstants).at(-1) ?? null;
}

/** @returns the id of who decides in his place at `at`; null when nobody does. */
export function delegateAt({ delegations = [] }: RosterContact, at: string): string | null {
  return delegations.find((delegation) => holds(delegation, at))?.delegate ?? null;
}

/** Contacts in whose place this one is asked at `at`. */
function delegators(contacts: readonly RosterContact[], id: string, at: string): RosterContact[] {
  return contacts.filter(({ delegations = [] }) =>
    delegations.some((delegation) => delegation.delegate === id && holds(delegation, at)),
  );
}

/**
 * Whom one level of the ladder asks at `at`: the eligible contacts of the level, and the delegates of such contacts, less
 * everybody who is absent. A delegation of the requester or of the target user counts for nothing, and neither does one to
 * them: it widens who is asked and lifts no rule.
 */
export function askedContacts(
  roster: readonly RosterContact[],
  parties: Parties,
  level: number,
  at: string,
): RosterContact[] {
  const eligible = eligibleContacts(roster, parties);
  const isOfLevel = (contact: RosterContact) =>
    contact.level === level || delegators(eligible, contact.id, at).some((other) => other.level === level);
  return eligible.filter((contact) => isOfLevel(contact) && !isAbsent(contact, at));
}

/** The longest span for which one contact lets another decide in his place. */
export const LONGEST_DELEGATION_DAYS = 30;

/**
 * For whom a signature of this contact counts at `at` besides himself: eligible contacts who delegated to him. It fills their
 * roles, and is one person's all the same.
 */
export function actsFor(
  roster: readonly RosterContact[],
  parties: Parties,
  id: string,
  at: string,
): RosterContact[] {
  const eligible = eligibleContacts(roster, parties);
  return eligible.some((contact) => contact.id === id) ? delegators(eligible, id, at) : [];
}

/** @returns the same contacts, each with the delegation by which he is represented, in the order of the roster */
export function delegationsTo(
  roster: readonly RosterContact[],
  parties: Parties,
  id: string,
  at: string,
): { delegator: RosterContact; delegation: Delegation }[] {
  return actsFor(roster, parties, id, at).flatMap((delegator) => {
    const delegation = delegator.delegations?.find((one) => one.delegate === id && holds(one, at));
    return delegation ? [{ delegator, delegation }] : [];
  });
}

/** @returns the contacts, with the roles that each would fill besides his own */
export function withRolesFilled(
  roster: readonly RosterContact[],
  parties: Parties,
  contacts: readonly RosterContact[],
  at: string,
): (RosterContact & { also: string[] })[] {
  return contacts.map((contact) => ({
    ...contact,
    also: actsFor(roster, parties, contact.id, at).map(({ role }) => role),
  }));
}
