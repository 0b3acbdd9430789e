/** Opens an org: metadata, database, engine, sessions, set-up rows and seed, in that order. */
import { randomInt } from 'node:crypto';
import { compileFormulas } from '../records/formulas.ts';
import { loadMetadata } from '../metadata/load.ts';
import { syncSetup } from '../security/setup.ts';
import type { SeedFile } from '../seed/format.ts';
import { loadSeed } from '../seed/load.ts';
import { createChangeBus } from './change-bus.ts';
import type { OrgClock } from './clock.ts';
import { Cursors } from './cursors.ts';
import { openDatabase } from './database.ts';
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
  const metadata = loadMetadata(options.sourceDir);
  const formulas = compileFormulas(metadata);
  const database = await openDatabase(options.dataDir, options.cacheDir);
  try {
    await database.transaction((sql) => applySchema(sql, metadata));
    // A new id at each reset: clients keep what they know of an org under its id.
    const pod = await setting(database, 'pod', () => base62(randomInt(62 ** 2), 2) + '0');
    const orgId = await setting(database, 'orgId', () => to18(`00D${pod}${base62(randomInt(62 ** 6), 9)}`));
    const parts: OrgParts = {
      database,
      metadata,
      formulas,
      clock: options.clock,
      changes: createChangeBus(options.onError),
      switches: { eventLogLicence: options.eventLogLicence, push: true },
      orgId,
      pod,
      sessions: { current: null },
      contexts: new Map(),
      cursors: new Cursors(options.clock),
    };
    const engine = createEngine(parts);
    await engine.transaction(async (tx) => {
      await syncSetup(tx.platform, metadata, options.seed.profiles);
    });
    await loadSeed(engine, database, options.seed);
    parts.sessions.current = await openSessions(database, {
      platform: engine.platform,
      clock: options.clock,
      orgId,
    });
    return { engine, close: () => database.close() };
  } catch (error) {
    await database.close();
    throw error;
  }
}
