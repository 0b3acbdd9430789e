/**
 * Query results that are longer than a page. The ids of a result lie in the database, a thousand to a row, so that no
 * result is held in memory and an open one outlives a restart; each page reads its records when it is asked for.
 */
import { randomInt } from 'node:crypto';
import { OrgError } from '../errors.ts';
import type { CompiledQuery } from '../soql/compile.ts';
import type { RecordQuery } from '../soql/outputs.ts';
import type { PageForm } from '../soql/page-form.ts';
import { idsStatement, runAggregate } from '../soql/run.ts';
import type { Statement } from '../soql/run.ts';
import type { OrgClock } from './clock.ts';
import type { Database, Sql } from './database.ts';
import type { Page } from './engine.ts';
import { base62, to18 } from './ids.ts';
import { ReadAhead } from './read-ahead.ts';
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
/** Bytes of an id, and of a chunk of them with a comma behind each. */
const ID = 18;
const SIZE = (ID + 1) * CHUNK;

export class Cursors {
  readonly #database: Database;
  readonly #clock: OrgClock;
  readonly #ahead: ReadAhead;
  readonly #statistics = new Statistics();
  /** The result that was asked for last, and `changes` of the database when it was read. */
  #last: { stored: Stored; changes: number } | null = null;

  constructor(database: Database, clock: OrgClock) {
    this.#database = database;
    this.#clock = clock;
    this.#ahead = new ReadAhead(database);
  }

  /** Runs a query and gives its first page. */
  async open<T>(
    sql: Sql,
    query: CompiledQuery,
    options: { batchSize: number | undefined; userId: string },
    form: PageForm<T>,
  ): Promise<Page<T>> {
    await this.#statistics.keepFresh(sql);
    if (query.kind !== 'records') {
      const { totalSize, records } = await runAggregate(sql, query);
      return { totalSize, records: form.of(records), next: null };
    }
    const batchSize = Math.min(LARGEST_BATCH, Math.max(SMALLEST_BATCH, options.batchSize ?? LARGEST_BATCH));
    const { changes } = this.#database;
    const first = await form.first(sql, query, batchSize);
    if (!first.more) return { totalSize: first.count, records: first.rows, next: null };
    // A write that came between the rows and their ids would make them differ.
    const isCurrent = sql === this.#database && changes === this.#database.changes;
    const opened = await this.#store(sql, query, { ...options, batchSize });
    const records = isCurrent ? first.rows : await form.page(query, idsAt(query, opened, 0)).read(sql);
    return { totalSize: opened.total, records, next: locatorAfter(opened, 0) };
  }

  /**
   * The page at a locator such as `01g…-2000`; `compile` reads the stored query again, with the user's rights of now.
   * @throws OrgError INVALID_QUERY_LOCATOR
   */
  async next<T>(
    sql: Sql,
    asked: {
      userId: string;
      locator: string;
      compile: (soql: string, all: boolean) => Promise<CompiledQuery>;
    },
    form: PageForm<T>,
  ): Promise<Page<T>> {
    const [, id, start] = /^(01g\w{15})-(\d{1,9})$/.exec(asked.locator) ?? [];
    const stored = id === undefined ? undefined : await this.#find(sql, id);
    const from = Number(start);
    if (!stored || stored.userId !== asked.userId || this.#isOld(stored) || from >= stored.total) {
      throw new OrgError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    }
    const query = (await asked.compile(stored.soql, stored.all)) as RecordQuery;
    const page = form.page(query, idsAt(query, stored, from));
    const next = locatorAfter(stored, from);
    const isWhole = sql === this.#database;
    const records = isWhole ? await this.#ahead.rows(page) : await page.read(sql);
    if (isWhole && next !== null)
      this.#ahead.begin(form.page(query, idsAt(query, stored, from + stored.batchSize)));
    return { totalSize: stored.total, records, next };
  }

  async #find(sql: Sql, id: string): Promise<Stored | undefined> {
    const { changes } = this.#database;
    if (this.#last?.stored.id === id && this.#last.changes === changes) return this.#last.stored;
    const stored = await find(sql, id);
    if (stored && sql === this.#database) this.#last = { stored, changes };
    return stored;
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
    // Ids are of one length: cutting their list is much less work than grouping rows by their place. Rows that came past
    // the platform may carry others; their list is split at its commas.
    const text = `
      WITH whole AS MATERIALIZED (
          SELECT string_agg(id, ',')::bytea AS list, count(*) AS total, bool_and(octet_length(id) = ${ID}) AS even
          FROM (${idsStatement(query)}) AS result (id)),
        kept AS (
          INSERT INTO org_query_ids (query, chunk, ids)
          SELECT ${p1}::text, chunk, CASE WHEN even
            THEN string_to_array(convert_from(substr(list, (chunk * ${SIZE} + 1)::int, ${SIZE - 1}), 'UTF8'), ',')
            ELSE (string_to_array(convert_from(list, 'UTF8'), ','))[chunk * ${CHUNK} + 1 : (chunk + 1) * ${CHUNK}] END
          FROM whole, generate_series(0, (total - 1) / ${CHUNK}) AS chunk WHERE total > 0)
      INSERT INTO org_query (id, user_id, soql, deleted_too, batch_size, opened_at, total)
      SELECT ${p1}, ${p2}::text, ${p3}::text, ${p4}::boolean, ${p5}::int, ${p6}::timestamptz, total FROM whole
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

/** SQL of the rows `(id, place)` of the page that begins at `from`, with parameters after those of the query. */
function idsAt(query: RecordQuery, { id, batchSize, total }: OpenResult, from: number): Statement {
  const end = Math.min(from + batchSize, total);
  const before = query.context.values.length;
  const [of, first, last] = [1, 2, 3].map((offset) => `$${before + offset}`);
  const text =
    `SELECT item.id, chunk * ${CHUNK} + item.place FROM org_query_ids, unnest(ids) WITH ORDINALITY AS item (id, place) ` +
    `WHERE query = ${of}::text AND chunk BETWEEN ${first}::int / ${CHUNK} AND (${last}::int - 1) / ${CHUNK} ` +
    `AND chunk * ${CHUNK} + item.place > ${first}::int AND chunk * ${CHUNK} + item.place <= ${last}::int`;
  return { text, values: [id, from, end] };
}

/** The locator of the page behind the one that begins at `from`. */
function locatorAfter({ id, batchSize, total }: OpenResult, from: number): string | null {
  const end = from + batchSize;
  return end < total ? `${id}-${end}` : null;
}
