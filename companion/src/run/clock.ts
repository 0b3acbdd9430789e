/** The companion's clock is the database's: it is what all companions share, and what the org's clock is held against. */
import type { Logger } from 'pino';
import type { Store } from '../store/store.ts';

export interface Clock {
  /** The database's time by the last comparison; needs no call. */
  instant(): Temporal.Instant;
  now(): Promise<Temporal.Instant>;
  stop(): void;
}

/** Clocks of two machines drift by milliseconds in this time. */
const COMPARE_EVERY_MS = 60_000;

/** @param given a clock of its own, as tests have one; then the database's is not asked */
export async function startClock(
  store: Store,
  logger: Logger,
  given?: () => Temporal.Instant,
): Promise<Clock> {
  if (given) return { instant: given, now: () => Promise.resolve(given()), stop: () => undefined };
  let ahead = await comparison(store);
  const timer = setInterval(() => {
    comparison(store).then(
      (offset) => {
        ahead = offset;
      },
      (error: unknown) => logger.warn({ err: error }, "the database's clock could not be read"),
    );
  }, COMPARE_EVERY_MS);
  return {
    instant: () => Temporal.Now.instant().add(ahead),
    now: () => store.now(),
    stop: () => clearInterval(timer),
  };
}

/** How far the database's clock is ahead of this machine's, half of the way there and back taken off. */
async function comparison(store: Store): Promise<Temporal.Duration> {
  const before = Temporal.Now.instant();
  const database = await store.now();
  const way = Temporal.Now.instant().since(before).total('milliseconds');
  const ahead = database.epochMilliseconds - before.epochMilliseconds - way / 2;
  return Temporal.Duration.from({ milliseconds: Math.round(ahead) });
}
