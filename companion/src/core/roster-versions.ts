/**
 * The versions of a roster. What counts of an entry gives the roster its name; the address stands in it as the commitment that
 * the ledger holds, so that nobody who reads a name can try addresses. Relay and kit derive versions from the ledger with
 * this code.
 */
import { type Sha256, toHex, utf8 } from './bytes.ts';
import { canonicalize } from './canonical.ts';
import type { LedgerEntry, RosterNarrowed } from './entries/entries.ts';
import { normalizedAddress, type RosterContact } from './roster.ts';

/** What counts of one entry: who it is, what he may do, and when he is asked. */
export interface VersionEntry {
  id: string;
  /** Of the address: lower-case hex. */
  address: string;
  role: string;
  level: number;
  active: boolean;
  mayDecide: boolean;
  userId: string | null;
}

/** An entry as a version keeps it. */
export interface KeptEntry extends VersionEntry {
  /** Of the name: lower-case hex. */
  name: string;
  /** Ledger index beside which lies what opens name and address. */
  opened: number;
}

export interface RosterVersion {
  version: string;
  since: string;
  /** Ledger index of the entry by which it came about. */
  index: number;
  /** By the founding seal, by contacts' signatures, or by what was seen in the org, which can only take away. */
  cause: 'Sealed' | 'Signed' | 'Seen';
  /** Ledger indexes of the signatures that accepted it, in their order. */
  signed: readonly number[];
  /** In the order of their ids. */
  entries: readonly KeptEntry[];
}

/** Half of a SHA-256: whoever runs the server picks the salts, and two rosters of one name must be out of his reach. */
const NAME_DIGITS = 32;
const NAME = new RegExp(`^roster-[0-9a-f]{${NAME_DIGITS}}$`);

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);

/** @returns the name of this exact roster: a part of the SHA-256 of the canonical JSON of what counts */
export async function rosterVersion(sha256: Sha256, entries: readonly VersionEntry[]): Promise<string> {
  const counted = entries
    .map(({ id, address, role, level, active, mayDecide, userId }) => ({
      ...{ id, address, role, level, active, mayDecide, userId },
    }))
    .sort(byId);
  return `roster-${toHex(await sha256(utf8(canonicalize(counted)))).slice(0, NAME_DIGITS)}`;
}

/** False for a name of before versions were made of commitments, which says nothing that a ledger could show. */
export const isOfCommitments = (version: string): boolean => NAME.test(version);

/** @returns the name that a roster had before names were made of commitments; it goes on being named so until it changes */
export async function earlierVersion(sha256: Sha256, contacts: readonly RosterContact[]): Promise<string> {
  const entries = contacts
    .filter(({ sealed }) => sealed)
    .map(({ id, address, role, level, active, mayDecide, userId }) => ({
      ...{ id, address: normalizedAddress(address), role, level, active },
      ...(mayDecide ? {} : { mayDecide }),
      ...(userId === null ? {} : { userId }),
    }))
    .sort(byId);
  return `roster-${toHex(await sha256(utf8(canonicalize(entries)))).slice(0, 16)}`;
}

/** What a ledger has said of the roster so far. */
export interface RosterBook {
  signed: Map<string, KeptEntry>;
  /** What the rows of the org take away from that, by contact. */
  narrowed: ReadonlyMap<string, Pick<VersionEntry, 'active' | 'mayDecide'>>;
}

export const noRoster = (): RosterBook => ({ signed: new Map(), narrowed: new Map() });

/** Takes one more entry into account. @returns the version that it names; null for an entry of another kind */
export function learnRoster(book: RosterBook, entry: LedgerEntry, index: number): RosterVersion | null {
  const named = { version: 'version' in entry ? entry.version : '', since: entry.at, index };
  if (entry.type === 'roster.sealed') {
    for (const contact of entry.contacts) {
      const { id, role, level, active = true, mayDecide = true, userId = null } = contact;
      const person = { name: contact.name.commitment, address: contact.address.commitment, opened: index };
      book.signed.set(id, { id, ...person, role, level, active, mayDecide, userId });
    }
    return { ...named, cause: 'Sealed', signed: [], entries: entriesInForce(book) };
  }
  if (entry.type === 'roster.changed') {
    const { contact: id, signed, cosigned = [] } = entry;
    const { name, address, role, level, active, userId, mayDecide = true } = entry.entry;
    // A signature brings what opens the entry that it accepts.
    const person = { name: name.commitment, address: address.commitment, opened: signed };
    book.signed.set(id, { id, ...person, role, level, active, mayDecide, userId });
    book.narrowed = new Map([...book.narrowed].filter(([contact]) => contact !== id));
    return { ...named, cause: 'Signed', signed: [...cosigned, signed], entries: entriesInForce(book) };
  }
  if (entry.type !== 'roster.narrowed') return null;
  book.narrowed = new Map(entry.narrowed.map(({ contact, ...left }) => [contact, left]));
  return { ...named, cause: 'Seen', signed: [], entries: entriesInForce(book) };
}

/** @returns the entries that were signed, less what the org's rows take away, in the order of their ids */
function entriesInForce({ signed, narrowed }: RosterBook): KeptEntry[] {
  return [...signed.values()].map((entry) => ({ ...entry, ...narrowed.get(entry.id) })).sort(byId);
}

/** @returns the first contact from whom an unsigned row takes nothing, or to whom it gives; null when each only takes away */
export function widenedBy({ narrowed }: RosterNarrowed, { signed }: RosterBook): string | null {
  const wrong = narrowed.find(({ contact, active, mayDecide }) => {
    const entry = signed.get(contact);
    if (!entry) return true;
    const gives = (active && !entry.active) || (mayDecide && !entry.mayDecide);
    return gives || (active === entry.active && mayDecide === entry.mayDecide);
  });
  return wrong?.contact ?? null;
}
