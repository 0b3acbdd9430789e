import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { FRIEDRICH, INGRID, MARIT, POLICY } from '../fixtures/bank-org.ts';
import { RelayWorld } from '../fixtures/relay-world.ts';

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
