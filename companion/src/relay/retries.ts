/** When a delivery that came to nothing is tried again, and when it is given up. */
import { MAIL } from './channel-names.ts';

/** Doubling from the first pause; none is longer than the last. */
const FIRST_PAUSE_SECONDS = 2;
const LONGEST_PAUSE_SECONDS = 300;
/** A mail relay may be down for an hour or two; nothing else steps in for it. */
const MAIL_PATIENCE = Temporal.Duration.from({ hours: 2 });
/** Mail steps in for the others, so a contact waits minutes at most: some deadlines are a quarter of an hour. */
const CHANNEL_PATIENCE = Temporal.Duration.from({ minutes: 2 });

export interface Attempted {
  channel: string;
  /** How many attempts there were. */
  attempts: number;
  madeAt: string;
  now: string;
  /** What the receiver asked for. */
  retryAfterSeconds: number | null;
  /** At least 0, below 1. */
  random: number;
}

/**
 * @returns when to try again (ISO 8601 with Z): back-off with jitter, so that what failed together does not come back
 * together, and never sooner than the receiver asked for; null when that is later than it is of use
 */
export function nextAttempt(attempted: Attempted): string | null {
  const { channel, attempts, madeAt, now, retryAfterSeconds, random } = attempted;
  const full = Math.min(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS);
  const seconds = Math.max(full / 2 + (full / 2) * random, retryAfterSeconds ?? 0);
  const next = Temporal.Instant.from(now)
    .add({ milliseconds: Math.round(seconds * 1000) })
    .round({ smallestUnit: 'second', roundingMode: 'ceil' });
  const end = Temporal.Instant.from(madeAt).add(channel === MAIL ? MAIL_PATIENCE : CHANNEL_PATIENCE);
  return Temporal.Instant.compare(next, end) > 0 ? null : next.toString();
}
