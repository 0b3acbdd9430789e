/**
 * What has happened in the org since its start or last reset, as far as people, clients and the simulator did it; what
 * the platform does by itself follows from that. The base of scenario files.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { RecordInput } from './engine.ts';

export type Happening =
  | { kind: 'session'; user: string; options: Record<string, unknown>; made: string }
  | { kind: 'end-session'; session: string }
  | { kind: 'insert'; as: string; object: string; records: RecordInput[]; made: string[] }
  | { kind: 'update'; as: string; object: string; records: RecordInput[] }
  | {
      kind: 'upsert';
      as: string;
      object: string;
      key: string;
      records: RecordInput[];
      made: (string | null)[];
    }
  | { kind: 'delete' | 'undelete' | 'hard-delete'; as: string; object: string; ids: string[] }
  /** An order to the simulator, or what a person did on a page of Setup or settings in the same words. */
  | { kind: 'order'; order: string; body: unknown; made: string | null };

export interface Entry {
  at: Temporal.Instant;
  happening: Happening;
}

/** Records in one journal; an org that takes in more is no incident to be replayed. */
const MOST_RECORDS = 20_000;

export class Journal {
  readonly #now: () => Temporal.Instant;
  readonly #quiet = new AsyncLocalStorage<boolean>();
  #entries: Entry[] = [];
  #records = 0;
  #start: Temporal.Instant;

  constructor(now: () => Temporal.Instant) {
    this.#now = now;
    this.#start = now();
  }

  /** When it began, by the org's clock. */
  get start(): Temporal.Instant {
    return this.#start;
  }

  /** In order; null when more happened than is kept. */
  get entries(): readonly Entry[] | null {
    return this.#records > MOST_RECORDS ? null : this.#entries;
  }

  /** @param at when it happened by the org's clock: the moment that its rows bear, for they are compared after a replay */
  note(happening: Happening, at = this.#now()): void {
    if (this.#quiet.getStore()) return;
    this.#records += 'records' in happening ? happening.records.length : 1;
    if (this.#records > MOST_RECORDS) this.#entries = [];
    else this.#entries.push({ at, happening });
  }

  /** Runs `work` without noting what it does: the whole of it is noted otherwise. */
  quietly<T>(work: () => Promise<T>): Promise<T> {
    return this.#quiet.run(true, work);
  }

  /** Begins anew at this moment. */
  restart(): void {
    this.#entries = [];
    this.#records = 0;
    this.#start = this.#now();
  }
}
