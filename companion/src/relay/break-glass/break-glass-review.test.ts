/** The review that break-glass owes (D112), and what the kit makes of ledgers that hide it. */
import { afterAll, describe, expect, test } from '@jest/globals';
import type { BreakGlassOpened, LedgerEntry } from '../../core/entries/entries.ts';
import { checkStates } from '../../core/verify/verify-states.ts';
import { contactNames } from '../../reports/names.ts';
import { readerOf } from '../../reports/reader.ts';
import { requestsOf } from '../../reports/requests.ts';
import { FRIEDRICH, INGRID, KATRIN, MARIT } from '../fixtures/bank-org.ts';
import { ALLOWED, EMERGENCY, openEmergencyWorld } from '../fixtures/emergency.ts';
import { signAct } from '../acts/acts.ts';
import { RelayWorld } from '../fixtures/relay-world.ts';
import type { RelayPorts } from '../ports.ts';

let world: RelayWorld;
const open = async (...how: Parameters<typeof openEmergencyWorld>) => {
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
describe('the review', () => {
  const reviewOf = async (contact: typeof MARIT) =>
    (await world.relay.openActs(contact.id)).find(({ type }) => type === 'break-glass-review');

  test('is signed when the window is over, by a contact who has no part in it; the mark stays [D112]', async () => {
    await open();
    const id = await world.raise(EMERGENCY);
    expect(await reviewOf(MARIT)).toMatchObject({
      mayAct: false,
      because: expect.stringContaining('still open'),
    });
    await world.advance({ minutes: 46 });
    expect(await reviewOf(MARIT)).toMatchObject({ mayAct: true, subject: id });
    await world.act(MARIT, 'break-glass-review', id, 'Justified');
    await world.settled();
    expect(await reviewOf(FRIEDRICH)).toBeUndefined();
    expect(world.org.request().fields).toMatchObject({
      Break_Glass__c: true,
      Break_Glass_Review__c: 'Justified',
      Break_Glass_Reviewed_By__c: MARIT.name,
    });
    expect(world.mailsTo(FRIEDRICH).at(-1)?.subject).toContain('BREAK-GLASS: reviewed: Justified');
    const { entries } = await world.entries();
    const reader = await readerOf(await world.store.ledger.openings(world.org.orgId, 0, entries.length));
    const names = { contacts: contactNames(entries, reader), users: new Map<string, string>() };
    const [reported] = requestsOf(entries, names, reader, {
      from: '2026-11-01T00:00:00Z',
      to: '2026-12-01T00:00:00Z',
    });
    expect(reported?.window).toEqual({ start: '2026-11-23T09:00:00Z', end: '2026-11-23T09:45:00Z' });
    expect(reported?.breakGlass).toMatchObject({
      reason: EMERGENCY.Break_Glass_Reason__c,
      review: { outcome: 'Justified', by: MARIT.name, reason: 'I have called the person.' },
    });
    await world.advance({ hours: 30 });
    expect(world.org.rowsOf('Access_Finding__c').map(({ Kind__c }) => Kind__c)).not.toContain(
      'Break_glass_not_reviewed',
    );
    expect((await world.verified()).checks[0]?.result).toBe('ok');
  });

  test('is refused to the requester and the target user, under whatever entry they stand on the roster [D112]', async () => {
    const own = { ...FRIEDRICH, userId: KATRIN.id };
    await open(ALLOWED, { roster: [MARIT, own] });
    const id = await world.raise(EMERGENCY);
    await world.advance({ minutes: 46 });
    expect(await reviewOf(own)).toMatchObject({ mayAct: false });
    await expect(world.act(own, 'break-glass-review', id, 'Justified')).rejects.toMatchObject({
      code: 'not_eligible',
    });
  });

  test('locks the request before the ledger, as everything else that changes it does [D112 U1]', async () => {
    await open();
    const id = await world.raise(EMERGENCY);
    await world.advance({ minutes: 46 });
    const taken: Parameters<typeof signAct>[1][] = [];
    const take = (sent: (typeof taken)[number]) => {
      taken.push(sent);
      throw new Error('kept back');
    };
    await expect(world.act(MARIT, 'break-glass-review', id, 'Justified', take)).rejects.toThrow('kept back');
    const [sent] = taken;
    if (!sent) throw new Error('nothing was signed');
    const ports = world.ports();
    const steps: string[] = [];
    const unit: RelayPorts['store']['unit'] = (orgId, work, options) =>
      world.store.unit(
        orgId,
        (inner) => {
          const append: typeof inner.append = (entry, openings) => {
            steps.push(`${entry.type} under ${options?.lock ?? 'nothing'}`);
            return inner.append(entry, openings);
          };
          return work({ ...inner, append });
        },
        options,
      );
    await signAct({ ...ports, store: { ...ports.store, unit } }, sent);
    expect(steps).toEqual([`act.signed under ${id}`, `breakglass.reviewed under ${id}`]);
  });

  test('that finds no emergency is a critical finding, told to everybody [D112]', async () => {
    await open();
    const id = await world.raise(EMERGENCY);
    await world.advance({ minutes: 46 });
    await world.act(FRIEDRICH, 'break-glass-review', id, 'Not_justified');
    await world.settled();
    const finding = world.org
      .rowsOf('Access_Finding__c')
      .find(({ Kind__c }) => Kind__c === 'Break_glass_not_justified');
    expect(finding).toMatchObject({ Severity__c: 'Critical', Access_Request__c: id });
    expect(world.mailsTo(INGRID).at(-1)?.subject).toContain('Break-glass not justified');
    expect((await world.verified()).checks[0]?.result).toBe('ok');
  });

  test('is asked for again before it is due, then missing: a critical finding, and nothing opens until it is given [D112]', async () => {
    await open();
    const id = await world.raise(EMERGENCY);
    // The first reminder is late, as after an outage: it says what is left.
    await world.advance({ hours: 14 });
    await world.advance({ hours: 6 });
    await world.advance({ hours: 3 });
    const subjects = world.mailsTo(INGRID).map(({ subject }) => subject);
    expect(subjects.flatMap((subject) => /review due in (\d+) hours?/.exec(subject)?.[1] ?? [])).toEqual([
      '10',
      '4',
      '1',
    ]);
    await world.advance({ hours: 1 });
    const finding = world.org
      .rowsOf('Access_Finding__c')
      .find(({ Kind__c }) => Kind__c === 'Break_glass_not_reviewed');
    expect(finding).toMatchObject({ Severity__c: 'Critical', Access_Request__c: id });
    expect(world.org.request().fields['Break_Glass_Review__c']).toBe('Overdue');
    const second = await world.raise(EMERGENCY, 'a01580000000002AAA');
    expect(await refusedBy(second)).toEqual(['break_glass_seldom']);
    await world.act(MARIT, 'break-glass-review', id, 'Justified');
    await world.advance({ minutes: 1 });
    const third = await world.raise(EMERGENCY, 'a01580000000003AAA');
    expect((await world.stored(third))?.state).toBe('Window_open');
    expect((await world.verified()).checks[0]?.result).toBe('ok');
  });
});

describe('the kit, on a ledger that was altered', () => {
  /** What it says of the ledger after `change`. */
  async function judged(change: (entries: LedgerEntry[]) => LedgerEntry[]): Promise<string[]> {
    const { entries, check } = await world.entries();
    const changed = change(structuredClone(entries));
    const { checks } = await check(changed);
    return [...checks, checkStates(changed)].flatMap(({ result, detail }) => (result === 'ok' ? [] : detail));
  }
  const altering = (change: (opened: BreakGlassOpened) => BreakGlassOpened) => (entries: LedgerEntry[]) =>
    entries.map((entry) => (entry.type === 'breakglass.opened' ? change(entry) : entry));
  const said = (sentence: string) => [expect.stringContaining(sentence)];

  test('an opening without approval and without its entry stays tampered, and so does each term that was stretched [D112]', async () => {
    await open();
    const id = await world.raise(EMERGENCY);
    await world.advance({ minutes: 46 });
    await world.act(MARIT, 'break-glass-review', id, 'Justified');
    expect(await judged((entries) => entries)).toEqual([]);
    const without = await judged((entries) => entries.filter(({ type }) => !type.startsWith('breakglass.')));
    expect(without).toContainEqual(expect.stringContaining('no decision made the request Approved'));
    expect(await judged(altering((opened) => ({ ...opened, told: [MARIT.id] })))).toEqual(
      said('not among those who were told'),
    );
    expect(
      await judged(
        altering((opened) => ({ ...opened, window: { ...opened.window, end: '2026-11-23T09:46:00Z' } })),
      ),
    ).toContainEqual(expect.stringContaining('longer than policy and request allow'));
    expect(await judged(altering((opened) => ({ ...opened, reviewDue: '2026-11-25T09:00:00Z' })))).toEqual(
      said('24 hours'),
    );
    const unsigned = (entries: LedgerEntry[]) =>
      entries.map((entry) =>
        entry.type === 'act.signed' && entry.act === 'policy-change' ? { ...entry, type: 'notice' } : entry,
      ) as LedgerEntry[];
    expect(await judged(unsigned)).toContainEqual(
      expect.stringContaining('no contact had signed the policy'),
    );
    const plain = (entries: LedgerEntry[]) =>
      entries.map((entry) =>
        entry.type === 'request.revision'
          ? { ...entry, fields: { ...entry.fields, Break_Glass__c: false } }
          : entry,
      );
    expect(await judged(plain)).toContainEqual(expect.stringContaining('does not ask for break-glass'));
    const extending = (entries: LedgerEntry[]) =>
      entries.map((entry) =>
        entry.type === 'request.revision'
          ? { ...entry, fields: { ...entry.fields, Extends__c: 'a01580000000009AAA' } }
          : entry,
      );
    expect(await judged(extending)).toContainEqual(
      expect.stringContaining('the gates extension_fits were left out'),
    );
    const unrated = (entries: LedgerEntry[]) =>
      entries.map((entry) =>
        entry.type === 'policy.evaluated'
          ? { ...entry, v: 1, gates: entry.gates.filter(({ gate }) => gate !== 'risk_rated') }
          : entry,
      ) as LedgerEntry[];
    expect(await judged(unrated)).toContainEqual(expect.stringContaining('leaves gates out'));
    const unreviewed = (entries: LedgerEntry[]) =>
      entries.filter(({ type }) => type !== 'breakglass.reviewed');
    expect(await judged(unreviewed)).toContainEqual(expect.stringContaining('was not heeded at once'));
  });

  test('a review that was not shown a log-in that the server knew of is found [D112 U4]', async () => {
    await open();
    const request = await world.raise(EMERGENCY);
    await world.advance({ minutes: 46 });
    const at = world.time.toString();
    const about = {
      subject: 'access',
      strength: 'By_user_and_time',
      provisional: false,
      reason: '',
    } as const;
    await world.store.unit(world.org.orgId, (unit) =>
      unit.append({
        ...{ v: 1, type: 'verdict', org: world.org.orgId, at, ...about, key: 'one', request: null },
        ...{ verdict: 'No_authorization', replaces: null },
      }),
    );
    await world.act(MARIT, 'break-glass-review', request, 'Justified');
    expect(await judged((entries) => entries)).toEqual([]);
    const known = (entries: LedgerEntry[]) =>
      entries.map((entry) => (entry.type === 'verdict' ? { ...entry, request } : entry));
    expect(await judged(known)).toEqual(said('not every log-in that was known was shown'));
  });

  test('a review that nobody gave, or that found no emergency, without its finding is found [D112]', async () => {
    await open();
    await world.raise(EMERGENCY);
    await world.advance({ hours: 26 });
    const silent = (entries: LedgerEntry[]) => entries.filter(({ type }) => type !== 'finding');
    expect(await judged((entries) => entries)).toEqual([]);
    expect(await judged(silent)).toEqual(said('no finding says so'));
  });
});
