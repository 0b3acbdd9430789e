/** Opens an org: metadata, database, engine, sessions, set-up rows and seed, in that order. */
import { randomInt } from 'node:crypto';
import { EventGate } from '../faults/event-gate.ts';
import { Withheld } from '../faults/withheld.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Deployer } from '../deploy/deployer.ts';
import { MetadataJobs } from '../deploy/jobs.ts';
import { readBase, withDeployed } from '../deploy/open-source.ts';
import type { Base, LiveSource } from '../deploy/open-source.ts';
import { openTracking } from '../deploy/source-members.ts';
import { findObject } from '../metadata/model.ts';
import { syncSetup } from '../security/setup.ts';
import type { SeedFile } from '../seed/format.ts';
import { loadSeed } from '../seed/load.ts';
import { createChangeBus } from './change-bus.ts';
import { ChangeStore } from './change-store.ts';
import type { OrgClock } from './clock.ts';
import { Cursors } from './cursors.ts';
import { Journal } from './journal.ts';
import { createHousekeeping } from './evidence/housekeeping.ts';
import { resetting } from './reset.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { EventLogArrival } from './evidence/arrival.ts';
import { base62, to18 } from './ids.ts';
import { createGrants } from './grants.ts';
import { createEngine } from './org.ts';
import type { OrgParts } from './parts.ts';
import { applySchema } from './schema.ts';
import { journalled } from './session-journal.ts';
import { openSessions } from './sessions.ts';
import { setting } from './settings.ts';

export interface OpenOptions {
  /** Null = in memory. */
  dataDir: string | null;
  cacheDir: string;
  /** SFDX source tree that the org begins with; null = an org without any metadata of its own. */
  sourceDir: string | null;
  seed: SeedFile;
  clock: OrgClock;
  eventLogLicence: boolean;
  /** Clients hear what changed in the org's metadata, as in a scratch org. */
  tracksSource: boolean;
  /** A listener of change events failed; nobody else hears of it. */
  onError: (error: unknown) => void;
}

export interface OpenedOrg {
  engine: Engine;
  gate: EventGate;
  /**
   * Back to the state after the seed: rows, ids, settings, switches, the clock's distance to the machine's. All sessions
   * end. What was deployed is taken back. @throws OrgError 409 when the org has a folder, as nobody means to lose that
   */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The engine, the way back to its beginning, and the way to end it. */
export async function openOrg(options: OpenOptions): Promise<OpenedOrg> {
  // The database starts in its own thread while the source is read.
  const opening = openDatabase(options.dataDir, options.cacheDir);
  const [reading, opened] = await Promise.allSettled([readBase(options.sourceDir), opening]);
  if (opened.status === 'rejected') throw opened.reason;
  const database = opened.value;
  const folder = mkdtempSync(join(tmpdir(), 'local-org-source-'));
  const close = async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (reading.status === 'rejected') throw reading.reason;
    return { ...(await startEngine(options, database, reading.value, folder)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startEngine(
  options: OpenOptions,
  database: Database,
  base: Base,
  folder: string,
): Promise<Omit<OpenedOrg, 'close'>> {
  const { clock } = options;
  const source: LiveSource = { current: await withDeployed(database, base, folder) };
  const { metadata } = source.current;
  for (const name of options.seed.withoutHierarchy ?? []) {
    const object = findObject(metadata, name);
    if (!object) throw new Error(`The seed's withoutHierarchy names ${name}, which the org does not have`);
    object.usesHierarchy = false;
  }
  await database.transaction((sql) => applySchema(sql, metadata));
  if (options.tracksSource) await openTracking(database);
  // A new id at each reset: clients keep what they know of an org under its id.
  const pod = await setting(database, 'pod', () => base62(randomInt(62 ** 2), 2) + '0');
  const orgId = await setting(database, 'orgId', () => to18(`00D${pod}${base62(randomInt(62 ** 6), 9)}`));
  const contexts: OrgParts['contexts'] = new Map();
  const gate = new EventGate(createChangeBus(options.onError));
  const parts: OrgParts = {
    database,
    get metadata() {
      return source.current.metadata;
    },
    get formulas() {
      return source.current.formulas;
    },
    clock,
    changes: gate,
    retained: await ChangeStore.open(database, clock),
    switches: {
      eventLogLicence: options.eventLogLicence,
      push: true,
      eventLogArrival: new EventLogArrival(),
      withheld: new Withheld(() => contexts.clear()),
    },
    orgId,
    pod,
    sessions: { current: null },
    deployments: { current: null },
    grants: createGrants(database, clock),
    contexts,
    cursors: new Cursors(clock),
    housekeeping: { current: null },
    journal: new Journal(() => clock.now()),
    resets: new Set(),
  };
  const engine = createEngine(parts);
  await engine.transaction((tx) => syncSetup(tx.platform, metadata, options.seed.profiles));
  await loadSeed(engine, database, options.seed);
  const deployer = new Deployer({
    ...{ parts, source, folder, profiles: options.seed.profiles },
    ...{ apiVersion: metadata.apiVersion, tracksSource: options.tracksSource },
  });
  const startedAt = clock.now().toString({ smallestUnit: 'millisecond' });
  parts.deployments.current = new MetadataJobs({ deployer, parts, startedAt, onError: options.onError });
  const { platform } = engine;
  const { apiVersion } = metadata;
  parts.housekeeping.current = createHousekeeping({ database, platform, clock, orgId, apiVersion });
  const reset = await resetting(options, parts, source);
  let sessions = await openSessions({ database, platform, clock, orgId });
  parts.sessions.current = journalled(() => sessions, engine);
  parts.journal.restart();
  const openAgain = async () => {
    await reset();
    sessions = await openSessions({ database, platform, clock, orgId });
    parts.journal.restart();
  };
  return { engine, gate, reset: openAgain };
}
