/** Reads the date in an audit row's text, `… through 12/5/2026`, without guessing whether day or month comes first. */
import { GRANT_DURATIONS, grantDate } from '../core/grants.ts';

const THROUGH = /through (\d{1,2})\/(\d{1,2})\/(\d{4})/;

const date = (year: number, month: number, day: number): Temporal.PlainDate | null => {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return null;
  }
};

/**
 * Both readings are tried. One that is no date falls away; of two, the one that an offered duration gives from the day
 * of the row counts, if the other is none.
 * @returns YYYY-MM-DD, or null when the text has no date or can be read in two ways
 */
export function dateInDisplay(display: string | null, at: string, zone: string): string | null {
  const [, first, second, year] = THROUGH.exec(display ?? '') ?? [];
  if (!first || !second || !year) return null;
  const readings = [date(+year, +first, +second), date(+year, +second, +first)].filter(
    (reading) => reading !== null,
  );
  const distinct = [...new Set(readings.map(String))];
  if (distinct.length === 1) return distinct[0] ?? null;
  const offered = new Set(GRANT_DURATIONS.map(({ name }) => grantDate(name, at, zone).toString()));
  const likely = distinct.filter((reading) => offered.has(reading));
  return likely.length === 1 ? (likely[0] ?? null) : null;
}
