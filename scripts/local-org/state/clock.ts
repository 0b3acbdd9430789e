/**
 * The org's clock: the machine's clock until a test or the simulator turns it. It can be set, moved, stopped and run
 * faster or slower. Everything the org stamps, and the Date header of every answer, comes from here.
 */
export interface OrgClock {
  now(): Temporal.Instant;
  set(instant: Temporal.Instant): void;
  advance(duration: Temporal.Duration): void;
  /** Stands still until `run`; `set` and `advance` move it all the same. */
  freeze(): void;
  /** Goes on from where it is, `speed` org seconds to a second of the machine (0 < speed, 1 = as the machine does). */
  run(speed?: number): void;
  /** Org seconds to a second of the machine; 0 while it stands still. */
  readonly speed: number;
  /** Back to the machine's clock. */
  reset(): void;
}

/** Makes a clock over `source` (the machine's by default), running and without an offset. */
export function createClock(source: () => Temporal.Instant = () => Temporal.Now.instant()): OrgClock {
  /** Where the clock stood (`shown`) when the source stood at `at`, and how fast it has gone since. */
  let mark: { shown: Temporal.Instant; at: Temporal.Instant } | null = null;
  let speed = 1;
  const now = () => {
    if (!mark) return source();
    const passed = source().since(mark.at);
    if (speed === 1) return mark.shown.add(passed);
    return mark.shown.add({ milliseconds: Math.round(passed.total('milliseconds') * speed) });
  };
  const standAt = (shown: Temporal.Instant) => {
    mark = { shown, at: source() };
  };
  const goAt = (wanted: number) => {
    standAt(now());
    speed = wanted;
  };
  return {
    now,
    set: standAt,
    advance: (duration) => {
      // Days are 24 hours here: an instant has no calendar.
      const milliseconds = Math.round(duration.total({ unit: 'milliseconds', relativeTo: '2026-01-01' }));
      standAt(now().add({ milliseconds }));
    },
    freeze: () => goAt(0),
    run: (wanted = 1) => {
      if (!(wanted > 0)) throw new RangeError(`A clock runs at a speed above 0, not ${wanted}`);
      goAt(wanted);
    },
    get speed() {
      return speed;
    },
    reset: () => {
      mark = null;
      speed = 1;
    },
  };
}
