import { describe, expect, test } from '@jest/globals';
import { type AccessPolicy, type AccessRule, policyOf } from './policy.ts';
import { policyWeakenings, rosterWeakenings, turnsOver } from './weakening.ts';

const HOURS = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'Europe/Berlin' };
const POLICY: AccessPolicy = {
  ...policyOf({ name: 'Default', quorum: 2, rolesRequired: ['Security_lead'], deadlineMinutes: 720 }),
  ...{ defaultWindowMinutes: 120, maximumWindowMinutes: 480, singleApproverMinutes: 240, hours: HOURS },
  ...{ ladder: [{ level: 1, afterMinutes: 0 }], blackouts: [{ from: '2026-12-24', to: '2027-01-02' }] },
  ...{ rateCap: { count: 3, hours: 24, per: 'Org' }, minimumPurposeLength: 40, loginGraceSeconds: 5 },
  ...{ grantGraceMinutes: 120, grantGraceLimitMinutes: 1440, drills: { everyDays: 90, hours: 'Night' } },
};
const rule = (
  order: number,
  terms: AccessRule['terms'],
  match: Partial<AccessRule['match']> = {},
): AccessRule => ({
  ...{ name: `Rule_${order}`, label: '', order, terms },
  match: { incidentType: null, environment: null, dataViewed: null, riskAtLeast: null, ...match },
});

describe('a policy that changes', () => {
  test.each<[string, Partial<AccessPolicy>, string[]]>([
    ['fewer approvals', { quorum: 1 }, ['quorum']],
    ['a role less', { rolesRequired: [] }, ['rolesRequired']],
    ['another level asked', { ladder: [...POLICY.ladder, { level: 2, afterMinutes: 60 }] }, ['ladder']],
    ['a longer deadline', { deadlineMinutes: 721 }, ['deadlineMinutes']],
    ['a longer window', { maximumWindowMinutes: 481 }, ['maximumWindowMinutes']],
    ['a longer window for one', { singleApproverMinutes: 300 }, ['singleApproverMinutes']],
    ['a longer window offered first', { defaultWindowMinutes: 180 }, ['defaultWindowMinutes']],
    ['no business hours', { hours: null }, ['hours']],
    ['a Saturday', { hours: { ...HOURS, days: [1, 2, 3, 4, 5, 6] } }, ['hours']],
    ['earlier hours', { hours: { ...HOURS, from: '07:59' } }, ['hours']],
    ['hours of another zone', { hours: { ...HOURS, zone: 'UTC' } }, ['hours']],
    ['a blackout shortened', { blackouts: [{ from: '2026-12-25', to: '2027-01-02' }] }, ['blackouts']],
    ['blackouts of another zone', { zone: 'Europe/Berlin' }, ['zone']],
    ['a higher cap', { rateCap: { count: 4, hours: 24, per: 'Org' } }, ['rateCap']],
    ['no cap', { rateCap: null }, ['rateCap']],
    ['break-glass', { breakGlassAllowed: true }, ['breakGlassAllowed']],
    ['a shorter purpose', { minimumPurposeLength: 39 }, ['minimumPurposeLength']],
    ['a longer grace', { loginGraceSeconds: 6 }, ['loginGraceSeconds']],
    ['drills more seldom', { drills: { everyDays: 91, hours: 'Night' } }, ['drills']],
    ['no drills', { drills: undefined as never }, ['drills']],
    [
      'a rule that asks for less',
      { rules: [rule(1, { quorum: 1 }, { environment: 'Sandbox' })] },
      ['quorum'],
    ],
  ])('is weaker with %s, and stricter the other way round [A12 U3]', (_name, change, terms) => {
    expect(policyWeakenings(POLICY, { ...POLICY, ...change })).toEqual(terms);
  });

  test('is no weaker with what only narrows, a rule included [A12]', () => {
    const narrower: Partial<AccessPolicy> = {
      ...{ quorum: 3, rolesRequired: ['Security_lead', 'Compliance_lead'], deadlineMinutes: 60 },
      ...{ defaultWindowMinutes: 60, maximumWindowMinutes: 240, singleApproverMinutes: 60 },
      ...{
        hours: { ...HOURS, days: [1], to: '17:00' },
        blackouts: [{ from: '2026-12-01', to: '2027-01-31' }],
      },
      ...{ rateCap: { count: 2, hours: 48, per: 'Org' }, minimumPurposeLength: 60, name: 'Stricter' },
      rules: [rule(1, { quorum: 4 }, { riskAtLeast: 'High' })],
    };
    expect(policyWeakenings(POLICY, { ...POLICY, ...narrower })).toEqual([]);
    expect(policyWeakenings(POLICY, POLICY)).toEqual([]);
  });

  test('is weaker when a laxer rule comes before a stricter one, though each rule stands as it was [A12 U3]', () => {
    const strict = rule(1, { quorum: 4 }, { riskAtLeast: 'High' });
    const lax = rule(2, { quorum: 2 }, { riskAtLeast: 'Medium' });
    const before = { ...POLICY, rules: [strict, lax] };
    expect(policyWeakenings(before, { ...POLICY, rules: [lax, strict] })).toEqual(['quorum']);
    expect(policyWeakenings(before, { ...POLICY, rules: [lax] })).toEqual(['quorum']);
  });
});

describe('an entry of the roster that changes', () => {
  const [own, other] = [{ commitment: 'aa' }, { commitment: 'bb' }];
  const entry = { address: own, role: 'Security_lead', level: 2, active: true, userId: null };

  test.each<[string, typeof entry | null, Partial<typeof entry> & { mayDecide?: boolean }, string[]]>([
    ['is new', null, {}, ['vote_gained']],
    ['is active again', { ...entry, active: false }, {}, ['vote_gained']],
    ['has another address', entry, { address: other }, ['identity']],
    ['is asked sooner', entry, { level: 1 }, ['level']],
    ['has another role', entry, { role: 'Compliance_lead' }, ['role']],
    ['loses its vote', entry, { mayDecide: false }, ['vote_lost']],
    ['is taken off', entry, { active: false }, ['vote_lost']],
  ])('weakens the roster when it %s [A10 U3]', (_name, before, change, found) => {
    expect(rosterWeakenings(before, { ...entry, ...change })).toEqual(found);
  });

  test.each<
    [
      string,
      Partial<Record<'address' | 'userId', unknown>>,
      Partial<Record<'address' | 'userId', unknown>>,
      boolean,
    ]
  >([
    ['another user', { userId: 'u1' }, { userId: 'u2' }, true],
    [
      'another user at the same address',
      { userId: 'u1', address: own },
      { userId: 'u2', address: own },
      true,
    ],
    ['another address and no user', {}, { address: other }, true],
    ['another address, and his first user', {}, { address: other, userId: 'u1' }, true],
    ['another address, and no user any more', { userId: 'u1' }, { address: other, userId: null }, true],
    ['another address of the same user', { userId: 'u1' }, { userId: 'u1', address: other }, false],
    ['a user at the same address', {}, { userId: 'u1' }, false],
    ['no user any more at the same address', { userId: 'u1' }, {}, false],
  ])('goes to another person or not with %s [A10 U3]', (_name, before, after, isOther) => {
    const of = (change: object) => ({ ...entry, ...change });
    expect([turnsOver(of(before), of(after)), turnsOver(null, of(after))]).toEqual([isOther, false]);
  });

  test('does not when it is asked later, or has no vote at all', () => {
    expect(rosterWeakenings(entry, { ...entry, level: 3 })).toEqual([]);
    expect(rosterWeakenings(null, { ...entry, mayDecide: false })).toEqual([]);
  });
});
