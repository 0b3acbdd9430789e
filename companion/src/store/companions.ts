/**
 * The companions that run on one database. Each writes down that it lives; one that has not done so for a while is dead,
 * and what it held (leases, mails under way) is free for the others. There is no leader.
 */
import { randomUUID } from 'node:crypto';
import type { Database, Queryable } from './database.ts';

/** Four beats may be missed, as on a machine that is short of time; a person hardly notices the wait. */
const BEAT_MS = 1_500;
const LAPSE = "interval '6 seconds'";

export interface Companions {
  /** Of this process; new with every start. */
  readonly id: string;
  /** Takes dead ones off the list. @returns how many this call, and no other companion's, found dead */
  bury(): Promise<number>;
  /**
   * Notes what the secrets of this one are known by.
   * @returns false when a living companion has others
   */
  agree(secrets: string): Promise<boolean>;
  leave(): Promise<void>;
}

/** SQL that holds where the companion of the id in `column` lives. The names are ours, never a caller's text. */
export const alive = (column: string): string =>
  `EXISTS (SELECT 1 FROM companion WHERE companion.id = ${column} AND companion.seen_at > clock_timestamp() - ${LAPSE})`;

export async function isAlive(query: Queryable, id: string): Promise<boolean> {
  const { rows } = await query.query<{ alive: boolean }>(`SELECT ${alive('$1::uuid')} AS alive`, [id]);
  return rows[0]?.alive === true;
}

/** Puts this process on the list and keeps it there until it leaves. @param onError gets a beat that failed */
export async function joinCompanions(
  database: Database,
  onError: (error: Error) => void,
): Promise<Companions> {
  const id = randomUUID();
  const beat = async () => {
    await database.query(
      `INSERT INTO companion (id, seen_at) VALUES ($1, clock_timestamp())
       ON CONFLICT (id) DO UPDATE SET seen_at = clock_timestamp()`,
      [id],
    );
  };
  // The embedded database has room for one process: whoever is on the list was killed.
  if (database.engine === 'pglite') await database.query('DELETE FROM companion');
  await beat();
  let beating: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    beating = beat().catch((error: unknown) =>
      onError(error instanceof Error ? error : new Error(String(error))),
    );
  }, BEAT_MS);
  timer.unref();
  return {
    id,
    bury: async () => {
      const { rowCount } = await database.query(
        `DELETE FROM companion WHERE id <> $1 AND seen_at <= clock_timestamp() - ${LAPSE}`,
        [id],
      );
      return rowCount ?? 0;
    },
    agree: async (secrets) => {
      await database.query('UPDATE companion SET secrets = $2 WHERE id = $1', [id, secrets]);
      const { rows } = await database.query(
        `SELECT 1 FROM companion
         WHERE secrets <> $2 AND id <> $1 AND seen_at > clock_timestamp() - ${LAPSE}`,
        [id, secrets],
      );
      return rows.length === 0;
    },
    leave: async () => {
      clearInterval(timer);
      await beating;
      await database.query('DELETE FROM lease WHERE owner = $1', [id]);
      await database.query('DELETE FROM companion WHERE id = $1', [id]);
    },
  };
}
