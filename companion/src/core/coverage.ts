/** What each source can be relied on for: the interval that was read, and the gaps in it. Inside a gap nothing is known. */
import { compareInstants, millisecondsOf, remembered } from './instants.ts';

/** API names of the picklist Source_Coverage__c.Source__c. */
export type Source =
  'User_grants' | 'Setup_audit_trail' | 'Support_login_log' | 'Substitute_sessions' | 'Companion_records';

export interface Gap {
  from: string;
  to: string;
  reason: string;
}

export interface SourceCoverage {
  source: Source;
  /** Whether the last attempt could read it. */
  readable: boolean;
  /** Complete from … to (ISO 8601 with Z) but for the gaps; null before the first success. */
  from: string | null;
  to: string | null;
  gaps: readonly Gap[];
  knownDelayMinutes: number;
  /** Why it cannot be read; null when it can. */
  reason: string | null;
}

/** How late a row may become readable, in minutes (salesforce-facts 2.1; the audit trail's delay is not documented). */
export const KNOWN_DELAY_MINUTES: Readonly<Record<Source, number>> = {
  User_grants: 0,
  Setup_audit_trail: 5,
  Support_login_log: 45,
  Substitute_sessions: 0,
  Companion_records: 0,
};

/** Sources that only show what is live: what began and ended between two looks was not seen. */
const LIVE_ONLY: readonly Source[] = ['User_grants', 'Substitute_sessions'];
/** Two looks further apart leave a gap in a live source: three times the idle interval of polling. */
const LONGEST_PAUSE = Temporal.Duration.from({ minutes: 15 });

/** One attempt to read a source. `from`…`to` is what the rows cover. */
export type Reading =
  | { source: Source; ok: true; from: string; to: string }
  | { source: Source; ok: false; at: string; reason: string };

export function noCoverage(source: Source): SourceCoverage {
  return {
    source,
    readable: false,
    from: null,
    to: null,
    gaps: [],
    knownDelayMinutes: KNOWN_DELAY_MINUTES[source],
    reason: 'not read yet',
  };
}

/**
 * @returns the coverage after one more attempt. A failed one only names its reason: what was covered stays covered, and
 * the gap is known when the source can be read again and does not reach back.
 */
export function extendCoverage(before: SourceCoverage, reading: Reading): SourceCoverage {
  if (!reading.ok) return { ...before, readable: false, reason: reading.reason };
  const after = { ...before, readable: true, reason: null, to: reading.to };
  if (before.to === null) return { ...after, from: reading.from };
  const missing = gapBetween(before, before.to, reading);
  return missing ? { ...after, gaps: [...before.gaps, missing] } : after;
}

function gapBetween(before: SourceCoverage, end: string, reading: { from: string; to: string }): Gap | null {
  const reason = before.reason ?? 'not read in time';
  if (LIVE_ONLY.includes(before.source)) {
    const pause = instant(end).until(instant(reading.to));
    return Temporal.Duration.compare(pause, LONGEST_PAUSE) > 0 ? { from: end, to: reading.to, reason } : null;
  }
  return Temporal.Instant.compare(instant(reading.from), instant(end)) > 0
    ? { from: end, to: reading.from, reason }
    : null;
}

/** @returns whether the source is complete at `at`; false before it was read, after it was read last, and in a gap. */
export function covers(coverage: SourceCoverage, at: string): boolean {
  if (coverage.from === null || coverage.to === null) return false;
  return isWithin(coverage.from, coverage.to, at) && !inGap(coverage, at);
}

/** @returns whether `at` lies in a gap that is known. */
export function inGap(coverage: SourceCoverage, at: string): boolean {
  return coverage.gaps.some((gap) => isWithin(gap.from, gap.to, at));
}

/** @returns whether the source, if it is readable, has been read past `at` and its known delay: nothing is still to come. */
export function isSettled(coverage: SourceCoverage, at: string): boolean {
  return isSettledAt(coverage, millisecondsOf(at));
}

/** The same for an instant in milliseconds since 1970. */
export function isSettledAt(coverage: SourceCoverage, at: number): boolean {
  return at <= settledUntil(coverage);
}

const settledUntil = remembered(({ readable, to, knownDelayMinutes }: SourceCoverage) => {
  if (!readable) return Number.POSITIVE_INFINITY;
  return to === null ? Number.NEGATIVE_INFINITY : millisecondsOf(to) - knownDelayMinutes * 60_000;
});

function instant(text: string): Temporal.Instant {
  return Temporal.Instant.from(text);
}

function isWithin(from: string, to: string, at: string): boolean {
  return compareInstants(from, at) <= 0 && compareInstants(at, to) <= 0;
}
