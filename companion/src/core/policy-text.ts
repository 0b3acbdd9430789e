/** The texts in which a policy record writes lists, hours and dates: custom metadata has no type for them. */
import type { Blackout, BusinessHours, LadderStep } from './policy.ts';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MOST_BLACKOUTS = 100;

const parts = (text: string): string[] =>
  text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** `Security_lead, Compliance_lead` */
export function parseRoles(text: string): string[] {
  return [...new Set(parts(text))];
}

/**
 * `1: 0, 2: 60, 3: 240` is level 1 at once, level 2 after an hour, level 3 after four.
 * @throws RangeError unless the first step is at 0, times rise, and no level comes twice
 */
export function parseLadder(text: string): LadderStep[] {
  const steps = parts(text).map((part) => {
    const found = /^(\d{1,2})\s*:\s*(\d{1,5})$/.exec(part);
    if (!found) throw new RangeError(`"${part}" is no step of a ladder; write level: minutes`);
    return { level: Number(found[1]), afterMinutes: Number(found[2]) };
  });
  if (steps[0]?.afterMinutes !== 0) throw new RangeError('the first level of a ladder is asked at 0 minutes');
  const rises = steps.every(
    ({ afterMinutes }, at) => at === 0 || afterMinutes > (steps[at - 1]?.afterMinutes ?? 0),
  );
  if (!rises) throw new RangeError('the minutes of a ladder must rise from level to level');
  const levels = new Set(steps.map(({ level }) => level));
  if (levels.size < steps.length || levels.has(0))
    throw new RangeError('a ladder names each level once, from 1 on');
  return steps;
}

/**
 * `Mon-Fri`, `Mon, Wed, Sat-Sun`
 * @returns ISO weekdays, ascending
 * @throws RangeError
 */
function parseDays(text: string): number[] {
  const days = parts(text).flatMap((part) => {
    const [from = -1, to = from] = part
      .split('-')
      .map((name) => DAYS.indexOf(name.trim().slice(0, 3).toLowerCase()));
    if (from < 0 || to < 0) throw new RangeError(`"${part}" is no day of the week; write Mon or Mon-Fri`);
    const count = ((to - from + 7) % 7) + 1;
    return Array.from({ length: count }, (_, step) => ((from + step) % 7) + 1);
  });
  if (days.length === 0) throw new RangeError('business hours name at least one day');
  return [...new Set(days)].sort((a, b) => a - b);
}

/** @throws RangeError unless it is a time zone that the calendar knows */
export function parseZone(text: string): string {
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text.trim()).timeZoneId;
  } catch {
    throw new RangeError(`"${text}" is no time zone; write one like Europe/Berlin`);
  }
}

/** @throws RangeError unless `from` lies before `to` and both are times of a day; `24:00` ends one */
export function parseHours(input: { days: string; from: string; to: string; zone: string }): BusinessHours {
  const [from, to] = [timeOf(input.from), timeOf(input.to)];
  if (from >= to || from === '24:00') throw new RangeError(`business hours from ${from} to ${to} are empty`);
  return { days: parseDays(input.days), from, to, zone: parseZone(input.zone) };
}

function timeOf(text: string): string {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text.trim());
  const [hour, minute] = [Number(found?.[1]), Number(found?.[2])];
  if (!found || minute > 59 || hour * 60 + minute > 24 * 60)
    throw new RangeError(`"${text}" is no time of day; write one like 08:30`);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

/**
 * `2026-12-24..2027-01-02, 2027-04-02`
 * @returns by first day
 * @throws RangeError
 */
export function parseBlackouts(text: string): Blackout[] {
  const blackouts = parts(text).map((part) => {
    const [from = '', to = from] = part.split('..').map((day) => day.trim());
    if (![from, to].every(isDate) || from > to)
      throw new RangeError(`"${part}" is no day or span of days; write 2026-12-24 or 2026-12-24..2027-01-02`);
    return { from, to };
  });
  if (blackouts.length > MOST_BLACKOUTS)
    throw new RangeError(`a policy names at most ${MOST_BLACKOUTS} spans of blackout days`);
  return blackouts.sort((a, b) => (a.from < b.from ? -1 : 1));
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() === text;
  } catch {
    return false;
  }
}
