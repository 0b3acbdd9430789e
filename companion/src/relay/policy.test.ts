import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { MARIT, POLICY } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';

let world: RelayWorld;
beforeEach(async () => {
  world = await RelayWorld.open([MARIT]);
});
afterAll(() => RelayWorld.closeAll());

/** The clock of a new world stands at Monday, 10:00 in Berlin. */
const HOURS = { days: [1, 2, 3, 4, 5], from: '14:00', to: '18:00', zone: 'Europe/Berlin' };
const rule = (name: string, riskAtLeast: 'High' | null, terms: (typeof POLICY.rules)[number]['terms']) => ({
  ...{ name, label: name, order: 1, terms },
  match: { incidentType: null, environment: null, dataViewed: null, riskAtLeast },
});

async function inForce(change: Partial<typeof POLICY>): Promise<void> {
  world = await RelayWorld.open([MARIT]);
  world.org.policy = { ...POLICY, ...change };
  await world.relay.refresh();
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

describe('a policy record out of bounds', () => {
  test('changes nothing and is told, once [D113]', async () => {
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
