/** What decisions led to: the window must be the one that the signed bounds of the whole quorum give. */
import { canonicalize, type Json } from './canonical.ts';
import type { DecisionEffective, DecisionReceived } from './entries.ts';
import { AppError } from './errors.ts';
import { millisecondsOf } from './instants.ts';
import type { RequestState } from './requests.ts';
import type { DecisionStatement } from './statement.ts';
import { effectiveWindow } from './windows.ts';

export interface Effects {
  /** Valid decisions, by ledger index. */
  received: Map<number, DecisionReceived>;
  /** Approvals that took effect, by request. */
  approvals: Map<string, DecisionReceived[]>;
  /** Indexes of decisions that took effect. */
  used: Set<number>;
  /** How many approvals are needed, by policy version. */
  quorums: Map<string, number>;
}

/** The only other decision that takes effect. */
const DENIED: RequestState = 'Denied';

export function noEffects(): Effects {
  return { received: new Map(), approvals: new Map(), used: new Set(), quorums: new Map() };
}

/** @throws AppError assertion_invalid */
export function checkEffect(entry: DecisionEffective, effects: Effects): void {
  const decision = effects.received.get(entry.received);
  if (!decision || decision.request !== entry.request) {
    throw wrong('it names no valid decision on this request');
  }
  if (effects.used.has(entry.received)) throw wrong('the decision has taken effect before');
  effects.used.add(entry.received);
  if (decision.decision !== 'Approve') {
    if (entry.window !== null) throw wrong('a decision that is no approval opens no window');
    if (entry.state !== DENIED) throw wrong(`the decision does not make the request ${entry.state}`);
    return;
  }
  const statement = statementOf(decision);
  if (millisecondsOf(decision.at) > millisecondsOf(statement.deadline)) {
    throw wrong('the approval came after the deadline');
  }
  const approvals = [...(effects.approvals.get(entry.request) ?? []), decision];
  effects.approvals.set(entry.request, approvals);
  const quorum = effects.quorums.get(statement.policyVersion);
  if (quorum === undefined) throw wrong(`the policy ${statement.policyVersion} was not logged before`);
  checkWindow(entry, decision, approvals, quorum);
}

function checkWindow(
  entry: DecisionEffective,
  decision: DecisionReceived,
  approvals: readonly DecisionReceived[],
  quorum: number,
): void {
  const counting = approvals.filter((other) => countsWith(statementOf(other), statementOf(decision)));
  const contacts = new Set(counting.map(({ contact }) => contact));
  const bounds = counting.flatMap((other) => statementOf(other).window ?? []);
  const expected = contacts.size < quorum ? null : effectiveWindow(bounds, decision.at);
  if (text(entry.window) !== text(expected)) throw wrong('its window is not the one that was signed');
  const approved: RequestState = 'Approved';
  if ((entry.state === approved) !== (expected !== null)) {
    throw wrong(`the approvals do not make the request ${entry.state}`);
  }
}

/** A change of roster or policy voids the approvals given before it. */
function countsWith(a: DecisionStatement, b: DecisionStatement): boolean {
  return a.policyVersion === b.policyVersion && a.rosterVersion === b.rosterVersion;
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
