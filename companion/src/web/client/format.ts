/**
 * Instants, lengths and hashes for a person. `Date` and `Intl` on purpose: not every phone's browser has Temporal yet.
 */
import { strings } from './strings.ts';

/** The zone of this device, as IANA names it. Every time shown on the page is in it and says so. */
export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

const DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const CLOCK = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const OFFSET = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'shortOffset' });
const WHOLE_DAY = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** `Sat, 21 Nov 2026, 18:04 (Europe/Berlin, GMT+1)`. @param iso instant with Z */
export function instantText(iso: string): string {
  return `${shortInstant(iso)} (${zoneText(iso)})`;
}

/** `Sat, 21 Nov 2026, 18:04 to 22:04 (Europe/Berlin, GMT+1)`; both days are named when they differ. */
export function rangeText(start: string, end: string): string {
  const sameDay = DAY.format(new Date(start)) === DAY.format(new Date(end));
  return `${shortInstant(start)} ${strings.app.to} ${sameDay ? clockText(end) : shortInstant(end)} (${zoneText(end)})`;
}

/** The same without the zone, for lists below which the zone is named once. */
export function shortInstant(iso: string): string {
  const at = new Date(iso);
  return `${DAY.format(at)}, ${CLOCK.format(at)}`;
}

/** `18:04` of this device's zone. */
export function clockText(iso: string): string {
  return CLOCK.format(new Date(iso));
}

/** `Europe/Berlin, GMT+1`: the zone and what it means at that instant. */
export function zoneText(iso: string): string {
  const offset = OFFSET.formatToParts(new Date(iso)).find(({ type }) => type === 'timeZoneName')?.value;
  return offset === undefined || zone === 'UTC' ? zone : `${zone}, ${offset}`;
}

/** `Sun, 22 Nov 2026`. @param date YYYY-MM-DD, a day of the calendar and of no zone */
export function dateText(date: string): string {
  return WHOLE_DAY.format(new Date(`${date}T00:00:00Z`));
}

/** `3 d 4 h`, `3 h 12 min`, `12 min 05 s`: always two units, so that it moves while one looks. */
export function remainingText(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  if (hours >= 48) return `${Math.floor(hours / 24)} d ${hours % 24} h`;
  if (hours >= 1) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${minutes} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** `4 hours`, `1 hour 30 minutes`. */
export function lengthText(minutes: number): string {
  const unit = (count: number, name: string) =>
    count === 0 ? [] : [`${count} ${name}${count === 1 ? '' : 's'}`];
  const parts = [...unit(Math.floor(minutes / 60), 'hour'), ...unit(minutes % 60, 'minute')];
  return parts.join(' ') || '0 minutes';
}

/** A digest in groups of four, as people compare it. Takes one that is already in groups as well. */
export function grouped(hex: string): string {
  return (hex.replaceAll(' ', '').match(/.{1,4}/g) ?? []).join(' ');
}

/** The value of a `datetime-local` field for an instant, in this device's zone. */
export function toLocalInput(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** The instant of a `datetime-local` field; null when the field is empty. */
export function fromLocalInput(value: string): string | null {
  const at = new Date(value);
  return value === '' || Number.isNaN(at.getTime()) ? null : isoText(at.getTime());
}

/** An instant as it is signed: whole seconds, as the org keeps them. @param milliseconds since 1970 */
export function isoText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** An API name of the org as a person reads it: `Security_incident_response` → `Security incident response`. */
export function readable(apiName: string): string {
  return apiName.replaceAll('_', ' ');
}
