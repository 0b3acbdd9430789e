/** Everything the companion keeps, behind one door. */
import type { Sha256 } from '../core/bytes.ts';
import { apiCallStore } from './api-calls.ts';
import { apiTokenStore } from './api-tokens.ts';
import { type Database, type DatabaseLocation, openDatabase } from './database.ts';
import { orgRows, settingRows } from './facts.ts';
import { type Jobs, startJobs } from './jobs.ts';
import { type Companions, joinCompanions } from './companions.ts';
import { createLeases, createLocalLeases, type Leases } from './lease.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { migrate } from './migrations.ts';
import { challengeStore, passkeyStore, rateStore } from './passkeys.ts';
import { findGrantorLink, findInvitation } from './people.ts';
import type { LedgerKey } from './signing-key.ts';
import { createUnits, type Rows, rowsOf, type RunUnit } from './unit.ts';

export interface StoreOptions {
  location: DatabaseLocation;
  sha256: Sha256;
  key: LedgerKey;
  /** What fails in the job runner outside any job. */
  onError: (error: Error) => void;
}

export interface Store {
  database: Database;
  ledger: Ledger;
  jobs: Jobs;
  unit: RunUnit;
  /** This process among those that share the database. */
  companions: Companions;
  exclusive: Leases['exclusive'];
  turn: Leases['turn'];
  duty: Leases['duty'];
  /** Reads of one org outside a unit. */
  rows(orgId: string): Rows;
  orgs: ReturnType<typeof orgRows>;
  /** Settings of the companion as a whole. */
  settings: ReturnType<typeof settingRows>;
  passkeys: ReturnType<typeof passkeyStore>;
  /** Challenges expire by the clock that is given. */
  challenges(now: () => Promise<Temporal.Instant>): ReturnType<typeof challengeStore>;
  rates: ReturnType<typeof rateStore>;
  apiTokens: ReturnType<typeof apiTokenStore>;
  apiCalls: ReturnType<typeof apiCallStore>;
  findInvitation(tokenHash: string): ReturnType<typeof findInvitation>;
  findGrantorLink(tokenHash: string): ReturnType<typeof findGrantorLink>;
  /** The database's clock. That the embedded one answers is not said by it. */
  now(): Promise<Temporal.Instant>;
  close(): Promise<void>;
}

/** Opens, migrates and starts the store. @throws AppError configuration when the data directory is in use */
export async function openStore({ location, sha256, key, onError }: StoreOptions): Promise<Store> {
  const database = await openDatabase(location);
  try {
    await migrate(database);
    const companions = await joinCompanions(database, onError);
    // The embedded database has room for one process.
    const leases = database.engine === 'pglite' ? createLocalLeases() : createLeases(database, companions.id);
    const jobs = await startJobs(database, onError);
    return {
      database,
      jobs,
      ledger: createLedger(database, sha256, key),
      unit: createUnits(database, jobs, sha256, leases),
      companions,
      exclusive: leases.exclusive,
      turn: leases.turn,
      duty: leases.duty,
      rows: (orgId) => rowsOf(database, orgId),
      orgs: orgRows(database),
      settings: settingRows(database, ''),
      passkeys: passkeyStore(database),
      challenges: (now) => challengeStore(database, now),
      rates: rateStore(database),
      apiTokens: apiTokenStore(database),
      apiCalls: apiCallStore(database),
      findInvitation: (tokenHash) => findInvitation(database, tokenHash),
      findGrantorLink: (tokenHash) => findGrantorLink(database, tokenHash),
      now: () => databaseTime(database),
      close: async () => {
        await jobs.stop();
        await companions.leave();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function databaseTime(database: Database): Promise<Temporal.Instant> {
  // The embedded database runs in this process, by this machine's clock, of which it knows milliseconds.
  if (database.engine === 'pglite')
    return Temporal.Now.instant().round({ smallestUnit: 'millisecond', roundingMode: 'floor' });
  const { rows } = await database.query<{ now: string }>('SELECT clock_timestamp() AS now');
  const [row] = rows;
  if (!row) throw new Error('The database told no time.');
  return Temporal.Instant.from(row.now);
}
