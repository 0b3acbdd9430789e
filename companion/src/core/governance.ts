/** The governance modes of one org in time: which rule an entry is held against. */
import { millisecondsOf, remembered } from './instants.ts';
import type { Mode } from './requests.ts';

export interface ModeEntry {
  mode: Mode;
  /** ISO 8601 with Z. */
  effectiveFrom: string;
}

const beginOf = remembered(({ effectiveFrom }: ModeEntry) => millisecondsOf(effectiveFrom));

/** @returns the mode in force at `at`; null before the first entry: before governance. */
export function modeAt(modes: readonly ModeEntry[], at: string): Mode | null {
  return modeAtTime(modes, millisecondsOf(at));
}

/** The same for an instant in milliseconds since 1970. */
export function modeAtTime(modes: readonly ModeEntry[], at: number): Mode | null {
  let inForce: { mode: Mode; from: number } | null = null;
  for (const entry of modes) {
    const from = beginOf(entry);
    // Of two entries with one date the later one counts.
    if (from <= at && (inForce === null || from >= inForce.from)) inForce = { mode: entry.mode, from };
  }
  return inForce?.mode ?? null;
}

/**
 * What a mode that holds from `from` on takes the place of: the one that was set last, or the stricter one that would be in
 * force then; that Standard was accepted for a later day makes it no less weak today.
 */
export function modeReplaced(modes: readonly ModeEntry[], from: string): Mode | null {
  const last = modes.at(-1)?.mode ?? null;
  return last === 'Opt_out_enabled' ? last : (modeAt(modes, from) ?? last);
}
