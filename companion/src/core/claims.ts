/** The authorization that a login claims, by its case, its user and its time: what it is then judged by. */
import {
  type AuthorizationBook,
  bestFor,
  compareCase,
  coversOutsider,
  isNearby,
  normalizedCase,
  type Outsider,
  outsideBy,
  type TimedAuthorization,
} from './authorizations.ts';
import type { ActorClass, ObservedLogin } from './evidence.ts';
import type { MatchStrength, VerdictName } from './verdicts.ts';

/** What a login is called, before it is known whether more may come. */
export interface Judgement {
  /** Null for own, site and partner administrators: recorded and counted, never judged. */
  verdict: VerdictName | null;
  strength: MatchStrength;
  requestId: string | null;
  reason: string;
}

const OUTSIDERS: Partial<Record<ActorClass, Outsider>> = {
  Salesforce_Support: 'Salesforce',
  Publisher: 'Publisher',
};

export interface Chosen {
  timed: TimedAuthorization;
  strength: MatchStrength;
}

/** Finds the authorization that the login claims, or says why there is none. */
export function choose(
  login: ObservedLogin,
  userId: string,
  at: number,
  book: AuthorizationBook,
): Judgement | Chosen {
  const outsider = OUTSIDERS[login.actorClass] ?? null;
  const covers = ({ authorization }: TimedAuthorization) => coversOutsider(authorization, outsider);
  const ofUser = book.byUser.get(userId);
  if (login.caseIdentifier === null) {
    const timed = bestFor(ofUser, at, (one) => isNearby(one, at) && covers(one));
    return timed
      ? { timed, strength: 'By_user_and_time' }
      : judgement('No_authorization', 'No approved request names this user at that time.');
  }
  const ofCase = book.byCase.get(normalizedCase(login.caseIdentifier));
  const isOfUser = ({ authorization }: TimedAuthorization) => authorization.targetUserId === userId;
  const same = bestFor(ofCase, at, (one) => isOfUser(one) && covers(one));
  return same
    ? { timed: same, strength: 'By_case' }
    : chooseBeside(login.caseIdentifier, at, { ofUser, ofCase, covers });
}

/** No authorization of the user is of the case: what else it may be held against. */
function chooseBeside(
  identifier: string,
  at: number,
  {
    ofUser,
    ofCase,
    covers,
  }: {
    ofUser: readonly TimedAuthorization[] | undefined;
    ofCase: readonly TimedAuthorization[] | undefined;
    covers: (timed: TimedAuthorization) => boolean;
  },
): Judgement | Chosen {
  const isNear = (timed: TimedAuthorization) => isNearby(timed, at) && covers(timed);
  const byTime = bestFor(
    ofUser,
    at,
    (one) => isNear(one) && compareCase(one.authorization, identifier) === 'unverified',
  );
  if (byTime && outsideBy(byTime, at) <= 0) return { timed: byTime, strength: 'By_user_and_time' };
  const another = bestFor(ofCase, at, covers);
  if (another) return named('Wrong_user', 'The case is authorized for another user.', another);
  const wrongCase = bestFor(ofUser, at, isNear);
  if (wrongCase && outsideBy(wrongCase, at) <= 0) {
    return named('Wrong_case', 'The user is authorized at that time, but for another case.', wrongCase);
  }
  return byTime
    ? { timed: byTime, strength: 'By_user_and_time' }
    : judgement('No_authorization', 'No approved request names this user and this case.');
}

export function isOwn({ actorClass }: ObservedLogin): boolean {
  return actorClass === 'Own_administrator' || actorClass === 'Site_or_partner_administrator';
}

export function judgement(verdict: VerdictName | null, reason: string): Judgement {
  return { verdict, reason, requestId: null, strength: 'None' };
}

export function named(
  verdict: VerdictName,
  reason: string,
  { authorization }: TimedAuthorization,
): Judgement {
  return { verdict, reason, requestId: authorization.requestId, strength: 'None' };
}
