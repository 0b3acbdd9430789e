/**
 * Alterations of a request's record in the org: which of them freeze it, and what a contact is shown who ends the freeze.
 * The companion shows, and the kit holds the signature against, what this code makes of the ledger's entries.
 */
import type { Json } from './canonical.ts';
import type { LedgerEntry } from './entries/entries.ts';
import type { RecordAltered } from './entries/alteration-entries.ts';
import { canTransition, type RequestState } from './requests.ts';

/** The request goes on as it is on record; or it ends. */
export const LOOK_CHOICES = ['Go_on', 'End_request'] as const;
export type LookChoice = (typeof LOOK_CHOICES)[number];

/** @returns the state that ends a request from this one by a contact's look; null when nothing is left to end */
export function endOf(state: RequestState): 'Cancelled' | 'Revoked' | null {
  return (['Revoked', 'Cancelled'] as const).find((end) => canTransition(state, end)) ?? null;
}

/** An alteration, with the ledger index of its entry. */
export interface Altered {
  index: number;
  entry: RecordAltered;
}

/** @returns the request that this alteration freezes; null for none. Its own row always does, whatever the entry says. */
function frozenBy({ object, record, request }: RecordAltered): string | null {
  return object === 'Access_Request__c' ? record : (request ?? null);
}

/** Alterations that freeze requests, by request: those at which no contact has looked since. */
export type Freezes = Map<string, Altered[]>;

/** Takes one more entry of the ledger into account. */
export function learnFreezes(freezes: Freezes, entry: LedgerEntry, index: number): void {
  if (entry.type === 'record.altered') {
    const request = frozenBy(entry);
    if (request !== null) freezes.set(request, [...(freezes.get(request) ?? []), { index, entry }]);
  } else if (entry.type === 'freeze.ended') {
    const left = (freezes.get(entry.request) ?? []).filter(({ index: one }) => !entry.altered.includes(one));
    freezes.set(entry.request, left);
  }
}

/** One alteration as it is shown and signed; how the row is now, which no entry tells, comes besides. */
export interface ShownAlteration {
  readonly about: { readonly [name: string]: Json };
  readonly fields: RecordAltered['fields'];
}

export function alterationShown({ index, entry }: Altered): ShownAlteration {
  const { object, record, fields, by, kind = null, byName = null, modifiedAt = null } = entry;
  return { about: { entry: index, object, record, kind, by, byName, at: modifiedAt }, fields };
}

/** @returns where the clear values lie by which the user is known who made an alteration */
export const changerPaths = (user: string): { address: string; username: string } => ({
  address: `User/${user}/Email`,
  username: `User/${user}/Username`,
});

/** @returns where the clear values of a field lie that names people or is free text */
export function sealedPaths(
  object: string,
  record: string,
  field: string,
): { logged: string; found: string } {
  const path = `${object}/${record}/${field}`;
  return { logged: path, found: `${path}/found` };
}
