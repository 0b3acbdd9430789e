/** The look that ends the freeze of an altered request, and what the kit makes of ledgers that forge one. */
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type {
  FreezeEnded,
  LedgerEntry,
  RecordAltered,
  RequestStateChanged,
} from '../core/entries/entries.ts';
import { checkFrozen } from '../core/verify/verify-frozen.ts';
import { checkStates } from '../core/verify/verify-states.ts';
import { requestDetail } from '../run/api/requests.ts';
import { alterRequest, type Difference, JONAS, PURPOSE, STATE } from './fixtures/altered.ts';
import { ANKE, FRIEDRICH, INGRID, KATRIN, MARIT } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';

let world: RelayWorld;
let id: string;

beforeEach(async () => {
  world = await RelayWorld.open([MARIT, FRIEDRICH]);
  id = await world.raise();
});
afterAll(() => RelayWorld.closeAll());

const alter = (...how: [fields?: Difference[], by?: typeof JONAS]) => alterRequest(world, id, ...how);
const lookOf = async (contact: typeof MARIT) =>
  (await world.relay.openActs(contact.id)).find(({ type }) => type === 'alteration-look');
const look = (contact: typeof MARIT, choice: 'Go_on' | 'End_request' = 'Go_on') =>
  world.act(contact, 'alteration-look', id, choice);
const subjects = (person: Parameters<RelayWorld['mailsTo']>[0]) =>
  world.mailsTo(person).map(({ subject }) => subject);

describe('a request that was altered and frozen', () => {
  test('waits for a look, which shows each field with both values and who changed it when [A14 D105]', async () => {
    await alter();
    expect(await lookOf(MARIT)).toMatchObject({ subject: id, mayAct: true });
    await expect(world.review(MARIT, id)).rejects.toMatchObject({ code: 'request_frozen' });
    const { freeze } = await world.relay.requestView(MARIT.id, id);
    expect(freeze).toEqual({
      ...{ mayLook: true, because: null },
      alterations: [
        {
          ...{ object: 'Access_Request__c', kind: 'changed', by: JONAS.name, at: '2026-11-23T09:00:00Z' },
          ...{ inOrg: 'As_logged', fields: [PURPOSE, STATE] },
        },
      ],
    });
    const told = await requestDetail(world.store.rows(world.org.orgId), id);
    expect(told).toMatchObject({ frozen: true, alterations: freeze?.alterations, looks: [] });
  });

  test('goes on by one signed look: it is decided as before, and everybody learns who ended the freeze [A14 U3]', async () => {
    await alter();
    await look(MARIT);
    await world.settled();
    expect(await lookOf(FRIEDRICH)).toBeUndefined();
    const { alterations, looks } = await requestDetail(world.store.rows(world.org.orgId), id);
    const looked = { contact: { id: MARIT.id, name: MARIT.name }, choice: 'Go_on' };
    expect({ alterations, looks }).toMatchObject({ alterations: [], looks: [looked] });
    expect(world.org.request().fields).toMatchObject({
      ...{ State__c: 'Awaiting_decision', Purpose__c: PURPOSE.logged, Frozen__c: false },
      ...{ Freeze_Ended_By__c: MARIT.name, Freeze_Ended_At__c: '2026-11-23T09:00:00Z' },
    });
    expect(subjects(FRIEDRICH).at(-1)).toContain('The freeze has ended');
    expect(subjects(KATRIN).at(-1)).toContain('The freeze has ended');
    expect(subjects(MARIT).at(-1)).not.toContain('The freeze has ended');
    const timeline = world.org.rowsOf('Access_Request_Event__c').map(({ Summary__c }) => Summary__c);
    expect(timeline).toContainEqual(expect.stringContaining(`${MARIT.name} looked at the alteration`));
    expect(await world.sign(FRIEDRICH, id)).toMatchObject({ outcome: 'effective', requestState: 'Approved' });
  });

  test('ends by one signed look: cancelled before a window, revoked after, with the reason [A14 U3]', async () => {
    await alter();
    await look(MARIT, 'End_request');
    await world.settled();
    expect(world.org.request().fields).toMatchObject({ State__c: 'Cancelled', Frozen__c: false });
    expect(await world.stored(id)).toMatchObject({ state: 'Cancelled', settledBy: MARIT.name });
    expect(subjects(FRIEDRICH).at(-1)).toMatch(/^Settled: .*withdrawn/);
    expect(subjects(KATRIN).at(-1)).toMatch(/^Settled: .*withdrawn/);
    id = await world.raise({ Client_Key__c: 'k-2' }, 'a01580000000002AAA');
    await world.sign(FRIEDRICH, id);
    await alter([{ name: 'Window_End__c', logged: '2026-11-23T10:00:00Z', found: '2027-11-23T10:00:00Z' }]);
    await look(MARIT, 'End_request');
    await world.settled();
    expect(world.org.request(id).fields['State__c']).toBe('Revoked');
  });

  test('freezes again when it is altered again, also while somebody reads [A14]', async () => {
    await alter();
    // The org tells whole seconds: this one is not told apart from the first, and is written back all the same.
    await alter([{ ...PURPOSE, found: 'See everybody.' }]);
    expect(world.org.request(id).fields['Purpose__c']).toBe(PURPOSE.logged);
    const snapshot = await world.relay.startAct({
      ...{ contactId: MARIT.id, sessionId: 'a session', type: 'alteration-look', subject: id, locale: 'en' },
    });
    await world.advance({ minutes: 2 });
    await alter([{ ...PURPOSE, found: 'See it all.' }]);
    await expect(world.sendAct(MARIT, snapshot, 'Go_on')).rejects.toMatchObject({ code: 'request_changed' });
    await look(MARIT);
    expect((await world.stored(id))?.frozen).toBe(false);
    await world.advance({ minutes: 2 });
    await alter();
    expect((await world.stored(id))?.frozen).toBe(true);
    expect(await lookOf(MARIT)).toMatchObject({ mayAct: true });
  });

  test('is looked at by nobody who asked, would be entered as, or made the alteration [A14 D104]', async () => {
    world = await RelayWorld.open(undefined, [MARIT, FRIEDRICH]);
    id = await world.raise();
    await alter([STATE], { ...JONAS, id: FRIEDRICH.userId ?? '', name: FRIEDRICH.name });
    const own = { mayAct: false, because: expect.stringContaining('as your own user') };
    expect(await lookOf(FRIEDRICH)).toMatchObject(own);
    await expect(look(FRIEDRICH)).rejects.toMatchObject({ code: 'not_eligible' });
    // Her entry names no user: the org's address of whoever made the alteration tells that it is hers.
    await world.advance({ minutes: 2 });
    await alter([PURPOSE], { ...JONAS, email: MARIT.address.toUpperCase() });
    expect(await lookOf(MARIT)).toMatchObject(own);
    for (const person of [KATRIN, ANKE]) {
      const contact = { ...FRIEDRICH, userId: person.id };
      world = await RelayWorld.open([MARIT, contact], [MARIT, contact]);
      id = await world.raise();
      await alter();
      await expect(world.act(contact, 'alteration-look', id, 'Go_on')).rejects.toMatchObject({
        code: 'not_eligible',
      });
    }
  });

  test('expires at its deadline all the same, and a look does not move it [D103 D110]', async () => {
    const { deadline } = (await world.stored(id)) ?? {};
    await alter();
    await world.advance({ hours: 12 });
    expect(await world.stored(id)).toMatchObject({ state: 'Expired', deadline });
    expect(await lookOf(MARIT)).toBeUndefined();
  });

  test('opens no window while it is frozen; what is left of it opens with the look [A14 D103]', async () => {
    const window = { maxMinutes: 120, notBefore: '2026-11-23T10:00:00Z', notAfter: '2026-11-23T12:00:00Z' };
    await world.sign(FRIEDRICH, id, { window });
    await alter([{ name: 'Window_End__c', logged: window.notAfter, found: '2027-01-01T00:00:00Z' }]);
    await world.advance({ hours: 1, minutes: 30 });
    expect(await world.stored(id)).toMatchObject({ state: 'Approved', grantStep: 'Not_asked' });
    await look(MARIT);
    await world.settled();
    expect(await world.stored(id)).toMatchObject({ state: 'Window_open', windowEnd: window.notAfter });
    await world.advance({ hours: 1, minutes: 30 });
    expect((await world.stored(id))?.state).toBe('Completed');
  });

  test('is told to whoever heard the alarm, also to those who were not asked [A11 A14]', async () => {
    world = await RelayWorld.open(undefined, [MARIT, FRIEDRICH, INGRID]);
    id = await world.raise();
    await alter();
    await look(MARIT, 'End_request');
    await world.settled();
    expect(subjects(INGRID).at(-1)).toContain('Ended after an alteration');
    expect(subjects(FRIEDRICH).filter((subject) => subject.includes('Ended after'))).toEqual([]);
  });
});

describe('the kit, on a ledger that was altered', () => {
  /** What it says of the ledger after `change`. */
  async function judged(change: (entries: LedgerEntry[]) => LedgerEntry[]): Promise<string[]> {
    const { entries, check } = await world.entries();
    const changed = change(structuredClone(entries));
    const { checks } = await check(changed);
    return [...checks, checkStates(changed), checkFrozen(changed)].flatMap(({ result, detail }) =>
      result === 'ok' ? [] : detail,
    );
  }
  const without = (type: LedgerEntry['type']) => (entries: LedgerEntry[]) =>
    // Indexes stay as they are: what is taken out was of no account.
    entries.map((entry) =>
      entry.type === type
        ? ({ v: 1, type: 'clock.offset', org: entry.org, at: entry.at, milliseconds: 0 } as const)
        : entry,
    );
  const altering = <Entry extends LedgerEntry>(type: Entry['type'], change: (entry: Entry) => object) => {
    const changed = (entry: LedgerEntry) => Object.assign(entry, change(entry as Entry));
    return (entries: LedgerEntry[]): LedgerEntry[] =>
      entries.map((entry) => (entry.type === type ? changed(entry) : entry));
  };
  const saying = (text: string) => expect.arrayContaining([expect.stringContaining(text)]);

  test('finds a freeze that ended without a look, and a look that nobody signed or that says another thing [A14 U4]', async () => {
    await alter();
    await look(MARIT);
    await world.sign(FRIEDRICH, id);
    expect(await judged((entries) => entries)).toEqual([]);
    const frozen = 'a decision took effect though the request was frozen';
    expect(await judged((entries) => without('freeze.ended')(entries))).toEqual(saying(frozen));
    expect(await judged(altering<FreezeEnded>('freeze.ended', () => ({ signed: 1 })))).toEqual(
      saying('no signed act ends the freeze'),
    );
    expect(await judged(altering<FreezeEnded>('freeze.ended', () => ({ choice: 'End_request' })))).toEqual(
      saying('no signed act ends the freeze'),
    );
    expect(await judged(altering<FreezeEnded>('freeze.ended', () => ({ altered: [] })))).toEqual(
      saying('does not name each alteration'),
    );
    const milder = altering<RecordAltered>('record.altered', ({ fields }) => ({
      fields: fields.map((field) => ({ ...field, found: field.logged })),
    }));
    expect(await judged(milder)).toEqual(saying('not shown as the ledger has them'));
  });

  test('finds a window that opened, and a user who was asked, while the request was frozen [A14 D103 U4]', async () => {
    const window = { maxMinutes: 120, notBefore: '2026-11-23T10:00:00Z', notAfter: '2026-11-23T12:00:00Z' };
    await world.sign(FRIEDRICH, id, { window });
    await alter([{ name: 'Window_End__c', logged: window.notAfter, found: '2027-01-01T00:00:00Z' }]);
    await world.advance({ hours: 1, minutes: 30 });
    await look(MARIT);
    await world.settled();
    expect(await judged((entries) => entries)).toEqual([]);
    const late = await judged((entries) => without('freeze.ended')(entries));
    expect(late).toEqual(saying('a window opened though the request was frozen'));
    expect(late).toEqual(saying('a user was asked to grant though the request was frozen'));
  });

  test('finds a request that goes on though the look ended it [A14 U4]', async () => {
    await alter();
    await look(MARIT, 'End_request');
    expect(await judged((entries) => entries)).toEqual([]);
    const goesOn = altering<RequestStateChanged>('request.state', ({ to }) =>
      to === 'Cancelled' ? { request: 'another' } : {},
    );
    expect(await judged(goesOn)).toEqual(saying('was not ended at once'));
  });
});
