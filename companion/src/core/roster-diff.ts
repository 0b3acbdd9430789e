/** What differs between two versions of the roster, for contacts, auditors and programs. */
import type { VersionEntry } from './roster-versions.ts';

/** An entry with its name in the clear; its record id stands there where the name was erased. */
export type NamedEntry = VersionEntry & { called: string };

export const ROSTER_CHANGES = [
  'Added',
  'Added_to_be_told',
  'Taken_off',
  'Back',
  'Vote_lost',
  'Vote_gained',
  'Level',
  'Role',
  'Address',
  'User',
  'Name',
] as const;
export type RosterChangeKind = (typeof ROSTER_CHANGES)[number];

/** One thing that differs about one contact. */
export interface RosterChange {
  kind: RosterChangeKind;
  contact: string;
  /** As he is called in the later version. */
  name: string;
  /** Level, role or name; null for all other kinds, which say enough or would repeat an address. */
  before: string | null;
  after: string | null;
}

type Difference = Pick<RosterChange, 'kind'> & Partial<RosterChange>;

/**
 * @param before null for the first version of all
 * @returns what differs, contact by contact in the order of the later version
 */
export function rosterDiff(
  before: readonly NamedEntry[] | null,
  after: readonly NamedEntry[],
): RosterChange[] {
  const earlier = new Map(before?.map((entry) => [entry.id, entry]));
  return after.flatMap((entry) => {
    const known = earlier.get(entry.id);
    const found = known ? changesOf(known, entry) : additionOf(entry);
    const about = { contact: entry.id, name: entry.called, before: null, after: null };
    return found.map((difference) => ({ ...about, ...difference }));
  });
}

/** Who is on the roster without being active was there before there was a roster. */
function additionOf({ active, mayDecide, level }: NamedEntry): Difference[] {
  return active ? [{ kind: mayDecide ? 'Added' : 'Added_to_be_told', after: String(level) }] : [];
}

function changesOf(a: NamedEntry, b: NamedEntry): Difference[] {
  const found: (Difference | false)[] = [
    a.called !== b.called && { kind: 'Name', before: a.called, after: b.called },
    a.active !== b.active && { kind: b.active ? 'Back' : 'Taken_off' },
    a.mayDecide !== b.mayDecide && { kind: b.mayDecide ? 'Vote_gained' : 'Vote_lost' },
    a.level !== b.level && { kind: 'Level', before: String(a.level), after: String(b.level) },
    a.role !== b.role && { kind: 'Role', before: a.role, after: b.role },
    a.address !== b.address && { kind: 'Address' },
    a.userId !== b.userId && { kind: 'User' },
  ];
  return found.filter((difference) => difference !== false);
}

type Say = (change: { name: string; before: string; after: string }) => string;

/** In English: for programs, the command line and the contacts' page alike. */
export const ROSTER_CHANGE_WORDS: Readonly<Record<RosterChangeKind, Say>> = {
  Added: ({ name, after }) => `${name} was added at level ${after}`,
  Added_to_be_told: ({ name, after }) => `${name} was added at level ${after}, to be told and without a vote`,
  Taken_off: ({ name }) => `${name} was taken off the roster`,
  Back: ({ name }) => `${name} is on the roster again`,
  Vote_lost: ({ name }) => `${name} lost the vote and is told of requests only`,
  Vote_gained: ({ name }) => `${name} got a vote`,
  Level: ({ name, before, after }) => `${name} is asked at level ${after} instead of ${before}`,
  Role: ({ name, before, after }) => `${name} has the role ${after} instead of ${before}`,
  Address: ({ name }) => `${name} got another address`,
  User: ({ name }) => `${name} got another user in the org`,
  Name: ({ before, after }) => `${before} is called ${after} now`,
};

/** @param labelOf the role as people read it @returns the change in one English sentence, without a full stop */
export function rosterChangeText(
  { kind, name, before, after }: RosterChange,
  labelOf: (role: string) => string,
): string {
  const said = (value: string | null) => (kind === 'Role' ? labelOf(value ?? '') : (value ?? ''));
  return ROSTER_CHANGE_WORDS[kind]({ name, before: said(before), after: said(after) });
}
