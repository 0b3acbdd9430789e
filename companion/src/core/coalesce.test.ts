import { describe, expect, test } from '@jest/globals';
import { coalesce } from './coalesce.ts';

/** Each call of the work waits to be let begin, and then to be let end. */
function stepwise() {
  const calls: { begin(): void; end(value: number): void; fail(): void }[] = [];
  const ask = coalesce<number>(async (begun) => {
    const [start, end] = [Promise.withResolvers<void>(), Promise.withResolvers<number>()];
    const fail = () => end.reject(new Error('failed'));
    calls.push({ begin: start.resolve, end: end.resolve, fail });
    await start.promise;
    begun();
    return end.promise;
  });
  return { ask, calls };
}
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('work that many ask for', () => {
  test('is done once for all who ask before it begins, and once more for all who ask after', async () => {
    const { ask, calls } = stepwise();
    const first = [ask(), ask(), ask()];
    await turn();
    expect(calls).toHaveLength(1);
    calls[0]?.begin();
    await turn();
    const second = [ask(), ask()];
    await turn();
    expect(calls).toHaveLength(2);
    calls[0]?.end(1);
    calls[1]?.begin();
    calls[1]?.end(2);
    expect(await Promise.all([...first, ...second])).toEqual([1, 1, 1, 2, 2]);
  });

  test('that fails fails for those who shared it, and is tried again for who asks next', async () => {
    const { ask, calls } = stepwise();
    const shared = [ask(), ask()].map((one) => one.catch(() => 'failed'));
    await turn();
    calls[0]?.begin();
    calls[0]?.fail();
    expect(await Promise.all(shared)).toEqual(['failed', 'failed']);
    const again = ask();
    await turn();
    calls[1]?.begin();
    calls[1]?.end(7);
    expect(await again).toBe(7);
  });

  test('that fails before it begins keeps nobody from asking again', async () => {
    let calls = 0;
    const ask = coalesce(() => {
      calls += 1;
      return calls === 1 ? Promise.reject(new Error('no turn to be had')) : Promise.resolve(calls);
    });
    await expect(ask()).rejects.toThrow('no turn');
    expect(await ask()).toBe(2);
  });
});
