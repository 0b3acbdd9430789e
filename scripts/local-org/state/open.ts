/** Opens an org: metadata, database, engine, sessions, set-up rows and seed, in that order. */
import { randomInt } from 'node:crypto';
import { compileFormulas } from '../records/formulas.ts';
import { fillSummaries } from '../records/roll-ups.ts';
import { systemContext } from '../security/context.ts';
import { loadMetadata } from '../metadata/load.ts';
import { syncSetup } from '../security/setup.ts';
import type { SeedFile } from '../seed/format.ts';
import { loadSeed } from '../seed/load.ts';
import { createChangeBus } from './change-bus.ts';
import type { OrgClock } from './clock.ts';
import { Cursors } from './cursors.ts';
import { openDatabase } from './database.ts';
import type { Database } from './database.ts';
import type { Engine } from './engine.ts';
import { base62, to18 } from './ids.ts';
import { createEngine } from './org.ts';
import type { OrgParts } from './parts.ts';
import { applySchema } from './schema.ts';
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

/** The engine and the way to end it. */
export async function openOrg(options: OpenOptions): Promise<{ engine: Engine; close(): Promise<void> }> {
  // The database starts in its own thread while the source is read.
  const opening = openDatabase(options.dataDir, options.cacheDir);
  const [reading, opened] = await Promise.allSettled([readSource(options.sourceDir), opening]);
  if (opened.status === 'rejected') throw opened.reason;
  const database = opened.value;
  try {
    if (reading.status === 'rejected') throw reading.reason;
    const engine = await startEngine(options, database, reading.value);
    return { engine, close: () => database.close() };
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
): Promise<Engine> {
  const { metadata } = source;
  const { clock } = options;
  await database.transaction((sql) => applySchema(sql, metadata));
  // A new id at each reset: clients keep what they know of an org under its id.
  const pod = await setting(database, 'pod', () => base62(randomInt(62 ** 2), 2) + '0');
  const orgId = await setting(database, 'orgId', () => to18(`00D${pod}${base62(randomInt(62 ** 6), 9)}`));
  const parts: OrgParts = {
    database,
    ...source,
    clock,
    changes: createChangeBus(options.onError),
    switches: { eventLogLicence: options.eventLogLicence, push: true },
    orgId,
    pod,
    sessions: { current: null },
    contexts: new Map(),
    cursors: new Cursors(clock),
  };
  const engine = createEngine(parts);
  await engine.transaction((tx) => syncSetup(tx.platform, metadata, options.seed.profiles));
  await loadSeed(engine, database, options.seed);
  const platform = { metadata, switches: parts.switches, user: systemContext(), now: clock.now() };
  await database.transaction((sql) => fillSummaries(sql, platform));
  parts.sessions.current = await openSessions({ database, platform: engine.platform, clock, orgId });
  return engine;
}
