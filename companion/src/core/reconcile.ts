/** Holds each observed login against the authorizations: the heart of the product (design §4.7, §4.8). Pure. */
import type { Authorization, AuthorizationBook, TimedAuthorization } from './authorizations.ts';
import { type Chosen, choose, isOwn, type Judgement, judgement, named } from './claims.ts';
import { inGap, isSettledAt, type Source, type SourceCoverage } from './coverage.ts';
import type { ObservedLogin } from './evidence.ts';
import { modeAtTime, type ModeEntry } from './governance.ts';
import { millisecondsOf } from './instants.ts';
import { firstUser, lastCovering, remembering, type Uses, usesIn } from './first-user.ts';
import { bookOfTimed, type LoginBook, type TimedLogin, timedLogin } from './login-book.ts';
import { isMatch, matchedVerdict, type MatchStrength, type VerdictName } from './verdicts.ts';

export interface ReconcileContext {
  authorizations: AuthorizationBook;
  modes: readonly ModeEntry[];
  coverage: readonly SourceCoverage[];
  /** The org's clock minus ours at the last measurement, in milliseconds. */
  clockOffsetMs: number;
  loginGraceSeconds: number;
  /** ISO 8601 with Z. */
  now: string;
}

export interface AccessVerdict extends Judgement {
  key: string;
  provisional: boolean;
}

/** Yields one verdict per login, in order of time; none is kept. */
export function* reconcileAccesses(
  logins: readonly ObservedLogin[],
  context: ReconcileContext,
): Generator<AccessVerdict> {
  const timed = logins.map(timedLogin).sort((a, b) => a.at - b.at);
  const uses = remembering(usesOf(bookOfTimed(timed), context));
  for (const each of timed) yield reconcileTimed(each, uses, context);
}

/** @param book holds all logins, `login` among them: an authorization is for its first actor alone */
export function reconcileAccess(
  login: ObservedLogin,
  book: LoginBook,
  context: ReconcileContext,
): AccessVerdict {
  return reconcileTimed(timedLogin(login), usesOf(book, context), context);
}

/** @returns {@link reconcileAccess} for many logins of a book that stands still meanwhile */
export function reconcilerOf(
  book: LoginBook,
  context: ReconcileContext,
): (login: ObservedLogin) => AccessVerdict {
  const uses = remembering(usesOf(book, context));
  return (login) => reconcileTimed(timedLogin(login), uses, context);
}

function reconcileTimed(timed: TimedLogin, uses: Uses, context: ReconcileContext): AccessVerdict {
  const { login } = timed;
  const { verdict, strength, requestId, reason } =
    login.caseCandidates === undefined
      ? judge(timed, uses, context)
      : judgeCandidates(timed, login.caseCandidates, { uses, context });
  const provisional = isProvisional(timed, verdict, context);
  return { key: login.key, verdict, strength, provisional, requestId, reason };
}

/** A login has one of several cases, and no source says which: it is called what it is under each of them, or unknown. */
function judgeCandidates(
  timed: TimedLogin,
  candidates: readonly (string | null)[],
  { uses, context }: { uses: Uses; context: ReconcileContext },
): Judgement {
  const [first, ...others] = candidates.map((caseIdentifier) =>
    judge({ ...timed, login: { ...timed.login, caseIdentifier } }, uses, context),
  );
  const isSame = ({ verdict, requestId }: Judgement) =>
    verdict === first?.verdict && requestId === first.requestId;
  if (first && others.every(isSame))
    return others.length === 0 ? first : { ...first, strength: weakest(first) };
  return judgement(
    'Unknown',
    'Several support log-ins of one moment name different cases, and no source says which is whose.',
  );
}

const weakest = ({ strength }: Judgement): MatchStrength =>
  strength === 'By_case' ? 'By_user_and_time' : strength;

function judge(timed: TimedLogin, uses: Uses, context: ReconcileContext): Judgement {
  const { login, at } = timed;
  if (isOwn(login)) return judgement(null, 'An own administrator used Login-As; recorded and counted.');
  const mode = modeAtTime(context.modes, at);
  if (mode === null) {
    return judgement('Before_governance', 'The login lies before the first governance mode.');
  }
  if (mode === 'Standard') {
    return judgement('Login_access_only', 'In the Standard mode the grant alone suffices.');
  }
  const unknown = whatIsMissing(login, at, context);
  if (unknown !== null) return judgement('Unknown', unknown);
  if (login.target.state === 'Ambiguous') {
    return judgement('Target_ambiguous', 'Several users bear the name that the audit row gives.');
  }
  if (login.target.state === 'Unknown')
    return judgement('Unknown', 'No source names the user of this login.');
  const chosen = choose(login, login.target.userId, at, context.authorizations);
  return 'verdict' in chosen ? chosen : judgeInWindow({ login, at, left: timed.left, chosen }, uses, context);
}

/** Says what cannot be known about a login yet, or ever; null when nothing is missing. */
function whatIsMissing(login: ObservedLogin, at: number, { coverage }: ReconcileContext): string | null {
  const trail = coverageOf(coverage, 'Setup_audit_trail');
  const log = coverageOf(coverage, 'Support_login_log');
  if (trail && inGap(trail, login.loginAt)) return 'The login lies in a gap of the Setup Audit Trail.';
  // A log row that was read says the case all the same.
  if (log && login.caseIdentifier === null && inGap(log, login.loginAt)) {
    return 'The login lies in a gap of the support login log.';
  }
  const waiting = trail !== undefined && !isSettledAt(trail, at);
  // The row that says whose session this is may be an own administrator's, and still be on its way.
  return login.actorClass === 'Unknown' && waiting ? 'No audit row speaks of this session yet.' : null;
}

function coverageOf(coverage: readonly SourceCoverage[], name: Source): SourceCoverage | undefined {
  for (const one of coverage) if (one.source === name) return one;
  return undefined;
}

interface Claim extends TimedLogin {
  chosen: Chosen;
}

function judgeInWindow(claim: Claim, uses: Uses, context: ReconcileContext): Judgement {
  const { at, left, chosen } = claim;
  const { timed, strength } = chosen;
  const { edge } = uses;
  if (Math.abs(at - timed.opens) <= edge || Math.abs(at - timed.over) <= edge) {
    return named('Unknown', "The login lies at the window's edge, within the clocks' difference.", timed);
  }
  if (at < timed.opens) return named('Outside_window', 'The login came before the window opened.', timed);
  if (at > timed.over) {
    return isRevoked(timed.authorization)
      ? named('After_revocation', 'The login came after the authorization was revoked.', timed)
      : named('Outside_window', 'The login came after the window had ended.', timed);
  }
  if (isSecondActor(claim, uses)) {
    return named('Second_actor', 'Another actor had used this authorization before.', timed);
  }
  const verdict = matchedVerdict(timed.authorization);
  const what = timed.authorization.breakGlass
    ? 'a break-glass window, which no contact approved'
    : 'an approved request';
  const reason =
    strength === 'By_case'
      ? `Case, user and time match ${what}.`
      : `User and time match ${what}; the case is not verified.`;
  const last = lastCovering(timed, claim.login, uses);
  const on = last === timed ? '' : ' The session went on into the window of a later request.';
  return judgeEnd(left, last, context) ?? { ...named(verdict, reason + on, timed), strength };
}

function edgeOf({ clockOffsetMs, loginGraceSeconds }: ReconcileContext): number {
  return Math.abs(clockOffsetMs) + loginGraceSeconds * 1000;
}

function isRevoked({ revokedAt, end }: Authorization): boolean {
  return revokedAt !== null && millisecondsOf(revokedAt) < millisecondsOf(end);
}

/** Actors whom no source names cannot be told apart. */
function isSecondActor(claim: Claim, uses: Uses): boolean {
  const { login, chosen } = claim;
  const first = login.actorKey === null ? null : firstUser(chosen.timed, claim, uses);
  return first !== null && first.actorKey !== login.actorKey;
}

function usesOf(book: LoginBook, context: ReconcileContext): Uses {
  const { authorizations } = context;
  return usesIn(book, authorizations, edgeOf(context), ({ login, at }, userId) => {
    const claimed = isOwn(login) ? null : choose(login, userId, at, authorizations);
    return claimed && 'timed' in claimed ? claimed.timed : null;
  });
}

function judgeEnd(
  left: number | null,
  timed: TimedAuthorization,
  context: ReconcileContext,
): Judgement | null {
  const edge = edgeOf(context);
  if (left === null) {
    const over = millisecondsOf(context.now) > timed.over + edge;
    return over && isRead(timed.over + edge, context)
      ? named('End_not_seen', 'The window is over and no source shows that the session ended.', timed)
      : null;
  }
  if (Math.abs(left - timed.over) <= edge) {
    return named('Unknown', "The session ended at the window's edge, within the clocks' difference.", timed);
  }
  return left > timed.over
    ? named('Stayed_after_window', 'The session ended after the window.', timed)
    : null;
}

/** Whether every readable source has been read past `at` by its known delay. */
function isRead(at: number, { coverage }: ReconcileContext): boolean {
  return coverage.every((source) => isSettledAt(source, at));
}

/**
 * Provisional until every readable source has been read past the login, and its end, by its known delay. A session
 * that may still go on is provisional, too.
 */
function isProvisional(
  { at, left }: TimedLogin,
  verdict: VerdictName | null,
  { coverage }: ReconcileContext,
): boolean {
  if (verdict === null || verdict === 'Before_governance') return false;
  if (isMatch(verdict) && left === null) return true;
  const last = left ?? at;
  return coverage.some((source) => !isSettledAt(source, last));
}
