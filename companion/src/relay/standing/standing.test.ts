import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { AppError } from '../../core/errors.ts';
import { FRIEDRICH, INGRID, MARIT, MODE_PROPOSAL, POLICY } from '../fixtures/bank-org.ts';
import { RelayWorld } from '../fixtures/relay-world.ts';
import { modeNow, modeSigners } from '../modes.ts';

let world: RelayWorld;
beforeAll(async () => {
  world = await RelayWorld.open([MARIT, FRIEDRICH], undefined, (org) => {
    org.roster = [MARIT, FRIEDRICH, INGRID];
    org.policy = { ...POLICY, ladder: [1, 2].map((level) => ({ level, afterMinutes: (level - 1) * 60 })) };
  });
});
afterAll(() => RelayWorld.closeAll());

const status = () => world.org.rowsOf('Governance_Status__c')[0] ?? {};
const listOf = (field: string) => JSON.parse(String(status()[field])) as Record<string, unknown>[];
const row = ({ id }: { id: string }) => world.org.rows.get(`Authorization_Contact__c ${id}`) ?? {};
const look = async () => {
  await world.relay.refresh();
  await world.settled();
};

test('the org shows mode, policy and roster in force, and who is asked when [A7 A8 D109 U15]', async () => {
  await world.relay.setMode({
    ...{ mode: 'Opt_out_enabled', effectiveFrom: '2026-11-01T00:00:00Z', by: 'operator', note: null },
  });
  expect(status()).toMatchObject({
    ...{ Mode__c: 'Opt_out_enabled', Mode_Since__c: '2026-11-01T00:00:00Z', Mode_Set_By__c: 'operator' },
    Policy_Version__c: expect.stringMatching(/^Default-/),
    Policy_Since__c: expect.any(String),
    Roster_Version__c: expect.stringMatching(/^roster-/),
  });
  expect(status()).not.toHaveProperty('Mode_Signed_By__c');
  const [asking] = listOf('Asking__c').slice(-1);
  expect(asking).toMatchObject({
    rule: null,
    ladder: [
      { level: 1, afterMinutes: 0, asked: [FRIEDRICH.id, MARIT.id] },
      // Ingrid has no passkey yet: nobody of her level can be asked.
      { level: 2, afterMinutes: 60, asked: [] },
    ],
  });
  const [mode] = (await world.relay.openActs(MARIT.id)).filter(({ type }) => type === 'governance-mode');
  await world.act(MARIT, 'governance-mode', mode?.subject ?? '', 'Accept');
  await world.settled();
  expect(status()['Mode_Signed_By__c']).toBe('Marit Jansen');
  expect(listOf('Waiting__c').map(({ kind }) => kind)).not.toContain('Founding_mode');
});

test('a change of the roster stands as what it is until a contact has signed it [A10 U15]', async () => {
  expect(row(INGRID)).toMatchObject({ Standing__c: 'In_force' });
  const newcomer = { ...INGRID, id: 'a02580000000009AAA', name: 'Nora Kern', address: 'nora@bank.example' };
  world.org.roster = [MARIT, { ...FRIEDRICH, level: 2 }, INGRID, newcomer];
  await look();
  expect(row(newcomer)).toMatchObject({ Standing__c: 'Not_signed' });
  expect(row(FRIEDRICH)).toMatchObject({
    ...{ Standing__c: 'Change_waits', Unsigned_Change__c: 'Level: 2 instead of 1' },
  });
  expect(listOf('Waiting__c')).toEqual(
    expect.arrayContaining([
      { kind: 'Roster', change: 'Added', contact: newcomer.id },
      { kind: 'Roster', change: 'Changed', contact: FRIEDRICH.id },
    ]),
  );
  await world.act(MARIT, 'roster-change', FRIEDRICH.id, 'Accept');
  await world.act(MARIT, 'roster-change', newcomer.id, 'Reject');
  await world.settled();
  expect(row(FRIEDRICH)).toMatchObject({ Standing__c: 'In_force', Unsigned_Change__c: null });
  expect(row(newcomer)).toMatchObject({ Standing__c: 'Turned_down' });
});

test('alarms stand with what to do, and nothing is written again that has not changed [U15]', async () => {
  await world.advance({ hours: 49 });
  await look();
  expect(listOf('Alarms__c')).toContainEqual(
    expect.objectContaining({ nextStep: expect.any(String), since: expect.any(String) }),
  );
  const writes = jest.spyOn(world.org, 'apply');
  await look();
  expect(writes.mock.calls).toEqual([]);
});

test('absence shows until it is over, and a row that is gone is not written to [U15]', async () => {
  await world.relay.setAbsence(MARIT.id, { first: '2026-11-20', last: '2026-11-30' });
  await world.settled();
  expect(row(MARIT)['Away_Until__c']).toBe('2026-11-30T23:00:00Z');
  const before = row(INGRID);
  world.org.roster = world.org.roster.map((one) => (one.id === INGRID.id ? { ...one, deleted: true } : one));
  await world.advance({ hours: 24 * 9 });
  await look();
  expect(row(MARIT)['Away_Until__c']).toBeNull();
  expect(row(INGRID)).toEqual(before);
  expect(listOf('Waiting__c')).toContainEqual({ kind: 'Roster', change: 'Removed', contact: INGRID.id });
});

test('every version of the roster is kept, with what brought it; one that was set back has its old name [D113 A10 U4]', async () => {
  const rows = world.store.rows(world.org.orgId);
  const before = await rows.rosterVersions.list({ limit: 100 });
  const row = world.org.roster.find(({ id }) => id === FRIEDRICH.id) ?? FRIEDRICH;
  const see = async (change: Partial<typeof FRIEDRICH>) => {
    world.org.roster = world.org.roster.map((one) => (one.id === row.id ? { ...row, ...change } : one));
    await look();
    return status()['Roster_Version__c'];
  };
  const base = status()['Roster_Version__c'];
  expect(await see({ mayDecide: false })).not.toBe(base);
  // What only an editor of rows says, and gives nobody less, is no version.
  expect(await see({ level: 1 })).toBe(base);
  expect(await see({ active: false })).not.toBe(base);
  expect(await see({})).toBe(base);
  const [newest, without, , , first] = await rows.rosterVersions.list({ limit: 5 });
  expect([newest, without].map((one) => [one?.cause, one?.version === base])).toEqual([
    ['Seen', true],
    ['Seen', false],
  ]);
  expect(first).toEqual(before[0]);
  // The seal, what Marit signed, and Ingrid's row, which is gone.
  expect(before.map(({ cause }) => cause)).toEqual(['Seen', 'Signed', 'Sealed']);
  expect((newest?.number ?? 0) - before.length).toBe(4);
  expect(without?.entries.find(({ id }) => id === FRIEDRICH.id)).toMatchObject({ active: false });
  // Signed again: what stays keeps its commitment, so that nobody else seems to stand behind the entry.
  await see({ level: 3 });
  expect(await world.act(MARIT, 'roster-change', row.id, 'Accept')).toMatchObject({ waits: false });
  const [third] = await rows.rosterVersions.list({ limit: 1 });
  const entryOf = (one = third) => one?.entries.find(({ id }) => id === row.id);
  expect(entryOf()).toMatchObject({
    level: 3,
    address: entryOf(newest)?.address,
    name: entryOf(newest)?.name,
  });
  const { items } = await world.relay.rosterVersions(MARIT.id, {});
  expect(items[0]).toMatchObject({
    ...{ cause: 'Signed', until: null, signedBy: [{ name: 'Marit Jansen' }] },
    changes: [{ kind: 'Level', text: 'Friedrich Albers is asked at level 3 instead of 2' }],
  });
  const { entries: shown, times } = await world.relay.rosterVersion(MARIT.id, String(base));
  expect(times.map(({ until }) => until !== null)).toEqual([true, true, true]);
  expect(shown.find(({ id }) => id === row.id)).toMatchObject({ name: 'Friedrich Albers', level: 2 });
  expect(JSON.stringify(shown)).not.toContain('@');
  await expect(world.relay.rosterVersions(INGRID.id, {})).rejects.toMatchObject({ code: 'not_signed_in' });
  // Erased beside the ledger, it is gone here, too; the version stays what it is.
  const erase = "DELETE FROM ledger_opening WHERE org_id = $1 AND path LIKE '%/Name' AND path LIKE $2";
  await world.store.database.query(erase, [world.org.orgId, `%${row.id}%`]);
  expect((await world.relay.rosterVersions(MARIT.id, {})).items[0]?.changes[0]?.name).toBe(row.id);
  // The table holds no name and no address: what opens them lies beside the ledger.
  expect(JSON.stringify(await rows.rosterVersions.list({ limit: 100 }))).not.toMatch(/@|Friedrich/);
  const { entries, check } = await world.entries();
  const lie = entries.map((one) =>
    one.type === 'roster.narrowed' ? { ...one, version: String(base) } : one,
  );
  expect((await check(lie)).checks.flatMap(({ detail }) => detail).join()).toContain(
    'is not that of its entries',
  );
});

describe('a governance mode that an administrator proposes in the org', () => {
  const proposal = (id = MODE_PROPOSAL.id) => world.org.rows.get(`Governance_Proposal__c ${id}`);
  const take = async (...rows: Partial<typeof MODE_PROPOSAL>[]) => {
    world.org.modeProposals = rows.map((values) => ({ ...MODE_PROPOSAL, ...values }));
    await world.relay.refresh();
    await world.settled();
  };
  const next = (id: string, values: Partial<typeof MODE_PROPOSAL> = {}) => ({ ...values, id });
  const waiting = async () =>
    (await world.relay.openActs(MARIT.id)).find(({ type }) => type === 'governance-mode')?.subject ?? null;
  const sign = async (choice: string) => {
    await world.act(MARIT, 'governance-mode', (await waiting()) ?? '', choice);
    await world.settled();
  };
  const logged = async () =>
    (await world.store.ledger.entries(world.org.orgId)).flatMap(({ entry }) =>
      entry.type === 'mode.proposed' ? [entry] : [],
    );

  beforeEach(async () => {
    world = await RelayWorld.open([MARIT]);
  });

  test('waits for a signature over its reason, and is in force from its day on when it was given [A7 A8 U3]', async () => {
    await take({});
    expect(proposal()).toMatchObject({
      ...{ State__c: 'Waiting_for_signature', Reason__c: MODE_PROPOSAL.reason },
      Ledger_Leaf__c: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await logged()).toMatchObject([{ row: MODE_PROPOSAL.id }]);
    expect(world.mailsTo(MARIT).at(-1)?.text).toContain(`Reason given: ${MODE_PROPOSAL.reason}`);
    const { base, openings } = await world.relay.startAct({
      ...{ contactId: MARIT.id, sessionId: 'a session', type: 'governance-mode', locale: 'en' },
      subject: (await waiting()) ?? '',
    });
    expect(openings).toContainEqual(expect.objectContaining({ value: MODE_PROPOSAL.reason }));
    expect(base.shown).toMatchObject({ mode: 'Standard', effectiveFrom: '2026-11-30T23:00:00Z' });
    // Its state has not reached the org yet, so it is read once more.
    await take({});
    expect(await logged()).toHaveLength(1);
    await sign('Accept');
    expect(proposal()).toMatchObject({
      ...{ State__c: 'Accepted', In_Force_From__c: '2026-11-30T23:00:00Z', Signed_By__c: MARIT.name },
    });
    expect(world.org.rowsOf('Governance_Mode__c')).toMatchObject([{ Note__c: MODE_PROPOSAL.reason }]);
    // The first mode of all was signed as a proposal: nobody is asked to confirm it again.
    expect(await waiting()).toBeNull();
  });

  test('is not missed where the metadata of the org is older: the roster is read all the same [A7]', async () => {
    jest
      .spyOn(world.org, 'readModeProposals')
      .mockRejectedValue(new AppError('configuration', 'Governance_Proposal__c cannot be read.'));
    world.org.roster = [{ ...MARIT, level: 2 }, FRIEDRICH];
    await world.relay.refresh();
    expect(await world.relay.openActs(MARIT.id)).toContainEqual(
      expect.objectContaining({ type: 'roster-change', subject: MARIT.id }),
    );
  });

  test('says who turned it down and why [A7 U3]', async () => {
    await take({});
    await sign('Reject');
    expect(proposal()).toMatchObject({ State__c: 'Turned_down', Signed_By__c: MARIT.name });
    expect(proposal()?.['Result__c']).not.toBeNull();
    await take(next('a09580000000002AAA'));
    expect(proposal()).toMatchObject({ State__c: 'Turned_down' });
  });

  test('gives way to one that is proposed after it, and to the mode in force when that is asked for again [A7]', async () => {
    await take(
      {},
      next('a09580000000002AAA', { mode: 'Opt_out_enabled' }),
      next('a09580000000005AAA', { reason: '' }),
    );
    expect(proposal()).toMatchObject({
      State__c: 'Taken_back',
      Result__c: 'Another proposal took its place.',
    });
    // Of several the newest that can be signed is asked for, so that nobody is mailed about each.
    expect(await logged()).toMatchObject([{ row: 'a09580000000002AAA' }]);
    await sign('Accept');
    await take(next('a09580000000003AAA'));
    await take(next('a09580000000004AAA', { mode: 'Opt_out_enabled', effectiveDate: '2026-12-24' }));
    expect(proposal('a09580000000003AAA')).toMatchObject({ State__c: 'Taken_back' });
    expect(proposal('a09580000000004AAA')).toMatchObject({
      State__c: 'Refused',
      Result__c: expect.stringContaining('Opt-out enabled holds then anyway, since 2026-11-30T23:00:00Z'),
    });
    expect(await waiting()).toBeNull();
    // Nobody signed that: who was asked to sign hears of it.
    const told = world.mailsTo(MARIT).at(-1);
    expect(told?.subject).toContain('Governance mode “Standard” is not proposed any more');
    expect(told?.text).toContain(
      `${MODE_PROPOSAL.createdByName ?? ''} has asked for the mode that holds then`,
    );
  });

  test.each([
    ['a time zone that there is not', { timeZone: 'Atlantis/Capital' }, 'Time zone is not'],
    ['another proposer than who saved it', { proposedById: MARIT.id }, 'Proposed by is not'],
    ['nobody who proposes it', { proposedById: null }, 'Proposed by is not'],
    ['no reason', { reason: ' ' }, 'No reason is given'],
  ])('is refused with %s [A7]', async (_what, values, because) => {
    await take(values);
    expect(proposal()).toMatchObject({ State__c: 'Refused', Result__c: expect.stringContaining(because) });
    expect(await waiting()).toBeNull();
  });
});

test('the mode that is shown is the one that judges, to the very instant [A7]', async () => {
  const rows = world.store.rows(world.org.orgId);
  const second = { index: 1_000_001, mode: 'Opt_out_enabled', setBy: 'operator' } as const;
  await world.store.unit(world.org.orgId, async (unit) => {
    await unit.modes.put({
      ...second,
      index: 1_000_000,
      mode: 'Standard',
      effectiveFrom: '2031-01-01T00:00:00Z',
    });
    await unit.modes.put({ ...second, effectiveFrom: '2031-01-01T12:00:00.0007Z' });
  });
  for (const at of ['2031-01-01T11:59:59.999Z', '2031-01-01T12:00:00.0005Z', '2031-01-01T12:00:00.0009Z'])
    expect((await modeSigners(rows, at))?.mode).toBe(await modeNow(rows, at));
});
