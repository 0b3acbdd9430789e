import { describe, expect, test } from '@jest/globals';
import { type AccessPolicy, type AccessRule, POLICY_DEFAULTS, policyOf } from './policy.ts';
import { type Reach, reachOf, riskOf } from './risk.ts';
import { quorumFor, type RequestFacts, termsOf } from './terms.ts';

const policy: AccessPolicy = {
  ...POLICY_DEFAULTS,
  ...{ name: 'Default', deadlineMinutes: 720, defaultWindowMinutes: 240, maximumWindowMinutes: 1440 },
  ...{ quorum: 1, firstLevel: 1, ladder: [{ level: 1, afterMinutes: 0 }], minimumPurposeLength: 20 },
  ...{ grantGraceMinutes: 120, grantGraceLimitMinutes: 1440, loginGraceSeconds: 5 },
};
const rule = (name: string, match: Partial<AccessRule['match']>, terms: AccessRule['terms']): AccessRule => ({
  ...{ name, label: name, order: 0, terms },
  match: { incidentType: null, environment: null, dataViewed: null, riskAtLeast: null, ...match },
});
const request: RequestFacts = {
  ...{ incidentType: 'Support_escalation', environment: 'Production', dataViewed: true, risk: 'Medium' },
};
const ruleFor = (rules: AccessRule[], change: Partial<RequestFacts> = {}) =>
  termsOf({ ...policy, rules }, { ...request, ...change }).rule;

describe('the terms of a request', () => {
  test('are the policy’s own where no rule fits', () => {
    expect(termsOf(policy, request)).toMatchObject({
      rule: null,
      quorum: 1,
      deadlineMinutes: 720,
      hours: null,
    });
  });

  test('are set by the first rule that fits, and by the policy in what the rule leaves open [D104]', () => {
    const rules = [
      rule('other', { incidentType: 'Database_operations' }, { quorum: 9 }),
      rule('first', { environment: 'Production' }, { quorum: 2 }),
      rule('later', {}, { quorum: 3, deadlineMinutes: 60 }),
    ];
    expect(termsOf({ ...policy, rules }, request)).toMatchObject({
      rule: 'first',
      quorum: 2,
      deadlineMinutes: 720,
    });
  });

  test.each<[string, Partial<AccessRule['match']>, Partial<RequestFacts>, boolean]>([
    ['its incident type', { incidentType: 'Support_escalation' }, {}, true],
    ['another incident type', { incidentType: 'Database_operations' }, {}, false],
    ['its environment', { environment: 'Production' }, {}, true],
    ['another environment', { environment: 'Sandbox' }, {}, false],
    ['data that is seen', { dataViewed: true }, {}, true],
    ['data that is not seen', { dataViewed: false }, {}, false],
    ['data that is seen, where it is not said', { dataViewed: true }, { dataViewed: null }, true],
    ['its risk', { riskAtLeast: 'Medium' }, {}, true],
    ['a higher risk', { riskAtLeast: 'High' }, {}, false],
    ['the highest risk, where it is not known', { riskAtLeast: 'High' }, { risk: null }, true],
  ])('%s [D104]', (_, match, change, fits) => {
    expect(ruleFor([rule('it', match, {})], change)).toBe(fits ? 'it' : null);
  });

  test('keep windows within the longest one that the rule allows [D100]', () => {
    const rules = [rule('short', {}, { maximumWindowMinutes: 60 })];
    expect(termsOf({ ...policy, rules }, request)).toMatchObject({
      ...{ defaultWindowMinutes: 60, singleApproverMinutes: 60, maximumWindowMinutes: 60 },
    });
  });

  test('ask a second approver for a window of more than a day [D100]', () => {
    const terms = termsOf({ ...policy, maximumWindowMinutes: 4320, singleApproverMinutes: 4320 }, request);
    expect(terms.singleApproverMinutes).toBe(1440);
    expect([1440, 1441].map((minutes) => quorumFor(terms, minutes))).toEqual([1, 2]);
  });

  test('are read of a policy that was logged before there were rules [D113]', () => {
    const { firstLevel, quorum } = { firstLevel: 2, quorum: 1 };
    const old = policyOf({
      name: 'Default',
      firstLevel,
      quorum,
      deadlineMinutes: 60,
      maximumWindowMinutes: 60,
    });
    expect(termsOf(old, request)).toMatchObject({
      rule: null,
      ladder: [{ level: 2, afterMinutes: 0 }],
      hours: null,
    });
  });
});

describe('the risk of a request', () => {
  test.each<[string[], number, boolean, Reach]>([
    [['PermissionsApiEnabled'], 0, true, 'own_records'],
    [[], 1, true, 'whole_objects'],
    [['PermissionsAuthorApex'], 0, true, 'whole_objects'],
    [['PermissionsViewAllData'], 0, true, 'everything'],
    [['PermissionsModifyAllData'], 0, false, 'everything'],
    [[], 0, false, 'unknown'],
  ])(
    'follows from permissions %s and %i whole objects [B53]',
    (permissions, wholeObjects, complete, reach) => {
      expect(reachOf({ permissions: new Set(permissions), wholeObjects, complete })).toBe(reach);
    },
  );

  test.each<[Reach, string | null, boolean | null, string]>([
    ['own_records', 'Sandbox', false, 'Low'],
    ['own_records', 'Production', false, 'Low'],
    ['own_records', 'Production', true, 'Medium'],
    ['whole_objects', 'Sandbox', true, 'Medium'],
    ['whole_objects', 'Production', true, 'High'],
    ['everything', 'Sandbox', false, 'Medium'],
    ['everything', 'Production', false, 'High'],
    ['unknown', 'Production', true, 'High'],
    ['own_records', null, null, 'Medium'],
  ])('with reach %s in %s, data seen %s, is %s [B53]', (reach, environment, dataViewed, risk) => {
    expect(riskOf(reach, { environment, dataViewed })).toBe(risk);
  });

  test('never falls when more can be reached, seen, or touched in production', () => {
    const order = { Low: 0, Medium: 1, High: 2 };
    const reaches: Reach[] = ['own_records', 'whole_objects', 'everything', 'unknown'];
    for (const [at, reach] of reaches.entries()) {
      for (const dataViewed of [false, true]) {
        const here = order[riskOf(reach, { environment: 'Sandbox', dataViewed })];
        expect(order[riskOf(reach, { environment: 'Production', dataViewed })]).toBeGreaterThanOrEqual(here);
        expect(order[riskOf(reach, { environment: 'Sandbox', dataViewed: true })]).toBeGreaterThanOrEqual(
          here,
        );
        const next = reaches[at + 1];
        if (next)
          expect(order[riskOf(next, { environment: 'Sandbox', dataViewed })]).toBeGreaterThanOrEqual(here);
      }
    }
  });
});
