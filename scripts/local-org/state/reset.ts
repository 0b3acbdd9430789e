/** Back to the state after the seed, for tests: the database from its snapshot, and what the org keeps in memory. */
import { OrgError } from '../errors.ts';
import type { LiveSource } from '../deploy/open-source.ts';
import type { OrgParts } from './parts.ts';
import { applySchema } from './schema.ts';
import { Snapshot } from './snapshot.ts';

/** Notes the state as it is now and gives the function that returns to it; sessions are opened anew by the caller. */
export async function resetting(
  { dataDir, eventLogLicence }: { dataDir: string | null; eventLogLicence: boolean },
  parts: OrgParts,
  source: LiveSource,
): Promise<() => Promise<void>> {
  const { clock, database, switches } = parts;
  if (dataDir !== null) {
    return () => {
      const message =
        'Only an org in memory (--memory) is reset while it runs. Stop this one and run "npm run reset", which deletes its folder.';
      return Promise.reject(new OrgError(409, 'ORG_KEEPS_ITS_DATA', message));
    };
  }
  const snapshot = await Snapshot.take(database);
  const first = source.current;
  const ahead = clock.now().since(Temporal.Now.instant());
  return async () => {
    if (source.current !== first) {
      // A deployment may have taken tables and columns away; what it added stays, empty and unknown.
      await database.transaction((sql) => applySchema(sql, first.metadata));
      source.current = first;
    }
    await snapshot.restore();
    clock.reset();
    if (Math.abs(ahead.total('seconds')) >= 1) clock.set(Temporal.Now.instant().add(ahead));
    Object.assign(switches, { eventLogLicence, push: true });
    switches.eventLogArrival.reset();
    parts.contexts.clear();
    parts.housekeeping.current?.restart();
    for (const listener of parts.resets) listener();
  };
}
