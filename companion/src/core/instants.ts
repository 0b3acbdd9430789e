/**
 * Instants as numbers. The ledger's instants are texts (`2026-11-20T09:00:01Z`); rules that meet millions of them compare
 * milliseconds since 1970. Temporal says the same, many times slower: a million logins would take seconds to read.
 */

const DAY_MS = 86_400_000;
/** Days from 0000-03-01 to 1970-01-01 in the proleptic Gregorian calendar. */
const EPOCH_DAYS = 719_468;
const ZERO = '0'.charCodeAt(0);
const DASH = '-'.charCodeAt(0);
const COLON = ':'.charCodeAt(0);
const POINT = '.'.charCodeAt(0);
const T = 'T'.charCodeAt(0);
const Z = 'Z'.charCodeAt(0);
/** Length up to the seconds; a fraction and `Z` follow. */
const TO_SECONDS = '2026-11-20T09:00:01'.length;
const MOST_DIGITS = 9;
/** Milliseconds of the last digit, by the number of digits that are kept. */
const SCALES = [0, 100, 10, 1];

/**
 * @returns milliseconds since 1970-01-01T00:00:00Z, what is finer cut off
 * @throws RangeError for a text that is no instant
 */
export function millisecondsOf(text: string): number {
  const plain = hasPlainForm(text) ? plainMilliseconds(text) : Number.NaN;
  // Other ways to write an instant are right, but rare: offsets, leap seconds, years beyond 9999.
  return Number.isNaN(plain) ? Temporal.Instant.from(text).epochMilliseconds : plain;
}

function hasPlainForm(text: string): boolean {
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    text.charCodeAt(10) === T &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON &&
    text.charCodeAt(text.length - 1) === Z &&
    (text.length === TO_SECONDS + 1 || text.charCodeAt(TO_SECONDS) === POINT)
  );
}

/** @returns NaN unless each part is a number in its range */
function plainMilliseconds(text: string): number {
  const day = daysOf(digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10));
  const hour = upTo(23, digits(text, 11, 13));
  const minute = upTo(59, digits(text, 14, 16));
  const second = upTo(59, digits(text, 17, 19));
  return day * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1000 + fraction(text);
}

function fraction(text: string): number {
  const count = text.length - TO_SECONDS - 2;
  if (count < 0) return 0;
  if (count === 0 || count > MOST_DIGITS) return Number.NaN;
  const from = TO_SECONDS + 1;
  const kept = Math.min(count, 3);
  const milliseconds = digits(text, from, from + kept) * (SCALES[kept] ?? 0);
  // What is cut off must be digits all the same.
  return digits(text, from + kept, from + count) >= 0 ? milliseconds : Number.NaN;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let index = from; index < to; index += 1) {
    const digit = text.charCodeAt(index) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

function upTo(most: number, value: number): number {
  return value >= 0 && value <= most ? value : Number.NaN;
}

/** Days since 1970-01-01; years begin in March here, so that a leap day is the last of its year. */
function daysOf(year: number, month: number, day: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month))) return Number.NaN;
  const shifted = month > 2 ? year : year - 1;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return shifted * 365 + leapYears(shifted) + dayOfYear - EPOCH_DAYS;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return leapYears(year) > leapYears(year - 1) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Leap years from year 1 to `year`. */
function leapYears(year: number): number {
  return Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
}

/** Orders two instants; finer than milliseconds is cut off. */
export function compareInstants(a: string, b: string): number {
  return millisecondsOf(a) - millisecondsOf(b);
}

/**
 * Remembers a number of each object that it was asked for, for objects that never change: what a million logins are held
 * against is read once.
 */
export function remembered<Row extends object>(numberOf: (row: Row) => number): (row: Row) => number {
  const known = new WeakMap<Row, number>();
  return (row) => {
    const before = known.get(row);
    if (before !== undefined) return before;
    const value = numberOf(row);
    known.set(row, value);
    return value;
  };
}
