import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { toHex, utf8 } from '../bytes.ts';
import { canonicalize, type Json } from '../canonical.ts';
import type { ActSigned, LedgerEntry } from '../entries/entries.ts';
import type { SignedActs } from './verify-acts.ts';
import { noSigners, type SignerRules } from './verify-signers.ts';
import { checkGovernance, type Governance, noGovernance } from './verify-governance.ts';

const sha256 = (bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));
const at = '2026-11-20T09:00:00Z';
const fact = { v: 1, org: '00D000000000000AAA', at } as const;
const BY = { commitment: 'ab'.repeat(32) };

let governance: Governance;
let acts: SignedActs;
let rules: SignerRules;
beforeEach(() => {
  rules = noSigners();
  governance = noGovernance();
  acts = new Map();
});

const check = (...entries: LedgerEntry[]) =>
  entries.reduce<Promise<void>>(
    (before, entry) => before.then(() => checkGovernance(entry, governance, acts, { sha256, rules })),
    Promise.resolve(),
  );
const digestOf = async (values: Json) => toHex(await sha256(utf8(canonicalize(values))));
const seen = async (deadlineMinutes: number) => {
  const values = { name: 'Default', deadlineMinutes };
  const digest = await digestOf(values);
  const version = `Default-${digest.slice(0, 16)}`;
  return { digest, version, entry: { ...fact, type: 'policy.seen' as const, version, values } };
};
const force = (version: string, signed: number | null): LedgerEntry => ({
  ...{ ...fact, type: 'policy.in_force', version, signed },
});
const sign = (index: number, act: ActSigned['act'], subject: string, shown: Json, choice = 'Accept') =>
  acts.set(index, {
    ...fact,
    type: 'act.signed',
    act,
    subject,
    choice,
    statement: { shown },
  } as unknown as ActSigned);
const evaluated = (policyVersion: string): LedgerEntry => ({
  ...{ ...fact, type: 'policy.evaluated', request: 'a', revision: 1, policyVersion, rosterVersion: 'r' },
  ...{ gates: [], outcome: 'closed' },
});
const mode = (effectiveFrom: string, signed: number | null): LedgerEntry => ({
  ...{ ...fact, type: 'mode.set', mode: 'Standard', effectiveFrom, by: BY, signed },
});

describe('the chain of policies', () => {
  test('begins unsigned, goes on by signatures, and rules what is evaluated [U3 D113]', async () => {
    const [first, second] = [await seen(720), await seen(240)];
    await check(first.entry, force(first.version, null), evaluated(first.version), second.entry);
    sign(9, 'policy-change', second.version, { policyDigest: second.digest });
    await check(force(second.version, 9), evaluated(second.version));
    await expect(check(evaluated(first.version))).rejects.toThrow('while');
  });

  test.each<[string, (second: Awaited<ReturnType<typeof seen>>) => void, number | null, string]>([
    ['nobody signed', () => undefined, null, 'without a signature'],
    ['no act stands for', () => undefined, 9, 'no signed act'],
    [
      'a contact turned down',
      ({ version, digest }) => sign(9, 'policy-change', version, { policyDigest: digest }, 'Reject'),
      9,
      'no signed act',
    ],
    [
      'was signed under another version',
      ({ digest }) => sign(9, 'policy-change', 'Default-0', { policyDigest: digest }),
      9,
      'no signed act',
    ],
    [
      'was signed with another content',
      ({ version }) => sign(9, 'policy-change', version, { policyDigest: 'ff' }),
      9,
      'not the one that was signed',
    ],
    [
      'another kind of act stands for',
      ({ version, digest }) => sign(9, 'roster-change', version, { policyDigest: digest }),
      9,
      'no signed act',
    ],
  ])('takes no policy that %s [U3]', async (_, prepare, signed, sentence) => {
    const [first, second] = [await seen(720), await seen(240)];
    await check(first.entry, force(first.version, null), second.entry);
    prepare(second);
    await expect(check(force(second.version, signed))).rejects.toThrow(sentence);
  });

  test('takes no policy that was not logged, or whose values were changed, and no signature twice [U4]', async () => {
    const [first, second] = [await seen(720), await seen(240)];
    await expect(check(force(first.version, null))).rejects.toThrow('not logged');
    const altered = { ...first.entry, values: { name: 'Default', deadlineMinutes: 721 } };
    await expect(check(altered, force(first.version, null))).rejects.toThrow('not that of the logged policy');
    governance = noGovernance();
    await check(first.entry, force(first.version, null), second.entry);
    sign(9, 'policy-change', second.version, { policyDigest: second.digest });
    await check(force(second.version, 9));
    await expect(check(force(second.version, 9))).rejects.toThrow('no signed act');
  });
});

test('a policy is taken in the place of the one that its signers saw, and of no other [A12 U4]', async () => {
  const [first, second] = [await seen(720), await seen(240)];
  await check(first.entry, force(first.version, null), second.entry);
  rules.strict = true;
  const shown = { policyDigest: second.digest, weakens: [] };
  sign(9, 'policy-change', second.version, { ...shown, replaces: 'Default-0' });
  await expect(check(force(second.version, 9))).rejects.toThrow('a change of another policy');
  sign(9, 'policy-change', second.version, { ...shown, replaces: first.version });
  await check(force(second.version, 9));
});

describe('a version of the policy', () => {
  test('keeps its content for good [U4]', async () => {
    const { entry, version } = await seen(720);
    await check(entry, force(version, null), entry);
    const laxer = { ...entry, values: { ...entry.values, quorum: 1 } };
    await expect(check(laxer)).rejects.toThrow('with another content');
  });
});

describe('the chain of governance modes', () => {
  const early = '2026-11-01T00:00:00Z';
  const late = '2026-12-01T00:00:00Z';

  test('counts Standard as weaker while opt-out would be in force, also where Standard was accepted for later [A7 U3]', async () => {
    governance.modes = [
      { mode: 'Opt_out_enabled', effectiveFrom: early },
      { mode: 'Standard', effectiveFrom: late },
    ];
    rules.strict = true;
    sign(5, 'governance-mode', '4', { mode: 'Standard', effectiveFrom: early, weakens: [] });
    await expect(check(mode(at, 5))).rejects.toThrow('what it weakens was not shown');
  });

  test('begins unsigned, and goes on by signatures that hold from their date, never from before [A7 U3]', async () => {
    await check(mode(early, null));
    sign(5, 'governance-mode', '4', { mode: 'Standard', effectiveFrom: early });
    await check(mode(at, 5));
    sign(6, 'governance-mode', '4', { mode: 'Standard', effectiveFrom: late });
    await check(mode(late, 6));
  });

  test.each<[string, Json | null, string, number | null, string]>([
    ['nobody signed', null, late, null, 'without a signature'],
    ['holds from before the signature', { mode: 'Standard', effectiveFrom: early }, early, 5, 'another time'],
    ['holds from another date', { mode: 'Standard', effectiveFrom: late }, at, 5, 'another time'],
    [
      'was only confirmed as the first',
      { mode: 'Standard', effectiveFrom: late, kind: 'Founding' },
      late,
      5,
      'only says that the first mode is known',
    ],
    ['is another than was signed', { mode: 'Opt_out_enabled', effectiveFrom: late }, late, 5, 'not the one'],
  ])('takes no mode that %s [A7 U3]', async (_, shown, from, signed, sentence) => {
    await check(mode(early, null));
    if (shown) sign(5, 'governance-mode', '4', shown);
    await expect(check(mode(from, signed))).rejects.toThrow(sentence);
  });
});
