import { describe, expect, test } from '@jest/globals';
import { inBatches } from './batches.ts';

const done = (value: number) => ({ status: 'fulfilled' as const, value });

describe('work in batches', () => {
  test('begins at once, and takes what comes meanwhile together, so many at most', async () => {
    const batches: number[][] = [];
    const double = inBatches<number, number>(3, async (items) => {
      batches.push([...items]);
      await Promise.resolve();
      return items.map((item) => done(item * 2));
    });
    expect(await Promise.all([1, 2, 3, 4, 5].map((item) => double(item)))).toEqual([2, 4, 6, 8, 10]);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
    expect(await double(6)).toBe(12);
  });

  test('tells each what came of it, and goes on after a batch that failed', async () => {
    let runs = 0;
    const ask = inBatches<number, number>(9, (items) => {
      runs += 1;
      if (runs === 1) throw new Error('the first batch');
      return Promise.resolve(
        items.map((item) =>
          item < 0 ? { status: 'rejected', reason: new Error('below zero') } : done(item),
        ),
      );
    });
    const asked = await Promise.allSettled([ask(1), ask(-2), ask(3)]);
    expect(asked.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([
      'Error: the first batch',
      'Error: below zero',
      3,
    ]);
  });
});
