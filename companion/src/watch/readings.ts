/** What one poll, and the permissions we hold, say about how far each source can be relied on. */
import {
  extendCoverage,
  KNOWN_DELAY_MINUTES,
  noCoverage,
  type Reading,
  type Source,
  type SourceCoverage,
} from '../core/coverage.ts';
import type { Poll } from './ports.ts';

const SOURCES = Object.keys(KNOWN_DELAY_MINUTES) as Source[];

export interface MissingPermission {
  source: Source;
  permission: string;
  reason: string;
}

const NO_LOGIN_LOG =
  'the org has no SalesforceLoginAsEventLog; it comes with Event Monitoring or Shield on Hyperforce';

/**
 * One reading per source. Rows that came while a permission is missing may be too few, so the source counts as
 * unreadable: what it shows is used, what it does not show proves nothing.
 */
export function readingsOf(poll: Poll, missing: readonly MissingPermission[]): Reading[] {
  const refused = (source: Source, reason: string): Reading => ({
    source,
    ok: false,
    at: poll.serverTime,
    reason,
  });
  return SOURCES.map((source): Reading => {
    const unreadable = poll.unreadable.find((one) => one.source === source);
    if (unreadable) return refused(source, unreadable.reason);
    const without = missing.find((one) => one.source === source);
    if (without) return refused(source, without.reason);
    const read = poll.read.find((one) => one.source === source);
    if (read) return { source, ok: true, from: read.from, to: read.to };
    return refused(source, source === 'Support_login_log' ? NO_LOGIN_LOG : 'not asked');
  });
}

export type CoverageBySource = ReadonlyMap<Source, SourceCoverage>;

export function extendAll(before: CoverageBySource, readings: readonly Reading[]): CoverageBySource {
  return new Map(
    readings.map((reading) => [
      reading.source,
      extendCoverage(before.get(reading.source) ?? noCoverage(reading.source), reading),
    ]),
  );
}

export type CoverageEvent =
  | { kind: 'lost'; source: Source; reason: string }
  | { kind: 'gap'; source: Source; from: string; to: string; reason: string };

/** Sources whose gaps no other source fills. A gap in what is merely live is stated with the coverage, not as a finding. */
const KEEPS_HISTORY: readonly Source[] = ['Setup_audit_trail', 'Support_login_log', 'Companion_records'];

/** What happened to the coverage that a person should know: a source that was lost, or a gap that cannot be filled. */
export function coverageEvents(before: CoverageBySource, after: CoverageBySource): CoverageEvent[] {
  return [...after.values()].flatMap((now): CoverageEvent[] => {
    const was = before.get(now.source);
    if (!was || was.from === null) return [];
    if (was.readable && !now.readable) {
      return [{ kind: 'lost', source: now.source, reason: now.reason ?? 'no reason given' }];
    }
    if (!KEEPS_HISTORY.includes(now.source)) return [];
    return now.gaps.slice(was.gaps.length).map((gap) => ({ kind: 'gap', source: now.source, ...gap }));
  });
}

/** @returns whether the ledger's statement differs in more than how far it reaches */
function saysOther(logged: SourceCoverage | undefined, now: SourceCoverage): boolean {
  return (
    logged?.readable !== now.readable ||
    logged.reason !== now.reason ||
    logged.from !== now.from ||
    logged.gaps.length !== now.gaps.length
  );
}

/** A statement this old is renewed even if nothing else asks for it. */
const RENEW_AFTER = Temporal.Duration.from({ hours: 24 });

/** @returns whether the ledger's statement about the source must be renewed now */
export function mustBeLogged(logged: SourceCoverage | undefined, now: SourceCoverage): boolean {
  if (saysOther(logged, now)) return true;
  if (now.to === null || !logged?.to) return now.to !== (logged?.to ?? null);
  const age = Temporal.Instant.from(logged.to).until(Temporal.Instant.from(now.to));
  return Temporal.Duration.compare(age, RENEW_AFTER) >= 0;
}
