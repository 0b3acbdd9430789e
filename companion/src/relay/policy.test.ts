import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MARIT, POLICY } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';

let world: RelayWorld;
afterAll(() => RelayWorld.closeAll());

/** The clock of a new world stands at Monday, 10:00 in Berlin. */
const HOURS = { days: [1, 2, 3, 4, 5], from: '14:00', to: '18:00', zone: 'Europe/Berlin' };
const rule = (name: string, riskAtLeast: 'High' | null, terms: (typeof POLICY.rules)[number]['terms']) => ({
  ...{ name, label: name, order: 1, terms },
  match: { incidentType: null, environment: null, dataViewed: null, riskAtLeast },
});

async function inForce(change: Partial<typeof POLICY>): Promise<void> {
  world = await RelayWorld.open([MARIT], undefined, (org) => {
    org.policy = { ...POLICY, ...change };
  });
}

describe('a request', () => {
  test('waits for business hours and is taken up when they begin [A12 D111]', async () => {
    await inForce({ hours: HOURS });
    const id = await world.raise();
    expect(world.org.request().fields).toMatchObject({
      ...{ State__c: 'Submitted', Next_Open__c: '2026-11-23T13:00:00Z' },
      Gate_Summary__c: expect.stringContaining('Business hours: closed'),
    });
    expect(world.mailsTo(MARIT).filter(({ subject }) => subject.includes('Decision needed'))).toEqual([]);
    await world.advance({ hours: 4 });
    expect(await world.stored(id)).toMatchObject({ state: 'Awaiting_decision', nextOpen: null });
    expect(world.org.request().fields['Next_Open__c']).toBeNull();
  });

  test('is refused at once when it would be taken up after its deadline alone [D110]', async () => {
    await inForce({ hours: HOURS, deadlineMinutes: 60 });
    await world.raise();
    expect(world.org.request().fields).toMatchObject({
      State__c: 'Refused_by_policy',
      Gate_Summary__c: expect.stringContaining('Opens before deadline: closed'),
    });
  });

  test('waits for the rate cap, which refused requests do not use up', async () => {
    await inForce({ rateCap: { count: 1, hours: 2, per: 'Target_user' } });
    await world.raise({ Purpose__c: 'Short' }, 'a01580000000002AAA');
    const first = await world.raise({}, 'a01580000000003AAA');
    await world.advance({ minutes: 30 });
    const second = await world.raise({}, 'a01580000000004AAA');
    expect(await world.stored(first)).toMatchObject({ state: 'Awaiting_decision' });
    expect(await world.stored(second)).toMatchObject({
      state: 'Submitted',
      nextOpen: '2026-11-23T11:00:00Z',
    });
    await world.advance({ minutes: 90 });
    expect(await world.stored(second)).toMatchObject({ state: 'Awaiting_decision' });
  });

  test('for work on the infrastructure that views data is held to what a support case is held to [A4 A5]', async () => {
    await inForce({});
    const raise = (Incident_Type__c: string, id: string) =>
      world.raise({ Incident_Type__c, Data_Viewed__c: 'Yes' }, id);
    const support = await world.stored(await raise('Support_escalation', 'a01580000000001AAA'));
    const id = await raise('Infrastructure_troubleshooting', 'a01580000000002AAA');
    const infrastructure = await world.stored(id);
    expect(infrastructure).toMatchObject({ state: 'Awaiting_decision', windowStart: null });
    expect(infrastructure?.gates.map(({ gate, state }) => [gate, state])).toEqual(
      support?.gates.map(({ gate, state }) => [gate, state]),
    );
    expect(infrastructure?.approvalsNeeded).toBe(support?.approvalsNeeded);
    const asked = world.mailsTo(MARIT).filter(({ subject }) => subject.includes('Decision needed'));
    expect(asked).toHaveLength(2);
    await world.advance({ hours: 13 });
    expect(await world.stored(id)).toMatchObject({ state: 'Expired', windowStart: null });
  });

  test('has the deadline of the rule that its risk chooses, and keeps it [D104 B53]', async () => {
    await inForce({ rules: [rule('High_Risk', 'High', { deadlineMinutes: 90 })] });
    const usual = await world.raise({}, 'a01580000000002AAA');
    world.org.reaches = 'everything';
    const risky = await world.raise({}, 'a01580000000003AAA');
    expect(await world.stored(usual)).toMatchObject({ risk: 'Medium', deadline: '2026-11-23T21:00:00Z' });
    expect(await world.stored(risky)).toMatchObject({ risk: 'High', deadline: '2026-11-23T10:30:00Z' });
    expect(world.org.request(risky).fields['Gate_Summary__c']).toContain('The rule “High_Risk” applies');
    await world.advance({ minutes: 90 });
    expect(await world.stored(risky)).toMatchObject({ state: 'Expired' });
    expect(await world.stored(usual)).toMatchObject({ state: 'Awaiting_decision' });
  });
});

const proposed = async (
  type: 'policy-change' | 'governance-mode',
  kind: 'Founding' | 'Change' = 'Change',
) => {
  for (const { subject, type: found } of await world.relay.openActs(MARIT.id)) {
    if (found !== type) continue;
    const start = { contactId: MARIT.id, sessionId: 'a session', type, subject, locale: 'en' };
    const snapshot = await world.relay.startAct(start);
    if (snapshot.base.shown['kind'] === kind) return { subject, snapshot, shown: snapshot.base.shown };
  }
  return null;
};
const logged = async (type: string) =>
  (await world.store.ledger.entries(world.org.orgId)).flatMap(({ entry }) =>
    entry.type === type ? [entry] : [],
  );
const inForceNow = async () =>
  (await logged('policy.in_force')).map((entry) => 'signed' in entry && entry.signed);

describe('a policy that was changed in the org', () => {
  const LONGER = { ...POLICY, deadlineMinutes: 240, minimumPurposeLength: 200 };

  beforeEach(async () => {
    world = await RelayWorld.open([MARIT]);
  });

  test('holds when a contact has signed what differs, whom it asks and what it would have done [U3 U21 D109 D113]', async () => {
    const id = await world.raise();
    await world.sign(MARIT, id);
    const waits = await world.raise({}, 'a01580000000005AAA');
    world.org.policy = LONGER;
    await world.relay.refresh();
    await world.relay.refresh();
    await world.settled();
    expect(world.org.rowsOf('Access_Finding__c')).toEqual([
      expect.objectContaining({
        ...{ Kind__c: 'Policy_proposal', Severity__c: 'Warning' },
        Details__c: expect.stringContaining('Deadline: 12 h → 4 h'),
      }),
    ]);
    const before = await world.raise({}, 'a01580000000006AAA');
    expect(await world.stored(before)).toMatchObject({ state: 'Awaiting_decision' });
    const change = await proposed('policy-change');
    expect(change?.shown).toMatchObject({
      changes: [
        { rule: null, term: 'deadlineMinutes', before: '12 h', after: '4 h' },
        { rule: null, term: 'minimumPurposeLength', before: '20', after: '200' },
      ],
      people: 1,
      notified: [{ level: 1, afterMinutes: 0 }],
      simulation: { requests: 1, Refused: 1, cases: [{ outcome: 'Refused', because: ['purpose_given'] }] },
    });
    expect(change?.snapshot.openings.map(({ value }) => value)).toContain('Marit Jansen');
    expect(await world.relay.simulatePolicy(40)).toMatchObject({
      changes: [{ term: 'deadlineMinutes' }, { term: 'minimumPurposeLength' }],
      ...{ notified: [{ name: 'Marit Jansen' }], simulation: { requests: 1, counts: { Refused: 1 } } },
    });
    await world.act(MARIT, 'policy-change', change?.subject ?? '', 'Accept');
    expect(await inForceNow()).toEqual([null, expect.any(Number)]);
    expect(await proposed('policy-change')).toBeNull();
    const after = await world.raise({}, 'a01580000000007AAA');
    expect(await world.stored(after)).toMatchObject({ state: 'Refused_by_policy' });
    expect(await world.stored(waits)).toMatchObject({ state: 'Awaiting_decision' });
  });

  test('holds not when it is turned down, and is not asked for again; set back, nothing waits [U3]', async () => {
    world.org.policy = LONGER;
    await world.relay.refresh();
    await world.act(MARIT, 'policy-change', (await proposed('policy-change'))?.subject ?? '', 'Reject');
    await world.relay.refresh();
    expect(await proposed('policy-change')).toBeNull();
    world.org.policy = { ...LONGER, deadlineMinutes: 300 };
    await world.relay.refresh();
    expect(await proposed('policy-change')).not.toBeNull();
    world.org.policy = POLICY;
    await world.relay.refresh();
    expect(await proposed('policy-change')).toBeNull();
    expect(await inForceNow()).toEqual([null]);
  });

  test('is another one when it is edited again before the signature', async () => {
    world.org.policy = LONGER;
    await world.relay.refresh();
    const change = await proposed('policy-change');
    world.org.policy = { ...LONGER, quorum: 2 };
    await world.relay.refresh();
    if (!change) throw new Error('a change waits');
    await expect(world.sendAct(MARIT, change.snapshot, 'Accept')).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await inForceNow()).toEqual([null]);
  });

  test('is taken for the beginning when it is the first, which a contact confirms [U3]', async () => {
    const first = await proposed('policy-change', 'Founding');
    expect(first?.shown['changes']).toEqual(
      expect.arrayContaining([{ rule: null, term: 'deadlineMinutes', after: '12 h' }]),
    );
    await world.act(MARIT, 'policy-change', first?.subject ?? '', 'Accept');
    expect(await proposed('policy-change', 'Founding')).toBeNull();
    expect(await inForceNow()).toEqual([null]);
  });

  test('changes nothing when it is out of bounds, which is told once [D113]', async () => {
    world.org.policyFaults = ['Default: Deadline_Minutes__c: too small'];
    await world.relay.refresh();
    await world.relay.refresh();
    await world.settled();
    expect(world.org.rowsOf('Access_Finding__c')).toEqual([
      expect.objectContaining({
        ...{ Kind__c: 'Policy_proposal', Severity__c: 'Critical' },
        Details__c: expect.stringContaining('Deadline_Minutes__c: too small'),
      }),
    ]);
    const id = await world.raise();
    expect(await world.stored(id)).toMatchObject({ state: 'Awaiting_decision' });
  });
});

describe('the governance mode', () => {
  const wanted = { by: 'operator', note: null };
  const modes = async () =>
    (await world.store.rows(world.org.orgId).modes.list()).map(({ mode, effectiveFrom }) => [
      mode,
      effectiveFrom,
    ]);
  const OPT_OUT = ['Opt_out_enabled', '2026-11-01T00:00:00Z'];

  beforeEach(async () => {
    world = await RelayWorld.open([MARIT]);
    await world.relay.setMode({ ...wanted, mode: 'Opt_out_enabled', effectiveFrom: '2026-11-01T00:00:00Z' });
  });

  test('is set once by an operator and confirmed by a contact; each other one is signed first, and never holds from before [A7 U3]', async () => {
    const first = await proposed('governance-mode', 'Founding');
    await world.act(MARIT, 'governance-mode', first?.subject ?? '', 'Accept');
    expect(await proposed('governance-mode', 'Founding')).toBeNull();
    const set = await world.relay.setMode({
      ...wanted,
      mode: 'Standard',
      effectiveFrom: '2026-11-02T00:00:00Z',
    });
    expect(set.outcome).toBe('proposed');
    await world.settled();
    expect(await modes()).toEqual([OPT_OUT]);
    expect(world.org.rowsOf('Access_Finding__c')).toEqual([
      expect.objectContaining({ Kind__c: 'Mode_proposal' }),
    ]);
    const change = await proposed('governance-mode');
    expect(change?.shown).toMatchObject({ mode: 'Standard', replaces: 'Opt_out_enabled' });
    await world.act(MARIT, 'governance-mode', change?.subject ?? '', 'Accept');
    expect(await modes()).toEqual([OPT_OUT, ['Standard', world.time.toString()]]);
    const id = await world.raise();
    expect(await world.stored(id)).toMatchObject({ mode: 'Standard' });
    expect(world.org.request(id).fields['Gate_Summary__c']).toContain('a login grant alone suffices');
  });

  test('stays when the proposal is turned down or taken back [A7 U3]', async () => {
    await world.relay.setMode({ ...wanted, mode: 'Standard', effectiveFrom: '2026-12-01T00:00:00Z' });
    await world.act(MARIT, 'governance-mode', (await proposed('governance-mode'))?.subject ?? '', 'Reject');
    expect(await proposed('governance-mode')).toBeNull();
    await world.relay.setMode({ ...wanted, mode: 'Standard', effectiveFrom: '2026-12-02T00:00:00Z' });
    const unchanged = { ...wanted, mode: 'Opt_out_enabled' as const, effectiveFrom: '2026-12-02T00:00:00Z' };
    expect(await world.relay.setMode(unchanged)).toEqual({ outcome: 'unchanged', since: OPT_OUT[1] });
    expect(await proposed('governance-mode')).toBeNull();
    expect(await modes()).toEqual([OPT_OUT]);
  });

  test('that was accepted for a later day is brought forward by proposing it again [A7]', async () => {
    const sign = async () =>
      world.act(MARIT, 'governance-mode', (await proposed('governance-mode'))?.subject ?? '', 'Accept');
    const later = ['Standard', '2026-12-10T00:00:00Z'];
    await world.relay.setMode({ ...wanted, mode: 'Standard', effectiveFrom: '2026-12-10T00:00:00Z' });
    await sign();
    expect(await modes()).toEqual([OPT_OUT, later]);
    const again = { ...wanted, mode: 'Standard' as const, effectiveFrom: '2026-12-24T00:00:00Z' };
    expect(await world.relay.setMode(again)).toEqual({ outcome: 'unchanged', since: later[1] });
    const sooner = { ...again, effectiveFrom: '2026-11-25T00:00:00Z' };
    expect((await world.relay.setMode(sooner)).outcome).toBe('proposed');
    expect((await proposed('governance-mode'))?.shown).toMatchObject({
      ...{ replaces: 'Opt_out_enabled', weakens: ['mode'] },
    });
    await sign();
    expect(await modes()).toEqual([OPT_OUT, ['Standard', sooner.effectiveFrom], later]);
    const back = { ...again, mode: 'Opt_out_enabled' as const, effectiveFrom: '2026-12-10T00:00:00Z' };
    expect((await world.relay.setMode(back)).outcome).toBe('proposed');
  });
});
