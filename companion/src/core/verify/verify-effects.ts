/** What decisions led to: the window must be the one that the signed bounds of the whole quorum give. */
import { canonicalize, type Json } from '../canonical.ts';
import type { ApprovalsVoided, DecisionEffective } from '../entries/decision-entries.ts';
import type { DecisionReceived, LedgerEntry } from '../entries/entries.ts';
import { type Commitment, isCommitment, type Opening } from '../commitments.ts';
import { LAPSE_MINUTES } from '../clock-limits.ts';
import { AppError } from '../errors.ts';
import { millisecondsOf } from '../instants.ts';
import { type AccessPolicy, policyOf } from '../policy.ts';
import { type Approval, quorumResult } from '../quorum.ts';
import { OPEN_STATES, type RequestState } from '../requests.ts';
import { RISKS } from '../risk.ts';
import type { DecisionStatement, SignedDecision } from '../statement.ts';
import { knownAs, samePerson } from '../roster.ts';
import { termsOf } from '../terms.ts';
import { checkBounds, wantedMinutes } from '../windows.ts';

export interface Effects {
  /** Clear values of commitments, by their hex; what is withheld is not among them. */
  opened: ReadonlyMap<string, Pick<Opening, 'value'>>;
  /** Valid decisions, by ledger index. */
  received: Map<number, DecisionReceived>;
  /** Indexes of the approvals that count toward the quorum, by request. */
  standing: Map<string, number[]>;
  /** Newest logged revision of each request. */
  revisions: Map<string, number>;
  /** Address of who asked without being a user, by request. */
  requesters: Map<string, string>;
  /** Indexes of decisions that were signed on a revision which was not the newest when they were received. */
  outdated: Set<number>;
  /** Deadline of each request, as the first decision on it was shown it. */
  deadlines: Map<string, string>;
  /** Indexes of decisions that took effect. */
  used: Set<number>;
  /** Policies as they were logged, by version. */
  policies: Map<string, AccessPolicy>;
  /** Version of the policy that holds; before any was put in force, of the one that was seen first. */
  inForce: string | null;
  /** The policy that held when each valid decision was received, by ledger index. */
  ruling: Map<number, string | null>;
  /** What the roster says of a contact, as far as the log holds it in the clear. */
  people: Map<string, Person>;
  /** Who signed each valid decision, as the roster named him when it was received; by ledger index. */
  signers: Map<number, Person>;
  /** Ledger index and new version of each change of the roster. */
  rosters: { index: number; version: string }[];
  /** Whether the last key of a contact had been revoked at an instant; never in ledgers of before that ended approvals. */
  isKeyless(contact: string, at: string): boolean;
}

interface Person {
  role: string;
  userId: string | null;
  /** Null while it is withheld: persons are then told apart by their users alone. */
  address: string | null;
  /** False: is told of requests, and decides on none. */
  votes: boolean;
}

/** @param opened clear values of commitments, by their hex */
export function noEffects(opened: Effects['opened'] = new Map()): Effects {
  return {
    opened,
    received: new Map(),
    standing: new Map(),
    ...{ revisions: new Map(), requesters: new Map(), outdated: new Set(), deadlines: new Map() },
    used: new Set(),
    policies: new Map(),
    inForce: null,
    ruling: new Map(),
    people: new Map(),
    signers: new Map(),
    rosters: [],
    isKeyless: () => false,
  };
}

/** Keeps a valid decision, with what held when it was received. */
export function receiveDecision(effects: Effects, index: number, decision: DecisionReceived): void {
  effects.received.set(index, decision);
  effects.ruling.set(index, effects.inForce);
  const { deadline, request } = statementOf(decision);
  if (!effects.deadlines.has(decision.request)) effects.deadlines.set(decision.request, deadline);
  if (request.revision !== effects.revisions.get(decision.request)) effects.outdated.add(index);
  const signer = effects.people.get(decision.contact);
  if (signer) effects.signers.set(index, signer);
}

/** Keeps what the effects of later decisions depend on. */
export function learnEffects(entry: LedgerEntry, effects: Effects, index: number): void {
  if (entry.type === 'request.revision') {
    effects.revisions.set(entry.request, entry.revision);
    const by = entry.fields['Requested_By_Address__c'] ?? null;
    const address = isCommitment(by) ? openedBy(effects, by) : null;
    if (address !== null) effects.requesters.set(entry.request, address);
  } else if (entry.type === 'policy.seen') {
    effects.policies.set(entry.version, policyOf(entry.values));
    effects.inForce ??= entry.version;
  } else if (entry.type === 'policy.in_force') {
    effects.inForce = entry.version;
  } else if (entry.type === 'roster.sealed') {
    for (const { id, role, address, active = true, mayDecide = true, userId = null } of entry.contacts) {
      const votes = active && mayDecide;
      effects.people.set(id, { role, userId, votes, address: openedBy(effects, address) });
    }
  } else if (entry.type === 'roster.changed') {
    const { role, userId, active, mayDecide = true } = entry.entry;
    const address = openedBy(effects, entry.entry.address);
    effects.people.set(entry.contact, { role, userId, address, votes: active && mayDecide });
    effects.rosters.push({ index, version: entry.version });
  }
}

const openedBy = ({ opened }: Effects, { commitment }: Commitment): string | null =>
  opened.get(commitment)?.value ?? null;

/** What each kind of decision but an approval makes of a request. */
const LEADS_TO: Readonly<Record<Exclude<SignedDecision, 'Approve'>, readonly RequestState[]>> = {
  Deny: ['Denied'],
  Ask_for_more: ['More_information'],
  Withdraw: OPEN_STATES,
  Revoke: ['Revoked'],
};

/** @throws AppError assertion_invalid */
export function checkEffect(entry: DecisionEffective, effects: Effects): void {
  const decision = effects.received.get(entry.received);
  if (!decision || decision.request !== entry.request) {
    throw wrong('it names no valid decision on this request');
  }
  if (effects.used.has(entry.received)) throw wrong('the decision has taken effect before');
  effects.used.add(entry.received);
  if (effects.outdated.has(entry.received)) throw wrong('the request had another revision by then');
  if (!effects.signers.get(entry.received)?.votes) throw wrong('its contact has no vote');
  const kind = decision.decision as SignedDecision;
  if (kind === 'Approve') return checkApproval(entry, decision, effects);
  if (entry.window !== null) throw wrong('a decision that is no approval opens no window');
  if (!LEADS_TO[kind].includes(entry.state))
    throw wrong(`the decision does not make the request ${entry.state}`);
  if (kind === 'Withdraw') withdraw(decision, effects);
}

/** A contact takes back what he gave himself, and nothing else. */
function withdraw({ request, contact }: DecisionReceived, effects: Effects): void {
  const standing = effects.standing.get(request) ?? [];
  const others = standing.filter((index) => effects.received.get(index)?.contact !== contact);
  effects.standing.set(request, others);
}

/** Approvals end without their signer when the roster or the policy is another, or he can sign no more. @throws AppError assertion_invalid */
export function checkVoided(entry: ApprovalsVoided, effects: Effects): void {
  const standing = effects.standing.get(entry.request) ?? [];
  for (const index of entry.received) {
    const decision = standing.includes(index) ? effects.received.get(index) : undefined;
    if (!decision) throw wrong(`decision ${index} is no approval that counts`);
    const { policyVersion, rosterVersion } = statementOf(decision);
    const isSame = policyVersion === entry.policyVersion && rosterVersion === entry.rosterVersion;
    if (isSame && !effects.isKeyless(decision.contact, entry.at)) {
      throw wrong(`neither the roster nor the policy of approval ${index} has changed`);
    }
  }
  effects.standing.set(
    entry.request,
    standing.filter((index) => !entry.received.includes(index)),
  );
}

function checkApproval(entry: DecisionEffective, decision: DecisionReceived, effects: Effects): void {
  const statement = statementOf(decision);
  if (millisecondsOf(decision.at) > millisecondsOf(statement.deadline)) {
    throw wrong('the approval came after the deadline');
  }
  // In whole minutes: the step that logs the effect begins before the approval lapses.
  const lapse = millisecondsOf(statement.deadline) + (LAPSE_MINUTES + 1) * 60_000;
  if (millisecondsOf(entry.at) > lapse) throw wrong('the approval took effect after it had lapsed');
  if (effects.deadlines.get(entry.request) !== statement.deadline) {
    throw wrong('its deadline is not the one that was shown before');
  }
  requireFourEyes(entry, statement, effects);
  const policy = effects.policies.get(statement.policyVersion);
  if (!policy) throw wrong(`the policy ${statement.policyVersion} was not logged before`);
  // Whoever runs the server may have any policy seen; only the one that was accepted says what an approval is worth.
  if (effects.ruling.get(entry.received) !== statement.policyVersion) {
    throw wrong(`the policy ${statement.policyVersion} was not in force when the approval was received`);
  }
  const terms = termsOf(policy, aspectsOf(statement));
  const wanted = wantedMinutes(statement.request.fields['Hours_Wanted__c'], terms);
  const tooWide = statement.window && checkBounds(statement.window, terms, wanted, decision.at);
  if (tooWide !== null) throw wrong(`the policy allows no such bounds: ${tooWide}`);
  const standing = [...(effects.standing.get(entry.request) ?? []), entry.received];
  effects.standing.set(entry.request, standing);
  const approvals = standing
    .filter((index) => !endedByRoster(index, entry.received, effects))
    .filter((index) => !effects.isKeyless(effects.received.get(index)?.contact ?? '', decision.at))
    .flatMap((index) => approvalOf(effects.received.get(index), statement, effects));
  const result = quorumResult(terms, approvals, decision.at);
  // Whose addresses are withheld may be one person, who counts once: the companion may then have waited for another one.
  const isBlind = approvals.some(({ person }) => person.address === null);
  if (isBlind && entry.window === null && OPEN_STATES.includes(entry.state)) return;
  const window = result.state === 'complete' ? result.window : null;
  if (text(entry.window) !== text(window)) throw wrong('its window is not the one that was signed');
  const expected: readonly RequestState[] =
    result.state === 'waiting' ? OPEN_STATES : [window === null ? 'Denied' : 'Approved'];
  if (!expected.includes(entry.state)) throw wrong(`the approvals do not make the request ${entry.state}`);
}

/** As far as user ids, and addresses that are not withheld, tell: under whatever entry of the roster somebody signs. */
function requireFourEyes(
  entry: DecisionEffective,
  { request, scope }: DecisionStatement,
  { signers, requesters, people }: Effects,
): void {
  const signer = signers.get(entry.received);
  if (!signer) return;
  const requester = request.fields['Requested_By__c'] as { id?: string | null } | null | undefined;
  const parties = [
    { userId: requester?.id ?? null, address: requesters.get(entry.request) ?? null },
    { userId: scope.targetUser.id, address: null },
  ];
  const known = parties.flatMap((party) => knownAs([...people.values()], party));
  if (known.some((person) => samePerson(signer, person)))
    throw wrong('its contact is the requester, or the user who would be entered');
}

/** An approval that was given before the roster became another counts beside none that was given after it. */
function endedByRoster(earlier: number, newest: number, { rosters, received }: Effects): boolean {
  const decision = received.get(earlier);
  const named = decision && statementOf(decision).rosterVersion;
  return rosters.some(({ index, version }) => earlier < index && index < newest && version !== named);
}

/** Counts beside `newest` when it was given under the same roster and policy, and covers the same. */
function approvalOf(
  decision: DecisionReceived | undefined,
  newest: DecisionStatement,
  effects: Effects,
): Approval[] {
  return decision && countsWith(statementOf(decision), newest) ? asApproval(decision, effects) : [];
}

function asApproval(decision: DecisionReceived, { people }: Effects): Approval[] {
  const { contact } = decision;
  const { window: bounds, actsFor = [] } = statementOf(decision);
  const others = actsFor.map((other) => other.role);
  const { role = '', userId = null, address = null } = people.get(contact) ?? {};
  return bounds ? [{ contact, roles: [role, ...others], person: { userId, address }, bounds }] : [];
}

/** @returns the approvals of a request that stand, whatever roster and policy they name */
export function approvalsOf(request: string, effects: Effects): Approval[] {
  return (effects.standing.get(request) ?? []).flatMap((index) => {
    const decision = effects.received.get(index);
    return decision ? asApproval(decision, effects) : [];
  });
}

function countsWith(a: DecisionStatement, b: DecisionStatement): boolean {
  return (
    a.policyVersion === b.policyVersion &&
    a.rosterVersion === b.rosterVersion &&
    canonicalize(scopeOf(a)) === canonicalize(scopeOf(b))
  );
}

function scopeOf({ scope }: DecisionStatement): Json {
  const { targetUser, caseNumber, caseId, dataViewed } = scope;
  return { targetUser: targetUser.id, caseNumber, caseId, dataViewed };
}

/** What a request says of itself by which the policy's rules choose, as it was signed. */
function aspectsOf({ request, scope, gates }: DecisionStatement): Parameters<typeof termsOf>[1] {
  const rated = gates.find(({ gate }) => gate === 'risk_rated')?.evidence as
    { [name: string]: Json } | undefined;
  const text = (name: string) => {
    const value = request.fields[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    incidentType: text('Incident_Type__c'),
    environment: text('Environment__c'),
    dataViewed: scope.dataViewed,
    risk: RISKS.find((risk) => risk === rated?.['risk']) ?? null,
  };
}

function statementOf({ statement }: DecisionReceived): DecisionStatement {
  return statement as unknown as DecisionStatement;
}

function text(value: DecisionEffective['window']): string {
  return canonicalize(value as unknown as Json);
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
