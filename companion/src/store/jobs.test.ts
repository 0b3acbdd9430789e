/** How jobs reach their handlers: by the word of whoever enqueued them, and without it. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { testEngines } from './fixtures/engines.ts';
import { openTestStore, until } from './fixtures/stores.ts';
import type { Store } from './store.ts';

const ORG = '00D580000000001EAA';

/** A promise, and what settles it. */
function latch(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe.each(testEngines())('jobs on %s', (engine) => {
  let store: Store;
  beforeAll(async () => {
    store = await openTestStore(engine);
    await store.jobs.declare(['many', 'held', 'foreign', 'slow']);
  });
  afterAll(() => store.close());

  const enqueue = (job: string, data: { [name: string]: number }, key: string) =>
    store.jobs.enqueue(store.database, { orgId: ORG, job, data, key });

  test('of one commit are all run, two of a queue side by side, and a drained queue has none open', async () => {
    const ran: unknown[] = [];
    let [inside, most] = [0, 0];
    store.jobs.work('many', async ({ data }) => {
      inside += 1;
      most = Math.max(most, inside);
      await store.database.query('SELECT 1');
      ran.push(data['n']);
      inside -= 1;
    });
    await store.unit(ORG, async (unit) => {
      for (let n = 0; n < 7; n += 1) await unit.enqueue('many', { n }, { key: `n${n}` });
    });
    await store.jobs.drained();
    expect(ran.sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(most).toBe(2);
  });

  test('run under no lease of whoever enqueued them', async () => {
    const ran: unknown[] = [];
    const { opened, open } = latch();
    store.jobs.work('held', async () => {
      await opened;
      ran.push(await store.unit(ORG, (unit) => Promise.resolve(unit.orgId)));
    });
    await store.turn(ORG, 'look', () => store.unit(ORG, (unit) => unit.enqueue('held', {})));
    open();
    await store.jobs.drained();
    expect(ran).toEqual([ORG]);
  });

  test('that another companion has enqueued are found without its word', async () => {
    const ran: unknown[] = [];
    store.jobs.work('foreign', ({ data }) => {
      ran.push(data['n']);
      return Promise.resolve();
    });
    await store.jobs.drained();
    await enqueue('foreign', { n: 1 }, 'a');
    await until(() => ran.length === 1, 'the job');
  });

  test('that take longer than they may are tried again, and do not hold up the others', async () => {
    const attempts: number[] = [];
    const { opened, open } = latch();
    await enqueue('slow', {}, 'a');
    await enqueue('slow', {}, 'b');
    await enqueue('slow', {}, 'c');
    await store.database.query("UPDATE jobs.job SET expire_seconds = 1 WHERE name = 'slow'");
    store.jobs.work('slow', ({ attempt }) => {
      attempts.push(attempt);
      return attempt === 1 ? opened : Promise.resolve();
    });
    await until(() => attempts.filter((attempt) => attempt === 2).length === 3, 'the second attempts');
    open();
  });

  test('under way are ended before the store closes, and no further ones are taken', async () => {
    const other = await openTestStore(engine);
    await other.jobs.declare(['last']);
    const { opened, open } = latch();
    const began = latch();
    const ended: unknown[] = [];
    other.jobs.work('last', async ({ data }) => {
      began.open();
      await opened;
      ended.push(data['n']);
    });
    await other.unit(ORG, async (unit) => {
      for (let n = 0; n < 3; n += 1) await unit.enqueue('last', { n }, { key: `n${n}` });
    });
    await began.opened;
    const closed = other.close();
    open();
    await closed;
    expect(ended).toHaveLength(2);
  });
});
