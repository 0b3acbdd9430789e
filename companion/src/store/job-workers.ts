/**
 * Runs the jobs of one queue, a few at a time. Jobs are fetched when somebody says that there are some, as many at once
 * as there is room for; a fetch that brings fewer than it asked for has emptied the queue, and none follows. An idle
 * queue thus costs no statement.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { inBatches } from '../core/batches.ts';
import type { Json } from '../core/canonical.ts';

export interface Job {
  orgId: string;
  data: { readonly [name: string]: Json };
  /** 1 at the first try. */
  attempt: number;
  /** No try follows if this one fails. */
  last: boolean;
}

export type JobHandler = (job: Job) => Promise<void>;

/** How a job stands in the database. */
export interface Envelope {
  orgId: string;
  data: Job['data'];
}

type Taken = JobWithMetadata<Envelope>;

export interface QueueWorkers {
  /** There may be jobs that nobody has taken. */
  wake(): void;
  /** Takes no further jobs, and waits for those under way; those that take too long are left to the next try. */
  stop(): Promise<void>;
}

/** Ends of jobs that are noted in one statement. */
const ENDS_AT_ONCE = 50;
const STOP_WITHIN_MS = 10_000;

/** @param onError gets what fails outside the handler: jobs that cannot be fetched, or whose end cannot be noted */
export function startWorkers(
  boss: PgBoss,
  { name, handler, atOnce }: { name: string; handler: JobHandler; atOnce: number },
  onError: (error: Error) => void,
): QueueWorkers {
  const running = new Map<Taken, Promise<void>>();
  let mayHaveMore = false;
  let taking: Promise<void> | null = null;
  let isStopping = false;
  // Who wakes may hold a lease; what runs here runs under none.
  const asMyself = AsyncLocalStorage.snapshot();
  const room = () => (isStopping ? 0 : atOnce - running.size);

  const complete = inBatches<Taken, void>(ENDS_AT_ONCE, async (jobs) => {
    await boss.complete(name, [...jobs]);
    return jobs.map(() => ({ status: 'fulfilled', value: undefined }));
  });
  /** The end is noted for this attempt alone: a job that was given to somebody else meanwhile is his. */
  const carryOut = async (job: Taken): Promise<void> => {
    const { orgId, data } = job.data;
    const attempt = job.retryCount + 1;
    try {
      await inTime(
        job.expireInSeconds * 1000,
        handler({ orgId, data, attempt, last: attempt > job.retryLimit }),
      );
      await complete(job);
    } catch (error) {
      await boss.fail(name, [job], asError(error));
    }
  };
  const take = async (): Promise<void> => {
    try {
      while (mayHaveMore && room() > 0) {
        // Before the fetch: what is said meanwhile may be of a job that it does not see.
        mayHaveMore = false;
        const wanted = room();
        const jobs = await boss.fetch<Envelope>(name, { batchSize: wanted, includeMetadata: true });
        if (jobs.length === wanted) mayHaveMore = true;
        for (const job of jobs) running.set(job, run(job));
      }
    } catch (error) {
      onError(asError(error));
    } finally {
      taking = null;
    }
  };
  const run = async (job: Taken): Promise<void> => {
    try {
      await carryOut(job);
    } catch (error) {
      onError(asError(error));
    } finally {
      running.delete(job);
      takeNext();
    }
  };
  const takeNext = () => {
    if (mayHaveMore && room() > 0) taking ??= asMyself(take);
  };
  return {
    wake: () => {
      mayHaveMore = true;
      takeNext();
    },
    stop: async () => {
      isStopping = true;
      await taking;
      await inTime(STOP_WITHIN_MS, Promise.all(running.values())).catch(() => undefined);
      const left = [...running.keys()];
      if (left.length > 0) await boss.fail(name, left, new Error('The companion stopped.'));
    },
  };
}

/** @throws Error when the work takes longer; it may go on, but nobody waits for it */
async function inTime(milliseconds: number, work: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const late = wait(milliseconds, undefined, { signal: over.signal }).then(() => {
    throw new Error(`It took longer than ${milliseconds} ms.`);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    over.abort();
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
