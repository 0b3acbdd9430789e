import { describe, expect, test } from '@jest/globals';
import { evaluateFunnel, funnelOutcome, nextOpening } from './funnel.ts';
import { type AccessPolicy, POLICY_DEFAULTS } from './policy.ts';
import { type PolicyGateInput, policyGates } from './policy-gates.ts';

const policy: AccessPolicy = {
  ...POLICY_DEFAULTS,
  ...{ name: 'Default', deadlineMinutes: 720, defaultWindowMinutes: 240, maximumWindowMinutes: 1440 },
  ...{ quorum: 1, firstLevel: 1, ladder: [{ level: 1, afterMinutes: 0 }], minimumPurposeLength: 20 },
  ...{ grantGraceMinutes: 120, grantGraceLimitMinutes: 1440, loginGraceSeconds: 5 },
};
/** A Friday, 18:30 in Berlin. */
const now = '2026-11-20T17:30:00Z';
const fine: PolicyGateInput = {
  request: {
    ...{
      id: 'a00',
      name: 'AR-1',
      org: '00D',
      revision: 1,
      state: 'Submitted',
      caseNumber: '1',
      caseId: null,
    },
    ...{
      requestingParty: null,
      incidentType: 'Support_escalation',
      purpose: '',
      necessity: '',
      dataViewed: true,
    },
    ...{ targetUser: { id: 'u7', name: 'Anke', address: null }, environment: 'Production', hoursWanted: 4 },
    requestedBy: { id: 'u9', name: 'Katrin', address: null },
    ...{ submittedAt: now, deadline: null, risk: 'Medium' },
  },
  ...{
    policy,
    now,
    orgEnvironment: 'Production',
    mode: 'Opt_out_enabled',
    reach: 'own_records',
    earlier: [],
  },
};
const with_ = (terms: Partial<AccessPolicy>, change: Partial<PolicyGateInput> = {}) => ({
  ...fine,
  ...change,
  policy: { ...policy, ...terms },
});
const verdict = (input: PolicyGateInput, name: string) =>
  evaluateFunnel(policyGates, input).find(({ gate }) => gate === name);

const weekdays = { days: [1, 2, 3, 4, 5], from: '08:00', to: '18:00', zone: 'Europe/Berlin' };
const holidays = [{ from: '2026-11-23', to: '2026-11-24' }];

describe('the gates of the policy’s rules', () => {
  test('are open where the policy sets no hours, dates or caps', () => {
    expect(funnelOutcome(evaluateFunnel(policyGates, fine))).toBe('open');
  });

  test('wait for business hours, blackout dates and the rate cap, and say until when [A12 D111]', () => {
    const earlier = [{ submittedAt: '2026-11-20T12:00:00Z', targetUser: 'u7' }];
    const input = with_(
      {
        hours: weekdays,
        blackouts: holidays,
        zone: 'Europe/Berlin',
        rateCap: { count: 1, hours: 24, per: 'Target_user' },
      },
      { earlier },
    );
    expect(verdict(input, 'business_hours')).toMatchObject({
      ...{ state: 'closed', until: '2026-11-23T07:00:00Z' },
      reason: expect.stringContaining(
        'Monday, Tuesday, Wednesday, Thursday, Friday, 08:00 to 18:00 (Europe/Berlin)',
      ),
    });
    expect(verdict(input, 'rate_cap')).toMatchObject({ state: 'closed', until: '2026-11-21T12:00:00Z' });
    expect(funnelOutcome(evaluateFunnel(policyGates, input))).toBe('waits');
    expect(nextOpening(policyGates, input)).toBe('2026-11-25T07:00:00Z');
  });

  test.each([
    ['another user’s requests', 'Target_user', [{ submittedAt: now, targetUser: 'u8' }], 'open'],
    ['this user’s requests', 'Target_user', [{ submittedAt: now, targetUser: 'u7' }], 'closed'],
    ['all of the org’s', 'Org', [{ submittedAt: now, targetUser: 'u8' }], 'closed'],
  ] as const)('count %s for a cap per %s', (_, per, earlier, state) => {
    expect(verdict(with_({ rateCap: { count: 1, hours: 1, per } }, { earlier }), 'rate_cap')).toMatchObject({
      state,
    });
  });

  test('refuse a request that names another environment than the org’s, or none: rules would be chosen by a word [B56]', () => {
    for (const environment of ['Sandbox', null]) {
      const input = { ...fine, request: { ...fine.request, environment } };
      expect(verdict(input, 'environment_agrees')).toMatchObject({ state: 'closed' });
      expect(funnelOutcome(evaluateFunnel(policyGates, input))).toBe('closed');
    }
  });

  test('show the risk, the rule that it chose, and the mode [A7 A8 D111]', () => {
    const match = { incidentType: null, environment: null, dataViewed: null, riskAtLeast: 'Medium' as const };
    const rules = [{ name: 'Careful', label: 'Careful with data', order: 1, match, terms: { quorum: 2 } }];
    expect(verdict(with_({ rules }), 'risk_rated')).toMatchObject({
      ...{ state: 'open', evidence: { risk: 'Medium', reach: 'own_records', rule: 'Careful' } },
      reason: expect.stringMatching(
        /^The risk is medium: .*The rule “Careful with data” applies: 2 to approve\.$/,
      ),
    });
    expect(verdict(fine, 'governance_mode')?.reason).toContain('Opt-out is enabled');
    expect(verdict({ ...fine, mode: null }, 'governance_mode')?.reason).toContain('Standard access controls');
  });
});
