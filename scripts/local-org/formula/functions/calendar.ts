import { FormulaEvaluationError } from '../types.ts';
import type { FormulaType, FormulaValue } from '../types.ts';
import { Decimal, calendar } from '../values.ts';
import { strict } from './definition.ts';
import type { FunctionDefinition } from './definition.ts';

type Day = Temporal.PlainDate | Temporal.Instant;

/** Date-times are broken down in GMT, whoever looks at them. */
function day(value: Day): Temporal.PlainDate {
  return value instanceof Temporal.PlainDate ? value : value.toZonedDateTimeISO('UTC').toPlainDate();
}

function date(year: Decimal, month: Decimal, dayOfMonth: Decimal): Temporal.PlainDate {
  const [y, m, d] = [year, month, dayOfMonth].map((part) => part.trunc().toNumber());
  if (y === undefined || y < 1 || y > 9999) throw new FormulaEvaluationError('Invalid year');
  return calendar(() =>
    Temporal.PlainDate.from({ year: y, month: m ?? 0, day: d ?? 0 }, { overflow: 'reject' }),
  );
}

/** What follows a whole date is not looked at; a time must end where its text ends. */
const dateText = /^(\d{4})-(\d+)-(\d+)/;
const dateTimeText = /^(\d{4})-(\d+)-(\d+) (\d+):(\d+):(\d+)/;
const timeText = /^(\d+):(\d+):(\d+)\.(\d+)$/;

function numbers(pattern: RegExp, source: string): number[] {
  const found = pattern.exec(source);
  if (!found) throw new FormulaEvaluationError(`'${source}' is no date or time of the expected form`);
  return found.slice(1).map(Number);
}

function parseDate(source: string): Temporal.PlainDate {
  const [year, month, dayOfMonth] = numbers(dateText, source);
  return calendar(() =>
    Temporal.PlainDate.from(
      { year: year ?? 0, month: month ?? 0, day: dayOfMonth ?? 0 },
      { overflow: 'reject' },
    ),
  );
}

function parseDateTime(source: string): Temporal.Instant {
  const [year, month, dayOfMonth, hour, minute, second] = numbers(dateTimeText, source);
  const parts = {
    year: year ?? 0,
    month: month ?? 0,
    day: dayOfMonth ?? 0,
    hour: hour ?? 0,
    minute: minute ?? 0,
    second: second ?? 0,
  };
  return calendar(() =>
    Temporal.PlainDateTime.from(parts, { overflow: 'reject' }).toZonedDateTime('UTC').toInstant(),
  );
}

function parseTime(source: string): Temporal.PlainTime {
  const [hour, minute, second, millisecond] = numbers(timeText, source);
  const parts = { hour: hour ?? 0, minute: minute ?? 0, second: second ?? 0, millisecond: millisecond ?? 0 };
  return calendar(() => Temporal.PlainTime.from(parts, { overflow: 'reject' }));
}

/** The last day of a month stays the last day: 28 February plus one month is 31 March. */
function addMonths(value: Day, months: Decimal): Day {
  const count = { months: months.trunc().toNumber() };
  const from = day(value);
  let to = calendar(() => from.add(count));
  if (from.day === from.daysInMonth) to = to.with({ day: to.daysInMonth });
  if (value instanceof Temporal.PlainDate) return to;
  const clock = value.toZonedDateTimeISO('UTC').toPlainTime();
  return to.toZonedDateTime({ timeZone: 'UTC', plainTime: clock }).toInstant();
}

function unixTime(value: Day | Temporal.PlainTime): Decimal {
  if (value instanceof Temporal.Instant) return new Decimal(value.epochMilliseconds).div(1000).floor();
  if (value instanceof Temporal.PlainTime) {
    return new Decimal((value.hour * 60 + value.minute) * 60 + value.second);
  }
  return new Decimal(value.toZonedDateTime('UTC').epochMilliseconds).div(1000);
}

const two = (value: number) => String(value).padStart(2, '0');

/** `HH:MM:SS`, or `D:HH:MM:SS` when days are asked for. The sign falls away. */
function writeDuration(seconds: Decimal, withDays: boolean): string {
  const total = seconds.abs().trunc().toNumber();
  const hours = Math.floor(total / 3600);
  const rest = `${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return withDays ? `${Math.floor(hours / 24)}:${two(hours % 24)}:${rest}` : `${two(hours)}:${rest}`;
}

/** A number of seconds, with days if asked for, or the time between two times (without days) or date-times (with). */
const duration: FunctionDefinition = {
  least: 1,
  most: 2,
  bind(call) {
    const [first] = call.args;
    const moments = first?.type === 'time' || first?.type === 'datetime';
    if (moments && call.args.length === 2) {
      const moment = first.type;
      return strict([moment, moment], 'text', ([from, to]) =>
        writeDuration(secondsBetween(from, to), moment === 'datetime'),
      ).bind(call);
    }
    return strict(['number', 'boolean?'], 'text', ([seconds, withDays]) =>
      writeDuration(seconds, withDays ?? false),
    ).bind(call);
  },
};

function secondsBetween(from: FormulaValue, to: FormulaValue): Decimal {
  if (from instanceof Temporal.Instant && to instanceof Temporal.Instant)
    return new Decimal(to.epochMilliseconds - from.epochMilliseconds).div(1000).trunc();
  if (from instanceof Temporal.PlainTime && to instanceof Temporal.PlainTime)
    return new Decimal(from.until(to).total('milliseconds')).div(1000).trunc();
  throw new FormulaEvaluationError('Two times of one kind were expected');
}

const part = (of: (value: Temporal.PlainDate) => number) =>
  strict(['date|datetime'], 'number', ([value]) => new Decimal(of(day(value))));
const clockPart = (of: (value: Temporal.PlainTime) => number) =>
  strict(['time'], 'number', ([value]) => new Decimal(of(value)));
const first = (types: readonly FormulaType[]): FormulaType => (types[0] === 'datetime' ? 'datetime' : 'date');

/** Dates and times. TODAY and DATEVALUE use the running user's zone, everything else GMT, as on the platform. */
export const calendarFunctions: Readonly<Record<string, FunctionDefinition>> = {
  NOW: strict([], 'datetime', (_, env) => env.now),
  TODAY: strict([], 'date', (_, env) => env.now.toZonedDateTimeISO(env.zone).toPlainDate()),
  TIMENOW: strict([], 'time', (_, env) => env.now.toZonedDateTimeISO('UTC').toPlainTime()),
  DATE: strict(['number', 'number', 'number'], 'date', ([year, month, dayOfMonth]) =>
    date(year, month, dayOfMonth),
  ),
  DATEVALUE: strict(['text|datetime'], 'date', ([value], env) => {
    if (typeof value !== 'string') return value.toZonedDateTimeISO(env.zone).toPlainDate();
    return value === '' ? null : parseDate(value);
  }),
  DATETIMEVALUE: strict(['text|date|datetime'], 'datetime', ([value]) => {
    if (value instanceof Temporal.Instant) return value;
    if (value instanceof Temporal.PlainDate) return value.toZonedDateTime('UTC').toInstant();
    return value === '' ? null : parseDateTime(value);
  }),
  TIMEVALUE: strict(['text|datetime'], 'time', ([value]) => {
    if (typeof value !== 'string') return value.toZonedDateTimeISO('UTC').toPlainTime();
    return value === '' ? null : parseTime(value);
  }),
  YEAR: part((value) => value.year),
  MONTH: part((value) => value.month),
  DAY: part((value) => value.day),
  WEEKDAY: part((value) => (value.dayOfWeek % 7) + 1),
  DAYOFYEAR: part((value) => value.dayOfYear),
  ISOWEEK: part((value) => value.weekOfYear ?? 0),
  ISOYEAR: part((value) => value.yearOfWeek ?? 0),
  HOUR: clockPart((value) => value.hour),
  MINUTE: clockPart((value) => value.minute),
  SECOND: clockPart((value) => value.second),
  MILLISECOND: clockPart((value) => value.millisecond),
  ADDMONTHS: strict(['date|datetime', 'number'], first, ([value, months]) => addMonths(value, months)),
  UNIXTIMESTAMP: strict(['date|datetime|time'], 'number', ([value]) => unixTime(value)),
  FROMUNIXTIME: strict(['number'], 'datetime', ([seconds]) =>
    Temporal.Instant.fromEpochMilliseconds(seconds.times(1000).trunc().toNumber()),
  ),
  FORMATDURATION: duration,
};
