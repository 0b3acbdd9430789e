/** Keeps the change events of the selected entities for replay, as long as the platform does: 72 hours. */
import type { OrgMetadata } from '../metadata/model.ts';
import type { OrgClock } from './clock.ts';
import type { ChangeBus, ChangeEvent, Switches } from './engine.ts';

const retentionMilliseconds = 72 * 60 * 60 * 1000;

/** A retained event. Replay ids grow, also over restarts, and are not contiguous; clients may read nothing else in them. */
export interface RetainedChange {
  replayId: number;
  /** Epoch milliseconds by the org's clock. */
  at: number;
  event: ChangeEvent;
}

export interface ChangeLog {
  /** Objects whose changes are published at this moment; none while push is switched off. */
  entities(): readonly string[];
  /** The events of the last 72 hours, oldest first. */
  retained(): readonly RetainedChange[];
  /** Calls `listener` with each new event; gives the function that ends it. */
  onChange(listener: (change: RetainedChange) => void): () => void;
  close(): void;
}

interface Source {
  changes: ChangeBus;
  clock: OrgClock;
  metadata: OrgMetadata;
  switches: Switches;
}

/**
 * Starts to record. The log lies in memory: after a restart an older replay id is refused as one that has aged out,
 * which the platform does too and every client must bear. While push is off nothing is recorded, as in an org that
 * has selected no entities.
 */
export function recordChanges(org: Source): ChangeLog {
  const listeners = new Set<(change: RetainedChange) => void>();
  const log: RetainedChange[] = [];
  let last = Temporal.Now.instant().epochMilliseconds;
  const entities = () => (org.switches.push ? org.metadata.changeEventEntities : []);
  const purge = () => {
    const oldest = org.clock.now().epochMilliseconds - retentionMilliseconds;
    const kept = log.findIndex((change) => change.at >= oldest);
    log.splice(0, kept === -1 ? log.length : kept);
  };
  const stop = org.changes.subscribe((events) => {
    const selected = new Set(entities());
    purge();
    for (const event of events) {
      if (!selected.has(event.entityName)) continue;
      last += 1;
      const change = { replayId: last, at: org.clock.now().epochMilliseconds, event };
      log.push(change);
      for (const listener of listeners) listener(change);
    }
  });
  const stopForgetting = org.changes.onForget(() => void log.splice(0));
  return {
    entities,
    retained() {
      purge();
      return log;
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      stop();
      stopForgetting();
    },
  };
}
