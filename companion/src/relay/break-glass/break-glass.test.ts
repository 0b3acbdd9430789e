/** Break-glass (D112): what opens at once and what never does, and who is told. */
import { afterAll, describe, expect, test } from '@jest/globals';
import { ANKE, FRIEDRICH, INGRID, KATRIN, MARIT, POLICY } from '../fixtures/bank-org.ts';
import { ALLOWED, EMERGENCY, openEmergencyWorld, ROSTER } from '../fixtures/emergency.ts';
import { RelayWorld } from '../fixtures/relay-world.ts';

let world: RelayWorld;
type Opening = Parameters<typeof openEmergencyWorld>;
const open = async (...how: Opening) => {
  world = await openEmergencyWorld(...how);
};

afterAll(() => RelayWorld.closeAll());

const gatesOf = async (id: string) =>
  Object.fromEntries(
    ((await world.stored(id))?.gates ?? []).map(({ gate, state, overridden }) => [
      gate,
      overridden === undefined ? state : `${state}, overridden`,
    ]),
  );
const refusedBy = async (id: string) =>
  Object.entries(await gatesOf(id)).flatMap(([gate, state]) =>
    ['closed', 'unknown'].includes(state) ? [gate] : [],
  );
const openings = async () =>
  (await world.entries()).entries.flatMap((entry) => (entry.type === 'breakglass.opened' ? [entry] : []));

describe('what opens at once', () => {
  test('opens the shortest window now, and tells every contact on the roster what, who, until when [D112]', async () => {
    await open();
    const id = await world.raise(EMERGENCY);
    const request = await world.stored(id);
    expect(request).toMatchObject({ state: 'Window_open', settledBy: null, approvalsGiven: 0 });
    expect([request?.windowStart, request?.windowEnd]).toEqual([
      '2026-11-23T09:00:00Z',
      '2026-11-23T09:45:00Z',
    ]);
    for (const contact of ROSTER) {
      const [mail, ...more] = world.mailsTo(contact).filter(({ subject }) => subject.includes('BREAK-GLASS'));
      expect(more).toEqual([]);
      for (const part of ['Katrin Brandt', 'Anke Petersen', 'Nobody: break-glass', 'Revoke', 'Review due'])
        expect(mail?.text).toContain(part);
      // The reason is for those who sign in: mail passes many hands.
      expect(mail?.text).not.toContain('Payments stand still');
    }
    expect(world.org.request().fields).toMatchObject({
      State__c: 'Window_open',
      Break_Glass_Review__c: 'Due',
      Break_Glass_Review_Due__c: '2026-11-24T09:00:00Z',
      Decided_By__c: null,
    });
    expect(
      world
        .mailsTo(ANKE)
        .map(({ text }) => text)
        .join(),
    ).toContain('nobody approved it');
    expect((await world.verified()).checks.map(({ detail, result }) => [result, ...detail])).toEqual([
      ['ok', expect.any(String)],
      ['ok', expect.any(String)],
    ]);
  });

  test.each([
    ['what the policy gives for it', 8, 45],
    ['what is wanted', 0.25, 15],
  ])('lasts no longer than %s', async (_of, Hours_Wanted__c, minutes) => {
    await open();
    const id = await world.raise({ ...EMERGENCY, Hours_Wanted__c });
    const request = await world.stored(id);
    const length = Temporal.Instant.from(request?.windowStart ?? '').until(request?.windowEnd ?? '');
    expect(length.total('minutes')).toBe(minutes);
  });

  test('overrides hours, blackout dates and the quorum, and says so of each instead of calling it open [D112]', async () => {
    await open({
      ...ALLOWED,
      quorum: 3,
      hours: { days: [2], from: '08:00', to: '18:00', zone: 'Europe/Berlin' },
      blackouts: [{ from: '2026-11-23', to: '2026-11-23' }],
    });
    const id = await world.raise(EMERGENCY);
    expect((await world.stored(id))?.state).toBe('Window_open');
    expect(await gatesOf(id)).toMatchObject({
      business_hours: 'closed, overridden',
      blackout_dates: 'closed, overridden',
      enrolled_contact_available: 'closed, overridden',
      target_can_grant: 'open',
      break_glass_allowed: 'open',
    });
    expect((await world.verified()).checks[0]?.result).toBe('ok');
  });

  test('any contact revokes it at once, and everybody hears of it; nobody lengthens it [D106 D112]', async () => {
    await open();
    const id = await world.raise(EMERGENCY);
    const snapshot = await world.review(INGRID, id).catch((error: Error) => error.message);
    expect(snapshot).toContain('settled');
    const shown = await world.review(FRIEDRICH, id);
    expect(shown.choices).toEqual(['Revoke']);
    expect(shown.base.request.fields).toMatchObject({ Break_Glass__c: true });
    await world.sign(FRIEDRICH, id, { decision: 'Revoke', reason: 'I know of no outage.' });
    await world.settled();
    expect((await world.stored(id))?.state).toBe('Revoked');
    expect(world.mailsTo(MARIT).at(-1)?.subject).toContain('was revoked');
    expect((await world.verified()).checks[0]?.result).toBe('ok');
  });
});

describe('what never opens', () => {
  test.each<[string, Opening]>([
    ['does not allow it', [POLICY]],
    ['was signed by nobody', [ALLOWED, { sign: false }]],
  ])('under a policy that %s it is refused, and the requester told [D112]', async (_what, how) => {
    await open(...how);
    const id = await world.raise(EMERGENCY);
    expect((await world.stored(id))?.state).toBe('Refused_by_policy');
    expect(await refusedBy(id)).toEqual(['break_glass_allowed']);
    expect(await openings()).toEqual([]);
    expect(world.mailsTo(KATRIN).at(-1)?.subject).toContain('AR-000001');
  });

  test('what it never overrides refuses it, with the reason [D112]', async () => {
    await open();
    const cases: [gate: string, fields: object, ability: 'open' | 'closed' | 'unknown'][] = [
      ['break_glass_confirmed', { Break_Glass_Confirmation__c: '42317' }, 'open'],
      ['break_glass_confirmed', { Break_Glass_Reason__c: 'urgent' }, 'open'],
      ['break_glass_confirmed', { Frozen__c: true }, 'open'],
      ['duration_within_policy', { Hours_Wanted__c: 48 }, 'open'],
      ['environment_agrees', { Environment__c: 'Sandbox' }, 'open'],
      ['target_can_grant', {}, 'closed'],
      ['target_can_grant', {}, 'unknown'],
    ];
    for (const [index, [gate, fields, state]] of cases.entries()) {
      world.org.ability = { state, reason: 'As the org says.' };
      const id = await world.raise({ ...EMERGENCY, ...fields }, `a0158000000000${index}AAA`);
      expect([gate, (await world.stored(id))?.state]).toEqual([gate, 'Refused_by_policy']);
      expect(await refusedBy(id)).toEqual([gate]);
    }
    expect(await openings()).toEqual([]);
  });

  test('a policy that allows it and waits for its signature changes nothing [D112]', async () => {
    await open(POLICY);
    await world.proposePolicy(ALLOWED);
    const id = await world.raise(EMERGENCY);
    expect(await refusedBy(id)).toEqual(['break_glass_allowed']);
  });

  test('the draft of somebody else is nobody’s emergency [D112]', async () => {
    await open();
    const raw = world.org.save(EMERGENCY);
    const other = { ...raw, modifiedById: '005580000000009AAA' };
    world.org.requests.set(raw.id, other);
    await world.relay.requestsSeen([other]);
    expect(await refusedBy(raw.id)).toEqual(['break_glass_confirmed']);
  });

  test('without a contact who could review it nothing opens [D112]', async () => {
    const own = { ...FRIEDRICH, userId: KATRIN.id };
    const target = { ...MARIT, userId: ANKE.id };
    await open(ALLOWED, { roster: [target, own] });
    const id = await world.raise(EMERGENCY);
    expect(await refusedBy(id)).toEqual(['break_glass_reviewer']);
  });

  test('while the clocks disagree nothing opens [D112]', async () => {
    await open();
    await world.store.unit(world.org.orgId, (unit) =>
      unit.settings.put('watch.clock', { state: 'stop', offsetMs: 400_000 }, world.time.toString()),
    );
    expect(await refusedBy(await world.raise(EMERGENCY))).toEqual(['clocks_agree']);
  });

  test('the policy’s rate cap holds for emergencies too, and none of them waits for its turn [D112]', async () => {
    await open({ ...ALLOWED, rateCap: { count: 1, hours: 24, per: 'Org' } });
    await world.raise(EMERGENCY, 'a01580000000001AAA');
    await world.advance({ minutes: 1 });
    const second = await world.raise(EMERGENCY, 'a01580000000002AAA');
    expect((await world.stored(second))?.state).toBe('Refused_by_policy');
    expect(await refusedBy(second)).toEqual(['rate_cap', 'break_glass_at_once']);
  });

  test('an administrator who uses it again and again is stopped after two in a day, also when all come at once [D112]', async () => {
    await open();
    const ids = ['1', '2', '3', '4'].map((digit) => `a0158000000000${digit}AAA`);
    const raws = ids.map((id) => world.org.save(EMERGENCY, id));
    await Promise.all(raws.map((raw) => world.relay.requestsSeen([raw])));
    await world.advance({ seconds: 30 });
    const states = await Promise.all(ids.map(async (id) => (await world.stored(id))?.state));
    expect(states.sort()).toEqual(['Refused_by_policy', 'Refused_by_policy', 'Window_open', 'Window_open']);
    expect((await world.verified()).checks[0]?.result).toBe('ok');
  });
});

describe('whatever happens on the way', () => {
  test('the same row seen twice, and a restart after it, open one window and tell once [D112]', async () => {
    await open();
    const raw = world.org.save(EMERGENCY);
    await Promise.all([world.relay.requestsSeen([raw]), world.relay.requestsSeen([raw])]);
    world.build();
    await world.relay.start();
    await world.settled();
    expect(await openings()).toHaveLength(1);
    const told = world.mailsTo(MARIT).filter(({ subject }) => subject.startsWith('BREAK-GLASS'));
    expect(told).toHaveLength(1);
  });

  test.each(['before', 'writes', 'after'] as const)(
    'an org that fails %s it is written opens it when it is back, once, and nobody is told before [D112]',
    async (outage) => {
      await open();
      world.org.save(EMERGENCY);
      const raw = world.org.request();
      world.org.outage = outage;
      await world.relay.requestsSeen([raw]);
      await world.settled();
      expect(await openings()).toEqual([]);
      expect(world.mailsTo(MARIT).filter(({ subject }) => subject.startsWith('BREAK-GLASS'))).toEqual([]);
      world.org.outage = 'none';
      world.build();
      await world.relay.start();
      await world.advance({ minutes: 2 });
      expect(await openings()).toHaveLength(1);
      expect((await world.stored(raw.id))?.state).toBe('Window_open');
      expect(
        world.org.rowsOf('Access_Request_Event__c').filter(({ Kind__c }) => Kind__c === 'Break_glass'),
      ).toHaveLength(1);
      expect((await world.verified()).checks[0]?.result).toBe('ok');
    },
  );

  test('a row that somebody else has written with the ledger leaf of the opening opens nothing on lost ground [D112 U1]', async () => {
    await open();
    const raw = world.org.save(EMERGENCY);
    world.org.outage = 'writes';
    await world.relay.requestsSeen([raw]);
    const leaf = (await world.stored(raw.id))?.breakGlass?.evaluated.leaf ?? '';
    expect(leaf).not.toBe('');
    world.org.outage = 'none';
    world.org.save({ State__c: 'Approved', Ledger_Leaf__c: leaf });
    await world.store.unit(world.org.orgId, (unit) =>
      unit.settings.put('watch.clock', { state: 'stop', offsetMs: 400_000 }, world.time.toString()),
    );
    await world.advance({ minutes: 2 });
    expect(await openings()).toEqual([]);
    expect((await world.stored(raw.id))?.state).toBe('Refused_by_policy');
  });

  test('an org that stays away until the deadline opens nothing; what it had taken is set right [D112]', async () => {
    await open();
    world.org.save(EMERGENCY);
    const raw = world.org.request();
    world.org.outage = 'after';
    await world.relay.requestsSeen([raw]);
    world.org.outage = 'before';
    await world.advance({ hours: 12 });
    world.org.outage = 'none';
    await world.relay.refresh();
    await world.advance({ minutes: 1 });
    expect((await world.stored(raw.id))?.state).toBe('Expired');
    expect(world.org.request().fields).toMatchObject({ State__c: 'Expired', Break_Glass_Review__c: null });
    expect(await openings()).toEqual([]);
  });

  test('the tick set or taken away after submission is no input [D112]', async () => {
    await open();
    world.org.save({ Break_Glass__c: false });
    await world.relay.requestsSeen([world.org.request()]);
    await world.relay.requestsSeen([world.org.save(EMERGENCY)]);
    expect((await world.stored('a01580000000001AAA'))?.state).toBe('Awaiting_decision');
    expect((await world.stored('a01580000000001AAA'))?.content['Break_Glass__c']).toBe(false);
    expect(await openings()).toEqual([]);
  });

  test('a cancellation that the org holds when it is about to open wins [D112]', async () => {
    await open();
    const raw = world.org.save(EMERGENCY);
    world.org.save({ State__c: 'Cancelled' });
    await world.relay.requestsSeen([raw]);
    expect((await world.stored(raw.id))?.state).toBe('Submitted');
    await world.relay.requestsSeen([world.org.request()]);
    await world.advance({ minutes: 1 });
    expect((await world.stored(raw.id))?.state).toBe('Cancelled');
    expect(await openings()).toEqual([]);
  });
});
