/**
 * Query results that are longer than a page. The ids of a result lie in the database, a thousand to a row, so that no
 * result is held in memory and an open one outlives a restart; each page reads its records when it is asked for.
 */
import { randomInt } from 'node:crypto';
import { OrgError } from '../errors.ts';
import type { CompiledQuery } from '../soql/compile.ts';
import type { RecordQuery } from '../soql/outputs.ts';
import { idsStatement, runAggregate, runFirst, runPage } from '../soql/run.ts';
import type { OrgClock } from './clock.ts';
import type { Sql } from './database.ts';
import type { QueryPage } from './engine.ts';
import { base62, to18 } from './ids.ts';
import { Statistics } from './statistics.ts';

interface OpenResult {
  id: string;
  batchSize: number;
  total: number;
}

interface Stored extends OpenResult {
  userId: string;
  soql: string;
  all: boolean;
  openedAt: string;
}

const LARGEST_BATCH = 2000;
const SMALLEST_BATCH = 200;
const LIFETIME = { hours: 48 };
/** Open results per user; the oldest makes room. */
const PER_USER = 10;
const CHUNK = 1000;

export class Cursors {
  readonly #clock: OrgClock;
  readonly #statistics = new Statistics();

  constructor(clock: OrgClock) {
    this.#clock = clock;
  }

  /** Runs a query and gives its first page. */
  async open(
    sql: Sql,
    query: CompiledQuery,
    options: { batchSize: number | undefined; userId: string },
    version: string,
  ): Promise<QueryPage> {
    await this.#statistics.keepFresh(sql);
    if (query.kind !== 'records') return { ...(await runAggregate(sql, query)), next: null };
    const batchSize = Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, options.batchSize ?? LARGEST_BATCH));
    const records = await runFirst(sql, query, batchSize + 1, version);
    if (records.length <= batchSize) return { totalSize: records.length, records, next: null };
    const opened = await this.#store(sql, query, { ...options, batchSize });
    // Read again from what was stored: another write may have come between.
    return pageAt(sql, query, opened, 0, version);
  }

  /**
   * The page at a locator such as `01g…-2000`; `compile` reads the stored query again, with the user's rights of now.
   * @throws OrgError INVALID_QUERY_LOCATOR
   */
  async next(
    sql: Sql,
    asked: {
      userId: string;
      locator: string;
      compile: (soql: string, all: boolean) => Promise<CompiledQuery>;
    },
    version: string,
  ): Promise<QueryPage> {
    const [, id, start] = /^(01g\w{15})-(\d{1,9})$/.exec(asked.locator) ?? [];
    const stored = id === undefined ? undefined : await find(sql, id);
    const from = Number(start);
    if (!stored || stored.userId !== asked.userId || this.#isOld(stored) || from >= stored.total) {
      throw new OrgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    const query = (await asked.compile(stored.soql, stored.all)) as RecordQuery;
    return pageAt(sql, query, stored, from, version);
  }

  #isOld({ openedAt }: Stored): boolean {
    const end = Temporal.Instant.from(openedAt).add(LIFETIME);
    return Temporal.Instant.compare(end, this.#clock.now()) < 0;
  }

  /** Keeps the ids of a result, in one statement, so that no write comes between them. */
  async #store(
    sql: Sql,
    query: RecordQuery,
    { userId, batchSize }: { userId: string; batchSize: number },
  ): Promise<OpenResult> {
    const { values, soql, all } = query.context;
    const id = to18(`01g${base62(randomInt(2 ** 47), 12)}`);
    const own = [id, userId, soql, all, batchSize, this.#clock.now().toString()];
    const [p1, p2, p3, p4, p5, p6] = own.map((_, index) => `$${values.length + index + 1}`);
    const text = `
      WITH found AS (SELECT id, row_number() OVER () - 1 AS place FROM (${idsStatement(query)}) AS result (id)),
        kept AS (
          INSERT INTO org_query_ids (query, chunk, ids)
          SELECT ${p1}::text, place / ${CHUNK}, array_agg(id ORDER BY place) FROM found GROUP BY place / ${CHUNK}
          RETURNING cardinality(ids) AS size)
      INSERT INTO org_query (id, user_id, soql, deleted_too, batch_size, opened_at, total)
      SELECT ${p1}, ${p2}::text, ${p3}::text, ${p4}::boolean, ${p5}::int, ${p6}::timestamptz, sum(size) FROM kept
      RETURNING total`;
    const [row] = await sql.rows(text, [...values, ...own]);
    await sql.query(
      `DELETE FROM org_query WHERE user_id = $1 AND id IN (
         SELECT id FROM org_query WHERE user_id = $1 ORDER BY opened_at DESC, id OFFSET ${PER_USER})`,
      [userId],
    );
    return { id, batchSize, total: Number(row?.[0]) };
  }
}

async function find(sql: Sql, id: string): Promise<Stored | undefined> {
  const [stored] = await sql.query<Stored>(
    `SELECT id, user_id AS "userId", soql, deleted_too AS "all", batch_size AS "batchSize", opened_at AS "openedAt",
       total FROM org_query WHERE id = $1`,
    [id],
  );
  return stored;
}

async function pageAt(
  sql: Sql,
  query: RecordQuery,
  { id, batchSize, total }: OpenResult,
  from: number,
  version: string,
): Promise<QueryPage> {
  const end = Math.min(from + batchSize, total);
  const before = query.context.values.length;
  const [of, first, last] = [1, 2, 3].map((offset) => `$${before + offset}`);
  const text =
    `SELECT item.id, chunk * ${CHUNK} + item.place FROM org_query_ids, unnest(ids) WITH ORDINALITY AS item (id, place) ` +
    `WHERE query = ${of}::text AND chunk BETWEEN ${first}::int / ${CHUNK} AND (${last}::int - 1) / ${CHUNK} ` +
    `AND chunk * ${CHUNK} + item.place > ${first}::int AND chunk * ${CHUNK} + item.place <= ${last}::int`;
  const records = await runPage(sql, query, { text, values: [id, from, end] }, version);
  return { totalSize: total, records, next: end < total ? `${id}-${end}` : null };
}
