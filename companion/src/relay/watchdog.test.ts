import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { FRIEDRICH, MARIT } from './fixtures/bank-org.ts';
import { RelayWorld } from './fixtures/relay-world.ts';

let world: RelayWorld;
beforeAll(async () => {
  world = await RelayWorld.open([MARIT]);
});
afterAll(() => RelayWorld.closeAll());

const titles = async () => (await world.relay.alarms()).map(({ title }) => title);
const alarmRows = () =>
  world.org.rowsOf('Access_Finding__c').filter((row) => row['Kind__c'] === 'Roster_alarm');

async function look(): Promise<void> {
  await world.relay.refresh();
  await world.settled();
}

test('an alarm waits for its patience, is told once with what to do, and says when it is cured [U15 A28]', async () => {
  await look();
  expect(await titles()).toEqual([]);
  await world.advance({ hours: 49 });
  await look();
  await look();
  expect(await titles()).toEqual(['Friedrich Albers has no passkey', 'Only Marit Jansen can decide']);
  expect(alarmRows()).toHaveLength(2);
  expect(world.mailsTo(MARIT).some(({ subject }) => /Only Marit Jansen can decide/.test(subject))).toBe(true);
  await world.enrol(FRIEDRICH);
  await look();
  expect(await titles()).toEqual([]);
  expect(alarmRows().every((row) => /The cause is gone since/.test(String(row['Details__c'])))).toBe(true);
});

test('a user who is deactivated, and everybody on leave, are seen when a request arrives [U15]', async () => {
  world.org.inactive.add(FRIEDRICH.userId ?? '');
  await world.advance({ hours: 25 });
  for (const contact of [MARIT, FRIEDRICH]) {
    await world.relay.setAbsence(contact.id, { first: '2026-11-25', last: '2026-12-24' });
  }
  await world.raise();
  expect(await titles()).toEqual([
    'Everybody of level 1 is away',
    'The user of Friedrich Albers is inactive',
  ]);
});
