/** The access window: what a contact may sign as bounds, and the window that the bounds of all approvals give. */
import { LATEST_END_DAYS } from './policy.ts';
import type { RequestTerms } from './terms.ts';

/** What a contact signs: at most so long, not before, not after. Instants are ISO 8601 with Z. */
export interface Bounds {
  maxMinutes: number;
  notBefore: string | null;
  /** Absolute, at most {@link LATEST_END_DAYS} days ahead. */
  notAfter: string;
}

export interface AccessWindow {
  start: string;
  end: string;
}

const instant = (text: string) => Temporal.Instant.from(text);
const latest = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b);
const earliest = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) <= 0 ? a : b);

/**
 * start = max(all notBefore, `quorumAt`); end = min(start + min(all maxMinutes), all notAfter) (design §4.4).
 * @param quorumAt time of the approval that completed the quorum
 * @returns null when that is empty: the approvals do not overlap
 */
export function effectiveWindow(bounds: readonly Bounds[], quorumAt: string): AccessWindow | null {
  if (bounds.length === 0) return null;
  const start = bounds
    .flatMap(({ notBefore }) => (notBefore === null ? [] : [instant(notBefore)]))
    .reduce(latest, instant(quorumAt));
  const minutes = Math.min(...bounds.map(({ maxMinutes }) => maxMinutes));
  const end = bounds.map(({ notAfter }) => instant(notAfter)).reduce(earliest, start.add({ minutes }));
  return Temporal.Instant.compare(start, end) < 0 ? { start: start.toString(), end: end.toString() } : null;
}

/** @returns how long the requester wants to be let in; what the policy gives when he does not say */
export function wantedMinutes(hours: unknown, terms: Pick<RequestTerms, 'defaultWindowMinutes'>): number {
  return typeof hours === 'number' ? Math.max(1, Math.round(hours * 60)) : terms.defaultWindowMinutes;
}

/**
 * Checks bounds before they are signed: a contact may shorten and delay, never lengthen.
 * @param wantedMinutes what the requester asked for
 * @returns what is wrong, in one sentence; null when the bounds may be signed at `now`
 */
export function checkBounds(
  bounds: Bounds,
  terms: Pick<RequestTerms, 'maximumWindowMinutes'>,
  wantedMinutes: number,
  now: string,
): string | null {
  const longest = Math.min(terms.maximumWindowMinutes, wantedMinutes);
  if (!Number.isInteger(bounds.maxMinutes) || bounds.maxMinutes < 1)
    return 'The window must last at least one minute.';
  if (bounds.maxMinutes > longest) return `The window may last ${longest} minutes at most.`;
  const limit = instant(now).add({ hours: LATEST_END_DAYS * 24 });
  if (Temporal.Instant.compare(instant(bounds.notAfter), limit) > 0) {
    return `The window must end within ${LATEST_END_DAYS} days.`;
  }
  return effectiveWindow([bounds], now) === null ? 'The window would end before it starts.' : null;
}
