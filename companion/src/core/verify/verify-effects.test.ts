import { describe, expect, test } from '@jest/globals';
import type {
  DecisionEffective,
  DecisionReceived,
  PolicySeen,
  RequestRevision,
  RosterSealed,
} from '../entries/entries.ts';
import {
  checkEffect,
  checkVoided,
  type Effects,
  learnEffects,
  noEffects,
  receiveDecision,
} from './verify-effects.ts';
import type { Bounds } from '../windows.ts';

const ORG = '00D5g00000ABCDEEA4';
const SECRET = { commitment: 'ab'.repeat(32) };
const at = (time: string) => `2026-11-20T${time}:00Z`;

function received(change: {
  contact: string;
  time: string;
  decision?: string;
  window?: Bounds | null;
  rosterVersion?: string;
}): DecisionReceived {
  const { contact, time, decision = 'Approve', rosterVersion = 'roster-1' } = change;
  const bounds = { maxMinutes: 240, notBefore: null, notAfter: at('20:00') };
  const window = change.window === undefined ? bounds : change.window;
  return {
    ...{ v: 1, type: 'decision.received', org: ORG, at: at(time), request: 'r1', contact, decision },
    statement: {
      deadline: at('12:00'),
      policyVersion: 'p1',
      rosterVersion,
      ...{ request: { revision: 1, fields: {} }, gates: [] },
      scope: { targetUser: { id: 'u1' }, caseNumber: '1', caseId: null, dataViewed: true },
      decision,
      window: window && { ...window },
    },
    digest: '',
    assertion: { credentialId: '', clientDataJSON: '', authenticatorData: '', signature: '' },
  };
}

const effective = (
  index: number,
  state: DecisionEffective['state'],
  window: DecisionEffective['window'],
): DecisionEffective => ({
  ...{
    v: 1,
    type: 'decision.effective',
    org: ORG,
    at: at('12:00'),
    request: 'r1',
    received: index,
    window,
    state,
  },
});

const policy = (version: string, quorum: number): PolicySeen => ({
  ...{ v: 1, type: 'policy.seen', org: ORG, at: at('08:00'), version },
  values: { quorum, defaultWindowMinutes: 1440, maximumWindowMinutes: 1440 },
});

const person = (id: string, mayDecide = true) => ({
  ...{ id, name: SECRET, address: SECRET, role: 'Lead', level: 1, mayDecide },
});
const ROSTER: RosterSealed = {
  ...{ v: 1, type: 'roster.sealed', org: ORG, at: at('08:00'), version: 'roster-1', by: 'operator' },
  contacts: [person('c1'), person('c2'), person('c9'), person('told', false)],
};

const revision = (number: number): RequestRevision => ({
  ...{ v: 1, type: 'request.revision', org: ORG, at: at('08:00'), request: 'r1', name: 'AR-000001' },
  ...{ revision: number, state: 'Submitted', fields: {}, by: null, modifiedAt: at('08:00') },
});

function effects(quorum: number, ...decisions: DecisionReceived[]): Effects {
  const ground = noEffects();
  learnEffects(policy('p1', quorum), ground, 0);
  learnEffects(ROSTER, ground, 0);
  learnEffects(revision(1), ground, 0);
  for (const [index, decision] of decisions.entries()) receiveDecision(ground, index, decision);
  return ground;
}
const check =
  (ground: Effects, ...entries: DecisionEffective[]) =>
  () => {
    for (const entry of entries) checkEffect(entry, ground);
  };
const first = received({ contact: 'c1', time: '09:00' });
const second = received({
  contact: 'c2',
  time: '10:00',
  window: { maxMinutes: 60, notBefore: null, notAfter: at('20:00') },
});

describe('a decision that took effect', () => {
  test('opens the window that its signed bounds give [U1 U4]', () => {
    const window = { start: at('09:00'), end: at('13:00') };
    expect(check(effects(1, first), effective(0, 'Approved', window))).not.toThrow();
    expect(check(effects(1, first), effective(0, 'Approved', { ...window, end: at('14:00') }))).toThrow(
      'not the one that was signed',
    );
    expect(check(effects(1, first), effective(0, 'Approved', null))).toThrow('not the one that was signed');
  });

  test('cannot be a denial that makes the request anything but denied [U4]', () => {
    const denial = received({ contact: 'c1', time: '09:00', decision: 'Deny', window: null });
    expect(check(effects(1, denial), effective(0, 'Denied', null))).not.toThrow();
    expect(check(effects(1, denial), effective(0, 'Approved', null))).toThrow(
      'the decision does not make the request Approved',
    );
  });

  test('cannot name a policy that was never logged, whose quorum nobody knows [U4]', () => {
    const window = { start: at('09:00'), end: at('13:00') };
    const unknown = { ...effects(1, first), policies: new Map() };
    expect(check(unknown, effective(0, 'Approved', window))).toThrow('policy p1 was not logged before');
  });

  test('cannot name a policy that was merely seen while another was in force [U3 U4]', () => {
    const window = { start: at('09:00'), end: at('13:00') };
    const ground = noEffects();
    learnEffects(ROSTER, ground, 0);
    learnEffects(revision(1), ground, 0);
    learnEffects(policy('p0', 2), ground, 1);
    learnEffects(policy('p1', 1), ground, 2);
    receiveDecision(ground, 0, first);
    expect(check(ground, effective(0, 'Approved', window))).toThrow('p1 was not in force');
    learnEffects(
      { v: 1, type: 'policy.in_force', org: ORG, at: at('08:30'), version: 'p1', signed: 5 },
      ground,
      3,
    );
    receiveDecision(ground, 1, first);
    expect(check(ground, effective(1, 'Approved', window))).not.toThrow();
  });

  test('waits for the quorum, then opens what all bounds share from the last approval on [D104]', () => {
    const waiting = effective(0, 'Awaiting_decision', null);
    const complete = effective(1, 'Approved', { start: at('10:00'), end: at('11:00') });
    expect(check(effects(2, first, second), waiting, complete)).not.toThrow();
    const alone = effective(0, 'Approved', { start: at('09:00'), end: at('13:00') });
    expect(check(effects(2, first, second), alone)).toThrow();
  });

  test('counts no person twice toward the quorum [D104]', () => {
    const again = received({ contact: 'c1', time: '10:00' });
    const waiting = effective(0, 'Awaiting_decision', null);
    const complete = effective(1, 'Approved', { start: at('10:00'), end: at('14:00') });
    expect(check(effects(2, first, again), waiting, complete)).toThrow();
  });

  test('counts no approval given under another roster [D104]', () => {
    const later = received({ contact: 'c2', time: '10:00', rosterVersion: 'roster-2' });
    const complete = effective(1, 'Approved', { start: at('10:00'), end: at('14:00') });
    expect(check(effects(2, first, later), effective(0, 'Awaiting_decision', null), complete)).toThrow();
  });

  test('cannot have bounds that are wider than the policy allows [D100 U4]', () => {
    const wide = { maxMinutes: 2000, notBefore: null, notAfter: '2026-11-22T00:00:00Z' };
    const far = { maxMinutes: 60, notBefore: null, notAfter: '2026-12-20T00:00:00Z' };
    const given = (window: Bounds, end: string) =>
      check(
        effects(1, received({ contact: 'c1', time: '09:00', window })),
        effective(0, 'Approved', { start: at('09:00'), end }),
      );
    expect(given(wide, '2026-11-21T18:20:00Z')).toThrow('may last 1440 minutes at most');
    expect(given(far, at('10:00'))).toThrow('within 14 days');
  });

  test('cannot be shown another deadline than the decisions before it [D99 U4]', () => {
    const later = received({ contact: 'c2', time: '10:00' });
    const statement = { ...(later.statement as object), deadline: at('23:00') };
    const ground = effects(1, first, { ...later, statement });
    const entry = effective(1, 'Approved', { start: at('10:00'), end: at('14:00') });
    expect(check(ground, entry)).toThrow('its deadline is not the one');
  });

  test('cannot be signed by the user who would be entered [D104 U4]', () => {
    const ground = effects(1);
    const target = { name: SECRET, address: SECRET, role: 'Lead', level: 1, active: true, userId: 'u1' };
    const change = { ...ROSTER, type: 'roster.changed', contact: 'c1', entry: target, signed: 4 } as const;
    learnEffects(change, ground, 5);
    receiveDecision(ground, 6, first);
    const entry = effective(6, 'Approved', { start: at('09:00'), end: at('13:00') });
    expect(check(ground, entry)).toThrow('the user who would be entered');
  });

  test('cannot be signed on a revision that was not the newest any more [D104 U4]', () => {
    const ground = effects(1);
    learnEffects(revision(2), ground, 0);
    receiveDecision(ground, 0, first);
    const entry = effective(0, 'Approved', { start: at('09:00'), end: at('13:00') });
    expect(check(ground, entry)).toThrow('another revision by then');
  });

  test('cannot be signed by a contact who is told of requests and has no vote [D104 U4]', () => {
    const told = received({ contact: 'told', time: '09:00' });
    const entry = effective(0, 'Approved', { start: at('09:00'), end: at('13:00') });
    expect(check(effects(1, told), entry)).toThrow('has no vote');
  });

  test('counts no earlier approval once the roster is another, whatever version the later one names [D113 U4]', () => {
    const ground = effects(2, first);
    const left = { name: SECRET, address: SECRET, role: 'Lead', level: 1, active: false, userId: null };
    const change = { ...ROSTER, type: 'roster.changed', version: 'roster-2', contact: 'c1' } as const;
    check(ground, effective(0, 'Awaiting_decision', null))();
    learnEffects({ ...change, entry: left, signed: 4 }, ground, 5);
    receiveDecision(ground, 6, second);
    const complete = effective(6, 'Approved', { start: at('10:00'), end: at('11:00') });
    expect(check(ground, complete)).toThrow('not the one that was signed');
  });

  test('cannot take effect twice, before it was received, or for another request', () => {
    const window = { start: at('09:00'), end: at('13:00') };
    const entry = effective(0, 'Approved', window);
    expect(check(effects(1, first), entry, entry)).toThrow('has taken effect before');
    expect(check(effects(1, first), effective(7, 'Approved', window))).toThrow('no valid decision');
    expect(check(effects(1, first), { ...entry, request: 'r2' })).toThrow('no valid decision');
  });

  test('is refused when it came after the deadline [D99]', () => {
    const late = received({ contact: 'c1', time: '12:01' });
    expect(
      check(effects(1, late), effective(0, 'Approved', { start: at('12:01'), end: at('16:01') })),
    ).toThrow('after the deadline');
  });

  test('opens no window when it is a denial [D104]', () => {
    const denial = received({ contact: 'c1', time: '09:00', decision: 'Deny', window: null });
    expect(check(effects(1, denial), effective(0, 'Denied', null))).not.toThrow();
    expect(
      check(effects(1, denial), effective(0, 'Denied', { start: at('09:00'), end: at('13:00') })),
    ).toThrow('opens no window');
  });

  test('counts an approval no more that its signer took back, and another one cannot take it back [D104 U4]', () => {
    const complete = effective(3, 'Approved', { start: at('10:00'), end: at('11:00') });
    const withdrawal = (contact: string) =>
      received({ contact, time: '09:30', decision: 'Withdraw', window: null });
    const waiting = effective(0, 'Awaiting_decision', null);
    const taken = effective(2, 'Awaiting_decision', null);
    const own = effects(2, first, first, withdrawal('c1'), second);
    expect(check(own, waiting, taken, complete)).toThrow('not the one that was signed');
    const foreign = effects(2, first, first, withdrawal('c9'), second);
    expect(check(foreign, waiting, taken, complete)).not.toThrow();
  });

  test('is denied, and only then, when the approvals share no window [D101 D104]', () => {
    const late = { maxMinutes: 60, notBefore: at('20:00'), notAfter: at('22:00') };
    const apart = effects(2, first, received({ contact: 'c2', time: '10:00', window: late }));
    const waiting = effective(0, 'Awaiting_decision', null);
    expect(check(apart, waiting, effective(1, 'Denied', null))).not.toThrow();
    expect(check(effects(2, first, second), waiting, effective(1, 'Denied', null))).toThrow();
  });

  test('can be a question or a revocation, which open nothing [D103 D106]', () => {
    const other = (decision: string) => received({ contact: 'c1', time: '09:00', decision, window: null });
    expect(check(effects(1, other('Ask_for_more')), effective(0, 'More_information', null))).not.toThrow();
    expect(check(effects(1, other('Ask_for_more')), effective(0, 'Denied', null))).toThrow();
    expect(check(effects(1, other('Revoke')), effective(0, 'Revoked', null))).not.toThrow();
    expect(check(effects(1, other('Revoke')), effective(0, 'Approved', null))).toThrow();
  });
});

describe('approvals that a change of roster or policy ends', () => {
  const voided = { v: 1, type: 'approvals.voided', org: ORG, at: at('10:00'), request: 'r1' } as const;
  const waiting = effective(0, 'Awaiting_decision', null);

  test('count no more, and end for no other reason [D104 D113 U4]', () => {
    const ground = effects(2, first, second);
    check(ground, waiting)();
    const same = { ...voided, received: [0], policyVersion: 'p1', rosterVersion: 'roster-1' };
    expect(() => checkVoided(same, ground)).toThrow('neither the roster nor the policy');
    checkVoided({ ...same, rosterVersion: 'roster-2' }, ground);
    expect(check(ground, effective(1, 'Approved', { start: at('10:00'), end: at('11:00') }))).toThrow();
    expect(() => checkVoided({ ...same, rosterVersion: 'roster-2' }, ground)).toThrow(
      'no approval that counts',
    );
  });
});
