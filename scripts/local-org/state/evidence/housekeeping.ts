/** What follows from the passing of time alone: log files that are due, rows that are past their retention. */
import type { OrgClock } from '../clock.ts';
import type { Sql } from '../database.ts';
import type { Platform } from '../engine.ts';
import { writeDueFiles } from './log-files.ts';
import { forgetOld } from './retention.ts';

/** How much of the org's time may pass before it is looked again; the platform's own jobs are no faster. */
const EVERY_MINUTES = 10;

export interface Housekeeping {
  /** Does what has become due by the org's clock. Cheap when nothing can have; called before each request. */
  keep(): Promise<void>;
  /** Looks at the next call, whatever the time. */
  restart(): void;
}

interface Parts {
  database: Sql;
  platform: Platform;
  clock: OrgClock;
  orgId: string;
  apiVersion: string;
}

export function createHousekeeping({ database, platform, clock, orgId, apiVersion }: Parts): Housekeeping {
  let last: Temporal.Instant | null = null;
  let running: Promise<void> = Promise.resolve();
  const work = async (now: Temporal.Instant) => {
    await writeDueFiles({ sql: database, platform, orgId, apiVersion }, now);
    await forgetOld(database, now);
  };
  return {
    keep: () => {
      const now = clock.now();
      const minutes = last ? Math.abs(now.since(last).total('minutes')) : Infinity;
      if (minutes >= EVERY_MINUTES) {
        last = now;
        // One after the other, and who comes meanwhile waits for what is due before he reads.
        running = running.catch(() => undefined).then(() => work(now));
      }
      return running;
    },
    restart: () => {
      last = null;
    },
  };
}
