/** How far the org's clock is from ours, and what follows from it (design §4.5). */
import { CLOCK_STOP_MS } from '../core/clock-limits.ts';

/** From here on the difference is told. */
const ALARM_MILLISECONDS = 30_000;
/** A change by less than this is not worth an entry: the measure itself is only good to half a second. */
const WORTH_LOGGING = 5_000;

export type ClockState = 'agrees' | 'alarm' | 'stop';

/** @param offsetMs the org's clock minus ours, in milliseconds */
export function judgeClock(offsetMs: number): ClockState {
  const distance = Math.abs(offsetMs);
  if (distance > CLOCK_STOP_MS) return 'stop';
  return distance > ALARM_MILLISECONDS ? 'alarm' : 'agrees';
}

/** @returns whether the measure says something new against the last logged one (null = none yet) */
export function clockChanged(logged: number | null, measured: number): boolean {
  return (
    logged === null ||
    judgeClock(logged) !== judgeClock(measured) ||
    Math.abs(logged - measured) >= WORTH_LOGGING
  );
}
