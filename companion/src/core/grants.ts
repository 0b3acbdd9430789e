/**
 * Login grants: which dates Salesforce offers, when a grant that covers a window unavoidably ends, and how a grant
 * stands to the authorizations. A grant ends with its expiration date in the grantor's time zone (assumed; see
 * docs/open-questions.md), so a window of hours always leaves a remainder.
 */
import { type Authorization, type AuthorizationBook, coversOutsider } from './authorizations.ts';
import { modeAt, type ModeEntry } from './governance.ts';
import { compareInstants, millisecondsOf } from './instants.ts';
import type { AccessPolicy } from './policy.ts';
import { matchedVerdict, type VerdictName } from './verdicts.ts';

/** Exactly the durations of the page Grant Account Login Access. */
export const GRANT_DURATIONS = [
  { name: '1 Day', lasts: { days: 1 } },
  { name: '3 Days', lasts: { days: 3 } },
  { name: '1 Week', lasts: { weeks: 1 } },
  { name: '1 Month', lasts: { months: 1 } },
  { name: '1 Year', lasts: { years: 1 } },
] as const;
export type GrantDuration = (typeof GRANT_DURATIONS)[number]['name'];

/** @returns the last day of a grant of `duration` chosen at `chosenAt` by a user in `zone`: the one place that maps one to the other. */
export function grantDate(duration: GrantDuration, chosenAt: string, zone: string): Temporal.PlainDate {
  const lasts = GRANT_DURATIONS.find(({ name }) => name === duration)?.lasts ?? { days: 1 };
  return Temporal.Instant.from(chosenAt).toZonedDateTimeISO(zone).toPlainDate().add(lasts);
}

export interface GrantChoice {
  duration: GrantDuration;
  /** YYYY-MM-DD, in the grantor's time zone. */
  date: string;
}

/**
 * @returns the shortest duration that, chosen when the window opens, lasts to the window's end in the grantor's zone,
 * and the date it gives: the unavoidable end
 * @throws RangeError when even the longest duration ends before the window does
 */
export function unavoidableEnd({
  windowStart,
  windowEnd,
  zone,
}: {
  windowStart: string;
  windowEnd: string;
  zone: string;
}): GrantChoice {
  const needed = Temporal.Instant.from(windowEnd).toZonedDateTimeISO(zone).toPlainDate();
  for (const { name } of GRANT_DURATIONS) {
    const date = grantDate(name, windowStart, zone);
    if (Temporal.PlainDate.compare(date, needed) >= 0) return { duration: name, date: date.toString() };
  }
  throw new RangeError('no offered duration lasts to the end of the window');
}

/** Working hours in which a person can be expected to revoke. */
const WORKDAY = {
  from: Temporal.PlainTime.from('09:00'),
  to: Temporal.PlainTime.from('17:00'),
  days: [1, 2, 3, 4, 5],
};

/**
 * @returns until when a remainder may stand after the window: the policy's grace of the grantor's working time, and
 * never longer than the policy's limit of elapsed time
 */
export function graceEnd(
  windowEnd: string,
  zone: string,
  policy: Pick<AccessPolicy, 'grantGraceMinutes' | 'grantGraceLimitMinutes'>,
): string {
  const end = Temporal.Instant.from(windowEnd);
  const limit = end.add({ minutes: policy.grantGraceLimitMinutes });
  let at = end.toZonedDateTimeISO(zone);
  let left = Temporal.Duration.from({ minutes: policy.grantGraceMinutes });
  while (Temporal.Instant.compare(at.toInstant(), limit) < 0) {
    const closes = at.toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: WORKDAY.to });
    const opens = at.toPlainDate().toZonedDateTime({ timeZone: zone, plainTime: WORKDAY.from });
    if (WORKDAY.days.includes(at.dayOfWeek) && Temporal.ZonedDateTime.compare(at, closes) < 0) {
      const from = Temporal.ZonedDateTime.compare(at, opens) > 0 ? at : opens;
      const available = from.until(closes, { largestUnit: 'minutes' });
      if (Temporal.Duration.compare(left, available) <= 0)
        return earliest(from.add(left).toInstant(), limit).toString();
      left = left.subtract(available).round({ largestUnit: 'minutes' });
    }
    at = at.toPlainDate().add({ days: 1 }).toZonedDateTime({ timeZone: zone });
  }
  return limit.toString();
}

/** One grant of one user to one outsider, from its giving to its end. */
export interface GrantEpisode {
  key: string;
  userId: string;
  grantedTo: 'Salesforce_Support' | 'Package_publisher';
  state: 'Live' | 'Revoked' | 'Expired';
  /** From the audit trail; null while no row says when. */
  grantedAt: string | null;
  endedAt: string | null;
  /** YYYY-MM-DD; null for a publisher's grant, whose date stands in no field. */
  expirationDate: string | null;
  /** IANA zone of the grantor. */
  zone: string;
}

export interface GrantContext {
  authorizations: AuthorizationBook;
  modes: readonly ModeEntry[];
  policy: Pick<AccessPolicy, 'grantGraceMinutes' | 'grantGraceLimitMinutes'>;
  /** The org's clock minus ours at the last measurement, in milliseconds. */
  clockOffsetMs: number;
  /** ISO 8601 with Z. */
  now: string;
}

export interface GrantVerdict {
  verdict: VerdictName;
  provisional: boolean;
  requestId: string | null;
  reason: string;
  unavoidableEnd: string | null;
  /** Last day on which a live grant can still be used after its window; null when nothing remains. */
  remainderUntil: string | null;
}

/** The audit trail gives whole seconds: a grant may be up to a second later than its row says. */
const ROW_PRECISION_MS = 1000;
/** A grant that was given so long after a window is told with that window's request; later ones stand alone. */
const NEARBY_MS = 24 * 3_600_000;

/** Holds one grant against the authorizations (design §4.6). */
export function reconcileGrant(grant: GrantEpisode, context: GrantContext): GrantVerdict {
  const { grantedAt } = grant;
  if (grantedAt === null) {
    return { ...plain('Unknown', 'No audit row says when this grant was given.'), provisional: true };
  }
  const mode = modeAt(context.modes, grantedAt);
  if (mode === null) {
    return plain('Before_governance', 'The grant was given before the first governance mode.');
  }
  if (mode === 'Standard')
    return plain('Login_access_only', 'In the Standard mode the grant alone suffices.');
  const outsider = grant.grantedTo === 'Package_publisher' ? 'Publisher' : 'Salesforce';
  const ofUser = (context.authorizations.byUser.get(grant.userId) ?? [])
    .map(({ authorization }) => authorization)
    .filter((authorization) => coversOutsider(authorization, outsider));
  const given = millisecondsOf(grantedAt);
  const usable = ofUser.filter((authorization) => isGivenFor(authorization, given));
  return usable.length > 0
    ? withinWindow(grant, { usable, ofUser }, context)
    : withoutWindow(grant, given, ofUser, Math.abs(context.clockOffsetMs) + ROW_PRECISION_MS);
}

function plain(verdict: VerdictName, reason: string, requestId: string | null = null): GrantVerdict {
  return { verdict, provisional: false, requestId, reason, unavoidableEnd: null, remainderUntil: null };
}

/** Given after the approval and before the end of its window. */
function isGivenFor(authorization: Authorization, given: number): boolean {
  return millisecondsOf(authorization.approvedAt) <= given && given <= overOf(authorization);
}

/** Revocation or end, whichever came first. */
function overOf({ revokedAt, end }: Authorization): number {
  return Math.min(millisecondsOf(revokedAt ?? end), millisecondsOf(end));
}

/**
 * A grant that was given for one window serves the next one as well when that is open by the time the first is over, as an
 * extension's is: nobody is asked to take back what is still needed. It may not be longer for that.
 */
function coveredUntil(usable: readonly Authorization[], ofUser: readonly Authorization[]): number {
  const opens = ({ start, approvedAt }: Authorization) =>
    Math.max(millisecondsOf(start), millisecondsOf(approvedAt));
  const later = [...ofUser].sort((a, b) => opens(a) - opens(b));
  return later.reduce(
    (over, one) => (opens(one) <= over ? Math.max(over, overOf(one)) : over),
    Math.max(...usable.map(overOf)),
  );
}

function withoutWindow(
  grant: GrantEpisode,
  given: number,
  ofUser: readonly Authorization[],
  edge: number,
): GrantVerdict {
  const ended = grant.endedAt === null ? Infinity : millisecondsOf(grant.endedAt);
  const later = ofUser.find(({ approvedAt }) => {
    const approved = millisecondsOf(approvedAt);
    return given < approved && approved < ended;
  });
  if (later) {
    return given + edge >= millisecondsOf(later.approvedAt)
      ? plain('Unknown', 'Grant and approval lie within the difference of the clocks.', later.requestId)
      : plain(
          'Granted_before_authorization',
          'The grant was given before the request was approved.',
          later.requestId,
        );
  }
  const last = ofUser.findLast((one) => overOf(one) < given && given <= overOf(one) + NEARBY_MS);
  if (!last) return plain('No_authorization', 'No approved request names this user at that time.');
  return last.revokedAt === null || millisecondsOf(last.revokedAt) > millisecondsOf(last.end)
    ? plain('Outside_window', 'The grant was given after the window had ended.', last.requestId)
    : plain('After_revocation', 'The grant was given after the authorization was revoked.', last.requestId);
}

function withinWindow(
  grant: GrantEpisode,
  { usable, ofUser }: { usable: readonly Authorization[]; ofUser: readonly Authorization[] },
  { policy, now }: GrantContext,
): GrantVerdict {
  // A grant may serve several requests: the one that lasts longest decides.
  const ends = usable.map((authorization) => ({ authorization, date: latestDate(authorization, grant) }));
  const longest = ends.reduce((a, b) => (a.date >= b.date ? a : b));
  const judged = { requestId: longest.authorization.requestId, unavoidableEnd: longest.date };
  const say = (verdict: VerdictName, reason: string, rest: Partial<GrantVerdict> = {}): GrantVerdict => ({
    ...plain(verdict, reason),
    ...judged,
    ...rest,
  });
  if (grant.expirationDate === null) return say('Unknown', 'No field says until when this grant lasts.');
  const over = coveredUntil(usable, ofUser);
  const remains = grant.state === 'Live' && over < millisecondsOf(now);
  const remainder = { remainderUntil: remains ? grant.expirationDate : null };
  if (grant.expirationDate > longest.date) {
    const reason = `The grant lasts to ${grant.expirationDate}; ${longest.date} would have covered the window.`;
    return say('Longer_than_window', reason, remainder);
  }
  const limit = graceEnd(Temporal.Instant.fromEpochMilliseconds(over).toString(), grant.zone, policy);
  // What stood past the grace stays on record, though it is revoked since.
  const stood = compareInstants(grant.endedAt ?? now, limit) > 0;
  if (stood) return say('Standing_after_window', standingReason(grant), remainder);
  const reason = remains
    ? `The grant covers the window. It can still be used until ${grant.expirationDate}; the user is asked to revoke it.`
    : 'The grant covers the window and no more than it must.';
  return say(matchedVerdict(longest.authorization), reason, {
    ...remainder,
    provisional: grant.state === 'Live',
  });
}

function standingReason({ state, expirationDate }: GrantEpisode): string {
  return state === 'Live'
    ? `The window is over and the grant can still be used until ${expirationDate}.`
    : 'The grant stood for longer after the window than the policy lets it.';
}

/**
 * The date up to which a grant serves the window unavoidably. Whoever grants late, within the window, can give no
 * earlier date than the shortest duration gives on that day.
 */
function latestDate({ start, end }: Authorization, { zone, grantedAt }: GrantEpisode): string {
  const given = grantedAt !== null && compareInstants(grantedAt, start) > 0 ? grantedAt : start;
  return unavoidableEnd({ windowStart: given, windowEnd: end, zone }).date;
}

function earliest(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}
