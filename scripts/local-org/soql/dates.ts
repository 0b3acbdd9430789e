/** Date literals of SOQL (`TODAY`, `LAST_N_DAYS:30`, …) as ranges of days in the user's time zone. */
import { malformed } from './errors.ts';

/** Days from `start` up to, not including, `end`. */
export interface DayRange {
  start: Temporal.PlainDate;
  end: Temporal.PlainDate;
}

type Unit = 'DAY' | 'WEEK' | 'MONTH' | 'QUARTER' | 'YEAR';

/**
 * The days that a literal means. Weeks begin on Sunday and the fiscal year is the calendar year, as in an org with US
 * English locale and default settings.
 * @param literal e.g. `THIS_MONTH` or `NEXT_N_DAYS:3`, in any case
 * @param today the current day of the user
 * @throws OrgError MALFORMED_QUERY when the count leads out of the calendar
 */
export function dayRange(literal: string, today: Temporal.PlainDate): DayRange {
  const text = literal.toUpperCase().replace('_FISCAL', '').replace('FISCAL_', '');
  try {
    const range = rangeOf(text, today);
    if (range && range.start.year >= 1 && range.end.year <= 9999) return range;
  } catch {
    // A count so large that no calendar holds the day.
  }
  throw malformed(`Invalid date literal: ${literal}`);
}

function rangeOf(text: string, today: Temporal.PlainDate): DayRange | null {
  const single = { YESTERDAY: -1, TODAY: 0, TOMORROW: 1 }[text];
  if (single !== undefined) return period('DAY', single, 1, today);
  const named = /^(LAST|THIS|NEXT)_(WEEK|MONTH|QUARTER|YEAR)$/.exec(text);
  if (named) {
    const offset = { LAST: -1, THIS: 0, NEXT: 1 }[named[1] as 'LAST' | 'THIS' | 'NEXT'];
    return period(named[2] as Unit, offset, 1, today);
  }
  const ninety = /^(LAST|NEXT)_90_DAYS$/.exec(text);
  if (ninety) return counted(ninety[1] as 'LAST' | 'NEXT', 'DAY', 90, today);
  const numbered = /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR)S:(\d+)$/.exec(text);
  if (numbered)
    return counted(numbered[1] as 'LAST' | 'NEXT', numbered[2] as Unit, Number(numbered[3]), today);
  const ago = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR)S_AGO:(\d+)$/.exec(text);
  return ago ? period(ago[1] as Unit, -Number(ago[2]), 1, today) : null;
}

/** `LAST_N_DAYS` includes today, the literals of longer units leave the current one out. */
function counted(side: 'LAST' | 'NEXT', unit: Unit, count: number, today: Temporal.PlainDate): DayRange {
  if (side === 'NEXT') return period(unit, 1, count, today);
  const range = period(unit, -count, count, today);
  return unit === 'DAY' ? { ...range, end: today.add({ days: 1 }) } : range;
}

/** `count` units, the first being the one `offset` units from the current. */
function period(unit: Unit, offset: number, count: number, today: Temporal.PlainDate): DayRange {
  const steps = (amount: number) =>
    ({
      DAY: { days: amount },
      WEEK: { weeks: amount },
      MONTH: { months: amount },
      QUARTER: { months: 3 * amount },
      YEAR: { years: amount },
    })[unit];
  const start = beginning(unit, today).add(steps(offset));
  return { start, end: start.add(steps(count)) };
}

function beginning(unit: Unit, today: Temporal.PlainDate): Temporal.PlainDate {
  switch (unit) {
    case 'DAY':
      return today;
    case 'WEEK':
      return today.subtract({ days: today.dayOfWeek % 7 });
    case 'MONTH':
      return today.with({ day: 1 });
    case 'QUARTER':
      return today.with({ day: 1, month: today.month - ((today.month - 1) % 3) });
    case 'YEAR':
      return today.with({ day: 1, month: 1 });
  }
}
