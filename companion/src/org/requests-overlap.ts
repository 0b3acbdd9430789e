/**
 * How far back requests are read again. A row becomes visible after the moment that it bears, as commits take time, so
 * each look reads what is two minutes old once more. Of looks that follow one another within seconds, as when many
 * requests are raised, one in a quarter of a minute does so; the others read what is some seconds old.
 */

/** A row that becomes visible later than this after the moment it bears may be missed. */
const VISIBLE_WITHIN = { seconds: 120 } as const;
const WHOLE_EVERY = { seconds: 15 } as const;
/** Most commits take less, and instants of the org are whole seconds. */
const BRIEFLY = { seconds: 4 } as const;

const WHOLE = Temporal.Duration.from(VISIBLE_WITHIN).add(WHOLE_EVERY);

export interface RequestsOverlap {
  /**
   * @param mark up to where requests have been read; null = never
   * @param now of the look, by the org's clock
   * @returns where to begin reading; null = at the beginning
   */
  from(mark: string | null, now: Temporal.Instant): Temporal.Instant | null;
  /** The look of that moment has read the requests. */
  haveRead(now: Temporal.Instant): void;
}

export function requestsOverlap(): RequestsOverlap {
  let whole: Temporal.Instant | null = null;
  const isWhole = (now: Temporal.Instant) =>
    whole === null || Temporal.Duration.compare(whole.until(now).abs(), WHOLE_EVERY) >= 0;
  return {
    from: (mark, now) =>
      mark === null ? null : Temporal.Instant.from(mark).subtract(isWhole(now) ? WHOLE : BRIEFLY),
    haveRead: (now) => {
      if (isWhole(now)) whole = now;
    },
  };
}
