/** One cached answer of the org and the wires that look at it. */

export interface Snapshot<T> {
  data?: T | undefined;
  error?: unknown;
}

/** Lightning Data Service serves records and queries from its cache for this long. */
const FRESH_MILLISECONDS = 30_000;

export class Resource<T> {
  readonly #load: () => Promise<T>;
  readonly #listeners = new Set<(snapshot: Snapshot<T>) => void>();
  #snapshot: Snapshot<T> | undefined;
  #loadedAt = 0;
  /** Counts loads, so that an answer that was overtaken by a later question is dropped. */
  #turn = 0;

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** What was last known, fresh or not. */
  get data(): T | undefined {
    return this.#snapshot?.data;
  }

  /** Tells `listener` the present answer, loading it when the cache has none that is fresh, and every later one. */
  subscribe(listener: (snapshot: Snapshot<T>) => void): () => void {
    this.#listeners.add(listener);
    const isFresh = Date.now() - this.#loadedAt < FRESH_MILLISECONDS;
    if (this.#snapshot && isFresh) listener(this.#snapshot);
    else void this.refresh();
    return () => this.#listeners.delete(listener);
  }

  /** Asks the org again. Never rejects: a refusal is an answer like any other. */
  async refresh(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const snapshot = await this.#load().then(
      (data): Snapshot<T> => ({ data: deepFreeze(data), error: undefined }),
      (error: unknown): Snapshot<T> => ({ data: undefined, error }),
    );
    if (turn !== this.#turn) return;
    this.#loadedAt = Date.now();
    this.#emit(snapshot);
  }

  /** Changes the cached answer in place of a new load; `change` gives the same value back when nothing differs. */
  patch(change: (data: T) => T): void {
    if (this.#snapshot?.data === undefined) return;
    const data = change(this.#snapshot.data);
    if (data !== this.#snapshot.data) this.#emit({ data: deepFreeze(data), error: undefined });
  }

  #emit(snapshot: Snapshot<T>): void {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener(snapshot);
  }
}

/** Resources by the key of what they answer, so that two wires that ask the same share one answer. */
export class ResourceCache<T> {
  readonly #resources = new Map<string, Resource<T>>();

  get(key: string, load: () => Promise<T>): Resource<T> {
    const known = this.#resources.get(key);
    if (known) return known;
    const resource = new Resource(load);
    this.#resources.set(key, resource);
    return resource;
  }

  all(): Iterable<Resource<T>> {
    return this.#resources.values();
  }
}

/** Components get answers they cannot change by accident, as on the platform. */
export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) deepFreeze(part);
  }
  return value;
}
