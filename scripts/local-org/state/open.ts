/** Opens an org: metadata, database, engine, sessions, set-up rows and seed, in that order. */
import { randomInt } from 'node:crypto';
import { EventGate } from '../faults/event-gate.ts';
import { Withheld } from '../faults/withheld.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BulkJobs } from '../bulk/jobs.ts';
import { Deployer } from '../deploy/deployer.ts';
import { MetadataJobs } from '../deploy/jobs.ts';
import { readBase, withDeployed } from '../deploy/open-source.ts';
import type { Base, LiveSource } from '../deploy/open-source.ts';
import { openTracking } from '../deploy/source-members.ts';
import { findObject } from '../metadata/model.ts';
import type { OrgMetadata } from '../metadata/model.ts';
import { fillSummaries } from '../records/roll-ups.ts';
import { systemContext } from '../security/context.ts';
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
import { createWriter } from './group-commit.ts';
import { createReader } from './group-read.ts';
import { createGrants } from './grants.ts';
import { base62, IdSource, to18 } from './ids.ts';
import { createEngine, inUnit } from './org.ts';
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
  /** Null = the org was seeded before. */
  seed: SeedFile | null;
  /** A Dev Hub knows the objects of scratch orgs. */
  devHub: boolean;
  /** Hears which objects a committed transaction wrote records of. */
  onCommit?: OrgParts['onCommit'];
  clock: OrgClock;
  eventLogLicence: boolean;
  /** Clients hear what changed in the org's metadata, as in a scratch org. */
  tracksSource: boolean;
  /** A listener of change events failed; nobody else hears of it. */
  onError: (error: unknown) => void;
}

export interface OpenedOrg {
  engine: Engine;
  bulk: BulkJobs;
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
  const [reading, opened] = await Promise.allSettled([readBase(options.sourceDir, options.devHub), opening]);
  if (opened.status === 'rejected') throw opened.reason;
  const database = opened.value;
  const folder = mkdtempSync(join(tmpdir(), 'local-org-source-'));
  const close = async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    if (reading.status === 'rejected') throw reading.reason;
    const { parts, ...started } = await startEngine(options, database, reading.value, folder);
    const { onError } = options;
    const { engine } = started;
    const bulk = new BulkJobs({ database, engine, unit: (work) => inUnit(parts, work), onError });
    await bulk.resume();
    return { ...started, bulk, close: () => bulk.close().then(close) };
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
): Promise<Pick<OpenedOrg, 'engine' | 'gate' | 'reset'> & { parts: OrgParts }> {
  const { clock } = options;
  const source: LiveSource = { current: await withDeployed(database, base, folder) };
  const { metadata } = source.current;
  const { withoutHierarchy = [] } = options.seed ?? {};
  const unknown = withoutHierarchy.find((name) => !findObject(metadata, name));
  if (unknown) throw new Error(`The seed's withoutHierarchy names ${unknown}, which the org does not have`);
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
      return leaveHierarchy(source.current.metadata, withoutHierarchy);
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
    ids: new IdSource(pod),
    sessions: { current: null },
    deployments: { current: null },
    grants: createGrants(database, clock),
    contexts,
    worlds: new WeakMap(),
    cursors: new Cursors(database, clock),
    onCommit: options.onCommit,
    writer: createWriter(() => parts),
    reader: createReader(),
    housekeeping: { current: null },
    journal: new Journal(() => clock.now()),
    resets: new Set(),
  };
  const engine = createEngine(parts);
  const profiles = options.seed?.profiles ?? [];
  await engine.transaction((tx) => syncSetup(tx.platform, metadata, profiles));
  if (options.seed) await loadSeed(engine, database, options.seed);
  const platform = { metadata, switches: parts.switches, user: systemContext(), now: clock.now() };
  await database.transaction((sql) => fillSummaries(sql, platform));
  const deployer = new Deployer({
    ...{ parts, source, folder, profiles },
    ...{ apiVersion: metadata.apiVersion, tracksSource: options.tracksSource, devHub: options.devHub },
  });
  const startedAt = clock.now().toString({ smallestUnit: 'millisecond' });
  parts.deployments.current = new MetadataJobs({ deployer, parts, startedAt, onError: options.onError });
  const { apiVersion } = metadata;
  const keeping = { database, platform: engine.platform, clock, orgId, apiVersion };
  parts.housekeeping.current = createHousekeeping(keeping);
  // What is reserved now is not in the snapshot: both lives of the org begin with a new block.
  parts.ids.restart();
  parts.resets.add(() => parts.ids.restart());
  const reset = await resetting(options, parts, source);
  let sessions = await openSessions({ database, platform: engine.platform, clock, orgId });
  parts.sessions.current = journalled(() => sessions, engine);
  parts.journal.restart();
  const openAgain = async () => {
    await reset();
    sessions = await openSessions({ database, platform: engine.platform, clock, orgId });
    parts.journal.restart();
  };
  return { engine, parts, gate, reset: openAgain };
}

/** Marks the objects in which superiors have no access of their own; a deployment makes the metadata anew. */
function leaveHierarchy(metadata: OrgMetadata, names: readonly string[]): OrgMetadata {
  for (const name of names) {
    const object = findObject(metadata, name);
    if (object) object.usesHierarchy = false;
  }
  return metadata;
}
