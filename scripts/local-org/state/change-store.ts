/** Change events in the database: written with the change itself, kept for 72 hours of the org's clock. */
import type { OrgClock } from './clock.ts';
import type { Database, Sql } from './database.ts';
import type { ChangeEvent, PublishedChange, RetainedChanges } from './engine.ts';

const retentionMilliseconds = 72 * 60 * 60 * 1000;
const trimEveryMilliseconds = 60_000;
/** Events written by one statement. */
const chunk = 2_000;

/** The table of retained events; part of the platform's own tables. */
export const CHANGE_TABLES = `
CREATE TABLE IF NOT EXISTS org_change_event (replay_id bigint PRIMARY KEY, at bigint NOT NULL, entity text NOT NULL, event jsonb NOT NULL);`;

interface StoredRow {
  replay_id: number;
  event: ChangeEvent;
}

export class ChangeStore implements RetainedChanges {
  readonly #database: Database;
  readonly #clock: OrgClock;
  #last: number;
  #trimmed = 0;

  private constructor(database: Database, clock: OrgClock, last: number) {
    this.#database = database;
    this.#clock = clock;
    this.#last = last;
  }

  /** Goes on where an earlier run stopped. */
  static async open(database: Database, clock: OrgClock): Promise<ChangeStore> {
    const [row] = await database.query<{ last: number | null }>(
      'SELECT max(replay_id) AS last FROM org_change_event',
    );
    // Ids begin at the machine's time, so that they grow over restarts and resets; clients may read nothing in them.
    return new ChangeStore(
      database,
      clock,
      Math.max(row?.last ?? 0, Temporal.Now.instant().epochMilliseconds),
    );
  }

  get last(): number {
    return this.#last;
  }

  /** Writes the events of a transaction within it, so that they are kept exactly when its rows are. */
  async retain(sql: Sql, events: readonly ChangeEvent[]): Promise<PublishedChange[]> {
    if (events.length === 0) return [];
    const now = this.#clock.now().epochMilliseconds;
    await this.#trim(sql, now);
    // Writes that share a transaction here are transactions of their own to everybody else.
    const commits = new Map<string, number>();
    const kept = events.map((event) => {
      const replayId = (this.#last += 1);
      const commitNumber = commits.get(event.transactionKey) ?? replayId;
      commits.set(event.transactionKey, commitNumber);
      return { ...event, commitNumber, replayId };
    });
    for (let start = 0; start < kept.length; start += chunk) {
      const part = kept.slice(start, start + chunk);
      await sql.query(
        `INSERT INTO org_change_event SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::jsonb[])`,
        [
          part.map(({ replayId }) => replayId),
          part.map(() => now),
          part.map(({ entityName }) => entityName),
          part.map((event) => JSON.stringify(event)),
        ],
      );
    }
    return kept;
  }

  async after(
    span: { after: number; upTo: number; entity: string | null },
    limit: number,
  ): Promise<PublishedChange[]> {
    const rows = await this.#database.query<StoredRow>(
      `SELECT replay_id, event FROM org_change_event WHERE replay_id > $1 AND replay_id <= $2 AND at >= $3
       AND ($4::text IS NULL OR entity = $4) ORDER BY replay_id LIMIT $5`,
      [span.after, span.upTo, this.#oldest(), span.entity, limit],
    );
    return rows.map(({ replay_id: replayId, event }) => ({ ...event, replayId }) as PublishedChange);
  }

  async has(replayId: number): Promise<boolean> {
    const rows = await this.#database.query(
      'SELECT 1 FROM org_change_event WHERE replay_id = $1 AND at >= $2',
      [replayId, this.#oldest()],
    );
    return rows.length > 0;
  }

  async add(events: readonly ChangeEvent[]): Promise<PublishedChange[]> {
    return this.#database.transaction((sql) => this.retain(sql, events));
  }

  async forget(): Promise<void> {
    await this.#database.query('DELETE FROM org_change_event');
  }

  #oldest(): number {
    return this.#clock.now().epochMilliseconds - retentionMilliseconds;
  }

  /** Now and then is enough: nobody is shown what has aged out. A clock that was turned back waits for its time. */
  async #trim(sql: Sql, now: number): Promise<void> {
    if (Math.abs(now - this.#trimmed) < trimEveryMilliseconds) return;
    this.#trimmed = now;
    await sql.query('DELETE FROM org_change_event WHERE at < $1', [now - retentionMilliseconds]);
  }
}
