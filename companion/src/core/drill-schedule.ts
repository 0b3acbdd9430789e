/** When the next scheduled drill falls due: at a moment that nobody can foresee, within the hours that the policy names. */
import { blackoutEnd } from './calendar.ts';
import type { AccessPolicy, DrillTerms } from './policy.ts';

const MINUTES_A_DAY = 24 * 60;
/** Where the policy names no business hours. */
const OFFICE = { days: [1, 2, 3, 4, 5], from: 9 * 60, to: 17 * 60 };
/** Ten in the evening to six in the morning. */
const NIGHT = { from: 22 * 60, to: 30 * 60 };
/** As far as is looked for a day that fits, where none does within the cadence. */
const DAYS_BEYOND = 400;

interface Hours {
  zone: string;
  /** ISO weekdays. */
  days: readonly number[];
  /** Minutes of the day; `to` may lie on the next one. */
  from: number;
  to: number;
}

const minutesOf = (time: string): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
};

function hoursOf({ hours: when }: DrillTerms, { hours, zone: ofDates }: AccessPolicy): Hours {
  const zone = hours?.zone ?? ofDates;
  const days = [1, 2, 3, 4, 5, 6, 7];
  if (when === 'Night') return { zone, days, ...NIGHT };
  if (when === 'Any_time') return { zone, days, from: 0, to: MINUTES_A_DAY };
  if (!hours) return { zone, ...OFFICE };
  return { zone, days: hours.days, from: minutesOf(hours.from), to: minutesOf(hours.to) };
}

/**
 * Draws the moment: on a day of the second half of the cadence, so that it is met and cannot be foreseen. Days of a blackout
 * and days that the hours leave out are passed over; where none is left in time, the first one that fits is taken.
 * @param since the last scheduled drill, or when the cadence took force
 * @param random two numbers from 0 (included) to 1 (excluded): for the day, and for the minute
 * @returns null when the policy asks for no drills, or no day of the coming year fits
 */
export function nextDrillAt(
  policy: AccessPolicy,
  since: string,
  [dayShare, minuteShare]: readonly [number, number],
): string | null {
  const { drills } = policy;
  if (!drills) return null;
  const hours = hoursOf(drills, policy);
  const begin = Temporal.Instant.from(since).toZonedDateTimeISO(hours.zone);
  const start = begin.toPlainDate();
  const limit = begin.add({ days: drills.everyDays }).toInstant();
  const at = (day: Temporal.PlainDate, minutes: number): Temporal.Instant =>
    day.toPlainDateTime('00:00').add({ minutes }).toZonedDateTime(hours.zone).toInstant();
  const isOpen = (day: Temporal.PlainDate): boolean => {
    const noon = day.toZonedDateTime({ timeZone: hours.zone, plainTime: '12:00' }).toInstant();
    return hours.days.includes(day.dayOfWeek) && blackoutEnd(policy.blackouts, policy.zone, noon) === null;
  };
  const first = Math.max(1, Math.ceil(drills.everyDays / 2));
  const days = range(first, drills.everyDays + DAYS_BEYOND).map((count) => start.add({ days: count }));
  const open = days.filter(isOpen);
  const inTime = open.filter((day) => Temporal.Instant.compare(at(day, hours.to), limit) <= 0);
  const day = inTime[Math.floor(dayShare * inTime.length)] ?? open[0];
  if (!day) return null;
  const minute = hours.from + Math.floor(minuteShare * (hours.to - hours.from));
  return at(day, minute).toString();
}

/** @returns whether `at` lies within the hours in which the policy lets drills begin, on a day without a blackout */
export function isDrillTime(policy: AccessPolicy, at: string): boolean {
  const { drills } = policy;
  if (!drills) return false;
  const hours = hoursOf(drills, policy);
  const instant = Temporal.Instant.from(at);
  const { hour, minute, dayOfWeek } = instant.toZonedDateTimeISO(hours.zone);
  const time = hour * 60 + minute;
  const isWithin = (minutes: number) => minutes >= hours.from && minutes < hours.to;
  // Hours that pass midnight hold on every day.
  const holds = isWithin(time) ? hours.days.includes(dayOfWeek) : isWithin(time + MINUTES_A_DAY);
  return holds && blackoutEnd(policy.blackouts, policy.zone, instant) === null;
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
