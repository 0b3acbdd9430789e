/** The relay's time, and what it does while the clocks do not agree. */
import { AppError } from '../core/errors.ts';
import type { Rows } from './ports.ts';

/**
 * @returns the companion's clock in whole seconds, as the org keeps its instants (ISO 8601 with Z): what is logged and
 * what the org shows are then the same.
 */
export async function clockTime(ports: { now(): Promise<Temporal.Instant> }): Promise<string> {
  return (await ports.now()).round({ smallestUnit: 'second', roundingMode: 'floor' }).toString();
}

export function isBefore(a: string, b: string): boolean {
  return Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b)) < 0;
}

export function later(at: string, duration: Temporal.DurationLike): string {
  return Temporal.Instant.from(at).add(duration).toString();
}

/** Where the watch keeps its last measure of the org's clock against ours. */
const CLOCK_SETTING = 'watch.clock';

/** @returns false while the org's clock is too far from ours for a window to be trusted */
export async function clocksAgree(rows: Rows): Promise<boolean> {
  const clock = (await rows.settings.get(CLOCK_SETTING)) as { state?: string } | null;
  return clock?.state !== 'stop';
}

/** @throws AppError clock_offset while the org's clock is too far from ours for a window to be trusted */
export async function requireAgreeingClocks(rows: Rows): Promise<void> {
  const clock = (await rows.settings.get(CLOCK_SETTING)) as { state?: string; offsetMs?: number } | null;
  if (clock?.state !== 'stop') return;
  throw new AppError(
    'clock_offset',
    'The clocks of the org and of Countersign differ by more than five minutes.',
    {
      details: { offsetMs: clock.offsetMs ?? null },
    },
  );
}
