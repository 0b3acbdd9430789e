/** What waiting cost in a period, counted from the ledger when it is asked for. */
import { AppError } from '../../core/errors.ts';
import { type Friction, FRICTION_ENTRY_TYPES, frictionOf } from '../../core/friction.ts';
import type { Store } from '../../store/store.ts';

export interface FrictionQuestion {
  /** First and last day, YYYY-MM-DD, both part of the period. */
  from: string;
  to: string;
  /** IANA name of the zone in which the days begin. */
  timeZone: string;
}

/** @throws AppError malformed for a period that ends before it begins, or a zone that is none */
export async function readFriction(
  store: Store,
  org: string,
  { from, to, timeZone }: FrictionQuestion,
  now: Temporal.Instant,
): Promise<Friction> {
  if (to < from) throw new AppError('malformed', 'The last day is before the first.');
  const period = {
    from: startOf(from, timeZone),
    to: startOf(Temporal.PlainDate.from(to).add({ days: 1 }).toString(), timeZone),
    until: now.toString(),
  };
  const entries = await store.ledger.entries(org, { types: FRICTION_ENTRY_TYPES });
  return frictionOf(
    entries.map(({ entry }) => entry),
    period,
  );
}

function startOf(day: string, timeZone: string): string {
  try {
    return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).toInstant().toString();
  } catch {
    throw new AppError('malformed', `There is no time zone ${timeZone}.`);
  }
}
