import { describe, expect, test } from '@jest/globals';
import { type AccessGateInput, accessGates } from './access-gates.ts';
import { evaluateFunnel, funnelOutcome } from './funnel.ts';
import { POLICY_DEFAULTS } from './policy.ts';
import type { RosterContact } from './roster.ts';

const contact: RosterContact = {
  id: 'c1',
  name: 'Ines Sommer',
  address: 'ines.sommer@bank.example',
  role: 'Security_lead',
  level: 1,
  active: true,
  userId: null,
  sealed: true,
  mayDecide: true,
  passkeys: 1,
};

const fine: AccessGateInput = {
  request: {
    id: 'a00',
    name: 'AR-000001',
    org: '00D',
    revision: 1,
    state: 'Submitted',
    caseNumber: '47110815',
    caseId: null,
    requestingParty: 'Salesforce_employee',
    incidentType: 'Support_escalation',
    purpose: 'Reproduce the failing nightly import',
    necessity: 'It only fails as this very user',
    dataViewed: true,
    targetUser: { id: 'u7', name: 'Anke Petersen', address: null },
    environment: 'Production',
    hoursWanted: 4,
    requestedBy: { id: 'u9', name: 'Katrin Brandt', address: null },
    submittedAt: '2026-11-20T08:50:00Z',
    deadline: '2026-11-20T20:50:00Z',
  },
  requester: { userId: 'u9', address: 'katrin.brandt@bank.example' },
  target: { userId: 'u7', address: null },
  policy: {
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
  },
  roster: [contact],
  targetCanGrant: { state: 'open', reason: 'The user can grant.' },
  now: '2026-11-20T09:00:00Z',
};

const shut = (input: AccessGateInput) =>
  evaluateFunnel(accessGates, input).flatMap(({ gate, state }) => (state === 'open' ? [] : [gate]));
const withRequest = (change: Partial<AccessGateInput['request']>) => ({
  ...fine,
  request: { ...fine.request, ...change },
});

describe('the gates of an access request', () => {
  test('are open for a request that names case, purpose, necessity and a permitted time [A11 B46 B47 B49]', () => {
    const verdicts = evaluateFunnel(accessGates, fine);
    expect(funnelOutcome(verdicts)).toBe('open');
    expect(verdicts.map(({ gate }) => gate)).toEqual(accessGates.map(({ name }) => name));
  });

  test.each<[string, AccessGateInput, string[]]>([
    ['without a case number [B49]', withRequest({ caseNumber: '  ' }), ['case_number_present']],
    [
      'with a purpose too short to mean anything [B46]',
      withRequest({ purpose: 'because' }),
      ['purpose_given'],
    ],
    ['without a necessity [B47]', withRequest({ necessity: ' '.repeat(40) }), ['purpose_given']],
    ['that leaves open whether data is viewed [A6]', withRequest({ dataViewed: null }), ['purpose_given']],
    ['longer than the policy allows [D100]', withRequest({ hoursWanted: 24.5 }), ['duration_within_policy']],
    ['for no time at all [A12]', withRequest({ hoursWanted: null }), ['duration_within_policy']],
    ['that nobody can decide on [A28 D110]', { ...fine, roster: [] }, ['enrolled_contact_available']],
    [
      'whose requester is the only contact [D105]',
      { ...fine, requester: { userId: null, address: contact.address } },
      ['enrolled_contact_available', 'requester_not_the_only_contact'],
    ],
    [
      'whose contacts are all of a later level [D107]',
      { ...fine, roster: [{ ...contact, level: 2 }] },
      ['enrolled_contact_available'],
    ],
    [
      'with fewer contacts than the quorum needs [D104]',
      { ...fine, policy: { ...fine.policy, quorum: 2 } },
      ['enrolled_contact_available'],
    ],
    [
      'for a user who cannot grant [B42]',
      { ...fine, targetCanGrant: { state: 'closed', reason: 'The user is frozen.' } },
      ['target_can_grant'],
    ],
    [
      'for a user of whom nobody knows whether he can grant [B42]',
      { ...fine, targetCanGrant: { state: 'unknown', reason: 'The setting cannot be read.' } },
      ['target_can_grant'],
    ],
  ])('shut on a request %s', (_, input, gates) => {
    expect(shut(input)).toEqual(gates);
    expect(funnelOutcome(evaluateFunnel(accessGates, input))).toBe('closed');
  });

  test.each([
    [1, [contact], '1 authorization contact of level 1 can decide.'],
    [
      1,
      [contact, { ...contact, id: 'second', address: 'second@bank.example' }],
      '2 authorization contacts of level 1 can decide.',
    ],
    [2, [contact], '2 authorization contacts of level 1 with a passkey must be available; 1 is.'],
  ])('say in whole sentences how many contacts there are', (quorum, roster, reason) => {
    const verdicts = evaluateFunnel(accessGates, { ...fine, policy: { ...fine.policy, quorum }, roster });
    expect(verdicts.find(({ gate }) => gate === 'enrolled_contact_available')?.reason).toBe(reason);
  });

  test('show every reason at once, not the first one only', () => {
    expect(shut({ ...withRequest({ caseNumber: '', purpose: '' }), roster: [] })).toEqual([
      'case_number_present',
      'purpose_given',
      'enrolled_contact_available',
    ]);
  });
});
