/**
 * What the ledger says, as the rules need it. The companion and the verification kit build the facts from the same
 * entries by the same code, so that every verdict can be derived again from the ledger alone.
 */
import { type Authorization, type AuthorizationBook, emptyBook, enter } from './authorizations.ts';
import type { Json } from './canonical.ts';
import { noCoverage, type Source, type SourceCoverage } from './coverage.ts';
import type {
  AccessSeen,
  BreakGlassOpened,
  DecisionEffective,
  DecisionReceived,
  GrantSeen,
  LedgerEntry,
  RequestRevision,
  Verdict,
} from './entries/entries.ts';
import type { ActorClass, LoginTarget, ObservedLogin } from './evidence.ts';
import type { ModeEntry } from './governance.ts';
import type { GrantContext, GrantEpisode } from './grants.ts';
import { enterLogin, type LoginBook, removeLogin } from './login-book.ts';
import type { AccessPolicy } from './policy.ts';
import type { ReconcileContext } from './reconcile.ts';
import type { DecisionStatement } from './statement.ts';

/** What the policy of a ledger without any is taken for, until the first `policy.seen`. */
const NO_POLICY = { grantGraceMinutes: 0, grantGraceLimitMinutes: 0, loginGraceSeconds: 0 };
type PolicyFacts = Pick<AccessPolicy, keyof typeof NO_POLICY>;

/** Built by {@link applyEntry} in the order of the ledger; changed in place, for a ledger may be long. */
export interface Facts {
  /** By `<request>:<revision>`: a decision counts for the revision that was signed. */
  revisions: Map<string, RequestRevision>;
  /** Decisions by ledger index: what was signed says what is authorized. */
  received: Map<number, DecisionReceived>;
  authorizations: Map<string, Authorization>;
  /** The same authorizations, by user and by case. */
  book: AuthorizationBook;
  modes: ModeEntry[];
  coverage: Map<Source, SourceCoverage>;
  logins: Map<string, ObservedLogin>;
  /** The same logins, by user and time. */
  loginBook: LoginBook;
  grants: Map<string, GrantEpisode>;
  policy: PolicyFacts;
  /** Every policy that was seen, by version. */
  policies: Map<string, PolicyFacts>;
  /** A policy was put in force: from then on one that is merely seen changes nothing. */
  governed: boolean;
  clockOffsetMs: number;
  /** The newest verdict on each access and on each grant, by key. */
  verdicts: Record<Verdict['subject'], Map<string, JudgedVerdict>>;
}

/** A verdict with its index in the ledger. */
export interface JudgedVerdict {
  index: number;
  entry: Verdict;
}

export function noFacts(): Facts {
  return {
    revisions: new Map(),
    received: new Map(),
    authorizations: new Map(),
    book: emptyBook(),
    modes: [],
    coverage: new Map(),
    logins: new Map(),
    loginBook: new Map(),
    grants: new Map(),
    policy: NO_POLICY,
    policies: new Map(),
    governed: false,
    clockOffsetMs: 0,
    verdicts: { access: new Map(), grant: new Map() },
  };
}

/** Takes one more entry into account. Entries that no verdict depends on change nothing. */
export function applyEntry(facts: Facts, entry: LedgerEntry, index: number): void {
  switch (entry.type) {
    case 'request.revision':
      facts.revisions.set(`${entry.request}:${entry.revision}`, entry);
      break;
    case 'decision.received':
      facts.received.set(index, entry);
      break;
    case 'decision.effective':
      authorize(facts, entry);
      break;
    case 'breakglass.opened':
      breakGlass(facts, entry);
      break;
    case 'request.state':
      if (entry.to === 'Revoked') revoke(facts, entry.request, entry.at);
      break;
    case 'mode.set':
      facts.modes.push({ mode: entry.mode, effectiveFrom: entry.effectiveFrom });
      break;
    case 'policy.seen':
      seePolicy(facts, entry);
      break;
    case 'policy.in_force':
      facts.policy = facts.policies.get(entry.version) ?? facts.policy;
      facts.governed = true;
      break;
    case 'coverage':
      facts.coverage.set(entry.source as Source, {
        ...noCoverage(entry.source as Source),
        ...coverageOf(entry),
      });
      break;
    case 'clock.offset':
      facts.clockOffsetMs = entry.milliseconds;
      break;
    case 'access.seen':
      for (const key of entry.supersedes) forget(facts, key);
      forget(facts, entry.access);
      remember(facts, loginOf(entry));
      break;
    case 'grant.seen':
      facts.grants.set(entry.grant, grantOf(entry));
      break;
    case 'verdict':
      verdictsOn(facts, entry.subject).set(entry.key, { index, entry });
      break;
    default:
      break;
  }
}

/** @returns the newest verdicts by key; a subject that is no grant is an access, whatever a ledger calls it */
export function verdictsOn({ verdicts }: Facts, subject: Verdict['subject']): Map<string, JudgedVerdict> {
  return subject === 'grant' ? verdicts.grant : verdicts.access;
}

/** @returns what the rules of logins are given at `now`. */
export function reconcileContext(facts: Facts, now: string): ReconcileContext {
  return {
    authorizations: facts.book,
    modes: facts.modes,
    coverage: [...facts.coverage.values()],
    clockOffsetMs: facts.clockOffsetMs,
    loginGraceSeconds: facts.policy.loginGraceSeconds,
    now,
  };
}

/** @returns what the rules of grants are given at `now`. */
export function grantContext(facts: Facts, now: string): GrantContext {
  return {
    authorizations: facts.book,
    modes: facts.modes,
    policy: facts.policy,
    clockOffsetMs: facts.clockOffsetMs,
    now,
  };
}

/** The signed scope and the window it gave; the request's party is taken from the revision that was signed on. */
function authorize(facts: Facts, entry: DecisionEffective): void {
  const decision = facts.received.get(entry.received);
  if (entry.window === null || !decision) return;
  const { request, scope } = decision.statement as unknown as DecisionStatement;
  const party = facts.revisions.get(`${entry.request}:${request.revision}`)?.fields['Requesting_Party__c'];
  if (scope.targetUser.id === null) return;
  set(facts, {
    requestId: entry.request,
    caseNumber: scope.caseNumber,
    caseId: scope.caseId,
    targetUserId: scope.targetUser.id,
    requestingParty: typeof party === 'string' ? party : null,
    approvedAt: entry.at,
    start: entry.window.start,
    end: entry.window.end,
    revokedAt: null,
  });
}

/** Nobody signed: scope and party are those of the revision that was submitted. */
function breakGlass(facts: Facts, entry: BreakGlassOpened): void {
  const fields = facts.revisions.get(`${entry.request}:${entry.revision}`)?.fields ?? {};
  const text = (name: string) => (typeof fields[name] === 'string' ? fields[name] : null);
  const target = fields['Target_User__c'] as { id?: Json } | null | undefined;
  if (typeof target?.id !== 'string') return;
  set(facts, {
    requestId: entry.request,
    caseNumber: text('Support_Case_Number__c') ?? '',
    caseId: text('Support_Case_Id__c'),
    targetUserId: target.id,
    requestingParty: text('Requesting_Party__c'),
    approvedAt: entry.at,
    ...{ start: entry.window.start, end: entry.window.end, revokedAt: null, breakGlass: true },
  });
}

function revoke(facts: Facts, request: string, at: string): void {
  const authorization = facts.authorizations.get(request);
  if (authorization) set(facts, { ...authorization, revokedAt: at });
}

function set(facts: Facts, authorization: Authorization): void {
  facts.authorizations.set(authorization.requestId, authorization);
  enter(facts.book, authorization);
}

function remember(facts: Facts, login: ObservedLogin): void {
  facts.logins.set(login.key, login);
  enterLogin(facts.loginBook, login);
}

function forget(facts: Facts, key: string): void {
  const login = facts.logins.get(key);
  if (!login) return;
  facts.logins.delete(key);
  removeLogin(facts.loginBook, login);
}

function seePolicy(facts: Facts, { version, values }: Extract<LedgerEntry, { type: 'policy.seen' }>): void {
  const policy = { ...NO_POLICY, ...numbersOf(values) };
  facts.policies.set(version, policy);
  if (!facts.governed) facts.policy = policy;
}

function numbersOf(values: Readonly<Record<string, Json>>): Partial<PolicyFacts> {
  return Object.fromEntries(
    Object.keys(NO_POLICY).flatMap((name) =>
      typeof values[name] === 'number' ? [[name, values[name]]] : [],
    ),
  );
}

function coverageOf(entry: Extract<LedgerEntry, { type: 'coverage' }>): Omit<SourceCoverage, 'source'> {
  const { from, to, readable, gaps, knownDelayMinutes, reason } = entry;
  return { from, to, readable, gaps, knownDelayMinutes, reason };
}

function loginOf(entry: AccessSeen): ObservedLogin {
  return {
    key: entry.access,
    actorClass: entry.actorClass as ActorClass,
    actor: null,
    actorKey: entry.actorKey,
    target: entry.target as LoginTarget,
    targetName: null,
    caseIdentifier: entry.caseIdentifier,
    ...(entry.caseCandidates && { caseCandidates: entry.caseCandidates }),
    loginAt: entry.loginAt,
    logoutAt: entry.logoutAt,
    evidence: [...entry.evidence],
  };
}

function grantOf(entry: GrantSeen): GrantEpisode {
  return {
    key: entry.grant,
    userId: entry.user,
    grantedTo: entry.grantedTo === 'Package_publisher' ? 'Package_publisher' : 'Salesforce_Support',
    state: entry.state,
    grantedAt: entry.grantedAt,
    endedAt: entry.endedAt,
    expirationDate: entry.expirationDate,
    zone: entry.zone,
  };
}
