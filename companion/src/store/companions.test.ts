/** What companions that share a database hold, and what becomes of it when one of them dies or stands still. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { kitCrypto } from '../reports/kit-crypto.ts';
import { testEngines } from './fixtures/engines.ts';
import { openTestStore } from './fixtures/stores.ts';
import { createLeases, type Leases } from './lease.ts';
import type { Store } from './store.ts';
import { createUnits, type RunUnit } from './unit.ts';

const ORG = '00D580000000001EAA';

describe.each(testEngines())('companions on %s', (engine) => {
  let store: Store;
  /** Between companions, whether or not the engine has room for several. */
  let leases: Leases;
  let unitOf: RunUnit;
  beforeAll(async () => {
    store = await openTestStore(engine);
    leases = createLeases(store.database, store.companions.id);
    unitOf = createUnits(store.database, store.jobs, kitCrypto.sha256, leases);
  });
  afterAll(() => store.close());

  const query = (text: string, values: unknown[] = []) => store.database.query(text, values);
  /** Another process, as the database sees it. */
  const other = async (): Promise<string> => {
    const id = randomUUID();
    await query('INSERT INTO companion (id, seen_at) VALUES ($1, clock_timestamp())', [id]);
    return id;
  };
  const dies = (id: string) =>
    query("UPDATE companion SET seen_at = clock_timestamp() - interval '1 minute' WHERE id = $1", [id]);
  const holds = (owner: string, name: string) =>
    query('INSERT INTO lease (org_id, name, owner, token) VALUES ($1, $2, $3, $4)', [
      ORG,
      name,
      owner,
      randomUUID(),
    ]);

  test('leave a duty to the one that has it, until it dies', async () => {
    const rival = await other();
    await holds(rival, 'watch');
    expect(await leases.duty(ORG, 'watch')).toBe(false);
    await dies(rival);
    expect(await leases.duty(ORG, 'watch')).toBe(true);
    expect(await leases.duty(ORG, 'watch')).toBe(true);
    expect([await store.companions.bury(), await store.companions.bury()]).toEqual([1, 0]);
  });

  test('wait for the turn of a living one and take it over from a dead one', async () => {
    const rival = await other();
    await holds(rival, 'write');
    let entered = false;
    const turn = leases.turn(ORG, 'write', () => {
      entered = true;
      return Promise.resolve();
    });
    await query('SELECT 1');
    expect(entered).toBe(false);
    await dies(rival);
    await turn;
    expect(entered).toBe(true);
  });

  test('write nothing under a lease that was lost while they stood still', async () => {
    const rival = await other();
    await leases.turn(ORG, 'look', async () => {
      const note = () => unitOf(ORG, (unit) => unit.settings.put('note', 1, '2026-11-23T09:00:00Z'));
      await note();
      await query("UPDATE lease SET owner = $1, token = $2 WHERE name = 'look'", [rival, randomUUID()]);
      await expect(
        unitOf(ORG, (unit) => unit.settings.put('note', 2, '2026-11-23T09:00:00Z')),
      ).rejects.toMatchObject({ code: 'unavailable' });
    });
    expect(await store.rows(ORG).settings.get('note')).toBe(1);
    const { rows } = await query("SELECT owner FROM lease WHERE name = 'look'");
    expect(rows).toEqual([{ owner: rival }]);
  });

  test('lose one of several leases, and write nothing either', async () => {
    await leases.turn(ORG, 'outer', () =>
      leases.turn(ORG, 'inner', async () => {
        const read = () => unitOf(ORG, (unit) => unit.settings.get('note'));
        await read();
        await query("UPDATE lease SET token = $1 WHERE name = 'outer'", [randomUUID()]);
        await expect(read()).rejects.toMatchObject({ code: 'unavailable' });
      }),
    );
  });

  test('keep no lease after its turn, and make nothing else less durable', async () => {
    const held = async () => (await query("SELECT name FROM lease WHERE name = 'write'")).rows.length;
    expect(await leases.turn(ORG, 'write', held)).toBe(1);
    expect(await held()).toBe(0);
    const { rows } = await query("SELECT current_setting('synchronous_commit') AS durable");
    expect(rows).toEqual([{ durable: 'on' }]);
  });

  test('write their leases down where there is room for several', async () => {
    const held = async () => (await query("SELECT name FROM lease WHERE name = 'start'")).rows.length;
    expect(await store.turn(ORG, 'start', held)).toBe(engine === 'PGlite' ? 0 : 1);
    expect(await store.duty(ORG, 'start')).toBe(true);
  });

  test('agree on their secrets, as far as they live', async () => {
    expect(await store.companions.agree('ours')).toBe(true);
    const rival = await other();
    await query("UPDATE companion SET secrets = 'theirs' WHERE id = $1", [rival]);
    expect(await store.companions.agree('ours')).toBe(false);
    await dies(rival);
    expect(await store.companions.agree('ours')).toBe(true);
  });
});
