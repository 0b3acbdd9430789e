import { describe, expect, test } from '@jest/globals';
import { type AccessPolicy, POLICY_DEFAULTS } from './policy.ts';
import { changeText, policyDiff } from './policy-diff.ts';
import { minutesText } from './policy-words.ts';
import { type PastRequest, simulate, simulationText } from './simulate.ts';

const policy: AccessPolicy = {
  ...POLICY_DEFAULTS,
  ...{ name: 'Default', deadlineMinutes: 720, defaultWindowMinutes: 240, maximumWindowMinutes: 1440 },
  ...{ quorum: 1, firstLevel: 1, ladder: [{ level: 1, afterMinutes: 0 }], minimumPurposeLength: 5 },
  ...{ grantGraceMinutes: 120, grantGraceLimitMinutes: 1440, loginGraceSeconds: 5 },
};
const rule: AccessPolicy['rules'][number] = {
  ...{ name: 'Careful', label: 'Careful with data', order: 10, terms: { quorum: 2, hours: null } },
  match: { incidentType: null, environment: 'Production', dataViewed: true, riskAtLeast: 'High' },
};

/** Approved by one contact an hour after it was raised, for four hours, on a Friday. */
const past = (
  change: Partial<PastRequest['request']> = {},
  more: Partial<PastRequest> = {},
): PastRequest => ({
  request: {
    ...{
      id: 'a1',
      name: 'AR-1',
      org: '00D',
      revision: 1,
      state: 'Completed',
      caseNumber: '42',
      caseId: null,
    },
    ...{
      requestingParty: null,
      incidentType: 'Support_escalation',
      purpose: 'A fault',
      necessity: 'Only here',
    },
    ...{ dataViewed: true, targetUser: { id: 'u7', name: '', address: null }, environment: 'Production' },
    ...{ hoursWanted: 4, requestedBy: { id: 'u9', name: '', address: null }, risk: 'Medium', deadline: null },
    submittedAt: '2026-11-20T09:00:00Z',
    ...change,
  },
  ...{ mode: 'Standard', decidedAt: '2026-11-20T10:00:00Z', approvals: 1, windowMinutes: 240 },
  ...more,
});
const outcome = (change: Partial<AccessPolicy>, one = past()) => {
  const { cases } = simulate({ ...policy, ...change }, [one], 'Production');
  return cases[0] ? [cases[0].outcome, ...cases[0].because] : ['Same'];
};
const nights = { days: [5], from: '20:00', to: '24:00', zone: 'UTC' };

describe('a policy tried on past requests', () => {
  test.each<[string, Partial<AccessPolicy>, PastRequest, string[]]>([
    ['nothing new', {}, past(), ['Same']],
    ['a refusal, with the gate', { minimumPurposeLength: 50 }, past(), ['Refused', 'purpose_given']],
    ['an expiry', { deadlineMinutes: 60 }, past(), ['Expired', 'deadlineMinutes']],
    ['no expiry one minute later', { deadlineMinutes: 61 }, past(), ['Same']],
    ['an expiry for asking later', { hours: nights }, past(), ['Expired', 'deadlineMinutes']],
    [
      'a refusal, as it opens after its deadline',
      { hours: nights, deadlineMinutes: 660 },
      past(),
      ['Refused', 'business_hours'],
    ],
    ['a missing approval', { quorum: 2 }, past(), ['More_approvals', 'quorum']],
    ['an approval of two', { quorum: 2 }, past({}, { approvals: 2 }), ['Same']],
    [
      'a missing approval for a long window',
      { singleApproverMinutes: 60 },
      past(),
      ['More_approvals', 'quorum'],
    ],
    ['a rule that its risk does not reach', { rules: [rule] }, past(), ['Same']],
    ['a rule that its risk reaches', { rules: [rule] }, past({ risk: 'High' }), ['More_approvals', 'quorum']],
    [
      'a shorter window',
      { maximumWindowMinutes: 240 },
      past({}, { windowMinutes: 300 }),
      ['Shorter_window', 'maximumWindowMinutes'],
    ],
    ['what was refused', {}, past({ state: 'Refused_by_policy' }, { decidedAt: null }), ['Let_through']],
    ['what is refused again', { minimumPurposeLength: 50 }, past({ state: 'Refused_by_policy' }), ['Same']],
    [
      'what nobody decided',
      {},
      past({ state: 'Expired' }, { decidedAt: null, windowMinutes: null }),
      ['Same'],
    ],
    [
      'what was denied, though it would need two',
      { quorum: 2 },
      past({ state: 'Denied' }, { windowMinutes: null }),
      ['Same'],
    ],
  ])('shows %s [U21]', (_, change, one, expected) => {
    expect(outcome(change, one)).toEqual(expected);
  });

  test('counts a rate cap over the requests that it would have let through [U21]', () => {
    const many = ['09:00', '09:10', '09:20', '12:00'].map((time, at) =>
      past(
        { id: `a${at}`, name: `AR-${at}`, submittedAt: `2026-11-20T${time}:00Z` },
        { decidedAt: `2026-11-20T${time}:30Z` },
      ),
    );
    const capped = { ...policy, deadlineMinutes: 60, rateCap: { count: 1, hours: 2, per: 'Org' as const } };
    const { requests, counts, cases } = simulate(capped, [...many].reverse(), 'Production');
    expect([requests, counts, cases.map(({ name }) => name)]).toEqual([
      4,
      { Same: 2, Refused: 2 },
      ['AR-1', 'AR-2'],
    ]);
    expect(simulationText({ requests, counts, cases })).toBe('Of the last 4 requests: 2 would be refused.');
  });

  test('says so when there is nothing to try it on, or nothing would differ', () => {
    expect(simulationText(simulate(policy, [], 'Production'))).toContain('no past requests');
    expect(simulationText(simulate(policy, [past()], 'Production'))).toContain(
      'none would have gone another way',
    );
  });
});

describe('what another policy would change', () => {
  test('is said term by term, in words [D113]', () => {
    const next = {
      ...policy,
      deadlineMinutes: 240,
      hours: { days: [1, 2], from: '08:00', to: '18:00', zone: 'Europe/Berlin' },
    };
    expect(policyDiff(policy, next).map(changeText)).toEqual([
      'Deadline: 12 h → 4 h',
      'Business hours: not set → Mon, Tue 08:00-18:00 Europe/Berlin',
    ]);
    expect(policyDiff(policy, { ...policy, rules: [rule] }).map(changeText)).toEqual([
      'Rule Careful: Label: not set → Careful with data',
      'Rule Careful: Order: not set → 10',
      'Rule Careful: Fits the environment: not set → Production',
      'Rule Careful: Fits requests that see data: not set → Yes',
      'Rule Careful: Fits a risk of at least: not set → High',
      'Rule Careful: Approvals needed: not set → 2',
      'Rule Careful: Business hours: not set → None',
    ]);
  });

  test('names every term, whichever differs: none can change unsaid [D113]', () => {
    const others: AccessPolicy = {
      ...{
        name: 'Other',
        quorum: 3,
        rolesRequired: ['Security_lead'],
        ladder: [{ level: 2, afterMinutes: 0 }],
      },
      ...{
        deadlineMinutes: 77,
        defaultWindowMinutes: 78,
        singleApproverMinutes: 79,
        maximumWindowMinutes: 80,
      },
      ...{ hours: nights, blackouts: [{ from: '2026-12-24', to: '2026-12-26' }], zone: 'Asia/Tokyo' },
      ...{ rateCap: { count: 1, hours: 2, per: 'Org' }, breakGlassAllowed: true, breakGlassMinutes: 81 },
      ...{ firstLevel: 2, minimumPurposeLength: 82, grantGraceMinutes: 83, grantGraceLimitMinutes: 84 },
      ...{ loginGraceSeconds: 85, rules: [rule] },
    };
    for (const term of Object.keys(policy) as (keyof AccessPolicy)[]) {
      const changes = policyDiff(policy, { ...policy, [term]: others[term] });
      expect([term, changes.length]).toEqual([term, term === 'rules' ? 7 : 1]);
    }
    const bare = { ...policy, rules: [{ ...rule, terms: {} }] };
    for (const [term, unset] of Object.entries(POLICY_DEFAULTS).filter(([name]) => name !== 'rules')) {
      for (const value of [unset, others[term as keyof AccessPolicy]]) {
        const ruled = { ...policy, rules: [{ ...rule, terms: { [term]: value } }] };
        expect([term, policyDiff(bare, ruled).length]).toEqual([term, 1]);
      }
    }
  });

  test('is everything that the first policy sets', () => {
    expect(policyDiff(null, policy).every(({ before, after }) => before === null && after !== null)).toBe(
      true,
    );
    expect(policyDiff(policy, policy)).toEqual([]);
  });

  test.each([
    [0, '0 min'],
    [90, '1 h 30 min'],
    [1440, '24 h'],
    [2880, '2 d'],
  ])('writes %i minutes as %s', (minutes, text) => {
    expect(minutesText(minutes)).toBe(text);
  });
});
