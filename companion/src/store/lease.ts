/**
 * What one companion at a time may do: decide on, expire, cancel or revoke one request, look at the org, write to it.
 * Such work outlasts a transaction, as it calls the org between two units. Inside the process callers queue; between
 * processes a lease holds the others off for as long as its owner lives. A lease that was lost meanwhile, as by a process
 * that stood still, is noticed at its next unit: the token is not the one that it took, and nothing is written (fencing).
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../core/errors.ts';
import { alive } from './companions.ts';
import type { Database, Queryable } from './database.ts';

/** Jittered, so that two who wait do not meet again and again. */
const TRY_EVERY_MS = [10, 60] as const;
const GIVE_UP_MS = 60_000;

interface Held {
  orgId: string;
  name: string;
  token: string;
}

export interface Leases {
  /** @throws AppError unavailable when another holder does not let go; not_found when there is no such request */
  readonly exclusive: <Result>(
    orgId: string,
    requestId: string,
    work: () => Promise<Result>,
  ) => Promise<Result>;
  /** One at a time of this name in the org, over all companions. @throws AppError unavailable */
  readonly turn: <Result>(orgId: string, name: string, work: () => Promise<Result>) => Promise<Result>;
  /** Takes a standing duty, or keeps it. @returns whether this companion has it now */
  readonly duty: (orgId: string, name: string) => Promise<boolean>;
  /** Within a unit: the leases under which it runs are still ours, and stay so until it ends. @throws AppError unavailable */
  readonly requireHeld: (query: Queryable) => Promise<void>;
}

/** @param owner id of this companion */
export function createLeases(database: Database, owner: string): Leases {
  const queues = new Map<string, Promise<unknown>>();
  const holding = new AsyncLocalStorage<readonly Held[]>();

  const held = async <Result>(orgId: string, name: string, work: () => Promise<Result>) => {
    const lease = await take(database, owner, orgId, name);
    try {
      return await holding.run([...(holding.getStore() ?? []), lease], work);
    } finally {
      await database.query('DELETE FROM lease WHERE org_id = $1 AND name = $2 AND token = $3', [
        orgId,
        name,
        lease.token,
      ]);
    }
  };
  const turn: Leases['turn'] = async (orgId, name, work) => {
    const key = `${orgId}:${name}`;
    const before = queues.get(key) ?? Promise.resolve();
    const mine = before.then(() => held(orgId, name, work));
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    queues.set(key, settled);
    try {
      return await mine;
    } finally {
      if (queues.get(key) === settled) queues.delete(key);
    }
  };
  return {
    turn,
    exclusive: async (orgId, requestId, work) => {
      const { rows } = await database.query('SELECT 1 FROM request WHERE org_id = $1 AND id = $2', [
        orgId,
        requestId,
      ]);
      if (rows.length === 0) throw new AppError('not_found', `There is no request ${requestId}.`);
      return turn(orgId, `request:${requestId}`, work);
    },
    duty: (orgId, name) => tryTake(database, { owner, orgId, name, token: randomUUID() }),
    requireHeld: async (query) => {
      for (const { orgId, name, token } of holding.getStore() ?? []) {
        const { rows } = await query.query(
          'SELECT 1 FROM lease WHERE org_id = $1 AND name = $2 AND token = $3 FOR SHARE',
          [orgId, name, token],
        );
        if (rows.length === 0) {
          throw new AppError('unavailable', 'Another companion has taken this over meanwhile.');
        }
      }
    },
  };
}

async function take(database: Database, owner: string, orgId: string, name: string): Promise<Held> {
  const token = randomUUID();
  for (let waited = 0; waited < GIVE_UP_MS;) {
    if (await tryTake(database, { owner, orgId, name, token })) return { orgId, name, token };
    const pause = randomInt(...TRY_EVERY_MS);
    await wait(pause);
    waited += pause;
  }
  throw new AppError('unavailable', 'Another companion is still at work on this.');
}

async function tryTake(
  database: Database,
  { owner, orgId, name, token }: Held & { owner: string },
): Promise<boolean> {
  // One that is ours already is a duty to keep, or was left by a release that did not get through: callers queue here.
  const { rowCount } = await database.query(
    `INSERT INTO lease (org_id, name, owner, token) VALUES ($1, $2, $3, $4)
     ON CONFLICT (org_id, name) DO UPDATE SET owner = EXCLUDED.owner, token = EXCLUDED.token
     WHERE lease.owner = EXCLUDED.owner OR NOT ${alive('lease.owner')}`,
    [orgId, name, owner, token],
  );
  return (rowCount ?? 0) > 0;
}
