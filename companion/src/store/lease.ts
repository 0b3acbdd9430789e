/**
 * The lock of one request that outlasts a transaction: deciding, expiring, cancelling and revoking write to the org
 * between two units, and no two of them may do so at once. Inside the process callers queue; between processes a lease
 * in the request's row holds the others off. A killed holder's lease ends by itself.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../core/errors.ts';
import type { Database } from './database.ts';

/** Longer than any call to the org may take; shorter than a person waits for a killed companion. */
const LEASE_SECONDS = 45;
const TRY_EVERY_MS = 100;
const GIVE_UP_MS = 60_000;

export interface Leases {
  /** @throws AppError unavailable when another holder does not let go; not_found when there is no such request */
  readonly exclusive: <Result>(
    orgId: string,
    requestId: string,
    work: () => Promise<Result>,
  ) => Promise<Result>;
  /** Frees leases of earlier runs. For the embedded database alone, which no other process can use. */
  forget(): Promise<void>;
}

export function createLeases(database: Database): Leases {
  const owner = randomUUID();
  const queues = new Map<string, Promise<unknown>>();

  const held = async <Result>(orgId: string, requestId: string, work: () => Promise<Result>) => {
    await take(database, owner, orgId, requestId);
    try {
      return await work();
    } finally {
      await database.query(
        'UPDATE request SET lease_owner = NULL, lease_until = NULL WHERE org_id = $1 AND id = $2 AND lease_owner = $3',
        [orgId, requestId, owner],
      );
    }
  };
  return {
    async exclusive(orgId, requestId, work) {
      const key = `${orgId}:${requestId}`;
      const before = queues.get(key) ?? Promise.resolve();
      const turn = before.then(() => held(orgId, requestId, work));
      const settled = turn.then(
        () => undefined,
        () => undefined,
      );
      queues.set(key, settled);
      try {
        return await turn;
      } finally {
        if (queues.get(key) === settled) queues.delete(key);
      }
    },
    forget: async () => {
      await database.query(
        'UPDATE request SET lease_owner = NULL, lease_until = NULL WHERE lease_owner IS NOT NULL',
      );
    },
  };
}

async function take(database: Database, owner: string, orgId: string, requestId: string): Promise<void> {
  for (let waited = 0; waited < GIVE_UP_MS; waited += TRY_EVERY_MS) {
    const { rows } = await database.query<{ lease_owner: string | null; taken: boolean }>(
      `WITH taken AS (
         UPDATE request SET lease_owner = $3, lease_until = clock_timestamp() + make_interval(secs => ${LEASE_SECONDS})
         WHERE org_id = $1 AND id = $2 AND (lease_owner IS NULL OR lease_until < clock_timestamp())
         RETURNING id
       )
       SELECT EXISTS (SELECT 1 FROM taken) AS taken FROM request WHERE org_id = $1 AND id = $2`,
      [orgId, requestId, owner],
    );
    if (rows.length === 0) throw new AppError('not_found', `There is no request ${requestId}.`);
    if (rows[0]?.taken) return;
    await wait(TRY_EVERY_MS);
  }
  throw new AppError('unavailable', 'Another decision on this request is still being written.');
}
