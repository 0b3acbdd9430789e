/** The period of a report: calendar days of one time zone, both ends included. Reports and the kit count by it. */
import { millisecondsOf } from './instants.ts';

export interface Period {
  /** YYYY-MM-DD. */
  fromDate: string;
  toDate: string;
  /** IANA name. */
  timeZone: string;
}

export interface Interval {
  /** ISO 8601 with Z; `to` is exclusive. */
  from: string;
  to: string;
}

/** @throws RangeError for dates or a zone that do not exist, and for an end before the start */
export function intervalOf({ fromDate, toDate, timeZone }: Period): Interval {
  const from = Temporal.PlainDate.from(fromDate);
  const to = Temporal.PlainDate.from(toDate);
  if (Temporal.PlainDate.compare(to, from) < 0) throw new RangeError('the period ends before it starts');
  return {
    from: from.toZonedDateTime({ timeZone }).toInstant().toString(),
    to: to.add({ days: 1 }).toZonedDateTime({ timeZone }).toInstant().toString(),
  };
}

export function isWithin(interval: Interval, at: string): boolean {
  return within(interval)(at);
}

/** @returns {@link isWithin} of this interval, which is read once: for those who ask it of a whole ledger */
export function within(interval: Interval): (at: string) => boolean {
  const [from, to] = [millisecondsOf(interval.from), millisecondsOf(interval.to)];
  return (at) => {
    const time = millisecondsOf(at);
    return from <= time && time < to;
  };
}
