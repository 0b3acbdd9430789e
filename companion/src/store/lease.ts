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
/**
 * Holds, and makes the statement's own commit not wait for the disk. What a crash of the database takes of a lease is
 * noticed like any other loss.
 */
const QUICKLY = "set_config('synchronous_commit', 'off', true) = 'off'";

interface Held {
  orgId: string;
  name: string;
  token: string;
}

export interface Leases {
  /** One at a time on this request, over all companions. @throws AppError unavailable when another holder does not let go */
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

/** Leases of a process that has its database to itself: to queue is all there is to them. */
export function createLocalLeases(): Leases {
  const inLine = lines();
  const turn: Leases['turn'] = (orgId, name, work) => inLine(`${orgId}:${name}`, work);
  return {
    turn,
    exclusive: (orgId, requestId, work) => turn(orgId, ofRequest(requestId), work),
    duty: () => Promise.resolve(true),
    requireHeld: () => Promise.resolve(),
  };
}

/** Leases between companions that share a database, as rows of it. @param owner id of this companion */
export function createLeases(database: Database, owner: string): Leases {
  const inLine = lines();
  const holding = new AsyncLocalStorage<readonly Held[]>();

  const held = async <Result>(orgId: string, name: string, work: () => Promise<Result>) => {
    const lease = await take(database, owner, orgId, name);
    try {
      return await holding.run([...(holding.getStore() ?? []), lease], work);
    } finally {
      await database.query(
        `DELETE FROM lease WHERE org_id = $1 AND name = $2 AND token = $3 AND ${QUICKLY}`,
        [orgId, name, lease.token],
      );
    }
  };
  const turn: Leases['turn'] = (orgId, name, work) =>
    inLine(`${orgId}:${name}`, () => held(orgId, name, work));
  return {
    turn,
    exclusive: (orgId, requestId, work) => turn(orgId, ofRequest(requestId), work),
    duty: (orgId, name) => tryTake(database, { owner, orgId, name, token: randomUUID() }),
    requireHeld: async (query) => {
      const mine = holding.getStore() ?? [];
      if (mine.length === 0) return;
      const { rows } = await query.query(
        `SELECT 1 FROM lease WHERE (org_id, name, token) IN (SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[]))
         FOR SHARE`,
        [mine.map(({ orgId }) => orgId), mine.map(({ name }) => name), mine.map(({ token }) => token)],
      );
      if (rows.length < mine.length) {
        throw new AppError('unavailable', 'Another companion has taken this over meanwhile.');
      }
    },
  };
}

const ofRequest = (requestId: string): string => `request:${requestId}`;

/** @returns what runs the work of one key one after the other, in the order in which it comes */
function lines(): <Result>(key: string, work: () => Promise<Result>) => Promise<Result> {
  const ends = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const mine = (ends.get(key) ?? Promise.resolve()).then(work);
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    ends.set(key, settled);
    try {
      return await mine;
    } finally {
      if (ends.get(key) === settled) ends.delete(key);
    }
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
    `INSERT INTO lease (org_id, name, owner, token) SELECT $1, $2, $3::uuid, $4::uuid WHERE ${QUICKLY}
     ON CONFLICT (org_id, name) DO UPDATE SET owner = EXCLUDED.owner, token = EXCLUDED.token
     WHERE lease.owner = EXCLUDED.owner OR NOT ${alive('lease.owner')}`,
    [orgId, name, owner, token],
  );
  return (rowCount ?? 0) > 0;
}
