import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from '../../core/entries/entries.ts';
import { MARIT, POLICY } from '../fixtures/bank-org.ts';
import { RelayWorld } from '../fixtures/relay-world.ts';

let world: RelayWorld;
beforeEach(async () => {
  world = await RelayWorld.open();
});
afterAll(() => RelayWorld.closeAll());

async function start(): Promise<string> {
  const who = { origin: 'Operator', by: 'operator root', note: null, level: null } as const;
  const id = await world.relay.startDrill({ ...who, contacts: [], minutes: 60 });
  await world.settled();
  return id;
}

const faults = async () =>
  (await world.verified()).checks.flatMap(({ result, detail }) => (result === 'ok' ? [] : detail));

describe('a drill whose timer was lost', () => {
  const lose = async (drill: string) => {
    await world.store.unit(world.org.orgId, (unit) => unit.cancel('drill.end', drill));
    await world.advance({ minutes: 61 });
    return (await world.relay.drill(drill)).endedAt;
  };

  test('is ended when the org is looked at next, or before the next drill begins [U14]', async () => {
    const first = await start();
    expect(await lose(first)).toBeNull();
    await world.relay.refresh();
    expect(await world.relay.drill(first)).toMatchObject({ endedAt: world.time.toString(), answered: 0 });
    const second = await start();
    expect(await lose(second)).toBeNull();
    const third = await start();
    expect((await world.relay.drill(second)).endedAt).toBe(world.time.toString());
    expect((await world.relay.drill(third)).name).toBe('DRILL-0003');
    expect(await faults()).toEqual([]);
  });

  test('is found by the kit when nothing ends it while the ledger goes on, and holds up no later one [U14]', async () => {
    const drill = await start();
    expect(await lose(drill)).toBeNull();
    const { entries, check } = await world.entries();
    const wrongWith = async (hours: number[]) => {
      const later = hours.map((after): LedgerEntry => {
        const at = world.time.add({ minutes: after * 60 }).toString();
        return { v: 1, type: 'clock.offset', org: world.org.orgId, at, milliseconds: 0 };
      });
      const { checks } = await check([...entries, ...later]);
      return checks.flatMap(({ result, detail }) => (result === 'ok' ? [] : detail));
    };
    expect(await wrongWith([100, 124])).toEqual([]);
    expect(await wrongWith([1, 26, 27])).toEqual([
      expect.stringMatching(/DRILL-0001 was over at .*, and nothing ended it/),
    ]);
  });
});

describe('the schedule of the signed policy', () => {
  const scheduled = async () => (await world.relay.drillPage({ after: null, limit: 50 })).items;

  test('begins one drill within its days, in its hours, and draws the next [U14 A33]', async () => {
    const policy = { ...POLICY, drills: { everyDays: 30, hours: 'Night' as const } };
    await world.changePolicy(policy);
    await world.relay.refresh();
    const { nextBy } = await world.relay.drillPage({ after: null, limit: 1 });
    expect(nextBy).toBe(world.time.add({ hours: 30 * 24 }).toString());
    const { dueAt } = (await world.store.rows(world.org.orgId).settings.get('drill.schedule')) as {
      dueAt: string;
    };
    world.time = Temporal.Instant.from(dueAt).subtract({ seconds: 1 });
    await world.settled();
    expect(await scheduled()).toEqual([]);
    await world.advance({ seconds: 1 });
    const [drill, second] = await scheduled();
    expect(second).toBeUndefined();
    expect(drill).toMatchObject({ origin: 'Schedule', asked: 2, startedBy: null });
    const { hour } = Temporal.Instant.from(drill?.startedAt ?? '').toZonedDateTimeISO('UTC');
    expect(hour >= 22 || hour < 6).toBe(true);
    await world.advance({ hours: 24 });
    expect(await scheduled()).toHaveLength(1);
    expect(await faults()).toEqual([]);
  });

  test('catches up once what it missed, and not beside a request that waits [U14]', async () => {
    await world.changePolicy({ ...POLICY, drills: { everyDays: 2, hours: 'Any_time' as const } });
    await world.relay.refresh();
    world.time = world.time.add({ hours: 20 * 24 });
    // Raised now, so that its deadline does not fall due together with the drill: either could come first.
    const request = await world.raise();
    expect(await scheduled()).toEqual([]);
    await world.sign(MARIT, request, { decision: 'Deny' });
    await world.advance({ minutes: 59 });
    expect(await scheduled()).toEqual([]);
    await world.advance({ minutes: 1 });
    expect(await scheduled()).toHaveLength(1);
    await world.advance({ hours: 3 });
    expect(await scheduled()).toHaveLength(1);
  });

  test('begins exactly one with many companions [U14 U23]', async () => {
    await world.changePolicy({ ...POLICY, drills: { everyDays: 2, hours: 'Any_time' as const } });
    await world.relay.refresh();
    world.time = world.time.add({ hours: 3 * 24 });
    const due = Array.from({ length: 4 }, () => world.relay.work('drill.due', { data: {} }));
    await Promise.all(due);
    await world.relay.work('drill.due', { data: {} });
    expect(await scheduled()).toHaveLength(1);
  });
});
