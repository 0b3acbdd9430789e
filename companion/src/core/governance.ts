/** The governance modes of one org in time: which rule an entry is held against. */
import type { Mode } from './requests.ts';

export interface ModeEntry {
  mode: Mode;
  /** ISO 8601 with Z. */
  effectiveFrom: string;
}

/** @returns the mode in force at `at`; null before the first entry: before governance. */
export function modeAt(modes: readonly ModeEntry[], at: string): Mode | null {
  const instant = Temporal.Instant.from(at);
  const inForce = modes
    .map((entry, index) => ({ ...entry, index, from: Temporal.Instant.from(entry.effectiveFrom) }))
    .filter(({ from }) => Temporal.Instant.compare(from, instant) <= 0)
    // Of two entries with one date the later one counts.
    .sort((a, b) => Temporal.Instant.compare(a.from, b.from) || a.index - b.index);
  return inForce.at(-1)?.mode ?? null;
}
