/** Waits until a companion has nothing left to do. */
import type { Store } from '../store/store.ts';
import type { ServedOrg } from './health.ts';

/** Looks, runs what is due and waits, until two rounds in a row are quiet: the first may have enqueued what the second runs. */
export async function settle(
  store: Store,
  served: readonly ServedOrg[],
  now: () => Promise<Temporal.Instant>,
): Promise<void> {
  for (let quiet = 0; quiet < 2;) {
    const due = await store.jobs.runDue((await now()).toString());
    const ran = await store.jobs.drained();
    for (const { loop, runtime } of served) {
      await loop.lookNow();
      await runtime.written();
    }
    quiet = due === 0 && ran === 0 && (await store.jobs.drained()) === 0 ? quiet + 1 : 0;
  }
}
