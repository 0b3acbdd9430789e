/**
 * The base components of npm convert between instants and wall time by the browser's zone. An org shows the user's
 * zone, so this service converts by the zone it is told.
 */

const MINUTE = 60_000;

/** Difference between the wall clock of `timeZone` and UTC at `instant`, in milliseconds. */
function offsetAt(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant);
  const part = (type: string) => Number(parts.find((item) => item.type === type)?.value);
  const wall = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return wall - Math.floor(instant / 1000) * 1000;
}

/**
 * Hands `done` a date whose UTC parts are the wall time of `instant` in `timeZone`, as the base components expect it.
 */
export function UTCToWallTime(instant: Date, timeZone: string, done: (wall: Date) => void): void {
  done(new Date(instant.getTime() + offsetAt(instant.getTime(), timeZone)));
}

/**
 * The way back. A wall time that a change to summer time skips is read with the offset before it, one that happens
 * twice as the earlier instant.
 */
export function WallTimeToUTC(wall: Date, timeZone: string, done: (instant: Date) => void): void {
  const asUtc = wall.getTime();
  const before = offsetAt(asUtc - 24 * 60 * MINUTE, timeZone);
  const guess = asUtc - before;
  const offset = offsetAt(guess, timeZone);
  const second = asUtc - offset;
  done(new Date(offsetAt(second, timeZone) === offset ? second : guess));
}

type DateStyle = 'short' | 'medium' | 'long';

/**
 * Reads a day as the user's locale writes it, as the platform's date fields do; the base components of npm read
 * American dates alone. Gives local midnight, null when the text is no day of that locale.
 */
export function parseLocalDate(text: string, locale: string): Date | null {
  const styles: DateStyle[] = ['medium', 'short', 'long'];
  for (const style of styles) {
    const day = parseInStyle(text, locale, style);
    if (day) return day;
  }
  return null;
}

function parseInStyle(text: string, locale: string, dateStyle: DateStyle): Date | null {
  const format = new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' });
  const parts = format.formatToParts(Date.UTC(2026, 10, 22));
  const months = Array.from({ length: 12 }, (_, month) => monthText(format, month));
  const pattern = parts
    .filter(({ type }) => type !== 'literal')
    .map(({ type }) => `(?<${type}>${type === 'month' ? '[^\\s./-]+' : '\\d+'})`)
    .join('[\\s./,-]+');
  const groups = new RegExp(`^${pattern}$`, 'u').exec(text.trim())?.groups;
  if (!groups) return null;
  const { day = '', month = '', year = '' } = groups;
  const monthIndex = /^\d+$/.test(month) ? Number(month) - 1 : months.indexOf(bare(month));
  const fullYear = year.length === 2 ? 2000 + Number(year) : Number(year);
  const date = new Date(fullYear, monthIndex, Number(day));
  return date.getMonth() === monthIndex && date.getDate() === Number(day) ? date : null;
}

function monthText(format: Intl.DateTimeFormat, month: number): string {
  const parts = format.formatToParts(Date.UTC(2026, month, 15));
  return bare(parts.find(({ type }) => type === 'month')?.value ?? '');
}

const bare = (month: string) => month.replace('.', '').toLowerCase();
