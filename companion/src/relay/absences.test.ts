import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { FRIEDRICH, MARIT } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';

let world: RelayWorld;
beforeAll(async () => {
  world = await RelayWorld.open();
});
afterAll(() => RelayWorld.closeAll());

const absentUntil = async () =>
  (await world.relay.roster(FRIEDRICH.id)).contacts.find(({ id }) => id === MARIT.id)?.absentUntil;

describe('an absence', () => {
  test('is kept in whole days of the contact’s zone, seen by the others, and takes no vote away [U15 U16]', async () => {
    const days = { first: '2026-11-23', last: '2026-11-24' };
    const absence = await world.relay.setAbsence(MARIT.id, days);
    expect(absence).toMatchObject({ from: '2026-11-22T23:00:00Z', until: '2026-11-24T23:00:00Z' });
    expect(await absentUntil()).toBe('2026-11-24T23:00:00Z');
    expect(await world.sign(MARIT, await world.raise())).toMatchObject({ outcome: 'effective' });
    await expect(world.relay.withdrawAbsence(FRIEDRICH.id, absence.id)).rejects.toMatchObject({
      code: 'not_found',
    });
    await world.relay.withdrawAbsence(MARIT.id, absence.id);
    expect(await absentUntil()).toBeNull();
    expect(await world.relay.absences(MARIT.id)).toEqual([]);
    const types = (await world.entries()).entries.map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['absence.set', 'absence.withdrawn']));
  });

  test.each<[string, { first: string; last: string }]>([
    ['that ends before it begins', { first: '2026-12-03', last: '2026-12-02' }],
    ['that is over', { first: '2026-11-01', last: '2026-11-02' }],
    ['of more than a year', { first: '2026-12-01', last: '2028-01-01' }],
  ])('%s is refused', async (_, days) => {
    await expect(world.relay.setAbsence(MARIT.id, days)).rejects.toMatchObject({ code: 'malformed' });
  });

  test('over the change of the clocks has a day of 25 hours', async () => {
    const { from, until } = await world.relay.setAbsence(MARIT.id, {
      first: '2027-10-31',
      last: '2027-10-31',
    });
    expect(Temporal.Instant.from(from).until(until).total('hours')).toBe(25);
  });

  test('is told to nobody who is not on the roster', async () => {
    await expect(world.relay.roster('a02580000000009AAA')).rejects.toMatchObject({ code: 'not_signed_in' });
  });
});
