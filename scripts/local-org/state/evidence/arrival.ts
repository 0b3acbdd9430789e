/**
 * When rows of the event log objects can be queried: 25 to 45 minutes after what they tell, or whatever the simulator
 * says. Each row's delay follows from its own moment, so that two runs of the same events agree.
 */

/** Minutes between an event and the moment its row can be queried; the same for both = no spread. */
export interface ArrivalDelay {
  least: number;
  most: number;
}

/** What the platform documents for event log objects. */
const PLATFORM_DELAY: ArrivalDelay = { least: 25, most: 45 };

/** A delay and the moment from which on events are subject to it; null = from ever. */
export interface ArrivalPeriod {
  from: Temporal.Instant | null;
  delay: ArrivalDelay;
}

/** The delays of an org over time. What already arrived does not leave again when the delay is changed. */
export class EventLogArrival {
  #periods: ArrivalPeriod[] = [{ from: null, delay: PLATFORM_DELAY }];

  /** Newest last. */
  get periods(): readonly ArrivalPeriod[] {
    return this.#periods;
  }

  /** The delay of events that happen now. */
  get current(): ArrivalDelay {
    return this.#periods.at(-1)?.delay ?? PLATFORM_DELAY;
  }

  /** Holds for events from this second on; an earlier change that begins later is dropped (the clock was turned back). */
  change(delay: ArrivalDelay, now: Temporal.Instant): void {
    // Rows keep whole seconds, and what happens in this one is meant.
    const from = now.round({ smallestUnit: 'second', roundingMode: 'floor' });
    const earlier = this.#periods.filter(
      (period) => !period.from || Temporal.Instant.compare(period.from, from) < 0,
    );
    this.#periods = [...earlier, { from, delay }];
  }

  reset(): void {
    this.#periods = [{ from: null, delay: PLATFORM_DELAY }];
  }
}

/**
 * An SQL condition that the row with the timestamp `column` has arrived at `now`.
 * @param bind makes a placeholder for a value
 */
export function arrived(
  periods: readonly ArrivalPeriod[],
  column: string,
  now: Temporal.Instant,
  bind: (value: string | number) => string,
): string {
  const seconds = `extract(epoch FROM ${column})::bigint`;
  // Spread over the span by a fixed hash of the row's moment.
  const delayOf = ({ least, most }: ArrivalDelay) =>
    least === most
      ? `${bind(least * 60)}::int`
      : `(${bind(least * 60)}::int + abs(hashint8(${seconds})::bigint) % ${bind((most - least) * 60 + 1)}::int)`;
  const [first, ...changes] = periods;
  const cases = changes
    .toReversed()
    .map(({ from, delay }) => `WHEN ${column} >= ${bind(String(from))}::timestamptz THEN ${delayOf(delay)}`);
  const otherwise = delayOf(first?.delay ?? PLATFORM_DELAY);
  const delay = cases.length > 0 ? `CASE ${cases.join(' ')} ELSE ${otherwise} END` : otherwise;
  return `${column} + make_interval(secs => ${delay}) <= ${bind(now.toString())}::timestamptz`;
}
