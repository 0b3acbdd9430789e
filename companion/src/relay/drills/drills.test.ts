import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from '../../core/entries/entries.ts';
import { deliver } from '../deliveries.ts';
import { FRIEDRICH, INGRID, MARIT, POLICY } from '../fixtures/bank-org.ts';
import { RelayWorld } from '../fixtures/relay-world.ts';
import type { RelayPorts } from '../ports.ts';

let world: RelayWorld;
beforeEach(async () => {
  world = await RelayWorld.open();
});
afterAll(() => RelayWorld.closeAll());

const WANTED = { origin: 'Operator', by: 'operator root', note: 'After the move.', level: null } as const;

async function start(wanted: Partial<Parameters<typeof world.relay.startDrill>[0]> = {}): Promise<string> {
  const id = await world.relay.startDrill({ ...WANTED, contacts: [], minutes: 60, ...wanted });
  await world.settled();
  return id;
}

const answer = (contact: typeof MARIT, drill: string, choice = 'Would_approve') =>
  world.act(contact, 'drill-answer', drill, choice);

/** What the kit finds wrong with the signatures of the ledger, after `change` has gone over it. */
async function faults(change: (entry: LedgerEntry) => LedgerEntry | null = (entry) => entry) {
  const { entries, check } = await world.entries();
  const { checks } = await check(entries.flatMap((entry) => change(entry) ?? []));
  return checks.filter(({ result }) => result !== 'ok').flatMap(({ detail }) => detail);
}

describe('a drill', () => {
  test('asks on the usual ways, is labelled, measured, and ends with its result [U14 A33]', async () => {
    const drill = await start();
    const [mail] = world.mailsTo(MARIT).filter(({ subject }) => subject.includes('DRILL-0001'));
    expect(mail?.subject).toMatch(/^DRILL \/ ÜBUNG: DRILL-0001, answer by /);
    expect(mail?.text).toContain('whatever you answer authorizes nothing');
    await world.advance({ minutes: 4 });
    const seen = await world.relay.drillView(MARIT.id, drill);
    expect(seen).toMatchObject({ waiting: true, asked: 2, reached: 2, opened: 1, answered: 0 });
    expect(mail?.text).toContain(seen.checkPhrase);
    await world.advance({ minutes: 1 });
    await answer(MARIT, drill);
    expect(await world.relay.drillView(MARIT.id, drill)).toMatchObject({
      waiting: false,
      mine: { answer: 'Would_approve', seconds: 300 },
    });
    await world.advance({ minutes: 30 });
    const reminders = (contact: typeof MARIT) =>
      world.mailsTo(contact).filter(({ subject }) => subject.includes('reminder'));
    expect([reminders(MARIT).length, reminders(FRIEDRICH).length]).toEqual([0, 1]);
    await world.advance({ minutes: 30 });
    const sentence =
      'Drill DRILL-0001 has ended: 1 of 2 answered, the first after 5 min; no answer came from Friedrich Albers.';
    for (const contact of [MARIT, FRIEDRICH])
      expect(world.mailsTo(contact).some(({ text }) => text.startsWith(sentence))).toBe(true);
    expect(await world.relay.drill('DRILL-0001')).toMatchObject({
      ...{ result: sentence, reached: 2, opened: 1, answered: 1, firstAnswerSeconds: 300 },
      people: [
        { name: 'Friedrich Albers', openedAt: null, answeredAt: null, answer: null },
        { name: 'Marit Jansen', deliveries: [{ channel: 'mail', result: 'accepted' }], seconds: 300 },
      ],
    });
    expect(await faults()).toEqual([]);
  });

  test('is told in the language of the reader, its result too [U14 U27]', async () => {
    const hedda = { ...FRIEDRICH, language: 'de' };
    world = await RelayWorld.open([MARIT, hedda], [MARIT, hedda]);
    const drill = await start();
    await answer(MARIT, drill);
    await world.advance({ minutes: 30 });
    await world.advance({ minutes: 30 });
    const told = world.mailsTo(hedda).filter(({ subject }) => subject.startsWith('DRILL / ÜBUNG'));
    expect(told.map(({ subject }) => subject)).toEqual([
      expect.stringMatching(/DRILL-0001, Antwort bis/),
      expect.stringMatching(/Erinnerung, die halbe Zeit ist um/),
      'DRILL / ÜBUNG: DRILL-0001 ist zu Ende',
    ]);
    expect(told.at(-1)?.text).toContain('1 von 2 hat geantwortet, zuerst nach 0 s; keine Antwort kam von');
  });

  test('who leaves it unanswered is an alarm with what to do, until he answers one [U14 U15]', async () => {
    const drill = await start();
    await answer(MARIT, drill);
    const alarms = async () => (await world.relay.alarms()).map(({ title }) => title);
    expect(await alarms()).toEqual([]);
    await world.advance({ minutes: 61 });
    expect(await alarms()).toEqual(['Friedrich Albers did not answer the last drill']);
    const [alarm] = await world.relay.alarms();
    expect(alarm?.nextStep).toContain(`countersign drill start --contact ${FRIEDRICH.id}`);
    const next = await start({ contacts: [FRIEDRICH.id] });
    await answer(FRIEDRICH, next, 'Would_deny');
    await world.relay.refresh();
    expect(await alarms()).toEqual([]);
  });

  test('is stopped when it comes at the wrong moment: told, on record, no alarm, and by nobody who is not there [U14]', async () => {
    const drill = await start();
    await answer(MARIT, drill);
    await world.relay.stopDrillAs(FRIEDRICH.id, drill);
    await world.settled();
    const { result, stoppedBy, endedAt } = await world.relay.drill(drill);
    expect({ stoppedBy, ended: endedAt !== null }).toEqual({ stoppedBy: FRIEDRICH.name, ended: true });
    expect(result).toContain(`was stopped before its time by ${FRIEDRICH.name}: 1 of 2 had answered`);
    expect(world.mailsTo(MARIT).at(-1)?.text).toContain(result);
    await expect(world.relay.stopDrillAs(MARIT.id, drill)).rejects.toMatchObject({ code: 'request_expired' });
    await expect(answer(FRIEDRICH, drill)).rejects.toMatchObject({ code: 'request_expired' });
    expect(await world.store.rows(world.org.orgId).drills.missed()).toEqual([]);
    expect(await faults((entry) => entry)).toEqual([]);
    const unsaid = await faults((entry) => {
      if (entry.type !== 'drill.ended') return entry;
      const { stopped: _, ...rest } = entry;
      return rest;
    });
    expect(unsaid.join()).toContain('the drill was ended before its time');
    const stranger = await faults((entry) =>
      entry.type === 'drill.ended' && entry.stopped
        ? { ...entry, stopped: { ...entry.stopped, contact: INGRID.id } }
        : entry,
    );
    expect(stranger.join()).toContain('the roster does not name who stopped the drill');
    await start();
    expect((await world.relay.drillPage({ after: null, limit: 5 })).items).toHaveLength(2);
  });

  test('ends with the last answer, and runs alone [U14]', async () => {
    const drill = await start();
    await expect(start()).rejects.toMatchObject({ code: 'drill_running' });
    await answer(MARIT, drill);
    await answer(FRIEDRICH, drill);
    await world.settled();
    expect(await world.relay.drill(drill)).toMatchObject({ answered: 2, endedAt: world.time.toString() });
    await expect(answer(MARIT, drill)).rejects.toMatchObject({ code: 'request_closed' });
    expect((await world.relay.drill(await start())).name).toBe('DRILL-0002');
  });

  test('asks only those who are named, or of one level, and nobody who cannot answer [U14]', async () => {
    await expect(start({ contacts: ['nobody@else.example'] })).rejects.toMatchObject({ code: 'not_found' });
    await expect(start({ level: 2 })).rejects.toMatchObject({ code: 'malformed' });
    await world.relay.setAbsence(FRIEDRICH.id, { first: '2026-11-23', last: '2026-11-24' });
    await expect(start({ contacts: ['Friedrich Albers'] })).rejects.toMatchObject({ code: 'malformed' });
    const drill = await start();
    expect((await world.relay.drill(drill)).people.map(({ name }) => name)).toEqual(['Marit Jansen']);
    await expect(answer(FRIEDRICH, drill)).rejects.toMatchObject({ code: 'not_eligible' });
  });
});

describe('the messages of a drill', () => {
  test('count as they ended: who got none but a mail that came back was not reached [U14 A33]', async () => {
    const drill = await start();
    const sent = await world.store.rows(world.org.orgId).deliveries.ofNotice(`drill:${drill}:${MARIT.id}`);
    expect(await world.relay.bounced({ deliveryId: sent[0]?.id ?? '', detail: 'no such user' })).toBe(true);
    await world.advance({ minutes: 61 });
    expect(await world.relay.drill(drill)).toMatchObject({ asked: 2, reached: 1 });
    expect(await faults()).toEqual([]);
  });

  test('wait for the ledger before their own row, as whoever ends the drill does [U14 U23]', async () => {
    await world.relay.startDrill({ ...WANTED, contacts: [], minutes: 60 });
    const [delivery] = await world.store.rows(world.org.orgId).deliveries.pending();
    const ports = world.ports();
    const steps: string[] = [];
    const unit: RelayPorts['store']['unit'] = (orgId, work, options) =>
      world.store.unit(
        orgId,
        (inner) => {
          const holdLedger = () => {
            steps.push('ledger');
            return inner.holdLedger();
          };
          const settle: typeof inner.deliveries.settle = (id, settled) => {
            steps.push('row');
            return inner.deliveries.settle(id, settled);
          };
          return work({ ...inner, holdLedger, deliveries: { ...inner.deliveries, settle } });
        },
        options,
      );
    await deliver({ ...ports, store: { ...ports.store, unit } }, delivery?.id ?? '');
    expect(steps).toEqual(['ledger', 'row']);
  });
});

describe('a drill is never an authorization', () => {
  test('it leaves no row in the org, no request, no case in history, and counts for no cap [U14]', async () => {
    world = await RelayWorld.open([MARIT, FRIEDRICH], undefined, (org) => {
      org.policy = { ...POLICY, rateCap: { count: 1, hours: 24, per: 'Org' } };
    });
    const rowsBefore = world.org.rows.size;
    const drill = await start();
    await answer(MARIT, drill);
    await answer(FRIEDRICH, drill);
    await world.settled();
    expect(world.org.rows.size).toBe(rowsBefore);
    expect((await world.relay.inbox(MARIT.id)).items).toEqual([]);
    const all = { state: null, caseNumber: null, answer: null, after: null };
    expect((await world.relay.history(MARIT.id, all)).items).toEqual([]);
    expect(await world.stored(await world.raise())).toMatchObject({ state: 'Awaiting_decision' });
  });

  test('its signature decides nothing, and a decision answers no drill [U14 D112 U1]', async () => {
    const request = await world.raise();
    const drill = await start();
    const session = { contactId: MARIT.id, sessionId: 'a session', locale: 'en' };
    const act = await world.relay.startAct({ ...session, type: 'drill-answer', subject: drill });
    const review = await world.review(MARIT, request);
    const asDecision = (nonce: string) =>
      world.sign(MARIT, request, { decision: 'Deny', tamper: (sent) => void (sent.nonce = nonce) });
    await expect(asDecision(act.base.nonce)).rejects.toMatchObject({ code: 'snapshot_expired' });
    await expect(
      world.sendAct(MARIT, act, 'Would_approve', (sent) => void (sent.nonce = review.base.nonce)),
    ).rejects.toMatchObject({ code: 'snapshot_expired' });
    await expect(
      world.sendAct(MARIT, act, 'Would_approve', (sent) => void (sent.choice = 'Approve')),
    ).rejects.toMatchObject({ code: 'malformed' });
    expect(await world.stored(request)).toMatchObject({ state: 'Awaiting_decision' });
    // A server that logs the one as the other is found by the kit.
    await answer(MARIT, drill);
    const { entries, check } = await world.entries();
    const signed = entries.find((entry) => entry.type === 'act.signed' && entry.act === 'drill-answer');
    if (signed?.type !== 'act.signed') throw new Error('nothing was signed');
    const { statement, digest, assertion, org, at } = signed;
    const forged: LedgerEntry = {
      ...{ v: 1, type: 'decision.received', org, at, request, contact: MARIT.id, decision: 'Approve' },
      ...{ statement, digest, assertion },
    };
    const { checks } = await check([...entries, forged]);
    expect(checks.find(({ name }) => name === 'decisions')?.result).toBe('tampered');
  });

  test('the kit finds an answer that is kept back, a figure that is not counted, and a stranger who was asked [U14]', async () => {
    const drill = await start();
    await answer(MARIT, drill);
    await world.advance({ minutes: 61 });
    const kept = await faults((entry) => (entry.type === 'drill.answered' ? null : entry));
    expect(kept.join()).toContain('the signed drill-answer was not heeded at once');
    const figure = await faults((entry) =>
      entry.type === 'drill.ended' ? { ...entry, firstAnswerSeconds: 60 } : entry,
    );
    expect(figure.join()).toContain('the figures of the drill are not those that its entries give');
    const reached = await faults((entry) =>
      entry.type === 'notice' && entry.kind === 'drill' ? { ...entry, result: 'failed' } : entry,
    );
    expect(reached.join()).toContain('the figures of the drill');
    const stranger = await faults((entry) =>
      entry.type === 'drill.started' ? { ...entry, contacts: [...entry.contacts, INGRID.id] } : entry,
    );
    expect(stranger.join()).toContain('who was asked');
    const renamed = await faults((entry) =>
      entry.type === 'drill.started' ? { ...entry, checkPhrase: 'a-b-c' } : entry,
    );
    expect(renamed.join()).toContain('the signed checkPhrase is not that of the drill');
  });
});
