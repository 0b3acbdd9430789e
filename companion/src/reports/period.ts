/** The period of a report: calendar days of one time zone, both ends included, and times as people of that zone read them. */

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

export function isWithin({ from, to }: Interval, at: string): boolean {
  const instant = Temporal.Instant.from(at);
  return (
    Temporal.Instant.compare(Temporal.Instant.from(from), instant) <= 0 &&
    Temporal.Instant.compare(instant, Temporal.Instant.from(to)) < 0
  );
}

/** @returns e.g. `2026-11-21 04:05:06` in `timeZone`; the zone is named once, on page one. */
export function localTime(at: string | null, timeZone: string): string {
  if (at === null) return '–';
  const local = Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime();
  return local.toString({ smallestUnit: 'second' }).replace('T', ' ');
}
