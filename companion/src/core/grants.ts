/**
 * Login grants: which dates Salesforce offers, when a grant that covers a window unavoidably ends, and how a grant
 * stands to the authorizations. A grant ends with its expiration date in the grantor's time zone (assumed; see
 * docs/open-questions.md), so a window of hours always leaves a remainder.
 */
import { modeAt, type ModeEntry } from './governance.ts';
import type { AccessPolicy } from './policy.ts';
import type { Authorization } from './reconcile.ts';
import type { VerdictName } from './verdicts.ts';

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
  authorizations: readonly Authorization[];
  modes: readonly ModeEntry[];
  policy: Pick<AccessPolicy, 'grantGraceMinutes' | 'grantGraceLimitMinutes'>;
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

/** Holds one grant against the authorizations (design §4.6). */
export function reconcileGrant(grant: GrantEpisode, context: GrantContext): GrantVerdict {
  const plain = (verdict: VerdictName, reason: string, requestId: string | null = null): GrantVerdict => ({
    verdict,
    provisional: false,
    requestId,
    reason,
    unavoidableEnd: null,
    remainderUntil: null,
  });
  if (grant.grantedAt === null) {
    return { ...plain('Unknown', 'No audit row says when this grant was given.'), provisional: true };
  }
  const mode = modeAt(context.modes, grant.grantedAt);
  if (mode === null)
    return plain('Before_governance', 'The grant was given before the first governance mode.');
  if (mode === 'Standard')
    return plain('Login_access_only', 'In the Standard mode the grant alone suffices.');
  const ofUser = context.authorizations.filter(({ targetUserId }) => targetUserId === grant.userId);
  const usable = ofUser.filter((authorization) => isGivenFor(authorization, grant.grantedAt ?? ''));
  if (usable.length > 0) return withinWindow(grant, usable, context);
  return withoutWindow(grant, grant.grantedAt, ofUser, plain);
}

/** Given after the approval and before the end of its window. */
function isGivenFor({ approvedAt, end, revokedAt }: Authorization, grantedAt: string): boolean {
  return isBefore(approvedAt, grantedAt, true) && isBefore(grantedAt, revokedAt ?? end, true);
}

function withoutWindow(
  grant: GrantEpisode,
  grantedAt: string,
  ofUser: readonly Authorization[],
  plain: (verdict: VerdictName, reason: string, requestId?: string | null) => GrantVerdict,
): GrantVerdict {
  const later = ofUser.find(
    ({ approvedAt }) =>
      isBefore(grantedAt, approvedAt) && (grant.endedAt === null || isBefore(approvedAt, grant.endedAt)),
  );
  if (later) {
    return plain(
      'Granted_before_authorization',
      'The grant was given before the request was approved.',
      later.requestId,
    );
  }
  const last = ofUser.filter(({ end }) => isBefore(end, grantedAt)).at(-1);
  const revoked = ofUser.find(({ revokedAt }) => revokedAt !== null && isBefore(revokedAt, grantedAt, true));
  if (revoked)
    return plain(
      'After_revocation',
      'The grant was given after the authorization was revoked.',
      revoked.requestId,
    );
  if (last) return plain('Outside_window', 'The grant was given after the window had ended.', last.requestId);
  return plain('No_authorization', 'No approved request names this user.');
}

function withinWindow(
  grant: GrantEpisode,
  usable: readonly Authorization[],
  { policy, now }: GrantContext,
): GrantVerdict {
  const ends = usable.map((authorization) => ({
    authorization,
    date: unavoidableEnd({ windowStart: authorization.start, windowEnd: authorization.end, zone: grant.zone })
      .date,
    over: authorization.revokedAt ?? authorization.end,
  }));
  // A grant may serve several requests: the one that lasts longest decides.
  const longest = ends.reduce((a, b) => (Temporal.PlainDate.compare(a.date, b.date) >= 0 ? a : b));
  const last = ends.reduce((a, b) => (isBefore(a.over, b.over) ? b : a));
  const remains = grant.state === 'Live' && isBefore(last.over, now);
  const judged = { requestId: longest.authorization.requestId, unavoidableEnd: longest.date };
  if (grant.expirationDate === null) {
    return {
      verdict: 'Unknown',
      provisional: false,
      reason: 'No field says until when this grant lasts.',
      remainderUntil: null,
      ...judged,
    };
  }
  const remainderUntil = remains ? grant.expirationDate : null;
  if (Temporal.PlainDate.compare(grant.expirationDate, longest.date) > 0) {
    const reason = `The grant lasts to ${grant.expirationDate}; ${longest.date} would have covered the window.`;
    return { verdict: 'Longer_than_window', provisional: false, reason, remainderUntil, ...judged };
  }
  if (remains && isBefore(graceEnd(last.over, grant.zone, policy), now)) {
    const reason = `The window is over and the grant can still be used until ${grant.expirationDate}.`;
    return { verdict: 'Standing_after_window', provisional: false, reason, remainderUntil, ...judged };
  }
  const reason = remains
    ? `The grant covers the window. It can still be used until ${grant.expirationDate}; the user is asked to revoke it.`
    : 'The grant covers the window and no more than it must.';
  return { verdict: 'Matched', provisional: grant.state === 'Live', reason, remainderUntil, ...judged };
}

function isBefore(a: string, b: string, orSame = false): boolean {
  const order = Temporal.Instant.compare(Temporal.Instant.from(a), Temporal.Instant.from(b));
  return order < 0 || (orSame && order === 0);
}

function earliest(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b;
}
