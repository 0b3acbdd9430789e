import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from './entries/entries.ts';
import {
  earlierVersion,
  isOfCommitments,
  learnRoster,
  noRoster,
  rosterVersion,
  type VersionEntry,
} from './roster-versions.ts';
import { checkRosterName, noRosterNames } from './verify/verify-rosters.ts';

const sha256 = (bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));
const hex = (letter: string) => letter.repeat(64);

const ines: VersionEntry = {
  ...{ id: 'c1', address: hex('1'), role: 'Security_lead', level: 1 },
  ...{ active: true, mayDecide: true, userId: null },
};
const ole: VersionEntry = { ...ines, id: 'c2', address: hex('2'), level: 2, userId: 'u2' };

describe('the name of a roster', () => {
  test('is the same in any order, and another one after each change that counts [D113]', async () => {
    const base = await rosterVersion(sha256, [ines, ole]);
    expect(await rosterVersion(sha256, [ole, ines])).toBe(base);
    expect(isOfCommitments(base)).toBe(true);
    const changes: Partial<VersionEntry>[] = [
      ...[{ address: hex('3') }, { level: 3 }, { active: false }, { role: 'Operations_lead' }],
      ...[{ mayDecide: false }, { userId: 'u1' }],
    ];
    const versions = await Promise.all(
      changes.map((change) => rosterVersion(sha256, [{ ...ines, ...change }, ole])),
    );
    expect(new Set([base, ...versions, await rosterVersion(sha256, [ines])]).size).toBe(changes.length + 2);
  });

  test('of before commitments stays what it was [D113]', async () => {
    const contact = { ...ines, name: 'Ines', address: ' Ines@bank.example', passkeys: 1, sealed: true };
    const version = await earlierVersion(sha256, [contact, { ...contact, id: 'c9', sealed: false }]);
    expect(version).toBe('roster-d7d1c66ee83bf45f');
    expect(isOfCommitments(version)).toBe(false);
  });
});

const HEAD = { v: 1, org: '00D5g00000ABCDEEA4', at: '2026-11-20T08:00:00Z' } as const;
const person = (letter: string) => ({
  name: { commitment: hex(letter.toLowerCase()) },
  address: { commitment: hex(letter) },
});

const sealed = (version: string): LedgerEntry => ({
  ...{ ...HEAD, type: 'roster.sealed', version, by: 'operator' },
  contacts: [
    { id: 'c1', ...person('1'), role: 'Security_lead', level: 1, mayDecide: true, userId: null },
    { id: 'c2', ...person('2'), role: 'Security_lead', level: 2, mayDecide: true, userId: 'u2' },
  ],
});
const changed = (version: string): LedgerEntry => ({
  ...{ ...HEAD, type: 'roster.changed', version, contact: 'c1', signed: 7, cosigned: [5] },
  entry: { ...person('1'), role: 'Security_lead', level: 3, active: true, userId: null },
});
const narrowed = (version: string, left: { active: boolean; mayDecide: boolean }[]): LedgerEntry => ({
  ...{ ...HEAD, type: 'roster.narrowed', version },
  narrowed: left.map((one) => ({ contact: 'c2', ...one })),
});
const gone = { active: false, mayDecide: true };

test('versions follow from the ledger, with what brought them and what opens them [D113 U23]', () => {
  const book = noRoster();
  const made = [sealed('a'), changed('b'), narrowed('c', [gone]), narrowed('b', [])].map((entry, index) =>
    learnRoster(book, entry, 10 + index),
  );
  expect(made.map((one) => [one?.cause, one?.signed, one?.entries.map(({ level }) => level)])).toEqual([
    ['Sealed', [], [1, 2]],
    ['Signed', [5, 7], [3, 2]],
    ['Seen', [], [3, 2]],
    ['Seen', [], [3, 2]],
  ]);
  expect(made[1]?.entries.map(({ opened }) => opened)).toEqual([7, 10]);
  expect(made.map((one) => one?.entries[1]?.active)).toEqual([true, true, false, true]);
  expect(made.every((one) => JSON.stringify(one?.entries).includes('bank.example') === false)).toBe(true);
});

describe('the kit', () => {
  const both = () => rosterVersion(sha256, [ines, ole]);
  const check = async (...entries: LedgerEntry[]) => {
    const names = noRosterNames();
    for (const [index, entry] of entries.entries()) await checkRosterName(entry, index, names, sha256);
  };

  test('takes each version for what its entries give, whatever came about unsigned [D113 U4]', async () => {
    const moved = await rosterVersion(sha256, [{ ...ines, level: 3 }, ole]);
    const without = await rosterVersion(sha256, [
      { ...ines, level: 3 },
      { ...ole, active: false },
    ]);
    const ledger = [sealed(await both()), changed(moved), narrowed(without, [gone]), narrowed(moved, [])];
    await expect(check(...ledger)).resolves.toBeUndefined();
  });

  test('finds a version that is not that of its entries, however it came about [D113 U4]', async () => {
    const name = await both();
    const forged = `roster-${hex('0').slice(0, 32)}`;
    const fault = 'is not that of its entries';
    await expect(check(sealed(forged))).rejects.toThrow(fault);
    await expect(check(sealed(name), changed(name))).rejects.toThrow(fault);
    await expect(check(sealed(name), changed('roster-1'))).rejects.toThrow(fault);
    await expect(check(sealed(name), narrowed(name, [gone]))).rejects.toThrow(fault);
  });

  test('finds an unsigned row that gives, or takes nothing [A10 U4]', async () => {
    const name = await both();
    const silent = sealed(name);
    if (silent.type !== 'roster.sealed') throw new Error('it is the seal');
    const contacts = silent.contacts.map((one) => (one.id === 'c2' ? { ...one, mayDecide: false } : one));
    const before = await rosterVersion(sha256, [ines, { ...ole, mayDecide: false }]);
    const gives = narrowed(name, [{ active: true, mayDecide: true }]);
    await expect(check({ ...silent, version: before, contacts }, gives)).rejects.toThrow(
      'takes nothing away',
    );
    await expect(check(silent, gives)).rejects.toThrow('takes nothing away');
    const stranger = { ...HEAD, type: 'roster.narrowed', version: name } as const;
    await expect(check(silent, { ...stranger, narrowed: [{ contact: 'c9', ...gone }] })).rejects.toThrow(
      'takes nothing away',
    );
  });

  test('leaves names of before commitments as they are [U4]', async () => {
    await expect(check(sealed('roster-1'), changed('roster-2'))).resolves.toBeUndefined();
  });
});
