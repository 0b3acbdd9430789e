import { afterAll, describe, expect, test } from '@jest/globals';
import { ANKE, FRIEDRICH, KATRIN, MARIT } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';

let world: RelayWorld;
afterAll(() => RelayWorld.closeAll());

describe('what a contact sees of a request', () => {
  test('names what the user may do and when a grant would end, and asks the org for it once in ten minutes [B44][D111]', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    const view = await world.relay.requestView(MARIT.id, id);
    expect(view).toMatchObject({
      accessPreview: { summary: ['Reads accounts'] },
      unavoidableEnd: '2026-11-24',
      decidable: { allowed: true, because: null },
      limits: { defaultMinutes: 240, maximumMinutes: 240 },
    });
    await world.relay.requestView(MARIT.id, id);
    expect(world.org.previews).toBe(1);
    world.time = world.time.add({ minutes: 11 });
    await world.relay.requestView(MARIT.id, id);
    expect(world.org.previews).toBe(2);
    expect((await world.relay.inbox(MARIT.id)).items).toMatchObject([
      { id, waiting: true, state: 'Awaiting_decision' },
    ]);
  });
});

describe('a request on its way', () => {
  test('is announced, approved by a signature, opened, and closed at its end [A2][A10][A11][A12][D100]', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    expect(world.org.request().fields).toMatchObject({
      State__c: 'Awaiting_decision',
      Deadline__c: '2026-11-23T21:00:00Z',
    });
    expect(world.mailsTo(MARIT).at(-1)?.subject).toContain('00042317');

    const result = await world.sign(MARIT, id);
    expect(result).toMatchObject({
      outcome: 'effective',
      window: { start: '2026-11-23T09:00:00Z', end: '2026-11-23T10:00:00Z' },
    });
    await world.settled();
    expect(world.org.request().fields).toMatchObject({
      State__c: 'Window_open',
      Window_End__c: '2026-11-23T10:00:00Z',
      Decided_By__c: 'Marit Jansen',
      Grant_Step__c: 'Asked',
    });
    const [decision] = world.org.rowsOf('Access_Decision__c');
    expect(decision).toMatchObject({
      Decision__c: 'Approve',
      Digest__c: result.receipt.digest,
      Max_Minutes__c: 60,
    });
    expect(world.mailsTo(FRIEDRICH).at(-1)?.subject).toMatch(/Settled.*approved/);
    expect(world.mailsTo(ANKE)).toHaveLength(1);

    await world.advance({ hours: 1 });
    expect(world.org.request().fields).toMatchObject({ State__c: 'Completed', Outcome__c: 'Never_granted' });
    const types = (await world.types(id)).filter((type) => type !== 'notice');
    expect(types).toEqual([
      ...['request.revision', 'request.state', 'policy.evaluated', 'request.state', 'ladder.climbed'],
      ...['decision.received', 'decision.effective', 'request.state'],
      ...['request.state', 'window.opened', 'grant.asked'],
      ...['request.state', 'window.ended'],
    ]);
    await world.store.ledger.check(world.org.orgId);
  });

  test('says nothing new when the same row is read again, however often', async () => {
    world = await RelayWorld.open();
    await world.raise();
    const { size } = await world.store.ledger.head(world.org.orgId);
    const mails = world.mails.length;
    const first = world.org.save();
    await world.relay.requestsSeen([
      { ...first, fields: { ...first.fields, State__c: 'Submitted' } },
      first,
      first,
    ]);
    await world.settled();
    expect((await world.store.ledger.head(world.org.orgId)).size).toBe(size);
    expect(world.mails).toHaveLength(mails);
  });

  test('keeps personal values out of the ledger and beside it [U23]', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    await world.sign(MARIT, id, { decision: 'Deny', reason: 'Nobody told me of this.' });
    const text = (await world.store.ledger.entries(world.org.orgId)).map(({ body }) => body).join('\n');
    for (const value of ['Anke Petersen', 'Marit Jansen', MARIT.address, 'credit score', 'Nobody told me']) {
      expect(text).not.toContain(value);
    }
    const openings = await world.store.ledger.openings(world.org.orgId);
    expect(openings.map(({ value }) => value)).toEqual(
      expect.arrayContaining(['Anke Petersen', 'Marit Jansen', MARIT.address, 'Nobody told me of this.']),
    );
  });

  test('is denied at once by one contact, and the others learn by whom [A11][D104]', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    const result = await world.sign(FRIEDRICH, id, { decision: 'Deny', reason: 'Not for production.' });
    await world.settled();
    expect(result).toMatchObject({ outcome: 'effective', requestState: 'Denied', window: null });
    expect(world.org.request().fields['State__c']).toBe('Denied');
    expect(world.mailsTo(MARIT).at(-1)?.text).toContain('denied by Friedrich Albers');
    expect(world.mailsTo(ANKE)).toEqual([]);
  });

  test('expires at its deadline when nobody decides: silence never approves [A3][D99]', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    await world.advance({ hours: 11, minutes: 59 });
    expect((await world.stored(id))?.state).toBe('Awaiting_decision');
    await world.advance({ minutes: 1 });
    expect(world.org.request().fields['State__c']).toBe('Expired');
    await expect(world.review(MARIT, id)).rejects.toMatchObject({ code: 'request_expired' });
  });

  test('waits for its window when the approval names a later start [D101]', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    const window = { maxMinutes: 30, notBefore: '2026-11-23T14:00:00Z', notAfter: '2026-11-23T20:00:00Z' };
    expect(await world.sign(MARIT, id, { window })).toMatchObject({
      window: { start: '2026-11-23T14:00:00Z', end: '2026-11-23T14:30:00Z' },
    });
    await world.settled();
    expect(world.org.request().fields['State__c']).toBe('Approved');
    expect(world.mailsTo(ANKE)).toEqual([]);
    await world.advance({ hours: 5 });
    expect(world.org.request().fields['State__c']).toBe('Window_open');
    expect(world.mailsTo(ANKE)).toHaveLength(1);
  });

  test('is over when it is cancelled in the org, and a signature under way has no effect', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    const snapshot = await world.review(MARIT, id);
    world.org.save({ State__c: 'Cancelled', Cancel_Reason__c: 'The case is closed.' });
    expect(await world.send(MARIT, id, snapshot)).toMatchObject({ outcome: 'without_effect' });
    await world.settled();
    expect((await world.stored(id))?.state).toBe('Cancelled');
    expect(world.org.rowsOf('Access_Decision__c')[0]).not.toHaveProperty('Effective_At__c');
    expect(world.mailsTo(MARIT).at(-1)?.subject).toContain('withdrawn');
  });

  test('is revoked when an administrator asks for it in the org [B66]', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    await world.sign(MARIT, id);
    await world.settled();
    await world.relay.observed({
      grants: [{ requestId: id, step: 'Granted', end: '2026-11-24' }],
      accesses: [],
    });
    const raw = world.org.save({ Revocation_Requested__c: true, Revocation_Reason__c: 'Enough was seen.' });
    await world.relay.requestsSeen([raw]);
    await world.settled();
    expect(world.org.request().fields['State__c']).toBe('Revoked');
    expect(world.mailsTo(ANKE).at(-1)?.text).toContain('The authorization was revoked.');
    await world.advance({ hours: 2 });
    expect(world.org.request().fields['State__c']).toBe('Revoked');
  });

  test('ends as used when a login was matched, also when that is seen late', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    await world.sign(MARIT, id);
    await world.settled();
    await world.relay.observed({
      grants: [{ requestId: id, step: 'Granted', end: '2026-11-24' }],
      accesses: [],
    });
    await world.advance({ hours: 1 });
    expect(world.org.request().fields['Outcome__c']).toBe('Unused');
    await world.relay.observed({ grants: [], accesses: [id] });
    expect(world.org.request().fields['Outcome__c']).toBe('Used');
  });

  test('asks the user again each day while the grant stands, and stops when it is gone [B68]', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    await world.sign(MARIT, id);
    await world.settled();
    await world.relay.observed({
      grants: [{ requestId: id, step: 'Granted', end: '2026-11-26' }],
      accesses: [],
    });
    await world.advance({ hours: 1 });
    expect(world.mailsTo(ANKE)).toHaveLength(2);
    await world.advance({ hours: 24 });
    expect(world.mailsTo(ANKE)).toHaveLength(3);
    await world.relay.observed({ grants: [{ requestId: id, step: 'Ended', end: null }], accesses: [] });
    await world.advance({ hours: 24 });
    expect(world.mailsTo(ANKE)).toHaveLength(3);
  });

  test('closes as declined when the user does not want to grant [B42]', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    await world.sign(MARIT, id);
    await world.settled();
    const token = world.tokenFor(ANKE, 'grants');
    expect(await world.desk.relay.grantorView(token)).toMatchObject({
      grantor: ANKE.name,
      requester: KATRIN.name,
      approvers: ['Marit Jansen'],
      duration: '1 Day',
      unavoidableEnd: '2026-11-24',
      step: 'Asked',
    });
    expect(await world.desk.relay.declineGrant(token, 'I was not told of this.')).toMatchObject({
      step: 'Declined',
    });
    await world.advance({ hours: 1 });
    expect(world.org.request().fields['Outcome__c']).toBe('Declined_by_the_user');
    await expect(world.desk.relay.grantorView('wrong')).rejects.toMatchObject({ code: 'not_found' });
  });
  test('is not told as declined while a grant stands, whether the watch has seen it or not [B42]', async () => {
    world = await RelayWorld.open();
    const id = await world.raise();
    await world.sign(MARIT, id);
    await world.settled();
    const token = world.tokenFor(ANKE, 'grants');
    const decline = () => world.desk.relay.declineGrant(token, 'I changed my mind.');
    world.org.granted = '2026-11-24';
    await expect(decline()).rejects.toMatchObject({ code: 'grant_stands', message: /through 2026-11-24/ });
    world.org.outage = 'before';
    await expect(decline()).rejects.toMatchObject({ code: 'unavailable' });
    world.org.outage = 'none';
    world.org.granted = '2026-11-22';
    await world.relay.observed({
      grants: [{ requestId: id, step: 'Granted', end: '2026-11-24' }],
      accesses: [],
    });
    await expect(decline()).rejects.toMatchObject({ code: 'grant_stands' });
    expect(world.org.request().fields['Grant_Step__c']).toBe('Granted');
    expect(await world.types(id)).not.toContain('grant.declined');
    await world.relay.observed({ grants: [{ requestId: id, step: 'Ended', end: null }], accesses: [] });
    expect(await decline()).toMatchObject({ step: 'Ended' });
  });
});
