import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from '../../core/entries/entries.ts';
import { FRIEDRICH, INGRID, MARIT, POLICY } from '../fixtures/bank-org.ts';
import { RelayWorld } from '../fixtures/relay-world.ts';

const WEEK = ':2026-11-23:2026-11-29';
const LADDER = [
  { level: 1, afterMinutes: 0 },
  { level: 2, afterMinutes: 0 },
];

let world: RelayWorld;
const open = (policy: Partial<typeof POLICY>) =>
  RelayWorld.open([MARIT, FRIEDRICH, INGRID], [MARIT, FRIEDRICH, INGRID], (org) => {
    org.policy = { ...POLICY, ladder: LADDER, ...policy };
  });
afterAll(() => RelayWorld.closeAll());

const delegate = (from: typeof MARIT, to: typeof MARIT, days = WEEK) =>
  world.act(from, 'delegation', `${to.id}${days}`, 'Delegate');
const fine = [
  { name: 'decisions', result: 'ok' },
  { name: 'signers', result: 'ok' },
];
const subjects = (person: typeof MARIT) => world.mailsTo(person).map(({ subject }) => subject);

describe('a contact who is away', () => {
  beforeEach(async () => {
    world = await open({ rolesRequired: ['Compliance_lead'] });
    await delegate(INGRID, MARIT);
    await world.settled();
  });

  test('lets another one decide: he is told, his signature names it, and fills the role [U16 D105]', async () => {
    expect(subjects(MARIT)).toContain('You decide for Ingrid Sommer (Hanse Kreditbank)');
    const roster = await world.relay.roster(FRIEDRICH.id);
    expect(roster.contacts.find(({ id }) => id === INGRID.id)).toMatchObject({ delegate: 'Marit Jansen' });
    const id = await world.raise();
    const { entries: given } = await world.entries();
    const signed = given.findLastIndex(({ type }) => type === 'act.signed');
    const asked = { name: 'Ingrid Sommer', role: 'Compliance_lead', until: '2026-11-29T23:00:00Z', signed };
    expect(await world.relay.requestView(MARIT.id, id)).toMatchObject({ actsFor: [asked] });
    const inbox = async (person: typeof MARIT) => (await world.relay.inbox(person.id)).items[0]?.inPlaceOf;
    expect(await inbox(MARIT)).toEqual([{ name: asked.name, until: asked.until }]);
    expect(await inbox(FRIEDRICH)).toEqual([]);
    const asking = (person: typeof MARIT) =>
      world.mailsTo(person).find(({ subject }) => /Decision needed|Entscheidung nötig/.test(subject));
    for (const part of [
      'You are asked for Ingrid Sommer, too',
      '(Compliance lead)',
      `entry ${signed} of the ledger`,
    ]) {
      expect(asking(MARIT)?.text).toContain(part);
      expect(asking(MARIT)?.html).toContain(part);
    }
    expect(asking(FRIEDRICH)?.text).not.toMatch(/Ingrid Sommer/);
    expect(await world.relay.delegations(INGRID.id)).toMatchObject({
      given: [{ delegate: { id: MARIT.id }, inForce: true, ledgerIndex: signed }],
      received: [],
    });
    expect(await world.relay.delegations(MARIT.id)).toMatchObject({
      given: [],
      received: [{ delegator: { name: 'Ingrid Sommer' }, until: asked.until }],
    });
    const snapshot = await world.review(MARIT, id);
    expect(snapshot.base.actsFor).toMatchObject([{ contact: { id: INGRID.id }, role: 'Compliance_lead' }]);
    expect(await world.send(MARIT, id, snapshot)).toMatchObject({ outcome: 'effective', window: {} });
    expect((await world.stored(id))?.settledBy).toBe('Marit Jansen (also for Ingrid Sommer)');
    const { entries, check } = await world.entries();
    expect((await check(entries)).checks).toMatchObject(fine);
    const without = entries.map((entry): LedgerEntry => {
      const { org, at } = entry;
      return entry.type === 'delegation.set'
        ? { v: 1, type: 'clock.offset', org, at, milliseconds: 0 }
        : entry;
    });
    expect((await check(without)).checks[0]?.detail.join()).toContain('had not delegated to its signer');
  });

  test('ends it by signature at once, and what was shown before counts no more [U16]', async () => {
    const id = await world.raise();
    const snapshot = await world.review(MARIT, id);
    const [absence] = await world.relay.absences(INGRID.id);
    expect(absence).toMatchObject({ delegate: 'Marit Jansen' });
    await world.act(INGRID, 'delegation-end', absence?.id ?? '', 'End');
    await world.settled();
    expect(subjects(MARIT)).toContain('You no longer decide for Ingrid Sommer (Hanse Kreditbank)');
    await expect(world.send(MARIT, id, snapshot)).rejects.toMatchObject({ code: 'request_changed' });
    expect((await world.review(MARIT, id)).base.actsFor).toBeUndefined();
    expect(await world.relay.absences(INGRID.id)).toMatchObject([{ delegate: null }]);
    expect((await world.verified()).checks).toMatchObject(fine);
  });

  test('ends it when another person may stand behind either entry [U16 A10]', async () => {
    const changed = { ...MARIT, address: 'marit@other.example' };
    world.org.roster = [changed, FRIEDRICH, INGRID];
    await world.relay.refresh();
    await world.act(FRIEDRICH, 'roster-change', MARIT.id, 'Accept');
    await world.act(INGRID, 'roster-change', MARIT.id, 'Accept');
    await world.settled();
    expect(subjects(changed)).toContain('You no longer decide for Ingrid Sommer (Hanse Kreditbank)');
    expect(await world.relay.absences(INGRID.id)).toMatchObject([{ delegate: null }]);
    expect((await world.verified()).checks).toMatchObject(fine);
  });

  test('ends it with the absence, and with its last day [U16]', async () => {
    const [absence] = await world.relay.absences(INGRID.id);
    await world.relay.withdrawAbsence(INGRID.id, absence?.id ?? '');
    const id = await world.raise();
    expect((await world.review(MARIT, id)).base.actsFor).toBeUndefined();
    await delegate(INGRID, FRIEDRICH, ':2026-11-23:2026-11-23');
    expect((await world.review(FRIEDRICH, id)).base.actsFor).toHaveLength(1);
    await world.advance({ hours: 15 });
    const next = await world.raise({}, 'a01580000000005AAA');
    expect((await world.review(FRIEDRICH, next)).base.actsFor).toBeUndefined();
    expect((await world.verified()).checks).toMatchObject(fine);
  });

  test.each<[string, typeof MARIT, string, string]>([
    ['to himself', FRIEDRICH, ':2026-12-01:2026-12-02', 'not_eligible'],
    ['to one who is away then', INGRID, WEEK, 'not_eligible'],
    ['for more than thirty days', MARIT, ':2026-12-01:2026-12-31', 'malformed'],
    ['for days that are over', MARIT, ':2026-11-01:2026-11-02', 'malformed'],
    ['for a day that is none', MARIT, ':2026-02-30:2026-03-01', 'malformed'],
  ])('does not delegate %s [U16]', async (_, to, days, code) => {
    await expect(delegate(FRIEDRICH, to, days)).rejects.toMatchObject({ code });
  });
});

test('whoever decides for another, too, is one person [U16 D103]', async () => {
  world = await open({ quorum: 2 });
  await delegate(FRIEDRICH, MARIT);
  const id = await world.raise();
  await world.sign(MARIT, id);
  expect(await world.stored(id)).toMatchObject({ state: 'Awaiting_decision', approvalsGiven: 1 });
});

describe('an approval', () => {
  const revoke = async (contact: typeof MARIT) => {
    const [key] = await world.relay.passkeys(contact.id);
    await world.act(MARIT, 'key-revoke', key?.subject ?? '', 'Revoke');
    await world.settled();
  };

  test('counts no more when the last key of its signer is revoked before the quorum, for relay and kit alike [A10 U4]', async () => {
    world = await open({ quorum: 2 });
    const id = await world.raise();
    await world.sign(FRIEDRICH, id);
    await revoke(FRIEDRICH);
    expect(await world.stored(id)).toMatchObject({ approvalsGiven: 0 });
    await world.sign(MARIT, id);
    expect(await world.stored(id)).toMatchObject({ state: 'Awaiting_decision', approvalsGiven: 1 });
    expect((await world.verified()).checks).toMatchObject(fine);
  });

  test('stays when that happens after the quorum', async () => {
    world = await open({ quorum: 2 });
    const id = await world.raise();
    await world.sign(INGRID, id);
    await world.sign(FRIEDRICH, id);
    await revoke(FRIEDRICH);
    expect(await world.stored(id)).toMatchObject({ state: 'Window_open', approvalsGiven: 2 });
    expect((await world.verified()).checks).toMatchObject(fine);
  });
});
