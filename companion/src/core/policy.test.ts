import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { checkPhrase } from './phrases.ts';
import { type AccessPolicy, POLICY_DEFAULTS, policyVersion } from './policy.ts';

const sha256 = (bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));

const policy: AccessPolicy = {
  ...POLICY_DEFAULTS,
  ladder: [{ level: 1, afterMinutes: 0 }],
  name: 'Default',
  deadlineMinutes: 720,
  defaultWindowMinutes: 240,
  maximumWindowMinutes: 1440,
  quorum: 1,
  firstLevel: 1,
  minimumPurposeLength: 20,
  grantGraceMinutes: 120,
  grantGraceLimitMinutes: 1440,
  loginGraceSeconds: 5,
};

describe('the version of a policy', () => {
  test('names the policy and changes with each of its rules [D113]', async () => {
    const base = await policyVersion(sha256, policy);
    expect(base).toMatch(/^Default-[0-9a-f]{16}$/);
    const rules = Object.keys(policy).filter((rule) => rule !== 'name');
    const versions = await Promise.all(rules.map((rule) => policyVersion(sha256, { ...policy, [rule]: 77 })));
    expect(new Set([base, ...versions]).size).toBe(rules.length + 1);
  });

  test('is the same for the same rules, in whatever order they were read [D113]', async () => {
    const reversed = Object.fromEntries(Object.entries(policy).reverse()) as unknown as AccessPolicy;
    expect(await policyVersion(sha256, reversed)).toBe(await policyVersion(sha256, policy));
  });
});

describe('a check phrase', () => {
  test('is three plain words, the same for the same bytes [U24]', () => {
    const bytes = Uint8Array.of(0, 65, 255, 9);
    expect(checkPhrase(bytes)).toMatch(/^[a-z]+-[a-z]+-[a-z]+$/);
    expect(checkPhrase(bytes)).toBe(checkPhrase(bytes.slice(0, 3)));
  });

  test('gives each word the same chance', () => {
    const words = Array.from(
      { length: 256 },
      (_, byte) => checkPhrase(new Uint8Array(3).fill(byte)).split('-')[0],
    );
    const counts = new Map<string | undefined, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    expect([counts.size, new Set(counts.values())]).toEqual([64, new Set([4])]);
  });

  test('needs three bytes', () => {
    expect(() => checkPhrase(Uint8Array.of(1, 2))).toThrow(RangeError);
  });
});
