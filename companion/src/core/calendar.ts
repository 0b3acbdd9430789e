/** Recurring hours and spans of days in a time zone: whether they hold at an instant, and when that changes. */
import type { Blackout, BusinessHours, RateCap } from './policy.ts';

/** A week, and the day on which it began; one more for a zone that leaves out a day. */
const DAYS_AHEAD = 9;

const minutesOf = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
};

/** @returns whether the clock on the wall of the zone shows a time within the hours */
export function isWithin({ days, from, to, zone }: BusinessHours, at: Temporal.Instant): boolean {
  const { dayOfWeek, hour, minute } = at.toZonedDateTimeISO(zone);
  const time = hour * 60 + minute;
  return days.includes(dayOfWeek) && time >= minutesOf(from) && time < minutesOf(to);
}

/**
 * The first instant from `at` on that lies within the hours. Hours begin when the wall clock reaches `from`, which it may do
 * twice on a day, or when it leaps over it; so those instants alone are looked at.
 * @throws RangeError for hours that no day of the coming week has
 */
export function nextWithin(hours: BusinessHours, at: Temporal.Instant): Temporal.Instant {
  if (isWithin(hours, at)) return at;
  const found = beginnings(hours, at)
    .filter((instant) => Temporal.Instant.compare(instant, at) > 0)
    .sort((a, b) => Temporal.Instant.compare(a, b))
    .find((instant) => isWithin(hours, instant));
  if (!found) throw new RangeError('these hours never begin');
  return found;
}

function beginnings({ from, zone }: BusinessHours, at: Temporal.Instant): Temporal.Instant[] {
  const local = at.toZonedDateTimeISO(zone);
  const last = local.add({ days: DAYS_AHEAD });
  const instants: Temporal.Instant[] = [];
  for (let day = 0; day <= DAYS_AHEAD; day += 1) {
    const wall = local.toPlainDate().add({ days: day }).toPlainDateTime(from);
    for (const disambiguation of ['earlier', 'later'] as const)
      instants.push(wall.toZonedDateTime(zone, { disambiguation }).toInstant());
  }
  let leap = local.getTimeZoneTransition('next');
  while (leap && Temporal.ZonedDateTime.compare(leap, last) < 0) {
    instants.push(leap.toInstant());
    leap = leap.getTimeZoneTransition('next');
  }
  return instants;
}

/** @returns the first instant after the blackout in which `at` lies; null when it lies in none */
export function blackoutEnd(
  blackouts: readonly Blackout[],
  zone: string,
  at: Temporal.Instant,
): Temporal.Instant | null {
  const today = at.toZonedDateTimeISO(zone).toPlainDate().toString();
  const found = blackouts.find(({ from, to }) => from <= today && today <= to);
  if (!found) return null;
  return Temporal.PlainDate.from(found.to).add({ days: 1 }).toZonedDateTime(zone).toInstant();
}

/**
 * @param times of what counts; those after `at` do not
 * @returns how many count at `at`, and when one more is allowed: null when it is now
 */
export function capAt(
  { count, hours }: RateCap,
  times: readonly Temporal.Instant[],
  at: Temporal.Instant,
): { counted: number; until: Temporal.Instant | null } {
  const begin = at.subtract({ hours });
  const within = times
    .filter((time) => Temporal.Instant.compare(time, begin) > 0 && Temporal.Instant.compare(time, at) <= 0)
    .sort((a, b) => Temporal.Instant.compare(a, b));
  const leaves = within[within.length - count];
  return { counted: within.length, until: leaves ? leaves.add({ hours }) : null };
}
