import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { RelayWorld } from './fixtures/relay-world.ts';
import { sharedUnits } from './shared-units.ts';
import type { Unit } from './ports.ts';

describe('works that share a unit', () => {
  let world: RelayWorld;
  beforeAll(async () => {
    world = await RelayWorld.open();
  });
  afterAll(() => RelayWorld.closeAll());

  const note = (key: string) => async (unit: Unit) => {
    await unit.settings.put(`shared.${key}`, key, world.time.toString());
    return key;
  };
  const noted = async (keys: readonly string[]) => {
    const { settings } = world.store.rows(world.org.orgId);
    return Promise.all(keys.map((key) => settings.get(`shared.${key}`)));
  };
  /** How many units were begun, and the sharing that begins them. */
  const counted = () => {
    const { store, org } = world.ports();
    const counts = { units: 0 };
    const unit: typeof store.unit = (...given) => {
      counts.units += 1;
      return store.unit(...given);
    };
    return { counts, inSharedUnit: sharedUnits({ org, store: { ...store, unit } }) };
  };

  test('are all done in two units when they come together, and each gets its own result', async () => {
    const { counts, inSharedUnit } = counted();
    const keys = ['a', 'b', 'c', 'd'];
    expect(await Promise.all(keys.map((key) => inSharedUnit(note(key))))).toEqual(keys);
    expect(await noted(keys)).toEqual(keys);
    expect(counts.units).toBe(2);
  });

  test('do not fail with one among them', async () => {
    const { inSharedUnit } = counted();
    const fails = async (unit: Unit): Promise<string> => {
      await note('failed')(unit);
      throw new Error('this one alone');
    };
    const results = await Promise.allSettled(
      [note('e'), note('f'), fails, note('g')].map((work) => inSharedUnit(work)),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(results[2]).toMatchObject({ reason: { message: 'this one alone' } });
    expect(await noted(['e', 'f', 'g', 'failed'])).toEqual(['e', 'f', 'g', null]);
  });

  test('run under no lease of whoever asks first', async () => {
    const { inSharedUnit } = counted();
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let first = Promise.resolve();
    await world.store.turn(world.org.orgId, 'shared', () => {
      first = inSharedUnit(async () => held);
      return Promise.resolve();
    });
    // The lease has ended; this one waits for the unit that was begun under it.
    const asked = inSharedUnit(note('h'));
    release();
    await first;
    expect(await asked).toBe('h');
  });
});
