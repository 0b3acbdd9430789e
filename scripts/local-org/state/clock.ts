/**
 * The org's clock: the machine's clock plus an offset that a test or the simulator may move. Everything the org
 * stamps, and the Date header of every answer, comes from here.
 */
export interface OrgClock {
  now(): Temporal.Instant;
  set(instant: Temporal.Instant): void;
  advance(duration: Temporal.Duration): void;
  /** Back to the machine's clock. */
  reset(): void;
}

/** Makes a clock over `source` (the machine's by default), starting without an offset. */
export function createClock(source: () => Temporal.Instant = () => Temporal.Now.instant()): OrgClock {
  let offsetMilliseconds = 0;
  return {
    now: () => source().add({ milliseconds: offsetMilliseconds }),
    set: (instant) => {
      offsetMilliseconds = instant.epochMilliseconds - source().epochMilliseconds;
    },
    advance: (duration) => {
      // Days are 24 hours here: an instant has no calendar.
      offsetMilliseconds += Math.round(duration.total({ unit: 'milliseconds', relativeTo: '2026-01-01' }));
    },
    reset: () => {
      offsetMilliseconds = 0;
    },
  };
}
