/**
 * The addresses in a ledger: signatures are made on the page of the one that was opened with, or on the next one while both
 * answer. A key of the next address stands like any further key, by a signature made with an older one; after the move no
 * key of the old address signs.
 */
import type { LedgerEntry } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { hostOf, movers } from '../hosts.ts';
import type { KeyBook } from './verify-keys.ts';

export interface Addresses {
  /** Null before the ledger says one. */
  origin: string | null;
  next: string | null;
}

export const noAddresses = (): Addresses => ({ origin: null, next: null });

/** @throws AppError assertion_invalid for a key of an address that nobody declared, or a move that does not follow */
export function followAddresses(entry: LedgerEntry, addresses: Addresses, book: KeyBook): void {
  if (entry.type === 'ledger.opened') addresses.origin = entry.origin;
  if (entry.type === 'key.enrolled' && originOf(addresses, entry.rpId) === null)
    throw wrong('the key was made for an address that the ledger does not name');
  if (entry.type === 'host.moving') {
    const { from, next } = entry;
    if (from !== addresses.origin || hostOf(next) === hostOf(from)) throw wrong('it moves from nowhere');
    if (addresses.next !== null && next !== addresses.next && holdsAny(book, addresses.next))
      throw wrong('another move is under way');
    addresses.next = next;
  }
  if (entry.type === 'host.moved') {
    const { from, next } = entry;
    if (from !== addresses.origin || next !== addresses.next) throw wrong('nobody declared this move');
    const keys = [...book.byCredential.values()];
    const held = keys.map(({ entry: { contact, rpId }, state }) => ({ contactId: contact, rpId, state }));
    const { moved, left } = movers(held, { from, next });
    if (left.join() !== entry.left.join()) throw wrong('it names others than those who were left behind');
    if (moved.length === 0) throw wrong('nobody had moved');
    for (const key of keys) if (key.entry.rpId === hostOf(from)) key.state = 'Revoked';
    addresses.origin = next;
    addresses.next = null;
  }
}

const holdsAny = (book: KeyBook, origin: string): boolean =>
  [...book.byCredential.values()].some(
    ({ entry, state }) => entry.rpId === hostOf(origin) && state !== 'Revoked',
  );

/** @returns the page on which a key of this relying party signs; null for one that is not declared */
export function originOf({ origin, next }: Addresses, rpId: string): string | null {
  return [origin, next].find((one) => one !== null && hostOf(one) === rpId) ?? null;
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
