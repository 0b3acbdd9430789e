/** Units that several works share: a commit reaches the disk, and what many short works wait for is mostly that. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { inBatches } from '../core/batches.ts';
import type { RelayPorts, Unit } from './ports.ts';

type Work<Result> = (unit: Unit) => Promise<Result>;

/**
 * Runs a work in a unit, with others that come at about the same time. Where the unit fails each is run again in one of
 * its own, so a work must bear to be repeated, and the fault of one is not the others'.
 */
export type SharedUnits = <Result>(work: Work<Result>) => Promise<Result>;

/** Works of one unit: from the first append to the commit nobody else writes to the ledger. */
const MOST = 16;

export function sharedUnits({ org, store }: Pick<RelayPorts, 'org' | 'store'>): SharedUnits {
  // It is shared: it must not run under a lease of whoever happens to ask first.
  const withoutLeases = AsyncLocalStorage.snapshot();
  const inUnit = <Result>(work: Work<Result>) => withoutLeases(() => store.unit(org.orgId, work));
  const run = inBatches<Work<unknown>, unknown>(MOST, async (works) => {
    if (works.length > 1) {
      try {
        return await inUnit(async (unit) => {
          const values: PromiseFulfilledResult<unknown>[] = [];
          for (const work of works) values.push({ status: 'fulfilled', value: await work(unit) });
          return values;
        });
      } catch {
        // Whose fault it is is told below.
      }
    }
    const results: PromiseSettledResult<unknown>[] = [];
    for (const work of works) results.push(...(await Promise.allSettled([inUnit(work)])));
    return results;
  });
  return async <Result>(work: Work<Result>) => (await run(work)) as Result;
}
