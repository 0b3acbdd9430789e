import { expect, test } from '@jest/globals';
import type { LedgerEntry } from '../entries/entries.ts';
import { checkFollowed } from './verify-acts.ts';

const revoked: LedgerEntry = {
  ...{ v: 1, type: 'key.revoked', org: '00D5g00000ABCDEEA4', at: '2026-11-20T09:00:00Z' },
  ...{ contact: 'c1', fingerprint: 'ab', signed: 7 },
};

test('a key that a contact revoked, and a change of the roster that he accepted, take effect at once [A10 U4]', () => {
  const revoke = { act: 'key-revoke', choice: 'Revoke', statement: {} } as const;
  expect(() => checkFollowed(revoke, 7, revoked)).not.toThrow();
  for (const next of [null, { ...revoked, signed: 6 }]) {
    expect(() => checkFollowed(revoke, 7, next)).toThrow('was not heeded at once');
  }
  const change = { act: 'roster-change', choice: 'Accept', statement: {} } as const;
  expect(() => checkFollowed(change, 7, revoked)).toThrow('was not heeded at once');
  expect(() => checkFollowed({ ...change, choice: 'Reject' }, 7, revoked)).not.toThrow();
});

test('a policy and a mode that a contact accepted take force at once, unless they had it before [U3 A7 U4]', () => {
  const inForce: LedgerEntry = {
    ...{ v: 1, type: 'policy.in_force', org: '00D5g00000ABCDEEA4', at: '2026-11-20T09:00:00Z' },
    ...{ version: 'Default-2', signed: 7 },
  };
  const policy = {
    act: 'policy-change',
    choice: 'Accept',
    statement: { shown: { kind: 'Change' } },
  } as const;
  expect(() => checkFollowed(policy, 7, inForce)).not.toThrow();
  expect(() => checkFollowed(policy, 7, revoked)).toThrow('the signed policy-change was not heeded at once');
  expect(() => checkFollowed({ ...policy, act: 'governance-mode' }, 7, inForce)).toThrow('was not heeded');
  const founding = { ...policy, statement: { shown: { kind: 'Founding' } } };
  expect(() => checkFollowed(founding, 7, null)).not.toThrow();
});
