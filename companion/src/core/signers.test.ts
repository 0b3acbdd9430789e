import { expect, test } from '@jest/globals';
import type { KeyVouched } from './entries/entries.ts';
import { ableSigners, mayConsent, signaturesNeeded, type SignerBook } from './signers.ts';
import { checkVoucher, learnStrictness, noSigners } from './verify/verify-signers.ts';

const LOST = '2026-11-20T09:00:00Z';
const NOW = '2026-11-30T09:00:00Z';
const LATER = '2026-12-04T09:00:00Z';

const state = (change: { keys?: number; userId?: string; acceptors?: string[]; lost?: string } = {}) => ({
  entry: {
    ...{ address: { commitment: 'aa' }, role: 'Security_lead', level: 1, active: true },
    userId: change.userId ?? null,
  },
  acceptors: change.acceptors ?? [],
  keys: new Set(change.keys === 0 ? [] : ['k']),
  keysLostAt: change.lost ?? null,
});
const bookOf = (entries: Record<string, ReturnType<typeof state>>): SignerBook =>
  new Map(Object.entries(entries));

test('two persons must sign where two can: two entries of one user are one, and lost keys count for fourteen days [A10 U3]', () => {
  const needed = (book: SignerBook, at = NOW) => signaturesNeeded(book, true, at);
  expect(needed(bookOf({ a: state(), b: state() }))).toBe(2);
  expect(signaturesNeeded(bookOf({ a: state(), b: state() }), false, NOW)).toBe(1);
  expect(needed(bookOf({ a: state({ userId: 'u' }), b: state({ userId: 'u' }) }))).toBe(1);
  expect(needed(bookOf({ a: state(), b: state({ keys: 0 }) }))).toBe(1);
  const lost = bookOf({ a: state(), b: state({ keys: 0, lost: LOST }) });
  expect(needed(lost)).toBe(2);
  expect(needed(lost, LATER)).toBe(1);
  expect(ableSigners(lost, LATER)).toEqual([{ contact: 'a', userId: null }]);
});

test('the person concerned signs second only where no third can [D105]', () => {
  expect(mayConsent(bookOf({ a: state(), b: state() }), 'b', NOW)).toBe(true);
  expect(mayConsent(bookOf({ a: state(), b: state(), c: state() }), 'b', NOW)).toBe(false);
});

test('the kit takes no vouching of whoever accepted the entry while another could, and leaves older ledgers be [A10 U4]', () => {
  const rules = noSigners();
  const vouched = { contact: 'new', at: NOW } as KeyVouched;
  const newcomer = state({ keys: 0, acceptors: ['a', 'b'] });
  rules.book = bookOf({ a: state(), b: state(), c: state(), new: newcomer });
  expect(() => checkVoucher(vouched, 'a', rules)).not.toThrow();
  learnStrictness(rules, {
    ...{ v: 1, type: 'mode.set', org: '00D5g00000ABCDEEA4', at: NOW, mode: 'Standard', effectiveFrom: NOW },
    ...{ by: { commitment: 'aa' }, signed: null, cosigned: [] },
  });
  expect(() => checkVoucher(vouched, 'a', rules)).toThrow('vouched for its key, too');
  expect(() => checkVoucher(vouched, 'c', rules)).not.toThrow();
  rules.book.delete('c');
  expect(() => checkVoucher(vouched, 'a', rules)).not.toThrow();
});
