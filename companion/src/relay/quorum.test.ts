import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { AccessPolicy } from '../core/policy.ts';
import { ANKE, FRIEDRICH, INGRID, KATRIN, MARIT, POLICY } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';

let world: RelayWorld;
let id: string;
afterAll(() => RelayWorld.closeAll());

const opened = async (policy: Partial<AccessPolicy> = { quorum: 2 }) => {
  world = await RelayWorld.open([MARIT, FRIEDRICH], undefined, (org) => {
    org.policy = { ...POLICY, ...policy };
  });
  id = await world.raise();
};
const lastMail = (person: Parameters<RelayWorld['mailsTo']>[0]) =>
  world.mailsTo(person).at(-1)?.subject ?? '';
const entries = async (type: string) =>
  (await world.store.ledger.entries(world.org.orgId, { request: id })).flatMap(({ entry }) =>
    entry.type === type ? [entry] : [],
  );

describe('a request that needs two approvals', () => {
  beforeEach(() => opened());

  test('opens when a second person has approved, in the window that both allowed [D101 D104]', async () => {
    expect(world.org.request().fields).toMatchObject({ Approvals_Given__c: 0, Approvals_Needed__c: 2 });
    expect(world.org.request().fields['Next_Reminder_At__c']).toMatch(/^2026-11-23T/);
    const first = { maxMinutes: 120, notBefore: null, notAfter: '2026-11-23T20:00:00Z' };
    expect(await world.sign(MARIT, id, { window: first })).toMatchObject({
      outcome: 'effective',
      requestState: 'Awaiting_decision',
      window: null,
    });
    await world.settled();
    expect(world.org.request().fields).toMatchObject({
      State__c: 'Awaiting_decision',
      Approvals_Given__c: 1,
    });
    expect(lastMail(FRIEDRICH)).toMatch(/^1 of 2 approvals: case 00042317/);
    expect(lastMail(MARIT)).not.toMatch(/1 of 2/);
    expect((await world.relay.requestView(FRIEDRICH.id, id)).quorum).toMatchObject({ given: 1, needed: 2 });
    expect((await world.relay.requestView(MARIT.id, id)).decidable).toEqual({
      allowed: false,
      because: null,
      choices: ['Withdraw', 'Deny', 'Ask_for_more'],
    });
    world.time = world.time.add({ minutes: 30 });
    const second = { maxMinutes: 240, notBefore: '2026-11-23T11:00:00Z', notAfter: '2026-11-23T12:30:00Z' };
    expect(await world.sign(FRIEDRICH, id, { window: second })).toMatchObject({
      requestState: 'Approved',
      window: { start: '2026-11-23T11:00:00Z', end: '2026-11-23T12:30:00Z' },
    });
    await world.settled();
    expect(world.org.request().fields).toMatchObject({
      State__c: 'Approved',
      Decided_By__c: 'Marit Jansen, Friedrich Albers',
      Approvals_Given__c: 2,
      Next_Reminder_At__c: null,
    });
    expect(lastMail(MARIT)).toMatch(/^Settled/);
    await world.store.ledger.check(world.org.orgId);
  });

  test('says in the org which role is still missing, until somebody who has it has approved [D107 U16]', async () => {
    world = await RelayWorld.open([MARIT, INGRID], undefined, (org) => {
      org.roster = [MARIT, INGRID];
      const ladder = [1, 2].map((level) => ({ level, afterMinutes: 0 }));
      org.policy = { ...POLICY, quorum: 2, rolesRequired: ['Compliance_lead'], ladder };
    });
    id = await world.raise();
    const missing = () => world.org.request().fields['Roles_Missing__c'];
    expect(missing()).toBe('Compliance lead');
    await world.sign(INGRID, id);
    await world.settled();
    expect(missing()).toBeNull();
    await world.sign(INGRID, id, { decision: 'Withdraw', reason: 'I read the case again.' });
    await world.settled();
    expect(missing()).toBe('Compliance lead');
  });

  test('is denied when the two windows do not meet, and asks no user for anything [D101]', async () => {
    const morning = { maxMinutes: 60, notBefore: null, notAfter: '2026-11-23T10:00:00Z' };
    const evening = { maxMinutes: 60, notBefore: '2026-11-23T18:00:00Z', notAfter: '2026-11-23T20:00:00Z' };
    await world.sign(MARIT, id, { window: morning });
    expect(await world.sign(FRIEDRICH, id, { window: evening })).toMatchObject({ requestState: 'Denied' });
    await world.settled();
    expect(world.org.request().fields['State__c']).toBe('Denied');
    expect(world.mailsTo(ANKE)).toEqual([]);
  });

  test('is ended by one denial, whoever approved before [D104]', async () => {
    await world.sign(MARIT, id);
    await world.sign(FRIEDRICH, id, { decision: 'Deny', reason: 'Not this week.' });
    await world.settled();
    expect(world.org.request().fields).toMatchObject({
      State__c: 'Denied',
      Decided_By__c: 'Friedrich Albers',
    });
    expect(
      await world.sign(MARIT, id, { decision: 'Withdraw' }).catch((error: unknown) => error),
    ).toMatchObject({ code: 'request_closed' });
  });

  test('takes an approval back from its signer, who may approve again [D104]', async () => {
    await world.sign(MARIT, id);
    await world.sign(MARIT, id, { decision: 'Withdraw', reason: 'I read the case again.' });
    await world.settled();
    expect(world.org.request().fields['Approvals_Given__c']).toBe(0);
    expect(world.org.rowsOf('Access_Decision__c')[0]).toMatchObject({ Ended_Because__c: 'Withdrawn' });
    expect(lastMail(FRIEDRICH)).toMatch(/^An approval was taken back/);
    await world.sign(FRIEDRICH, id);
    expect((await world.stored(id))?.state).toBe('Awaiting_decision');
    expect(await world.sign(MARIT, id)).toMatchObject({ requestState: 'Approved' });
  });

  test('counts no approval given before the policy or the roster changed, says so and asks again [D104 D113]', async () => {
    await world.sign(MARIT, id);
    await world.changePolicy({ ...POLICY, quorum: 2, maximumWindowMinutes: 600 });
    await world.settled();
    expect(world.org.request().fields).toMatchObject({
      State__c: 'Awaiting_decision',
      Approvals_Given__c: 0,
    });
    for (const person of [MARIT, FRIEDRICH]) expect(lastMail(person)).toMatch(/^Approvals no longer count/);
    expect(await entries('approvals.voided')).toHaveLength(1);
    const deadline = (await world.stored(id))?.deadline;
    await world.sign(FRIEDRICH, id);
    expect((await world.stored(id))?.state).toBe('Awaiting_decision');
    world.org.roster = [MARIT, { ...FRIEDRICH, active: false }];
    await world.relay.refresh();
    await world.settled();
    expect(await entries('approvals.voided')).toHaveLength(2);
    expect(await world.stored(id)).toMatchObject({ approvalsGiven: 0, deadline });
    await world.relay.refresh();
    expect(await entries('approvals.voided')).toHaveLength(2);
  });

  test('tells whose approval was lost by another one that was taken back [D104]', async () => {
    await world.sign(MARIT, id);
    world.org.outage = 'writes';
    expect(await world.sign(FRIEDRICH, id)).toMatchObject({ outcome: 'pending' });
    await world.sign(MARIT, id, { decision: 'Withdraw', reason: 'I read the case again.' });
    world.org.outage = 'none';
    await world.settled();
    expect(lastMail(FRIEDRICH)).toMatch(/^Your approval had no effect: decide again/);
    expect(world.mailsTo(FRIEDRICH).filter(({ subject }) => /taken back/.test(subject))).toEqual([]);
    expect(world.mailsTo(MARIT).filter(({ subject }) => /no effect|taken back/.test(subject))).toEqual([]);
    expect((await world.relay.requestView(FRIEDRICH.id, id)).decidable.choices).toContain('Approve');
  });

  test('keeps an approval that the org took and whose answer was lost [D104]', async () => {
    world.org.outage = 'after';
    expect(await world.sign(MARIT, id)).toMatchObject({ outcome: 'pending' });
    world.org.outage = 'none';
    await world.advance({ seconds: 30 });
    expect(await world.stored(id)).toMatchObject({ approvalsGiven: 1, state: 'Awaiting_decision' });
    expect(await world.sign(FRIEDRICH, id)).toMatchObject({ requestState: 'Approved' });
    expect(world.org.rowsOf('Access_Decision__c')).toHaveLength(2);
  });

  test('needs two persons: two entries of one are one [D105]', async () => {
    world.org.roster = [MARIT, { ...FRIEDRICH, address: MARIT.address }];
    world = await RelayWorld.open([MARIT, FRIEDRICH].slice(0, 1), undefined, (org) => {
      org.policy = { ...POLICY, quorum: 2 };
      org.roster = [MARIT, { ...FRIEDRICH, address: ` ${MARIT.address.toUpperCase()}` }];
    });
    await world.raise();
    expect(world.org.request().fields['State__c']).toBe('Refused_by_policy');
  });
});

describe('questions', () => {
  test('hold the request without stopping its deadline, and an answer lets contacts decide [D103]', async () => {
    await opened({ quorum: 1 });
    await world.sign(MARIT, id, { decision: 'Ask_for_more', reason: 'Which customer is it?' });
    await world.settled();
    const row = world.org.request().fields;
    expect(row).toMatchObject({ State__c: 'More_information', Deadline__c: '2026-11-23T21:00:00Z' });
    expect(lastMail(KATRIN)).toMatch(/^Question about case 00042317/);
    expect(world.mailsTo(KATRIN).at(-1)?.text).not.toContain('Which customer');
    expect(lastMail(FRIEDRICH)).toMatch(/^A contact has a question/);
    const raw = world.org.save({ Answer__c: 'Customer 4711.' });
    await world.relay.requestsSeen([raw]);
    await world.settled();
    expect(world.org.request().fields['State__c']).toBe('Awaiting_decision');
    expect(lastMail(MARIT)).toMatch(/^The question is answered/);
    const thread = (await world.relay.requestView(MARIT.id, id)).timeline
      .filter(({ kind }) => kind === 'Question' || kind === 'Answer')
      .map(({ summary }) => summary);
    expect(thread).toEqual([
      'Marit Jansen asks: Which customer is it?',
      'Katrin Brandt answers: Customer 4711.',
    ]);
    const { base, openings } = await world.review(FRIEDRICH, id);
    expect(base.request.fields).toHaveProperty('Answer__c');
    expect(openings.map(({ value }) => value)).toContain('Customer 4711.');
    await world.advance({ hours: 12 });
    expect((await world.stored(id))?.state).toBe('Expired');
  });
});

describe('a revocation by a contact', () => {
  test('ends the window at once, asks the user for the grant, and is signed as what it is [D106 U3]', async () => {
    await opened({ quorum: 1 });
    await world.sign(MARIT, id);
    await world.settled();
    await world.relay.observed({
      grants: [{ requestId: id, step: 'Granted', end: '2026-11-24' }],
      accesses: [],
    });
    const snapshot = await world.review(FRIEDRICH, id);
    expect(snapshot).toMatchObject({
      choices: ['Revoke'],
      base: { type: 'access-revocation', authorized: { end: '2026-11-23T10:00:00Z' } },
    });
    world.org.outage = 'before';
    const result = await world.send(FRIEDRICH, id, snapshot, {
      decision: 'Revoke',
      reason: 'It is too much.',
    });
    expect(result).toMatchObject({ outcome: 'effective', requestState: 'Revoked' });
    world.org.outage = 'none';
    await world.advance({ minutes: 1 });
    expect(world.org.request().fields).toMatchObject({ State__c: 'Revoked' });
    expect(world.mailsTo(ANKE).at(-1)?.text).toContain('The authorization was revoked.');
    expect(lastMail(MARIT)).toMatch(/^Settled.*revoked/);
    await world.advance({ hours: 2 });
    expect((await world.stored(id))?.state).toBe('Revoked');
  });
});

describe('the ladder of a request', () => {
  const ladder = [
    { level: 1, afterMinutes: 0 },
    { level: 2, afterMinutes: 120 },
  ];

  test('reminds, asks the next level in its time, lets it decide only then, and stops at the deadline [D107 D109 U16]', async () => {
    world = await RelayWorld.open([MARIT, INGRID], undefined, (org) => {
      org.roster = [MARIT, FRIEDRICH, INGRID];
      org.policy = { ...POLICY, ladder };
    });
    id = await world.raise();
    const { submittedAt } = (await world.stored(id)) ?? {};
    const submitted = Temporal.Instant.from(submittedAt ?? '');
    expect(world.org.request().fields).toMatchObject({
      Next_Level__c: 2,
      Next_Level_At__c: submitted.add({ hours: 2 }).toString(),
      Next_Reminder_At__c: submitted.add({ hours: 3 }).toString(),
    });
    await expect(world.review(INGRID, id)).rejects.toMatchObject({ code: 'not_asked' });
    expect((await world.relay.inbox(INGRID.id)).items).toMatchObject([{ waiting: false }]);
    expect(lastMail(INGRID)).not.toMatch(/Decision needed/);
    await world.advance({ hours: 2 });
    expect(lastMail(INGRID)).toMatch(/^Decision needed/);
    expect(world.org.request().fields).toMatchObject({ Next_Level__c: null, Next_Level_At__c: null });
    await world.advance({ hours: 1 });
    expect(lastMail(MARIT)).toMatch(/^Reminder, 25 %/);
    expect(await world.review(INGRID, id)).toBeDefined();
    await world.sign(INGRID, id, { decision: 'Ask_for_more', reason: 'What is it about?' });
    await world.advance({ hours: 3 });
    expect(lastMail(MARIT)).toMatch(/^Reminder, 50 %/);
    expect(world.mailsTo(INGRID).some(({ subject }) => subject.startsWith('Reminder, 50'))).toBe(false);
    await world.advance({ hours: 3 });
    await world.advance({ hours: 3 });
    expect((await world.stored(id))?.state).toBe('Expired');
    expect(world.org.request().fields['Next_Reminder_At__c']).toBeNull();
    for (const person of [MARIT, INGRID]) expect(lastMail(person)).toMatch(/^Settled.*expired/);
    const mails = world.mails.length;
    await world.advance({ hours: 24 });
    expect(world.mails).toHaveLength(mails);
    const climbed = (await entries('ladder.climbed')) as { step: string; level: number | null }[];
    expect(climbed.map(({ step, level }) => [step, level])).toEqual([
      ['asked', 1],
      ['asked', 2],
      ['reminded', null],
      ['reminded', null],
      ['reminded', null],
    ]);
  });

  test('goes on at once when nobody of the first level is there [A27 U16]', async () => {
    world = await RelayWorld.open([INGRID], undefined, (org) => {
      org.roster = [MARIT, INGRID];
      org.policy = { ...POLICY, ladder };
    });
    id = await world.raise();
    expect(lastMail(INGRID)).toMatch(/^Decision needed/);
    expect(await world.sign(INGRID, id)).toMatchObject({ requestState: 'Approved' });
  });
});
