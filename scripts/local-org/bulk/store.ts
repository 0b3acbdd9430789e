/** Jobs with their uploads and results, in the org's database: they outlive the process that took them. */
import type { Database, Sql } from '../state/database.ts';
import type { Job } from './job.ts';

/** What is kept beside a job: the upload in pieces as they came, and lines of results. */
export type PartKind = 'upload' | 'successful' | 'failed' | 'results';

export class JobStore {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async add(job: Job): Promise<void> {
    await this.#database.query('INSERT INTO org_bulk_job (id, info) VALUES ($1, $2)', [
      job.id,
      JSON.stringify(job),
    ]);
  }

  /** A number that no other job has. */
  async nextNumber(): Promise<number> {
    const [row] = await this.#database.query<{ number: number }>(
      "SELECT nextval('org_record_number') AS number",
    );
    if (!row) throw new Error('The database gave no number');
    return row.number;
  }

  async find(id: string): Promise<Job | undefined> {
    const [row] = await this.#database.query<{ info: Job }>('SELECT info FROM org_bulk_job WHERE id = $1', [
      id,
    ]);
    return row?.info;
  }

  /** All jobs of a kind, oldest first. */
  async list(kind: Job['kind']): Promise<Job[]> {
    const rows = await this.#database.query<{ info: Job }>(
      "SELECT info FROM org_bulk_job WHERE info->>'kind' = $1 ORDER BY id",
      [kind],
    );
    return rows.map(({ info }) => info);
  }

  /** Changes a job that is in one of the states `from`; undefined when it is not, as somebody else was faster. */
  async change(
    id: string,
    from: readonly Job['state'][],
    changes: Partial<Job>,
    sql: Sql = this.#database,
  ): Promise<Job | undefined> {
    const [row] = await sql.query<{ info: Job }>(
      `UPDATE org_bulk_job SET info = info || $3::jsonb
       WHERE id = $1 AND info->>'state' = ANY ($2::text[]) RETURNING info`,
      [id, from, JSON.stringify(changes)],
    );
    return row?.info;
  }

  async remove(id: string): Promise<void> {
    await this.#database.transaction(async (sql) => {
      await sql.query('DELETE FROM org_bulk_part WHERE job = $1', [id]);
      await sql.query('DELETE FROM org_bulk_job WHERE id = $1', [id]);
    });
  }

  /** Keeps text of a job; `rows` says how many lines of results it holds. */
  async append(
    id: string,
    kind: PartKind,
    part: { text: string; rows: number },
    sql: Sql = this.#database,
  ): Promise<void> {
    if (part.text === '') return;
    await sql.query(
      `INSERT INTO org_bulk_part SELECT $1, $2, coalesce(max(place), 0) + 1, $3, $4
       FROM org_bulk_part WHERE job = $1 AND kind = $2`,
      [id, kind, part.rows, part.text],
    );
  }

  /** Characters kept of a kind. */
  async size(id: string, kind: PartKind): Promise<number> {
    const [row] = await this.#database.query<{ size: number }>(
      'SELECT coalesce(sum(length(text)), 0)::float8 AS size FROM org_bulk_part WHERE job = $1 AND kind = $2',
      [id, kind],
    );
    return row?.size ?? 0;
  }

  async clear(id: string, kind: PartKind): Promise<void> {
    await this.#database.query('DELETE FROM org_bulk_part WHERE job = $1 AND kind = $2', [id, kind]);
  }

  /** The parts in order, one in memory at a time. */
  async *parts(id: string, kind: PartKind): AsyncGenerator<{ text: string; rows: number }> {
    for (let place = 1; ; place += 1) {
      const [part] = await this.#database.query<{ text: string; rows: number }>(
        'SELECT text, rows FROM org_bulk_part WHERE job = $1 AND kind = $2 AND place = $3',
        [id, kind, place],
      );
      if (!part) return;
      yield part;
    }
  }
}
