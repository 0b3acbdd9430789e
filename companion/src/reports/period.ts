/** The period of a report, and times as people of its zone read them. */
export { type Interval, intervalOf, isWithin, type Period } from '../core/report-period.ts';

/** @returns e.g. `2026-11-21 04:05:06` in `timeZone`; the zone is named once, on page one. */
export function localTime(at: string | null, timeZone: string): string {
  if (at === null) return '–';
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return local.toString({ smallestUnit: 'second' }).replace('T', ' ');
}
