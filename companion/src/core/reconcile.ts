/** Holds each observed login against the authorizations: the heart of the product (design §4.7, §4.8). Pure and in order of time. */
import { inGap, isSettled, type SourceCoverage } from './coverage.ts';
import type { ObservedLogin } from './evidence.ts';
import { modeAt, type ModeEntry } from './governance.ts';
import type { MatchStrength, VerdictName } from './verdicts.ts';

/** One approved request, as far as an entry can be held against it. Instants are ISO 8601 with Z. */
export interface Authorization {
  requestId: string;
  caseNumber: string;
  caseId: string | null;
  targetUserId: string;
  approvedAt: string;
  start: string;
  end: string;
  revokedAt: string | null;
}

export interface ReconcileContext {
  authorizations: readonly Authorization[];
  modes: readonly ModeEntry[];
  coverage: readonly SourceCoverage[];
  /** The org's clock minus ours at the last measurement, in milliseconds. */
  clockOffsetMs: number;
  loginGraceSeconds: number;
  /** ISO 8601 with Z. */
  now: string;
}

export interface AccessVerdict {
  key: string;
  /** Null for own, site and partner administrators: recorded and counted, never judged. */
  verdict: VerdictName | null;
  strength: MatchStrength;
  provisional: boolean;
  requestId: string | null;
  reason: string;
}

type Judgement = Omit<AccessVerdict, 'key' | 'provisional'>;

/**
 * @param logins any order; judged oldest first, since the first actor inside a window is the one it is for
 * @returns one verdict per login, in order of time
 */
export function reconcileAccesses(
  logins: readonly ObservedLogin[],
  context: ReconcileContext,
): AccessVerdict[] {
  const families = new Map<string, Family>();
  return [...logins]
    .sort((a, b) => compare(a.loginAt, b.loginAt))
    .map((login) => {
      const judgement = judge(login, context, families);
      return { key: login.key, ...judgement, provisional: isProvisional(login, judgement, context) };
    });
}

/** All logins of one actor as one user under one case inside one window share its authorization (U25). */
interface Family {
  actorKey: string | null;
  caseIdentifier: string | null;
}

function judge(login: ObservedLogin, context: ReconcileContext, families: Map<string, Family>): Judgement {
  if (isOwn(login)) return judgement(null, 'An own administrator used Login-As; recorded and counted.');
  const mode = modeAt(context.modes, login.loginAt);
  if (mode === null)
    return judgement('Before_governance', 'The login lies before the first governance mode.');
  const gap = context.coverage.find(
    (source) => source.source === 'Setup_audit_trail' && inGap(source, login.loginAt),
  );
  if (gap) return judgement('Unknown', 'The login lies in a gap of the Setup Audit Trail.');
  if (login.target.state === 'Ambiguous') {
    return judgement('Target_ambiguous', 'Several users bear the name that the audit row gives.');
  }
  if (mode === 'Standard')
    return judgement('Login_access_only', 'In the Standard mode the grant alone suffices.');
  if (login.target.state === 'Unknown')
    return judgement('Unknown', 'No source names the user of this login.');
  const chosen = choose(login, login.target.userId, context);
  if ('verdict' in chosen) return chosen;
  return judgeInWindow(login, chosen, context, families);
}

function isOwn({ actorClass }: ObservedLogin): boolean {
  return actorClass === 'Own_administrator' || actorClass === 'Site_or_partner_administrator';
}

/** Finds the authorization that the login claims, or says why there is none. */
function choose(login: ObservedLogin, userId: string, context: ReconcileContext): Judgement | Authorization {
  const ofUser = context.authorizations.filter(({ targetUserId }) => targetUserId === userId);
  if (login.caseIdentifier === null) {
    return bestFor(login, ofUser) ?? judgement('No_authorization', 'No approved request names this user.');
  }
  const ofCase = context.authorizations.filter((authorization) =>
    isCase(authorization, login.caseIdentifier),
  );
  const both = bestFor(
    login,
    ofUser.filter((authorization) => ofCase.includes(authorization)),
  );
  if (both) return both;
  const wrongUser = bestFor(login, ofCase);
  if (wrongUser) {
    return judgement('Wrong_user', 'The case is authorized for another user.', wrongUser.requestId);
  }
  const wrongCase = bestFor(login, ofUser);
  return wrongCase
    ? judgement('Wrong_case', 'The user is authorized for another case.', wrongCase.requestId)
    : judgement('No_authorization', 'No approved request names this user or this case.');
}

/** The authorization whose window holds the login; else the one whose window is nearest, so that the verdict can name it. */
function bestFor(login: ObservedLogin, candidates: readonly Authorization[]): Authorization | undefined {
  return [...candidates].sort((a, b) => outsideBy(login, a) - outsideBy(login, b))[0];
}

function outsideBy({ loginAt }: ObservedLogin, { start, end, revokedAt }: Authorization): number {
  const at = milliseconds(loginAt);
  return Math.max(milliseconds(start) - at, at - milliseconds(revokedAt ?? end), 0);
}

function judgeInWindow(
  login: ObservedLogin,
  authorization: Authorization,
  context: ReconcileContext,
  families: Map<string, Family>,
): Judgement {
  const { requestId, start, end, revokedAt } = authorization;
  const edge = Math.abs(context.clockOffsetMs) + context.loginGraceSeconds * 1000;
  const at = milliseconds(login.loginAt);
  const say = (verdict: VerdictName, reason: string) => judgement(verdict, reason, requestId);
  if (isNear(at, start, edge) || isNear(at, revokedAt ?? end, edge)) {
    return say('Unknown', "The login lies at the window's edge, within the clocks' difference.");
  }
  if (revokedAt !== null && at > milliseconds(revokedAt)) {
    return say('After_revocation', 'The login came after the authorization was revoked.');
  }
  if (at < milliseconds(start)) return say('Outside_window', 'The login came before the window opened.');
  if (at > milliseconds(end)) return say('Outside_window', 'The login came after the window had ended.');
  if (isSecondActor(login, requestId, families)) {
    return say('Second_actor', 'Another actor has used this authorization.');
  }
  const bad = judgeEnd(login, authorization, context, edge);
  if (bad) return say(...bad);
  return login.caseIdentifier === null
    ? {
        ...say('Matched', 'User and time match an approved request; no source names the case.'),
        strength: 'By_user_and_time',
      }
    : { ...say('Matched', 'Case, user and time match an approved request.'), strength: 'By_case' };
}

function isSecondActor(login: ObservedLogin, requestId: string, families: Map<string, Family>): boolean {
  const family = families.get(requestId);
  if (!family) {
    families.set(requestId, { actorKey: login.actorKey, caseIdentifier: login.caseIdentifier });
    return false;
  }
  // An actor whom no source names cannot be told from the first one.
  family.actorKey ??= login.actorKey;
  return login.actorKey !== null && family.actorKey !== login.actorKey;
}

function judgeEnd(
  { logoutAt }: ObservedLogin,
  { end, revokedAt }: Authorization,
  { now }: ReconcileContext,
  edge: number,
): [VerdictName, string] | null {
  const over = milliseconds(revokedAt ?? end);
  if (logoutAt === null) {
    return milliseconds(now) > over + edge
      ? ['End_not_seen', 'The window is over and no source shows that the session ended.']
      : null;
  }
  if (isNear(milliseconds(logoutAt), revokedAt ?? end, edge)) {
    return ['Unknown', "The session ended at the window's edge, within the clocks' difference."];
  }
  return milliseconds(logoutAt) > over
    ? ['Stayed_after_window', 'The session ended after the window.']
    : null;
}

/**
 * Provisional until every readable source has been read past the login, and its end, by its known delay. A session
 * that may still go on is provisional, too.
 */
function isProvisional(
  login: ObservedLogin,
  { verdict }: Judgement,
  { coverage }: ReconcileContext,
): boolean {
  if (verdict === null || verdict === 'Before_governance') return false;
  if (verdict === 'Matched' && login.logoutAt === null) return true;
  return coverage.some((source) => !isSettled(source, login.logoutAt ?? login.loginAt));
}

/** A case number is compared without leading zeros, a case id by its first 15 characters (the form of CaseIdentifier is unverified). */
export function normalizedCase(text: string): string {
  const trimmed = text.trim();
  if (/^500[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$/.test(trimmed)) return trimmed.slice(0, 15);
  return trimmed.toLowerCase().replace(/^0+(?=.)/, '');
}

function isCase({ caseNumber, caseId }: Authorization, identifier: string | null): boolean {
  if (identifier === null) return false;
  const wanted = normalizedCase(identifier);
  return normalizedCase(caseNumber) === wanted || (caseId !== null && normalizedCase(caseId) === wanted);
}

function judgement(verdict: VerdictName | null, reason: string, requestId: string | null = null): Judgement {
  return { verdict, reason, requestId, strength: 'None' };
}

function milliseconds(text: string): number {
  return Temporal.Instant.from(text).epochMilliseconds;
}

function isNear(at: number, edgeAt: string, within: number): boolean {
  return Math.abs(at - milliseconds(edgeAt)) <= within;
}

function compare(a: string, b: string): number {
  return milliseconds(a) - milliseconds(b);
}
