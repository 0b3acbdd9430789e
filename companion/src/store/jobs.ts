/**
 * Jobs and timers as durable rows: they survive a kill, and run at least once, so every handler is safe to repeat.
 *
 * A job is enqueued in the transaction of the fact it follows from (outbox). After the commit its queue is woken, as
 * LISTEN/NOTIFY is not to be had on both engines. What nobody wakes for (a try whose time has come, what another companion
 * has left) one statement finds for all queues together. A timer is a row of our own that becomes a job when the
 * companion's clock passes it: pg-boss would wait by the database's clock, and tests set the clock.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type ConstructorOptions, PgBoss } from 'pg-boss';
import type { Database, Queryable } from './database.ts';
import { type Envelope, type Job, type JobHandler, type QueueWorkers, startWorkers } from './job-workers.ts';

export type { Job, JobHandler } from './job-workers.ts';

export interface JobRequest {
  orgId: string;
  job: string;
  data: Job['data'];
  /** At most one job, and one timer, of the same key waits at a time. */
  key: string;
}

export interface Jobs {
  /** Makes the queues known; enqueueing to an unknown one fails. */
  declare(names: readonly string[]): Promise<void>;
  /** @param atOnce jobs of the queue that run side by side; two unless given */
  work(name: string, handler: JobHandler, atOnce?: number): void;
  enqueue(query: Queryable, request: JobRequest): Promise<void>;
  /** Enqueues at `at`; a timer of the same job and key is moved. */
  schedule(query: Queryable, request: JobRequest, at: string): Promise<void>;
  unschedule(query: Queryable, orgId: string, job: string, key: string): Promise<void>;
  /** Turns timers that are due at `now` into jobs; returns how many. */
  runDue(now: string): Promise<number>;
  /** Waits until no job is due or running. @returns how many it found at first */
  drained(): Promise<number>;
  /** Fetches jobs of these queues now instead of at the next look. */
  wake(names: Iterable<string>): void;
  stop(): Promise<void>;
}

const SCHEMA = 'jobs';
/** Bounds the wait of a job that nobody wakes for. */
const LOOK_EVERY_MS = 500;
/** A worker that was killed loses its job after this; mail and org calls give up sooner. */
const EXPIRE_SECONDS = 60;
/** 2 s, 4 s, … up to 5 min: about two hours in all, after which the failure is told instead of repeated. */
const RETRY = { retryLimit: 30, retryDelay: 2, retryBackoff: true, retryDelayMax: 300 } as const;
/** Jobs of one queue that run side by side. */
const AT_ONCE = 2;
const KEEP_SECONDS = 24 * 3600;
const TIMERS_AT_ONCE = 200;
const LOOK_AGAIN_MS = 20;

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
  const workers = new Map<string, QueueWorkers>();

  const enqueue: Jobs['enqueue'] = async (query, { orgId, job, data, key }) => {
    const envelope: Envelope = { orgId, data };
    await boss.send(job, envelope, { singletonKey: `${orgId}:${key}`, db: adapter(query) });
  };
  const wake: Jobs['wake'] = (names) => {
    for (const name of names) workers.get(name)?.wake();
  };
  const stopLooking = lookForDue(database, workers, onError);
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
    work(name, handler, atOnce = AT_ONCE) {
      const worker = startWorkers(boss, { name, handler, atOnce }, onError);
      workers.set(name, worker);
      worker.wake();
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
    drained: () => drained(database, wake),
    async stop() {
      await stopLooking();
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
      await boss.stop();
    },
  };
}

/** Wakes the queues that have something to do and were not told. @returns stops it */
function lookForDue(
  database: Database,
  workers: ReadonlyMap<string, QueueWorkers>,
  onError: (error: Error) => void,
): () => Promise<void> {
  let looking: Promise<void> | null = null;
  const look = async () => {
    try {
      // One look into an index for each queue, however many jobs wait in it.
      const { rows } = await database.query<{ name: string }>(
        `SELECT queue.name FROM unnest($1::text[]) AS queue(name) WHERE EXISTS (
           SELECT 1 FROM ${SCHEMA}.job j
           WHERE j.name = queue.name AND j.state < 'active' AND NOT j.blocked AND j.start_after <= clock_timestamp())`,
        [[...workers.keys()]],
      );
      for (const { name } of rows) workers.get(name)?.wake();
    } catch (error) {
      onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      looking = null;
    }
  };
  const timer = setInterval(() => {
    if (workers.size > 0) looking ??= look();
  }, LOOK_EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await looking;
  };
}

async function drained(database: Database, wake: Jobs['wake']): Promise<number> {
  let first: number | null = null;
  for (;;) {
    const { rows } = await database.query<{ name: string; open: number; due: number }>(
      `SELECT name, count(*)::int AS open, count(*) FILTER (WHERE state <> 'active')::int AS due FROM ${SCHEMA}.job
       WHERE state = 'active' OR (state IN ('created', 'retry') AND start_after <= clock_timestamp()) GROUP BY name`,
    );
    const open = rows.reduce((sum, queue) => sum + queue.open, 0);
    first ??= open;
    if (open === 0) return first;
    wake(rows.filter(({ due }) => due > 0).map(({ name }) => name));
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
