/** Opens an org: metadata, database, engine, sessions, set-up rows and seed, in that order. */
import { randomInt } from 'node:crypto';
import { EventGate } from '../faults/event-gate.ts';
import { Withheld } from '../faults/withheld.ts';
import { compileFormulas } from '../records/formulas.ts';
import { loadMetadata } from '../metadata/load.ts';
import { syncSetup } from '../security/setup.ts';
import type { SeedFile } from '../seed/format.ts';
import { loadSeed } from '../seed/load.ts';
import { createChangeBus } from './change-bus.ts';
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
  sourceDir: string;
  seed: SeedFile;
  clock: OrgClock;
  eventLogLicence: boolean;
  /** A listener of change events failed; nobody else hears of it. */
  onError: (error: unknown) => void;
}

export interface OpenedOrg {
  engine: Engine;
  gate: EventGate;
  /**
   * Back to the state after the seed: rows, ids, settings, switches, the clock's distance to the machine's. All sessions
   * end. Metadata stays as it is. @throws OrgError 409 when the org has a folder, as nobody means to lose that
   */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** The engine, the way back to its beginning, and the way to end it. */
export async function openOrg(options: OpenOptions): Promise<OpenedOrg> {
  // The database starts in its own thread while the source is read.
  const opening = openDatabase(options.dataDir, options.cacheDir);
  const [reading, opened] = await Promise.allSettled([readSource(options.sourceDir), opening]);
  if (opened.status === 'rejected') throw opened.reason;
  const database = opened.value;
  try {
    if (reading.status === 'rejected') throw reading.reason;
    const started = await startEngine(options, database, reading.value);
    return { ...started, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function readSource(sourceDir: string): Promise<Pick<OrgParts, 'metadata' | 'formulas'>> {
  // Lets the database's thread begin before this one is busy.
  await new Promise((resolve) => setImmediate(resolve));
  const metadata = loadMetadata(sourceDir);
  return { metadata, formulas: compileFormulas(metadata) };
}

async function startEngine(
  options: OpenOptions,
  database: Database,
  source: Pick<OrgParts, 'metadata' | 'formulas'>,
): Promise<Omit<OpenedOrg, 'close'>> {
  const { metadata } = source;
  const { clock } = options;
  await database.transaction((sql) => applySchema(sql, metadata));
  // A new id at each reset: clients keep what they know of an org under its id.
  const pod = await setting(database, 'pod', () => base62(randomInt(62 ** 2), 2) + '0');
  const orgId = await setting(database, 'orgId', () => to18(`00D${pod}${base62(randomInt(62 ** 6), 9)}`));
  const contexts: OrgParts['contexts'] = new Map();
  const gate = new EventGate(createChangeBus(options.onError));
  const parts: OrgParts = {
    database,
    ...source,
    clock,
    changes: gate,
    switches: {
      eventLogLicence: options.eventLogLicence,
      push: true,
      eventLogArrival: new EventLogArrival(),
      withheld: new Withheld(() => contexts.clear()),
    },
    orgId,
    pod,
    sessions: { current: null },
    contexts,
    cursors: new Cursors(clock),
    housekeeping: { current: null },
    journal: new Journal(() => clock.now()),
    resets: new Set(),
  };
  const engine = createEngine(parts);
  await engine.transaction((tx) => syncSetup(tx.platform, metadata, options.seed.profiles));
  await loadSeed(engine, database, options.seed);
  const { platform } = engine;
  const { apiVersion } = metadata;
  parts.housekeeping.current = createHousekeeping({ database, platform, clock, orgId, apiVersion });
  const reset = await resetting(options, parts);
  const startSessions = async () => {
    const sessions = await openSessions({ database, platform, clock, orgId });
    parts.sessions.current = journalled(sessions, engine);
    parts.journal.restart();
  };
  await startSessions();
  const openAgain = async () => {
    await reset();
    await startSessions();
  };
  return { engine, gate, reset: openAgain };
}
