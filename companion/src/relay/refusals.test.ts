import { afterAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { decide } from './decisions.ts';
import { FRIEDRICH, KATRIN, MARIT, POLICY } from './fixtures/bank-org.ts';
import { EMERGENCY, openEmergencyWorld } from './fixtures/emergency.ts';
import { RelayWorld } from './fixtures/relay-world.ts';

let world: RelayWorld;
afterAll(() => RelayWorld.closeAll());

describe('the policy', () => {
  test.each([
    ['a case number is missing', { Support_Case_Number__c: '  ' }, 'Case number present'],
    ['the purpose is too short', { Purpose__c: 'A fault.' }, 'Purpose given'],
    ['more hours are wanted than the policy allows', { Hours_Wanted__c: 25 }, 'Duration within policy'],
  ])('refuses a request when %s, and says so [D111]', async (_, fields, gate) => {
    world = await RelayWorld.open([MARIT]);
    await world.raise(fields);
    const row = world.org.request().fields;
    expect(row['State__c']).toBe('Refused_by_policy');
    expect(String(row['Gate_Summary__c'])).toContain(`${gate}: closed`);
    expect(world.mails.filter(({ subject }) => subject.includes('Decision needed'))).toEqual([]);
    expect(world.mailsTo(KATRIN).map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/^Refused by policy: .*AR-000001$/),
    ]);
  });

  test('refuses at once, with an alarm, when nobody can decide [D110][A28]', async () => {
    world = await RelayWorld.open([]);
    await world.raise();
    expect(world.org.request().fields['State__c']).toBe('Refused_by_policy');
    expect(world.org.rowsOf('Access_Finding__c')).toEqual([
      expect.objectContaining({ Severity__c: 'Critical', Title__c: 'AR-000001 found nobody who may decide' }),
    ]);
  });

  test('lets nobody decide on the own request [D105]', async () => {
    world = await RelayWorld.open([MARIT]);
    world.org.roster = [{ ...MARIT, address: KATRIN.email ?? '' }];
    await world.relay.refresh();
    await world.raise();
    expect(world.org.request().fields['State__c']).toBe('Refused_by_policy');
  });

  test('counts an ability that cannot be read as closed', async () => {
    world = await RelayWorld.open([MARIT]);
    world.org.ability = { state: 'unknown', reason: 'It cannot be read.' };
    await world.raise();
    expect(world.org.request().fields['State__c']).toBe('Refused_by_policy');
    expect(String(world.org.request().fields['Gate_Summary__c'])).toContain('unknown, counts as closed');
  });

  test('lets nothing through when it asks for more approvals than there are contacts [D110]', async () => {
    world = await RelayWorld.open([MARIT]);
    await world.changePolicy({ ...POLICY, quorum: 2 });
    await world.raise();
    expect(world.org.request().fields['State__c']).toBe('Refused_by_policy');
  });

  test('evaluates a request later when the org is out of reach', async () => {
    world = await RelayWorld.open([MARIT]);
    const raw = world.org.save();
    world.org.outage = 'before';
    await world.relay.requestsSeen([raw]);
    expect((await world.stored(raw.id))?.state).toBe('Submitted');
    world.org.outage = 'none';
    await world.advance({ seconds: 20 });
    expect(world.org.request().fields['State__c']).toBe('Awaiting_decision');
  });

  test('an org that refuses what it should open is asked less and less often, and that is told once [D112]', async () => {
    world = await openEmergencyWorld();
    world.org.refusesOpening = 'Windows need a ticket of the bank.';
    const id = await world.raise(EMERGENCY);
    const attempts = jest.spyOn(world.org, 'apply');
    const after = async (seconds: number) => {
      attempts.mockClear();
      await world.advance({ seconds });
      return attempts.mock.calls.filter(([writes]) => writes.some(({ fields }) => fields['State__c'])).length;
    };
    expect([await after(20), await after(20), await after(20), await after(79), await after(1)]).toEqual([
      ...[3, 0, 3, 0, 3],
    ]);
    const findings = world.org.rowsOf('Access_Finding__c');
    expect(findings.filter(({ Kind__c: kind }) => kind === 'Break_glass_not_opened')).toEqual([
      expect.objectContaining({
        ...{ Severity__c: 'Critical', Access_Request__c: id },
        Details__c: expect.stringContaining('The org says: “Windows need a ticket of the bank.”'),
      }),
    ]);
    world.org.refusesOpening = null;
    await world.advance({ seconds: 160 });
    expect((await world.stored(id))?.state).toBe('Window_open');
  });
});

describe('a signed decision', () => {
  let id: string;
  beforeEach(async () => {
    world = await RelayWorld.open();
    id = await world.raise();
  });

  const changesNothing = async (attempt: Promise<unknown>, code: string) => {
    const { size } = await world.store.ledger.head(world.org.orgId);
    await expect(attempt).rejects.toMatchObject({ code });
    expect((await world.store.ledger.head(world.org.orgId)).size).toBe(size);
    expect(world.org.rowsOf('Access_Decision__c')).toEqual([]);
  };

  test('counts once, also when it is sent twice [U1]', async () => {
    const snapshot = await world.review(MARIT, id);
    await world.send(MARIT, id, snapshot);
    await expect(world.send(MARIT, id, snapshot)).rejects.toMatchObject({ code: 'assertion_replayed' });
    expect(world.org.rowsOf('Access_Decision__c')).toHaveLength(1);
  });

  test.each([
    [
      'another reason than was signed',
      (sent: { reason: string }) => (sent.reason = 'Something else.'),
      'digest_mismatch',
    ],
    [
      'another window than was signed',
      (sent: { window: unknown }) =>
        (sent.window = { maxMinutes: 90, notBefore: null, notAfter: '2026-11-23T20:00:00Z' }),
      'digest_mismatch',
    ],
    [
      'a digest that is not the statement’s',
      (sent: { digest: string }) => (sent.digest = 'ab'.repeat(32)),
      'digest_mismatch',
    ],
    ['another session', (sent: { sessionId: string }) => (sent.sessionId = 'stolen'), 'snapshot_expired'],
    [
      'another contact',
      (sent: { contact: { id: string } }) => (sent.contact.id = FRIEDRICH.id),
      'snapshot_expired',
    ],
    [
      'a broken signature',
      (sent: { assertion: { response: { signature: string } } }) =>
        (sent.assertion.response.signature = 'MEUCIQ'),
      'assertion_invalid',
    ],
  ] as const)('with %s changes nothing [U1][D116]', async (_, change, code) => {
    await changesNothing(world.sign(MARIT, id, { tamper: change }), code);
  });

  test('needs the passkey of the contact who signs', async () => {
    const [own, other] = [world.keys.get(MARIT.id), world.keys.get(FRIEDRICH.id)];
    if (!own || !other) throw new Error('both have passkeys');
    world.keys.set(MARIT.id, other);
    await changesNothing(world.sign(MARIT, id), 'assertion_invalid');
  });

  test.each([
    ['longer than was wanted', { maxMinutes: 241, notBefore: null, notAfter: '2026-11-23T20:00:00Z' }],
    ['more than 14 days ahead', { maxMinutes: 60, notBefore: null, notAfter: '2026-12-08T09:00:00Z' }],
    [
      'over before it begins',
      { maxMinutes: 60, notBefore: '2026-11-23T12:00:00Z', notAfter: '2026-11-23T11:00:00Z' },
    ],
  ])('for a window that is %s changes nothing [D101]', async (_, window) => {
    await changesNothing(world.sign(MARIT, id, { window }), 'window_invalid');
  });

  test('is refused ten minutes after what was shown', async () => {
    const snapshot = await world.review(MARIT, id);
    world.time = world.time.add({ minutes: 10, seconds: 1 });
    await changesNothing(world.send(MARIT, id, snapshot), 'snapshot_expired');
  });

  const isKept = async (attempt: Promise<unknown>, because: string) => {
    expect(await attempt).toMatchObject({ outcome: 'without_effect', because, window: null });
    const types = await world.types(id);
    expect(types.filter((type) => type === 'decision.effective')).toHaveLength(0);
    expect(types.filter((type) => type === 'decision.without_effect')).toHaveLength(1);
    expect(world.org.rowsOf('Access_Decision__c').at(-1)).not.toHaveProperty('Effective_At__c');
  };

  test('is kept without effect after the deadline [D99]', async () => {
    world.time = world.time.add({ hours: 11, minutes: 55 });
    const snapshot = await world.review(MARIT, id);
    world.time = world.time.add({ minutes: 5 });
    await isKept(world.send(MARIT, id, snapshot), 'the deadline had passed');
  });

  test('is refused when the policy changed since it was shown [D113]', async () => {
    const snapshot = await world.review(MARIT, id);
    await world.changePolicy({ ...POLICY, maximumWindowMinutes: 600 });
    await changesNothing(world.send(MARIT, id, snapshot), 'request_changed');
  });

  test('is refused when the request was altered since, and what was altered becomes no revision', async () => {
    const snapshot = await world.review(MARIT, id);
    const logged = await world.stored(id);
    world.org.save({ Target_User__c: KATRIN.id, Requesting_Party__c: 'Package_publisher' });
    await changesNothing(world.send(MARIT, id, snapshot), 'request_changed');
    expect(await world.stored(id)).toEqual(logged);
  });

  test('counts under the entry that was signed, whatever the row says since; the change is told as a finding [U3]', async () => {
    const snapshot = await world.review(MARIT, id);
    world.org.roster = [{ ...MARIT, address: 'somebody.else@bank.example', level: 3 }, FRIEDRICH];
    await world.relay.refresh();
    await world.settled();
    expect(world.org.rowsOf('Access_Finding__c')).toEqual([
      expect.objectContaining({ Kind__c: 'Roster_proposal' }),
    ]);
    expect(world.mails.some(({ to }) => to.address === 'somebody.else@bank.example')).toBe(false);
    expect(world.mailsTo(MARIT).some(({ subject }) => subject.includes('not as it was sealed'))).toBe(true);
    expect(await world.send(MARIT, id, snapshot)).toMatchObject({ outcome: 'effective' });
  });

  test('is refused from a contact who was deactivated in the org, and he hears of it [U3]', async () => {
    const snapshot = await world.review(MARIT, id);
    world.org.roster = [{ ...MARIT, active: false }, FRIEDRICH];
    await world.relay.refresh();
    await world.settled();
    await changesNothing(world.send(MARIT, id, snapshot), 'not_eligible');
    expect(world.mailsTo(MARIT).some(({ subject }) => subject.includes('not as it was sealed'))).toBe(true);
    await expect(world.relay.inbox(MARIT.id)).rejects.toMatchObject({ code: 'not_signed_in' });
  });

  test('is asked for and taken though a contact’s row names a time zone that does not exist', async () => {
    world.org.roster = [{ ...MARIT, timeZone: 'Nowhere/At_all' }, FRIEDRICH];
    await world.relay.refresh();
    const other = await world.raise({ Client_Key__c: 'k-2' }, 'a01580000000009AAA');
    expect((await world.stored(other))?.state).toBe('Awaiting_decision');
    expect((await world.relay.me(MARIT.id)).timeZone).toBeNull();
    expect(await world.sign(MARIT, other)).toMatchObject({ outcome: 'effective' });
  });

  test('is refused while the request is frozen, also when that happens while the signature is checked [A14]', async () => {
    const snapshot = await world.review(MARIT, id);
    const taken: Parameters<typeof decide>[1][] = [];
    const keepBack = (sent: (typeof taken)[number]) => {
      taken.push(sent);
      throw new Error('kept back');
    };
    await expect(world.send(MARIT, id, snapshot, { tamper: keepBack })).rejects.toThrow('kept back');
    const [sent] = taken;
    if (!sent) throw new Error('nothing was signed');
    const ports = world.ports();
    const checkSignature: typeof ports.checkSignature = async (signed) => {
      const checked = await ports.checkSignature(signed);
      await world.store.unit(world.org.orgId, (unit) => unit.requests.change(id, { frozen: true }));
      return checked;
    };
    await changesNothing(decide({ ...ports, checkSignature }, sent as never), 'request_frozen');
    await expect(world.review(MARIT, id)).rejects.toMatchObject({ code: 'request_frozen' });
  });

  test('approves nothing while the clocks differ by more than five minutes, but may still deny', async () => {
    const snapshot = await world.review(MARIT, id);
    const clock = { offsetMs: 301_000, state: 'stop', at: '2026-11-23T09:00:00Z', logged: 301_000 };
    await world.store.unit(world.org.orgId, (unit) => unit.settings.put('watch.clock', clock, clock.at));
    await changesNothing(world.send(MARIT, id, snapshot), 'clock_offset');
    expect(await world.send(MARIT, id, snapshot, { decision: 'Deny' })).toMatchObject({
      outcome: 'effective',
    });
  });

  test('is kept without effect when somebody else has settled the request [D108]', async () => {
    const snapshot = await world.review(FRIEDRICH, id);
    await world.sign(MARIT, id, { decision: 'Deny' });
    expect(await world.send(FRIEDRICH, id, snapshot)).toMatchObject({
      outcome: 'without_effect',
      because: 'the request was settled before',
    });
    expect((await world.stored(id))?.state).toBe('Denied');
    expect(world.org.rowsOf('Access_Decision__c')).toHaveLength(2);
  });

  test('is one of two that come at the same time', async () => {
    const [a, b] = [await world.review(MARIT, id), await world.review(FRIEDRICH, id)];
    const both = await Promise.allSettled([world.send(MARIT, id, a), world.send(FRIEDRICH, id, b)]);
    const outcomes = both.map((one) => (one.status === 'fulfilled' ? one.value.outcome : 'refused'));
    expect(outcomes.sort()).toEqual(['effective', 'without_effect']);
  });
});
