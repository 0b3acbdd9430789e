import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { KeyVouched, LedgerEntry } from './entries/entries.ts';
import {
  ableSigners,
  learnSigners,
  mayConsent,
  passesOn,
  signaturesNeeded,
  type SignerBook,
  standingSignatures,
} from './signers.ts';
import { checkRosterChange } from './verify/verify-acts.ts';
import { checkVoucher, isKeyless, learnStrictness, noSigners } from './verify/verify-signers.ts';

const sha256 = (bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));
const LOST = '2026-11-20T09:00:00Z';
const NOW = '2026-11-30T09:00:00Z';
const LATER = '2026-12-04T09:00:00Z';

const state = (
  change: { keys?: number; host?: string; userId?: string; acceptors?: string[]; lost?: string } = {},
) => ({
  entry: {
    ...{ address: { commitment: 'aa' }, role: 'Security_lead', level: 1, active: true },
    userId: change.userId ?? null,
  },
  acceptors: change.acceptors ?? [],
  keys: new Map(change.keys === 0 ? [] : [['k', change.host ?? 'old.example']]),
  waiting: new Map<string, string>(),
  ...{ lastUser: null, heldSince: null },
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

test('who was left behind by a move can sign no more, and keeps the others from signing no longer than lost keys do [A10 U3]', async () => {
  const rules = { book: bookOf({ a: state({ host: 'new.example' }), b: state() }), strict: true };
  const moved: LedgerEntry = {
    ...{ v: 1, type: 'host.moved', org: '00D5g00000ABCDEEA4', at: LOST, left: ['b'] },
    ...{ from: 'https://old.example', next: 'https://new.example', by: { commitment: 'aa' } },
  };
  await learnSigners(rules.book, moved, { signerOf: () => undefined, sha256 });
  expect([isKeyless(rules, 'a', NOW), isKeyless(rules, 'b', NOW)]).toEqual([false, true]);
  expect(standingSignatures(rules.book, [{ contact: 'b', at: LOST }], NOW)).toEqual([]);
  expect(signaturesNeeded(rules.book, true, NOW)).toBe(2);
  expect(signaturesNeeded(rules.book, true, LATER)).toBe(1);
});

test('the kit takes no second entry that its own user accepted [A10 U4]', () => {
  const entry = { ...state({ userId: 'u' }).entry, name: { commitment: 'bb' }, userId: 'u' };
  const shown = { entry, weakens: ['vote_gained'], signatures: { given: [{ by: { id: 'a' } }] } };
  const act = (contact: string) =>
    ({
      act: 'roster-change',
      subject: 'new',
      choice: 'Accept',
      contact,
      at: NOW,
      statement: { shown },
    }) as never;
  const rules = { book: bookOf({ a: state({ userId: 'u' }), b: state() }), strict: true };
  const changed = { contact: 'new', entry, signed: 2, cosigned: [1], at: NOW } as never;
  const acts = () => new Map([act('a'), act('b')].map((one, place) => [place + 1, one]));
  expect(() => checkRosterChange(changed, acts(), new Set(), rules)).toThrow('another entry of his own');
  rules.book = bookOf({ a: state(), b: state() });
  expect([...checkRosterChange(changed, acts(), new Set(), rules)]).toEqual(['new']);
});

test('what was signed under an entry before another person got it is not his signature [A10 U3]', async () => {
  const book = bookOf({ a: state() });
  const entry = { ...state().entry, name: { commitment: 'cc' }, userId: null };
  const given = { ...entry, address: { commitment: 'bb' } };
  const change = (at: string, to: typeof entry) =>
    learnSigners(
      book,
      {
        ...{ v: 1, type: 'roster.changed', org: '00D5g00000ABCDEEA4', at, version: 'r', contact: 'a' },
        ...{ entry: to, signed: 1 },
      },
      { signerOf: () => 'b', sha256 },
    );
  const standing = () => standingSignatures(book, [{ contact: 'a', at: LOST }], NOW).length;
  await change('2026-11-21T09:00:00Z', { ...entry, level: 2 });
  expect(standing()).toBe(1);
  await change('2026-11-21T10:00:00Z', given);
  expect(standing()).toBe(0);
  expect(standingSignatures(book, [{ contact: 'a', at: NOW }], NOW)).toHaveLength(1);
});

test('an entry goes to another person also where its user is taken away first, and another one named later [A10 U3]', async () => {
  const book = bookOf({ a: state({ userId: 'u' }) });
  const entry = { ...state().entry, name: { commitment: 'cc' } };
  const change = (userId: string | null, address = 'aa') =>
    learnSigners(
      book,
      {
        ...{ v: 1, type: 'roster.changed', org: '00D5g00000ABCDEEA4', at: NOW, version: 'r', contact: 'a' },
        ...{ entry: { ...entry, userId, address: { commitment: address } }, signed: 1 },
      },
      { signerOf: () => 'b', sha256 },
    );
  const isHandover = (userId: string | null, address = 'aa') =>
    passesOn(book, 'a', { ...entry, userId, address: { commitment: address } });
  await change(null);
  expect([isHandover('other'), isHandover('u'), isHandover('u', 'bb')]).toEqual([true, false, false]);
  await change(null, 'bb');
  // Whoever has the entry now was never its user.
  expect([isHandover('other', 'bb'), isHandover('u', 'bb')]).toEqual([false, false]);
});

test('the kit takes no entry that another person got where that was not shown [A10 U4]', () => {
  const rules = { book: bookOf({ a: state(), b: state(), c: state() }), strict: true };
  const entry = { ...state().entry, name: { commitment: 'cc' }, address: { commitment: 'bb' }, userId: null };
  const check = (version: string, passesOn: object) => {
    const shown = { entry, weakens: ['identity'], signatures: { given: [{ by: { id: 'a' } }] }, ...passesOn };
    const act = (contact: string) => ({
      ...{ act: 'roster-change', subject: 'c', choice: 'Accept', contact, at: NOW, statement: { shown } },
    });
    const acts = new Map([act('a'), act('b')].map((one, place) => [place + 1, one as never]));
    const changed = { contact: 'c', entry, signed: 2, cosigned: [1], at: NOW, version } as never;
    return () => checkRosterChange(changed, acts, new Set(['c']), rules);
  };
  const version = `roster-${'0'.repeat(32)}`;
  expect(check(version, {})).toThrow('that another person gets the entry was not shown');
  expect(check(version, { passesOn: true })).not.toThrow();
  // Ledgers of before took nothing away, and said so.
  expect(check('roster-0', {})).not.toThrow();
});
