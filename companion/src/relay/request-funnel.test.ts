/** The gates of a request as a whole: one more thing that is worse opens nothing. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accessGates } from '../core/access-gates.ts';
import { evaluateFunnel, funnelOutcome } from '../core/funnel.ts';
import { POLICY_DEFAULTS } from '../core/policy.ts';
import { policyGates } from '../core/policy-gates.ts';
import { POLICY } from './fixtures/bank-org.ts';
import { History, ROSTER, START } from './fixtures/request-history.ts';
import { domainRequest, partiesOf } from './parties.ts';

describe('the funnel of a request', () => {
  const base = new History().request;
  const input = {
    request: {
      ...domainRequest({
        ...base,
        content: { ...base.content, Purpose__c: 'x'.repeat(20), Necessity__c: 'y'.repeat(20) },
      }),
      risk: 'Low' as const,
    },
    ...partiesOf(base),
    policy: { ...POLICY_DEFAULTS, ...POLICY },
    roster: ROSTER,
    targetCanGrant: { state: 'open' as const, reason: '' },
    ...{ now: START.toString(), orgEnvironment: 'Production', mode: null, reach: 'own_records' as const },
    earlier: [] as { submittedAt: string; targetUser: string | null }[],
  };
  type Input = Omit<typeof input, 'targetCanGrant'> & {
    targetCanGrant: { state: 'open' | 'closed' | 'unknown'; reason: string };
  };

  /** Each closes one gate more, or leaves what is shut. */
  const WORSE: ((given: Input) => Input)[] = [
    (given) => ({ ...given, request: { ...given.request, caseNumber: ' ' } }),
    (given) => ({ ...given, request: { ...given.request, necessity: 'short' } }),
    (given) => ({ ...given, request: { ...given.request, environment: 'Sandbox' } }),
    (given) => ({ ...given, request: { ...given.request, hoursWanted: 25 } }),
    (given) => ({ ...given, targetCanGrant: { state: 'closed', reason: '' } }),
    (given) => ({ ...given, targetCanGrant: { state: 'unknown', reason: '' } }),
    (given) => ({ ...given, roster: given.roster.slice(1) }),
    (given) => ({ ...given, roster: given.roster.map((one) => ({ ...one, passkeys: 0 })) }),
    (given) => ({ ...given, policy: { ...given.policy, quorum: given.policy.quorum + 1 } }),
    (given) => ({ ...given, policy: { ...given.policy, rolesRequired: ['Operations_lead'] } }),
    (given) => ({
      ...given,
      policy: { ...given.policy, blackouts: [{ from: '2026-11-23', to: '2026-11-23' }] },
    }),
    (given) => ({
      ...given,
      policy: { ...given.policy, hours: { days: [7], from: '08:00', to: '09:00', zone: 'UTC' } },
    }),
    (given) => ({
      ...given,
      policy: { ...given.policy, rateCap: { count: 1, hours: 24, per: 'Org' } },
      earlier: [...given.earlier, { submittedAt: '2026-11-23T08:00:00Z', targetUser: null }],
    }),
  ];
  const gates = [...accessGates, ...policyGates];
  const outcomeOf = (given: Input) => funnelOutcome(evaluateFunnel(gates, given));

  test('is open as it stands here, and shut by each of what makes it worse but for one contact less', () => {
    expect(outcomeOf(input)).toBe('open');
    expect(WORSE.filter((worse) => outcomeOf(worse(input)) === 'open')).toHaveLength(2);
  });

  test('never opens by one more thing that is worse [C81 D110]', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(WORSE.length - 1), { minLength: 1, maxLength: 6 }), (steps) => {
        let given: Input = input;
        let shut = false;
        for (const step of steps) {
          given = WORSE[step]?.(given) ?? given;
          const isOpen = outcomeOf(given) === 'open';
          expect(shut && isOpen).toBe(false);
          shut = !isOpen;
        }
      }),
      { numRuns: 300 },
    );
  });
});
