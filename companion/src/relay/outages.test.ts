import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ANKE, FRIEDRICH, MARIT, POLICY } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';

let world: RelayWorld;
let id: string;
beforeEach(async () => {
  world = await RelayWorld.open();
  id = await world.raise();
});
afterAll(() => RelayWorld.closeAll());

const isSettledOnce = async () => {
  const types = await world.types(id);
  expect(types.filter((type) => type === 'decision.received')).toHaveLength(1);
  expect(types.filter((type) => type.startsWith('decision.') && type !== 'decision.received')).toHaveLength(
    1,
  );
  expect(world.org.rowsOf('Access_Decision__c').length).toBeLessThanOrEqual(1);
};

describe('an approval while the org is out of reach', () => {
  test('is received and pending, tells nobody, and takes effect when the org is back', async () => {
    world.org.outage = 'before';
    const mails = world.mails.length;
    expect(await world.sign(MARIT, id)).toMatchObject({ outcome: 'pending', window: null });
    await world.settled();
    expect(world.mails).toHaveLength(mails);
    world.org.outage = 'none';
    await world.advance({ seconds: 30 });
    expect(world.org.request().fields).toMatchObject({
      State__c: 'Window_open',
      Window_Start__c: '2026-11-23T09:00:00Z',
    });
    await isSettledOnce();
  });

  test('is written once when the answer alone was lost', async () => {
    world.org.outage = 'after';
    const mails = world.mailsTo(ANKE).length;
    expect(await world.sign(MARIT, id)).toMatchObject({ outcome: 'pending' });
    expect(world.mailsTo(ANKE)).toHaveLength(mails);
    world.org.outage = 'none';
    await world.advance({ seconds: 30 });
    expect((await world.stored(id))?.state).toBe('Window_open');
    expect(world.org.rowsOf('Access_Decision__c')).toHaveLength(1);
    await isSettledOnce();
  });

  test('lapses a quarter of an hour after the deadline, and the request expires', async () => {
    world.time = world.time.add({ hours: 11, minutes: 55 });
    const window = { maxMinutes: 60, notBefore: null, notAfter: '2026-11-24T09:00:00Z' };
    const snapshot = await world.review(MARIT, id);
    world.org.outage = 'before';
    expect(await world.send(MARIT, id, snapshot, { window })).toMatchObject({ outcome: 'pending' });
    await world.advance({ minutes: 10 });
    expect((await world.stored(id))?.state).toBe('Awaiting_decision');
    await world.advance({ minutes: 10 });
    await world.advance({ minutes: 1 });
    expect((await world.stored(id))?.state).toBe('Expired');
    world.org.outage = 'none';
    await world.relay.refresh();
    expect(world.org.request().fields['State__c']).toBe('Expired');
    await isSettledOnce();
    expect(world.org.rowsOf('Access_Decision__c')).toEqual([]);
  });

  test('is not written along with other rows before it is looked at again', async () => {
    const change = await world.proposePolicy({ ...POLICY, deadlineMinutes: 60 });
    world.org.outage = 'writes';
    await world.sign(MARIT, id);
    world.org.outage = 'none';
    await world.act(MARIT, 'policy-change', change, 'Accept');
    expect(world.org.request().fields['State__c']).toBe('Awaiting_decision');
    await world.advance({ seconds: 30 });
    expect(world.org.request().fields).toMatchObject({
      State__c: 'Awaiting_decision',
      Window_Start__c: null,
    });
    expect(world.org.rowsOf('Access_Decision__c')).toEqual([]);
    await isSettledOnce();
  });

  test('gives way to a denial, which needs no org', async () => {
    const [approval, denial] = [await world.review(MARIT, id), await world.review(FRIEDRICH, id)];
    world.org.outage = 'before';
    await world.send(MARIT, id, approval);
    expect(await world.send(FRIEDRICH, id, denial, { decision: 'Deny' })).toMatchObject({
      outcome: 'effective',
      requestState: 'Denied',
    });
    world.org.outage = 'none';
    await world.advance({ minutes: 1 });
    expect(world.org.request().fields['State__c']).toBe('Denied');
    expect(world.org.rowsOf('Access_Decision__c')).toEqual([
      expect.objectContaining({ Decision__c: 'Deny' }),
    ]);
  });

  test('gives way to a denial also when the org has taken it and the answer alone was lost', async () => {
    const [approval, denial] = [await world.review(MARIT, id), await world.review(FRIEDRICH, id)];
    world.org.outage = 'after';
    await world.send(MARIT, id, approval);
    expect(world.org.request().fields['State__c']).toBe('Approved');
    world.org.outage = 'before';
    await world.send(FRIEDRICH, id, denial, { decision: 'Deny' });
    world.org.outage = 'none';
    await world.relay.refresh();
    expect(world.org.request().fields).toMatchObject({ State__c: 'Denied', Window_Start__c: null });
    expect(world.mailsTo(ANKE)).toEqual([]);
  });

  test('counts when the org had taken it, though the policy has changed since', async () => {
    world.org.outage = 'after';
    await world.sign(MARIT, id);
    world.org.outage = 'none';
    await world.changePolicy({ ...POLICY, deadlineMinutes: 60 });
    await world.advance({ seconds: 30 });
    expect(world.org.request().fields['State__c']).toBe('Window_open');
    await isSettledOnce();
  });

  test('does not count for the ledger’s leaf on the row, which anybody who edits rows could copy there [U4]', async () => {
    const change = await world.proposePolicy({ ...POLICY, deadlineMinutes: 60 });
    world.org.outage = 'before';
    const { receipt } = await world.sign(MARIT, id);
    world.org.outage = 'none';
    world.org.save({ Ledger_Leaf__c: receipt.ledgerLeaf });
    await world.act(MARIT, 'policy-change', change, 'Accept');
    await world.advance({ seconds: 30 });
    expect((await world.stored(id))?.state).toBe('Awaiting_decision');
    await isSettledOnce();
  });

  test('has no effect when the policy changed before the org could be written', async () => {
    const change = await world.proposePolicy({ ...POLICY, deadlineMinutes: 60 });
    world.org.outage = 'before';
    await world.sign(MARIT, id);
    world.org.outage = 'none';
    await world.act(MARIT, 'policy-change', change, 'Accept');
    await world.advance({ seconds: 30 });
    expect(world.org.request().fields['State__c']).toBe('Awaiting_decision');
    expect(world.org.rowsOf('Access_Decision__c')).toEqual([]);
    await isSettledOnce();
  });

  test('has no effect when the request was cancelled before the org could be written', async () => {
    const snapshot = await world.review(MARIT, id);
    world.org.outage = 'before';
    await world.send(MARIT, id, snapshot);
    world.org.outage = 'none';
    world.org.save({ State__c: 'Cancelled' });
    await world.advance({ seconds: 30 });
    expect((await world.stored(id))?.state).toBe('Cancelled');
    expect(world.org.request().fields['State__c']).toBe('Cancelled');
    expect(world.org.rowsOf('Access_Decision__c')).toEqual([]);
    await isSettledOnce();
  });
});

describe('a window that passes while the org is out of reach', () => {
  test('is brought back in step when the org is back', async () => {
    await world.sign(MARIT, id);
    await world.settled();
    world.org.outage = 'before';
    await world.advance({ hours: 1 });
    expect((await world.stored(id))?.state).toBe('Completed');
    world.org.outage = 'none';
    await world.relay.refresh();
    expect(world.org.request().fields['State__c']).toBe('Completed');
  });
});

describe('after a restart', () => {
  test('a received decision is taken up and settled once', async () => {
    world.org.outage = 'before';
    await world.sign(MARIT, id);
    world.org.outage = 'none';
    world.build();
    await world.relay.start();
    await world.settled();
    expect(world.org.request().fields['State__c']).toBe('Window_open');
    await isSettledOnce();
    await world.relay.start();
    await world.settled();
    await isSettledOnce();
  });

  test('a mail that was handed over but not noted goes out again under the same id', async () => {
    const { mails } = world;
    const [delivery] = await world.store.rows(world.org.orgId).deliveries.ofRequest(id);
    await world.store.database.query("UPDATE delivery SET status = 'pending' WHERE id = $1", [delivery?.id]);
    await world.relay.start();
    await world.settled();
    expect(mails.filter(({ deliveryId }) => deliveryId === delivery?.id)).toHaveLength(2);
    expect(new Set(mails.map(({ deliveryId }) => deliveryId)).size).toBe(mails.length - 1);
  });

  test('passkeys of another host stop it, with what to do', async () => {
    await world.store.unit(world.org.orgId, (unit) =>
      unit.settings.put('relay.rpId', 'old.example.com', '2026-11-23T09:00:00Z'),
    );
    await expect(world.relay.start()).rejects.toThrow(/old\.example\.com.*COUNTERSIGN_ORIGIN/);
  });
});

describe('mail', () => {
  test('that the relay refuses is noted as failed and not tried again', async () => {
    world.mailFault = 'refuses';
    const other = await world.raise(
      { Client_Key__c: 'k-2', Support_Case_Number__c: '00042318' },
      'a01580000000002AAA',
    );
    const deliveries = await world.store.rows(world.org.orgId).deliveries.ofRequest(other);
    expect(deliveries.map(({ status }) => status)).toEqual(['failed', 'failed']);
    const notices = (await world.relay.requestView(MARIT.id, other)).timeline.filter(
      ({ kind }) => kind === 'Notice',
    );
    expect(notices).toHaveLength(2);
    expect(notices[0]?.summary).toContain('could not be delivered');
  });

  test('waits while the mail relay is away and goes out once when it is back', async () => {
    world.mailFault = 'away';
    const other = await world.raise({ Client_Key__c: 'k-2' }, 'a01580000000002AAA');
    world.mailFault = 'none';
    await world.relay.start();
    await world.advance({ seconds: 2 });
    const deliveries = await world.store.rows(world.org.orgId).deliveries.ofRequest(other);
    expect(deliveries.map(({ status }) => status)).toEqual(['accepted', 'accepted']);
  });
});
