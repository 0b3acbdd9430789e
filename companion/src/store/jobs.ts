/**
 * Jobs and timers as durable rows: they survive a kill, and run at least once, so every handler is safe to repeat.
 *
 * A job is enqueued in the transaction of the fact it follows from (outbox). After the commit the worker is woken, as
 * LISTEN/NOTIFY is not to be had on both engines; its poll is the fallback. A timer is a row of our own that becomes a
 * job when the companion's clock passes it: pg-boss would wait by the database's clock, and tests set the clock.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type ConstructorOptions, PgBoss } from 'pg-boss';
import type { Json } from '../core/canonical.ts';
import type { Database, Queryable } from './database.ts';

export interface Job {
  orgId: string;
  data: { readonly [name: string]: Json };
  /** 1 at the first try. */
  attempt: number;
  /** No try follows if this one fails. */
  last: boolean;
}

export type JobHandler = (job: Job) => Promise<void>;

export interface JobRequest {
  orgId: string;
  job: string;
  data: { readonly [name: string]: Json };
  /** At most one job, and one timer, of the same key waits at a time. */
  key: string;
}

export interface Jobs {
  /** Makes the queues known; enqueueing to an unknown one fails. */
  declare(names: readonly string[]): Promise<void>;
  work(name: string, handler: JobHandler): Promise<void>;
  enqueue(query: Queryable, request: JobRequest): Promise<void>;
  /** Enqueues at `at`; a timer of the same job and key is moved. */
  schedule(query: Queryable, request: JobRequest, at: string): Promise<void>;
  unschedule(query: Queryable, orgId: string, job: string, key: string): Promise<void>;
  /** Turns timers that are due at `now` into jobs; returns how many. */
  runDue(now: string): Promise<number>;
  /** Waits until no job is due or running. @returns how many it found at first */
  drained(): Promise<number>;
  /** Fetches now instead of at the next poll. */
  wake(names: Iterable<string>): void;
  stop(): Promise<void>;
}

const SCHEMA = 'jobs';
/** Half a second bounds the wait when a wake-up is lost; the minimum pg-boss takes. */
const POLL_SECONDS = 0.5;
/** A worker that was killed loses its job after this; mail and org calls give up sooner. */
const EXPIRE_SECONDS = 60;
/** 2 s, 4 s, … up to 5 min: about two hours in all, after which the failure is told instead of repeated. */
const RETRY = { retryLimit: 30, retryDelay: 2, retryBackoff: true, retryDelayMax: 300 } as const;
/** Workers of each queue. Each is known by its own id: of several that share one, only the first could be woken. */
const WORKERS = 2;
const FETCHING = { pollingIntervalSeconds: POLL_SECONDS, includeMetadata: true } as const;
const KEEP_SECONDS = 24 * 3600;
const TIMERS_AT_ONCE = 200;
const LOOK_AGAIN_MS = 20;

interface Envelope {
  orgId: string;
  data: Job['data'];
}

const adapter = (query: Queryable) => ({
  executeSql: (text: string, values?: unknown[]) => query.query(text, values),
});

/** The runner's own connections: fetching never waits behind the store's units. */
const CONNECTIONS = 3;

/** Starts the job runner on the same database. @param onError gets what happens outside any handler */
export async function startJobs(database: Database, onError: (error: Error) => void): Promise<Jobs> {
  const boss = new PgBoss({
    ...(database.connection as ConstructorOptions),
    max: CONNECTIONS,
    backend: database.engine === 'pglite' ? 'pglite' : 'postgres',
    schema: SCHEMA,
    schedule: false,
    monitorIntervalSeconds: 15,
    reindex: false,
  });
  boss.on('error', onError);
  await boss.start();
  /** Ids of the workers by the queue that they take from. */
  const workers = new Map<string, string[]>();

  const enqueue: Jobs['enqueue'] = async (query, { orgId, job, data, key }) => {
    const envelope: Envelope = { orgId, data };
    await boss.send(job, envelope, { singletonKey: `${orgId}:${key}`, db: adapter(query) });
  };
  const wake: Jobs['wake'] = (names) => {
    for (const name of names) workers.get(name)?.forEach((worker) => boss.notifyWorker(worker));
  };
  return {
    enqueue,
    wake,
    async declare(names) {
      for (const name of names) {
        await boss.createQueue(name, {
          policy: 'short',
          ...RETRY,
          expireInSeconds: EXPIRE_SECONDS,
          deleteAfterSeconds: KEEP_SECONDS,
        });
        // Loads the queue into the runner's memory. Else the first enqueue would look it up on another connection while
        // a unit is open, and on the embedded engine that waits for the unit, which waits for it.
        await boss.findJobs(name, { id: randomUUID() });
      }
    },
    async work(name, handler) {
      const ids: string[] = [];
      workers.set(name, ids);
      for (let index = 0; index < WORKERS; index += 1) {
        const worker = await boss.work<Envelope, void, typeof FETCHING>(name, FETCHING, async ([job]) => {
          if (!job) return;
          // Where there was one job there may be more: without this each would wait for the next poll.
          boss.notifyWorker(worker);
          const { orgId, data } = job.data;
          const attempt = job.retryCount + 1;
          await handler({ orgId, data, attempt, last: attempt > job.retryLimit });
        });
        ids.push(worker);
      }
    },
    async schedule(query, { orgId, job, data, key }, at) {
      await query.query(
        `INSERT INTO timer (org_id, job, key, data, due_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (org_id, job, key) DO UPDATE SET data = EXCLUDED.data, due_at = EXCLUDED.due_at`,
        [orgId, job, key, JSON.stringify(data), at],
      );
    },
    async unschedule(query, orgId, job, key) {
      await query.query('DELETE FROM timer WHERE org_id = $1 AND job = $2 AND key = $3', [orgId, job, key]);
    },
    async runDue(now) {
      const due = await database.transaction((transaction) => takeDue(transaction, now, enqueue));
      wake(new Set(due));
      return due.length;
    },
    drained: () => drained(database, () => wake(workers.keys())),
    stop: () => boss.stop({ graceful: true, timeout: 10_000 }),
  };
}

async function drained(database: Database, wakeAll: () => void): Promise<number> {
  let first: number | null = null;
  for (;;) {
    const { rows } = await database.query<{ open: number }>(
      `SELECT count(*)::int AS open FROM ${SCHEMA}.job
       WHERE state = 'active' OR (state IN ('created', 'retry') AND start_after <= clock_timestamp())`,
    );
    const open = rows[0]?.open ?? 0;
    first ??= open;
    if (open === 0) return first;
    wakeAll();
    await wait(LOOK_AGAIN_MS);
  }
}

async function takeDue(query: Queryable, now: string, enqueue: Jobs['enqueue']): Promise<string[]> {
  const { rows } = await query.query<{ org_id: string; job: string; key: string; data: Job['data'] }>(
    `DELETE FROM timer WHERE (org_id, job, key) IN (
       SELECT org_id, job, key FROM timer WHERE due_at <= $1
       ORDER BY due_at LIMIT ${TIMERS_AT_ONCE} FOR UPDATE SKIP LOCKED
     ) RETURNING org_id, job, key, data`,
    [now],
  );
  for (const { org_id: orgId, job, key, data } of rows) await enqueue(query, { orgId, job, key, data });
  return rows.map(({ job }) => job);
}
