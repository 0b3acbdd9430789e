import { describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from '../entries/entries.ts';
import type { Origin, RequestState } from '../requests.ts';
import { checkStates } from './verify-states.ts';

const fact = { v: 1, org: '00D5g00000ABCDEEA4', at: '2026-11-20T09:00:00Z', request: 'r1' } as const;
const gates = [{ gate: 'purpose_given', state: 'open' as const, reason: 'Given.' }];
const state = (from: Origin, to: RequestState): LedgerEntry => ({
  ...{ ...fact, type: 'request.state', from, to, because: '' },
});
const received = (decision: string, at: string = fact.at): LedgerEntry => ({
  ...{ ...fact, at, type: 'decision.received', contact: 'c1', decision, digest: '' },
  statement: { deadline: '2026-11-20T12:00:00Z' },
  assertion: { credentialId: '', clientDataJSON: '', authenticatorData: '', signature: '' },
});
const effective = (index: number, to: RequestState): LedgerEntry => ({
  ...{ ...fact, type: 'decision.effective', received: index, window: null, state: to },
});
const without = (index: number): LedgerEntry => ({
  ...{ ...fact, type: 'decision.without_effect', received: index, because: '' },
});
const notice: LedgerEntry = {
  ...{ ...fact, type: 'notice', contact: null, kind: 'ask', channel: 'mail', delivery: '1' },
  result: 'accepted',
};
/** Three entries: indexes go on at 3. */
const asked: LedgerEntry[] = [
  state('New', 'Submitted'),
  {
    ...{ ...fact, type: 'policy.evaluated', revision: 1, policyVersion: 'p1', rosterVersion: 'roster-1' },
    ...{ gates, outcome: 'open' },
  },
  state('Submitted', 'Awaiting_decision'),
];
/** Six entries. */
const approved: LedgerEntry[] = [
  ...asked,
  received('Approve'),
  effective(3, 'Approved'),
  state('Awaiting_decision', 'Approved'),
];

const problems = (...entries: LedgerEntry[]) => {
  const { result, detail } = checkStates(entries);
  return result === 'ok' ? [] : detail;
};

describe('a no that a contact signed', () => {
  test('is heeded in the next entry, and the state follows [D103 D106 U4]', () => {
    expect(
      problems(...asked, received('Deny'), effective(3, 'Denied'), state('Awaiting_decision', 'Denied')),
    ).toEqual([]);
    expect(
      problems(...approved, received('Revoke'), effective(6, 'Revoked'), state('Approved', 'Revoked')),
    ).toEqual([]);
  });

  test.each<[string, LedgerEntry[], string]>([
    ['is kept silent about', [...approved, received('Revoke')], 'the signed Revoke of entry 6'],
    [
      'is heeded later',
      [...approved, received('Revoke'), notice, effective(6, 'Revoked')],
      'not heeded at once',
    ],
    [
      'is set aside while the access stands',
      [...approved, received('Revoke'), without(6)],
      'not heeded at once',
    ],
    [
      'is set aside while the request is open',
      [...asked, received('Deny'), without(3)],
      'not heeded at once',
    ],
    [
      'takes effect on paper alone',
      [...approved, received('Revoke'), effective(6, 'Revoked')],
      'nothing followed',
    ],
    [
      'is followed by the contrary',
      [...asked, received('Deny'), effective(3, 'Denied'), state('Awaiting_decision', 'Approved')],
      'had made the request Denied, not Approved',
    ],
  ])('is found when it %s [D106 U4]', (_, entries, sentence) => {
    expect(problems(...entries).join()).toContain(sentence);
  });

  test('may come too late, which changes nothing [D99]', () => {
    const cancelled = state('Awaiting_decision', 'Cancelled');
    expect(problems(...asked, cancelled, received('Deny'), without(4))).toEqual([]);
    expect(problems(...asked, received('Deny', '2026-11-20T12:00:00Z'), without(3))).toEqual([]);
    expect(problems(...asked, received('Revoke'), without(3))).toEqual([]);
  });
});

test('a request cannot begin behind the policy [U3 U4]', () => {
  expect(problems(...asked)).toEqual([]);
  expect(problems(state('More_information', 'Awaiting_decision')).join()).toContain(
    'begins as More_information',
  );
});
