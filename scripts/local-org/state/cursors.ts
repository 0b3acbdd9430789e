/** Query results that are longer than a page: the ids are kept, each page reads its records when it is asked for. */
import { randomInt } from 'node:crypto';
import { OrgError } from '../errors.ts';
import type { CompiledQuery, RecordQuery } from '../soql/compile.ts';
import { runAggregate, runIds, runRecords } from '../soql/run.ts';
import type { OrgClock } from './clock.ts';
import type { Sql } from './database.ts';
import type { QueryPage } from './engine.ts';
import { base62, to18 } from './ids.ts';

interface Cursor {
  userId: string;
  query: RecordQuery;
  ids: string[];
  batchSize: number;
  openedAt: Temporal.Instant;
}

const LARGEST_BATCH = 2000;
const SMALLEST_BATCH = 200;
const LIFETIME = { hours: 48 };
/** Open cursors per user; the oldest makes room. */
const PER_USER = 10;

export class Cursors {
  readonly #cursors = new Map<string, Cursor>();
  readonly #clock: OrgClock;

  constructor(clock: OrgClock) {
    this.#clock = clock;
  }

  /** Runs a query and gives its first page. */
  async open(
    sql: Sql,
    query: CompiledQuery,
    options: { batchSize?: number | undefined; userId: string },
    version: string,
  ): Promise<QueryPage> {
    if (query.kind !== 'records') return { ...(await runAggregate(sql, query)), next: null };
    const batchSize = Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, options.batchSize ?? LARGEST_BATCH));
    const records = await runRecords(sql, query, { limit: batchSize + 1 }, version);
    if (records.length <= batchSize) return { totalSize: records.length, records, next: null };
    const ids = await runIds(sql, query);
    const id = to18(`01g${base62(randomInt(2 ** 47), 12)}`);
    this.#store(id, { userId: options.userId, query, ids, batchSize, openedAt: this.#clock.now() });
    return { totalSize: ids.length, records: records.slice(0, batchSize), next: `${id}-${batchSize}` };
  }

  /** The page at a locator such as `01g…-2000`. @throws OrgError INVALID_QUERY_LOCATOR */
  async next(sql: Sql, userId: string, locator: string, version: string): Promise<QueryPage> {
    const [id = '', start] = locator.split('-');
    const cursor = this.#cursors.get(id);
    const from = Number(start);
    if (!cursor || cursor.userId !== userId || !Number.isInteger(from) || this.#isOld(cursor)) {
      throw new OrgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    const ids = cursor.ids.slice(from, from + cursor.batchSize);
    const records = await runRecords(sql, cursor.query, { ids }, version);
    const end = from + cursor.batchSize;
    return { totalSize: cursor.ids.length, records, next: end < cursor.ids.length ? `${id}-${end}` : null };
  }

  /** Forgets all: what they point at is no more. */
  clear(): void {
    this.#cursors.clear();
  }

  #isOld(cursor: Cursor): boolean {
    return Temporal.Instant.compare(cursor.openedAt.add(LIFETIME), this.#clock.now()) < 0;
  }

  #store(id: string, cursor: Cursor): void {
    const own = [...this.#cursors].filter(([, { userId }]) => userId === cursor.userId);
    if (own.length >= PER_USER && own[0]) this.#cursors.delete(own[0][0]);
    this.#cursors.set(id, cursor);
  }
}
