/**
 * Instants, lengths and hashes for a person, in his language and zone. `Date` and `Intl` on purpose: not every phone's
 * browser has Temporal yet.
 */
import { languageTag, zoneName } from './language.ts';
import { strings } from './strings.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are costly to make and asked for every second. */
function format(options: Intl.DateTimeFormatOptions, zone = zoneName()): Intl.DateTimeFormat {
  const key = `${languageTag()} ${zone} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.DateTimeFormat(languageTag(), { ...options, timeZone: zone });
  formats.set(key, known);
  return known;
}

const DAY = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
const CLOCK = { hour: '2-digit', minute: '2-digit' } as const;
const OFFSET = { timeZoneName: 'shortOffset' } as const;
const PARTS = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
} as const;

/** `Sat, 21 Nov 2026, 18:04 (Europe/Berlin, GMT+1)`. @param iso instant with Z */
export function instantText(iso: string): string {
  return `${shortInstant(iso)} (${zoneText(iso)})`;
}

/** `Sat, 21 Nov 2026, 18:04 to 22:04 (Europe/Berlin, GMT+1)`; both days are named when they differ. */
export function rangeText(start: string, end: string): string {
  const sameDay = dayText(start) === dayText(end);
  return `${shortInstant(start)} ${strings.app.to} ${sameDay ? clockText(end) : shortInstant(end)} (${zoneText(end)})`;
}

/** The same without the zone, for lists below which the zone is named once. */
export function shortInstant(iso: string): string {
  return `${dayText(iso)}, ${clockText(iso)}`;
}

const dayText = (iso: string): string => format(DAY).format(new Date(iso));

/** `18:04` of the person's zone. */
export function clockText(iso: string): string {
  return format(CLOCK).format(new Date(iso));
}

/** `Europe/Berlin, GMT+1`: the zone and what it means at that instant. */
export function zoneText(iso: string): string {
  const zone = zoneName();
  const offset = format(OFFSET)
    .formatToParts(new Date(iso))
    .find(({ type }) => type === 'timeZoneName')?.value;
  return offset === undefined || zone === 'UTC' ? zone : `${zone}, ${offset}`;
}

/** The forms in which the companion writes an instant into a sentence: to the minute with its zone named, or ISO 8601. */
const INSTANT = /(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z| UTC)/g;

/** A sentence of the companion with each instant in it on the person's own clock. */
export function onOwnClock(sentence: string): string {
  return sentence.replace(INSTANT, (_found, day: string, minute: string) =>
    instantText(`${day}T${minute}:00Z`),
  );
}

/** `Sun, 22 Nov 2026`. @param date YYYY-MM-DD, a day of the calendar and of no zone */
export function dateText(date: string): string {
  return format(DAY, 'UTC').format(new Date(`${date}T00:00:00Z`));
}

/** `3 d 4 h`, `3 h 12 min`, `12 min 05 s`: always two units, so that it moves while one looks. */
export function remainingText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const { units } = strings.app;
  const two = (count: number) => String(count).padStart(2, '0');
  if (hours >= 48) return `${Math.floor(hours / 24)} ${units.days} ${hours % 24} ${units.hours}`;
  if (hours >= 1) return `${hours} ${units.hours} ${two(minutes % 60)} ${units.minutes}`;
  return `${minutes} ${units.minutes} ${two(seconds % 60)} ${units.seconds}`;
}

/** `40 s`, `4 min`, `1 h 5 min`: how long something took. @param seconds whole */
export function tookText(seconds: number): string {
  const { units } = strings.app;
  if (seconds < 60) return `${seconds} ${units.seconds}`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} ${units.minutes}`;
  return `${Math.floor(minutes / 60)} ${units.hours} ${minutes % 60} ${units.minutes}`;
}

/** `4 hours`, `1 hour 30 minutes`. */
export function lengthText(minutes: number): string {
  const text = (count: number, unit: 'hour' | 'minute') =>
    new Intl.NumberFormat(languageTag(), { style: 'unit', unit, unitDisplay: 'long' }).format(count);
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return text(rest, 'minute');
  return rest === 0 ? text(hours, 'hour') : `${text(hours, 'hour')} ${text(rest, 'minute')}`;
}

/** `Anna, Ben and Cem`. */
export function listText(items: readonly string[]): string {
  return new Intl.ListFormat(languageTag(), { type: 'conjunction' }).format(items);
}

/** A digest in groups of four, as people compare it. Takes one that is already in groups as well. */
export function grouped(hex: string): string {
  return (hex.replaceAll(' ', '').match(/.{1,4}/g) ?? []).join(' ');
}

/** The value of a `datetime-local` field for an instant, in the person's zone. */
export function toLocalInput(iso: string): string {
  return localOf(Date.parse(iso)).slice(0, 16);
}

/**
 * The instant of a `datetime-local` field; null when the field is empty. A time that the clocks skip or show twice is
 * taken with the offset that holds before the change.
 */
export function fromLocalInput(value: string): string | null {
  const asUtc = value === '' ? Number.NaN : Date.parse(`${value}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsetAt = (at: number) => Date.parse(`${localOf(at)}Z`) - Math.floor(at / 1000) * 1000;
  const day = 86_400_000;
  const before = asUtc - offsetAt(asUtc - day);
  const after = asUtc - offsetAt(asUtc + day);
  return isoText(
    localOf(before).startsWith(value) ? before : localOf(after).startsWith(value) ? after : before,
  );
}

/** `2026-11-21T18:04:00`: how the person's calendar and clock show a moment. @param milliseconds since 1970 */
function localOf(milliseconds: number): string {
  const parts = new Map(
    format(PARTS)
      .formatToParts(new Date(milliseconds))
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}`;
}

/** An instant as it is signed: whole seconds, as the org keeps them. @param milliseconds since 1970 */
export function isoText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** An API name of the org as a person reads it: `Security_incident_response` → `Security incident response`. */
export function readable(apiName: string): string {
  return apiName.replaceAll('_', ' ');
}
