/** What companions that share a database hold, and what becomes of it when one of them dies or stands still. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testEngines } from './fixtures/engines.ts';
import { openTestStore } from './fixtures/stores.ts';
import type { Store } from './store.ts';

const ORG = '00D580000000001EAA';

describe.each(testEngines())('companions on %s', (engine) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(engine);
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
    expect(await store.duty(ORG, 'watch')).toBe(false);
    await dies(rival);
    expect(await store.duty(ORG, 'watch')).toBe(true);
    expect(await store.duty(ORG, 'watch')).toBe(true);
    expect([await store.companions.bury(), await store.companions.bury()]).toEqual([1, 0]);
  });

  test('wait for the turn of a living one and take it over from a dead one', async () => {
    const rival = await other();
    await holds(rival, 'write');
    let entered = false;
    const turn = store.turn(ORG, 'write', () => {
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
    await store.turn(ORG, 'look', async () => {
      const note = () => store.unit(ORG, (unit) => unit.settings.put('note', 1, '2026-11-23T09:00:00Z'));
      await note();
      await query("UPDATE lease SET owner = $1, token = $2 WHERE name = 'look'", [rival, randomUUID()]);
      await expect(
        store.unit(ORG, (unit) => unit.settings.put('note', 2, '2026-11-23T09:00:00Z')),
      ).rejects.toMatchObject({ code: 'unavailable' });
    });
    expect(await store.rows(ORG).settings.get('note')).toBe(1);
    const { rows } = await query("SELECT owner FROM lease WHERE name = 'look'");
    expect(rows).toEqual([{ owner: rival }]);
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
