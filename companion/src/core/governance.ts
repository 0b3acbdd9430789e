/** The governance modes of one org in time: which rule an entry is held against. */
import { millisecondsOf } from './instants.ts';
import type { Mode } from './requests.ts';

export interface ModeEntry {
  mode: Mode;
  /** ISO 8601 with Z. */
  effectiveFrom: string;
}

/** @returns the mode in force at `at`; null before the first entry: before governance. */
export function modeAt(modes: readonly ModeEntry[], at: string): Mode | null {
  const instant = millisecondsOf(at);
  let inForce: { mode: Mode; from: number } | null = null;
  for (const { mode, effectiveFrom } of modes) {
    const from = millisecondsOf(effectiveFrom);
    // Of two entries with one date the later one counts.
    if (from <= instant && (inForce === null || from >= inForce.from)) inForce = { mode, from };
  }
  return inForce?.mode ?? null;
}
