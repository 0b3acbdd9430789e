import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { DecisionReceived, LedgerEntry } from '../core/entries/entries.ts';
import type { DecisionStatement } from '../core/statement.ts';
import { kitCrypto } from '../reports/kit-crypto.ts';
import { toHex, utf8 } from '../core/bytes.ts';
import { canonicalize, type Json } from '../core/canonical.ts';
import { ANKE, FRIEDRICH, MARIT } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';
import type { RelayPorts } from './ports.ts';
import { requestSeen } from './requests.ts';

const SECOND = 'a01580000000002AAA';
const KEY = '5b7a1b1e-8f0c-4a41-9c65-3d0e7f0a2f11';

let world: RelayWorld;
let first: string;
afterAll(() => RelayWorld.closeAll());

beforeEach(async () => {
  world = await RelayWorld.open();
  first = await world.raise();
  await world.sign(MARIT, first, { window: bounds(120) });
  await world.settled();
});

const bounds = (maxMinutes: number) => ({
  ...{ maxMinutes, notBefore: null },
  notAfter: world.time.add({ hours: 12 }).toString(),
});
const extension = (fields: Record<string, string | number | null> = {}, id = SECOND) =>
  world.raise({ Client_Key__c: id, Extends__c: first, Hours_Wanted__c: 3, ...fields }, id);
const state = async (id: string) => (await world.stored(id))?.state;
const gateOf = async (id: string) =>
  (await world.stored(id))?.gates.find(({ gate }) => gate === 'extension_fits');
const ask = { key: KEY, purpose: 'Watch the nightly run once more.', hoursWanted: 2 };
const necessity = 'The fault came back at the end of the window.';

describe('an extension', () => {
  test('is a request of its own, with a window of its own, and leaves the first one as it was [D102]', async () => {
    const window = { start: '2026-11-23T09:00:00Z', end: '2026-11-23T11:00:00Z' };
    await extension();
    expect(await gateOf(SECOND)).toMatchObject({ state: 'open' });
    world.time = world.time.add({ minutes: 90 });
    const signed = await world.sign(FRIEDRICH, SECOND, { window: bounds(60) });
    expect(signed.window).toEqual({ start: '2026-11-23T10:30:00Z', end: '2026-11-23T11:30:00Z' });
    await world.settled();
    expect(await world.stored(first)).toMatchObject({ windowStart: window.start, windowEnd: window.end });
    expect((await world.verified()).checks.map(({ result }) => result)).toEqual(['ok', 'ok']);
  });

  test('shows, and has signed, what was done so far [D102 D111]', async () => {
    await extension();
    const snapshot = await world.review(FRIEDRICH, SECOND);
    expect(snapshot.base.request.fields['Extends__c']).toBe(first);
    expect(snapshot.base.extension).toMatchObject({
      minutes: 120,
      earlier: [{ id: first, state: 'Window_open', logins: 0, findings: 0, approvers: [{ id: MARIT.id }] }],
    });
    const view = await world.relay.requestView(FRIEDRICH.id, SECOND);
    expect(view.extension).toMatchObject({
      minutes: 120,
      earlier: [{ name: 'AR-000001', approvers: ['Marit Jansen'], grant: { step: 'Asked' } }],
    });
    expect((await world.relay.requestView(MARIT.id, first)).extendedBy).toMatchObject([{ id: SECOND }]);
    await world.send(FRIEDRICH, SECOND, snapshot);
    expect((await world.verified()).checks.map(({ result }) => result)).toEqual(['ok', 'ok']);
  });

  test('counts the log-ins that were judged before it, and the kit counts the same [D102 U4]', async () => {
    const judged = { strength: 'By_case', provisional: false, request: first, reason: '', replaces: null };
    for (const [key, verdict] of [
      ['one', 'Matched'],
      ['two', 'Second_actor'],
    ] as const)
      await world.store.unit(world.org.orgId, (unit) =>
        unit.append({
          ...{ v: 1, type: 'verdict', org: world.org.orgId, at: world.time.toString() },
          ...{ ...judged, subject: 'access', key, verdict },
        }),
      );
    await extension();
    const snapshot = await world.review(FRIEDRICH, SECOND);
    expect(snapshot.base.extension?.earlier).toMatchObject([{ logins: 1, findings: 1 }]);
    await world.send(FRIEDRICH, SECOND, snapshot);
    expect((await world.verified()).checks.map(({ result, detail }) => [result, detail])).toEqual([
      ['ok', expect.anything()],
      ['ok', expect.anything()],
    ]);
  });

  test('counts its whole chain: hours in all, each earlier request once [D102]', async () => {
    await extension();
    await world.sign(FRIEDRICH, SECOND, { window: bounds(180) });
    await world.settled();
    const third = await extension({ Extends__c: SECOND }, 'a01580000000003AAA');
    const { extension: shown } = await world.relay.requestView(MARIT.id, third);
    expect(shown?.minutes).toBe(300);
    expect(shown?.earlier.map(({ id }) => id)).toEqual([SECOND, first]);
    await world.sign(MARIT, third);
    expect((await world.verified()).checks.map(({ result }) => result)).toEqual(['ok', 'ok']);
  });

  test.each([
    ['another case', { Support_Case_Number__c: '00099999' }, /another support case: 00042317/],
    ['a request that is not known', { Extends__c: 'a01580000000077AAA' }, /not known/],
    ['itself', { Extends__c: SECOND }, /extend itself/],
  ])('of %s is refused with the reason [D102]', async (_what, fields, reason) => {
    await extension(fields);
    expect(await state(SECOND)).toBe('Refused_by_policy');
    expect((await gateOf(SECOND))?.reason).toMatch(reason);
  });

  test('of a window that was revoked, or ended more than a week ago, is refused [D102]', async () => {
    await world.sign(MARIT, first, { decision: 'Revoke', reason: 'It is mended.' });
    await extension();
    expect((await gateOf(SECOND))?.reason).toBe(
      'AR-000001 has no window that could be extended: it is revoked.',
    );
    world = await RelayWorld.open();
    first = await world.raise();
    await world.sign(MARIT, first);
    await world.advance({ hours: 24 * 8 });
    await extension();
    expect((await gateOf(SECOND))?.reason).toMatch(/ended more than 7 days ago/);
  });

  test('keeps the grant: nobody is asked to take it back while its window is open, and is at its end [D102 U25]', async () => {
    await world.relay.observed({
      grants: [{ requestId: first, step: 'Granted', end: '2026-11-24' }],
      accesses: [],
    });
    await extension();
    await world.sign(FRIEDRICH, SECOND, { window: bounds(180) });
    await world.settled();
    await world.advance({ minutes: 121 });
    expect([await state(first), await state(SECOND)]).toEqual(['Completed', 'Window_open']);
    const revokes = () => world.mailsTo(ANKE).filter(({ subject }) => /take|revoke/i.test(subject));
    expect(revokes()).toEqual([]);
    // The grant stands and lasts long enough: the user is not asked for another one.
    expect(await world.stored(SECOND)).toMatchObject({ grantStep: 'Granted', grantEnd: '2026-11-24' });
    expect(world.mailsTo(ANKE)).toHaveLength(1);
    await world.advance({ minutes: 60 });
    expect(await state(SECOND)).toBe('Completed');
    expect(revokes()).toHaveLength(1);
    await world.relay.observed({ grants: [{ requestId: first, step: 'Ended', end: null }], accesses: [] });
    expect((await world.stored(SECOND))?.grantStep).toBe('Ended');
    await world.advance({ hours: 25 });
    expect(revokes()).toHaveLength(1);
  });

  test('that lasts longer than the grant asks for another one, and at its end for that to be taken back [D102]', async () => {
    const granted = (requestId: string, end: string) =>
      world.relay.observed({ grants: [{ requestId, step: 'Granted', end }], accesses: [] });
    await granted(first, '2026-11-24');
    await extension({ Hours_Wanted__c: 20 });
    const notAfter = '2026-11-25T09:00:00Z';
    const notBefore = '2026-11-24T20:00:00Z';
    await world.sign(FRIEDRICH, SECOND, { window: { maxMinutes: 600, notBefore, notAfter } });
    await world.settled();
    await world.advance({ hours: 36 });
    expect(await world.stored(SECOND)).toMatchObject({ state: 'Window_open', grantStep: 'Asked' });
  });
});

describe('a contact who asks for more time', () => {
  test('raises a new request as himself and cannot decide it; another contact can [D102 D105]', async () => {
    const { id } = await world.relay.extend(MARIT.id, { requestId: first, necessity, ...ask });
    await world.settled();
    expect(await world.stored(id)).toMatchObject({
      state: 'Awaiting_decision',
      content: {
        ...{ Extends__c: first, Requested_By_Address__c: MARIT.address, Requested_By__c: null },
        ...{ Necessity__c: necessity, Hours_Wanted__c: 2, Target_User__c: ANKE.id },
      },
    });
    expect((await world.relay.requestView(MARIT.id, id)).decidable.because).toBe('not_eligible');
    await expect(world.sign(MARIT, id)).rejects.toMatchObject({ code: 'not_eligible' });
    expect(await world.sign(FRIEDRICH, id)).toMatchObject({ requestState: 'Approved' });
  });

  test('makes one request however often the form is sent [D102]', async () => {
    const sent = { requestId: first, necessity, ...ask };
    const [one, two] = [await world.relay.extend(MARIT.id, sent), await world.relay.extend(MARIT.id, sent)];
    expect(two).toEqual(one);
    expect(world.org.requests.size).toBe(2);
  });

  test('is logged once, also when the new row is taken in by somebody else at this moment [D102 U1]', async () => {
    const raw = world.org.save({ Client_Key__c: SECOND, Extends__c: first }, SECOND);
    const ports = world.ports();
    /** As if another companion had committed just before this one got the ledger. */
    const unit: RelayPorts['store']['unit'] = (orgId, work, options) =>
      world.store.unit(
        orgId,
        (inner) => {
          const holdLedger = async () => {
            const other = await inner.requests.get(first);
            if (other) await inner.requests.put({ ...other, id: SECOND, state: 'Cancelled' });
            return inner.holdLedger();
          };
          return work({ ...inner, holdLedger });
        },
        options,
      );
    await requestSeen({ ...ports, store: { ...ports.store, unit } }, raw);
    const { entries } = await world.entries();
    const logged = entries.filter((entry) => 'request' in entry && entry.request === SECOND);
    expect(logged).toEqual([]);
  });

  test('is told why a request cannot be extended [D102]', async () => {
    await world.sign(MARIT, first, { decision: 'Revoke', reason: 'It is mended.' });
    await expect(world.relay.extend(MARIT.id, { requestId: first, necessity, ...ask })).rejects.toMatchObject(
      { code: 'not_extendable', message: /no window that could be extended/ },
    );
    expect(world.org.requests.size).toBe(1);
  });
});

describe('the verification kit', () => {
  type Shown = NonNullable<DecisionStatement['extension']>;

  /** What the kit says when the server had signed another account of what was done so far. */
  async function found(change: (shown: Shown, entries: LedgerEntry[]) => void): Promise<string> {
    await extension();
    await world.sign(FRIEDRICH, SECOND);
    const { entries, check } = await world.entries();
    const bent = structuredClone(entries);
    const decision = bent.findLast((entry): entry is DecisionReceived => entry.type === 'decision.received');
    const statement = decision?.statement as unknown as DecisionStatement;
    if (!decision || !statement.extension) throw new Error('no extension was signed');
    change(statement.extension, bent);
    const challenge = await kitCrypto.sha256(utf8(canonicalize(statement as unknown as Json)));
    const key = world.keys.get(FRIEDRICH.id)?.assert(Buffer.from(challenge).toString('base64url'));
    decision.digest = toHex(challenge);
    decision.assertion = { ...key?.response, credentialId: key?.id ?? '' } as DecisionReceived['assertion'];
    return (await check(bent)).checks.flatMap(({ result, detail }) => (result === 'ok' ? [] : detail)).join();
  }

  test('accepts what was signed [U4]', async () => {
    expect(await found(() => undefined)).toBe('');
  });

  test('finds counts that are not those of the ledger, and earlier requests that were left out [U4 D102]', async () => {
    const wrong = /not shown as the ledger tells/;
    expect(await found((shown) => Object.assign(shown.earlier[0] ?? {}, { findings: 1 }))).toMatch(wrong);
    world = await RelayWorld.open();
    first = await world.raise();
    await world.sign(MARIT, first);
    expect(await found((shown) => Object.assign(shown, { earlier: [] }))).toMatch(wrong);
  });

  test('finds an extension of another case, and one of a request that had no window [U4 D102]', async () => {
    const ofAnother = await found((_shown, entries) => {
      for (const entry of entries)
        if (entry.type === 'request.revision' && entry.request === first)
          Object.assign(entry.fields, { Support_Case_Number__c: '00099999' });
    });
    expect(ofAnother).toMatch(/another case or another user/);
  });
});
