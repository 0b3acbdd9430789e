/**
 * What runs from a request's submission on, derived from the log: its time, governance mode and deadline, and the gates it
 * passed. Evaluations and signed statements are held against it, and against the policy and roster that were in force.
 */
import { canonicalize, type Json } from '../canonical.ts';
import type { DecisionReceived, Fields, LedgerEntry, RequestRevision } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import type { GateVerdict } from '../funnel.ts';
import { type ModeEntry, modeAt } from '../governance.ts';
import type { PolicyEvaluated } from '../entries/governance-entries.ts';
import { compareInstants, millisecondsOf } from '../instants.ts';
import { type AccessPolicy, policyOf } from '../policy.ts';
import type { Mode } from '../requests.ts';
import type { DecisionStatement } from '../statement.ts';
import { isOfCommitments } from '../roster-versions.ts';
import { termsOf } from '../terms.ts';
import type { AccessWindow } from '../windows.ts';
import { aspectsOf, gateProblems, riskAmong } from './verify-gates.ts';

/** One request as the log knows it. */
export interface RequestOnLog {
  submittedAt: string;
  mode: Mode;
  revision: number;
  fields: Fields;
  /** By the first evaluation; null before it, and where the policy of then names none. */
  deadline: string | null;
  evaluated: PolicyEvaluated | null;
  /** That the decisions gave; null before there is one. */
  window: AccessWindow | null;
}

interface VersionInForce {
  version: string;
  /** Milliseconds since 1970. */
  since: number;
}

export interface RequestBook {
  requests: Map<string, RequestOnLog>;
  modes: ModeEntry[];
  policies: Map<string, AccessPolicy>;
  /** In order; the last one is in force. */
  policiesInForce: VersionInForce[];
  rosters: VersionInForce[];
  /** A policy was put in force by an entry of its own. */
  isGoverned: boolean;
  /**
   * Contacts whom an unsigned change of their row keeps from voting, which counts at once and gave the roster a version that
   * logs of earlier versions do not name; with the time at which that ended, null while it stands.
   */
  narrowed: Map<string, number | null>;
  /** When the log began to name each version of the roster, in milliseconds since 1970; null before. */
  namedSince: number | null;
  /** An evaluation of version 2 was logged: from then on each has to be one. */
  isVersion2: boolean;
}

export const noRequests = (): RequestBook => ({
  ...{ requests: new Map(), modes: [], policies: new Map(), policiesInForce: [], rosters: [] },
  ...{ isGoverned: false, narrowed: new Map(), namedSince: null, isVersion2: false },
});

/** Takes one more entry into account. @throws AppError assertion_invalid for an evaluation that does not follow */
export function learnRequests(entry: LedgerEntry, book: RequestBook): void {
  switch (entry.type) {
    case 'mode.set':
      book.modes.push({ mode: entry.mode, effectiveFrom: entry.effectiveFrom });
      break;
    case 'policy.seen':
      book.policies.set(entry.version, policyOf(entry.values));
      if (book.policiesInForce.length === 0) putInForce(book.policiesInForce, entry);
      break;
    case 'policy.in_force':
      book.isGoverned = true;
      putInForce(book.policiesInForce, entry);
      break;
    case 'roster.sealed':
    case 'roster.narrowed':
      putRosterInForce(book, entry);
      break;
    case 'roster.changed':
      putRosterInForce(book, entry);
      if (book.narrowed.has(entry.contact)) book.narrowed.set(entry.contact, millisecondsOf(entry.at));
      break;
    case 'roster.proposed':
      if (entry.fields['active'] === false || entry.fields['mayDecide'] === false)
        book.narrowed.set(entry.contact, null);
      break;
    case 'request.revision':
      learnRevision(entry, book);
      break;
    case 'policy.evaluated':
      learnEvaluation(entry, book);
      break;
    case 'decision.effective': {
      const request = book.requests.get(entry.request);
      if (request && entry.window !== null) request.window = entry.window;
      break;
    }
    case 'breakglass.opened': {
      const request = book.requests.get(entry.request);
      if (request) request.window = entry.window;
      break;
    }
    default:
      break;
  }
}

function putInForce(versions: VersionInForce[], { version, at }: { version: string; at: string }): void {
  versions.push({ version, since: millisecondsOf(at) });
}

function putRosterInForce(book: RequestBook, named: { version: string; at: string }): void {
  putInForce(book.rosters, named);
  if (isOfCommitments(named.version)) book.namedSince ??= millisecondsOf(named.at);
}

/** The org's word on when it was submitted, unless its clock ran ahead of the log. */
function learnRevision(entry: RequestRevision, { requests, modes }: RequestBook): void {
  const { revision, fields, modifiedAt, at } = entry;
  const known = requests.get(entry.request);
  if (known) {
    Object.assign(known, { revision, fields });
    return;
  }
  const submittedAt = compareInstants(modifiedAt, at) < 0 ? modifiedAt : at;
  const mode = modeAt(modes, submittedAt) ?? 'Standard';
  const later = { deadline: null, evaluated: null, window: null };
  requests.set(entry.request, { submittedAt, mode, revision, fields, ...later });
}

function learnEvaluation(entry: PolicyEvaluated, book: RequestBook): void {
  const request = book.requests.get(entry.request);
  if (!request) throw wrong('a request was evaluated that was not logged before');
  if (book.isVersion2 && entry.v !== 2)
    throw wrong('an earlier version of the entry leaves out the deadline');
  const isFirst = request.evaluated === null;
  request.evaluated = entry;
  const policy = book.policies.get(entry.policyVersion);
  if (!policy) throw wrong(`the policy ${entry.policyVersion} was not logged before`);
  if (isFirst) request.deadline = deadlineOf(request, policy, entry.gates);
  if (entry.v === 2) checkVersion2(entry, request, book);
  if (entry.revision !== request.revision) throw wrong('it was not the newest revision that was evaluated');
  requireRoster(entry.rosterVersion, book, millisecondsOf(entry.at));
  const found = gateProblems(entry, { policy, fields: request.fields, mode: request.mode });
  if (found.length > 0) throw wrong(found.join('; '));
}

function deadlineOf(
  { submittedAt, fields }: RequestOnLog,
  policy: AccessPolicy,
  gates: readonly GateVerdict[],
): string | null {
  const { deadlineMinutes } = termsOf(policy, aspectsOf(fields, riskAmong(gates)));
  if (typeof deadlineMinutes !== 'number') return null;
  return Temporal.Instant.from(submittedAt).add({ minutes: deadlineMinutes }).toString();
}

function checkVersion2(
  entry: Extract<PolicyEvaluated, { v: 2 }>,
  { submittedAt, deadline, mode }: RequestOnLog,
  book: RequestBook,
): void {
  book.isVersion2 = true;
  if (!book.isGoverned) throw wrong('no policy was in force');
  if (deadline === null) throw wrong('the policy names no deadline');
  agree('time of the submission', entry.submittedAt, submittedAt);
  agree('deadline', entry.deadline, deadline);
  agree('governance mode', entry.mode, mode);
}

/** Clocks of a page and of the log that writes about it. */
const CLOCKS_AGREE_MS = 60_000;

/** @returns the versions that were in force at some time from `since` on, up to this point of the log */
function versionsSince(versions: readonly VersionInForce[], since: number): Set<string> {
  const found = new Set<string>();
  for (const { version, since: from } of versions.toReversed()) {
    found.add(version);
    if (from <= since) break;
  }
  return found;
}

function requireRoster(version: string, book: RequestBook, since: number): void {
  const { rosters, narrowed, namedSince } = book;
  // Before the founding roster is sealed there is nobody, and no version that the log could name.
  if (rosters.length === 0 || versionsSince(rosters, since).has(version)) return;
  const isBefore = namedSince === null || since < namedSince;
  const isNarrowed = isBefore && [...narrowed.values()].some((until) => until === null || until >= since);
  if (!isNarrowed) throw wrong(`the roster ${version} was not in force`);
}

/**
 * Holds what a contact was shown against what the log said then.
 * @throws AppError assertion_invalid
 */
export function checkAgainstLog(entry: DecisionReceived, book: RequestBook): void {
  const request = book.requests.get(entry.request);
  if (!request) throw wrong('the request was not logged before');
  const statement = entry.statement as unknown as DecisionStatement;
  const since = millisecondsOf(statement.shownAt) - CLOCKS_AGREE_MS;
  if (request.deadline !== null && statement.deadline !== request.deadline)
    throw wrong(`the policy in force gives the deadline ${request.deadline}, not ${statement.deadline}`);
  agree('governance mode', statement.mode, request.mode);
  if (!versionsSince(book.policiesInForce, since).has(statement.policyVersion))
    throw wrong(`the policy ${statement.policyVersion} was not in force when it was shown`);
  requireRoster(statement.rosterVersion, book, since);
  agree('roster of the contact', statement.contact.rosterEntry, statement.rosterVersion);
  // A decision is made before there is a window; a revocation shows the one that it ends.
  const standing = statement.type === 'access-decision' ? null : request.window;
  agree('authorized window', text(statement.authorized), text(standing));
  checkGates(statement, request.evaluated);
}

const text = (window: AccessWindow | null): string => canonicalize(window as unknown as Json);

/** All gates as they were evaluated last; their reasons are compared where they stand as they were logged, in English. */
function checkGates({ gates, locale }: DecisionStatement, evaluated: PolicyEvaluated | null): void {
  if (!evaluated) throw wrong('the request was never evaluated');
  const isEnglish = !/^de\b/.test(locale);
  const plain = (list: readonly GateVerdict[]) =>
    canonicalize(list.map(({ reason, ...gate }) => ({ ...gate, ...(isEnglish && { reason }) })));
  if (plain(gates) !== plain(evaluated.gates)) throw wrong('the gates are not the ones that were evaluated');
  if (gates.some(({ state, overridden }) => state !== 'open' && overridden === undefined))
    throw wrong('a gate was not open');
}

function agree(name: string, said: Json, logged: Json): void {
  if (said !== logged) throw wrong(`the ${name} is not the one that the log gives`);
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
