/** Bulk jobs from their creation to their end; one works at a time, as the database does. */
import { OrgError } from '../errors.ts';
import { dateTime } from '../records/coerce.ts';
import type { Database } from '../state/database.ts';
import { base62, normaliseId, to18 } from '../state/ids.ts';
import { CsvFault } from './csv.ts';
import { extract } from './extract.ts';
import { ingest } from './ingest.ts';
import type { BulkParts } from './ingest.ts';
import type { Job } from './job.ts';
import { JobStore } from './store.ts';

/** Characters of an upload up to which a client's first look finds the job done. */
const SMALL = 2_000_000;

export interface BulkOptions extends Omit<BulkParts, 'store' | 'stopping'> {
  database: Database;
  /** A job broke for a reason that is not in its data. */
  onError: (error: unknown) => void;
}

type Draft = Pick<Job, 'kind' | 'operation' | 'object' | 'externalIdFieldName' | 'query'> &
  Pick<Job, 'columnDelimiter' | 'lineEnding' | 'state' | 'createdById' | 'apiVersion'>;

export class BulkJobs {
  readonly store: JobStore;
  readonly #parts: BulkParts;
  readonly #onError: (error: unknown) => void;
  readonly #small = new Map<string, Promise<void>>();
  #queue: Promise<void> = Promise.resolve();
  #stopping = false;

  constructor({ database, onError, ...rest }: BulkOptions) {
    this.store = new JobStore(database);
    this.#parts = { ...rest, store: this.store, stopping: () => this.#stopping };
    this.#onError = onError;
  }

  /** Goes on with the jobs that a stop of the process interrupted. */
  async resume(): Promise<void> {
    const jobs = [...(await this.store.list('ingest')), ...(await this.store.list('query'))];
    for (const job of jobs) {
      if (job.state === 'UploadComplete' || job.state === 'InProgress') this.start(job.id, Infinity);
    }
  }

  /** Notes a new job. */
  async create(draft: Draft): Promise<Job> {
    const now = dateTime(this.#parts.engine.clock.now());
    const number = await this.store.nextNumber();
    const job: Job = {
      ...draft,
      id: to18(`750${base62(number, 12)}`),
      createdDate: now,
      systemModstamp: now,
      processed: 0,
      failed: 0,
      errorMessage: null,
      worked: 0,
    };
    await this.store.add(job);
    return job;
  }

  /** A job of this user. @throws OrgError 404 */
  async find(kind: Job['kind'], id: string, userId: string): Promise<Job> {
    const job = await this.store.find(normaliseId(id) ?? '');
    if (job?.kind !== kind || job.createdById !== userId) {
      throw new OrgError(404, 'NOT_FOUND', 'The requested resource does not exist');
    }
    return job;
  }

  /** Lets a job work; `size` is that of its data, in characters. */
  start(id: string, size: number): void {
    const done = this.#queue.then(() => this.#run(id));
    this.#queue = done;
    if (size > SMALL) return;
    this.#small.set(id, done);
    void done.then(() => this.#small.delete(id));
  }

  /** Waits for a small job to end: clients look once at once and then only after seconds. */
  async settled(id: string): Promise<void> {
    await this.#small.get(id);
  }

  /** Stops between two groups of rows; what is left is done after the next start. */
  async close(): Promise<void> {
    this.#stopping = true;
    await this.#queue;
  }

  async #run(id: string): Promise<void> {
    if (this.#stopping) return;
    try {
      const job = await this.#change(id, ['UploadComplete', 'InProgress'], { state: 'InProgress' });
      if (!job) return;
      await (job.kind === 'ingest' ? ingest : extract)(this.#parts, job);
      if (!this.#stopping) await this.#change(id, ['InProgress'], { state: 'JobComplete' });
    } catch (error) {
      await this.#fail(id, error);
    }
  }

  async #fail(id: string, error: unknown): Promise<void> {
    const known = error instanceof CsvFault || error instanceof OrgError;
    if (!known) this.#onError(error);
    const errorMessage = known
      ? error.message
      : 'InternalServerError : An unexpected error occurred in the local org; its log has the details.';
    await this.#change(id, ['InProgress'], { state: 'Failed', errorMessage }).catch(this.#onError);
  }

  #change(id: string, from: readonly Job['state'][], changes: Partial<Job>): Promise<Job | undefined> {
    const systemModstamp = dateTime(this.#parts.engine.clock.now());
    return this.store.change(id, from, { ...changes, systemModstamp });
  }

  /** Moves a job to another state as its user asks. @throws OrgError when it is not in one of `from` */
  async move(job: Job, from: readonly Job['state'][], state: Job['state']): Promise<Job> {
    const moved = await this.#change(job.id, from, { state });
    if (moved) return moved;
    throw new OrgError(
      400,
      'INVALIDJOBSTATE',
      `InvalidJobState : The job is ${job.state} and cannot become ${state}`,
    );
  }
}
