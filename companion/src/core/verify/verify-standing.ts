/** How many approvals stood, and how many were needed, at each point of the log: what a contact is shown of the quorum. */
import type { DecisionReceived, LedgerEntry } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { millisecondsOf } from '../instants.ts';
import { quorumProgress } from '../quorum.ts';
import type { DecisionStatement } from '../statement.ts';
import { termsOf } from '../terms.ts';
import { approvalsOf, type Effects } from './verify-effects.ts';
import { aspectsOf, riskAmong } from './verify-gates.ts';
import type { RequestBook } from './verify-requests.ts';

interface Count {
  given: number;
  needed: number;
  /** Milliseconds since 1970. */
  since: number;
  /** Signers whose address is withheld: two of them may be one person. */
  isBlind: boolean;
}

/** By request, in order. */
export type StandingBook = Map<string, Count[]>;

/** An approval counts when the org has taken it, which is logged with the time at which the writing began. */
const WRITTEN_WITHIN_MS = 15 * 60_000;

/** Counts anew after an entry that may change a count. */
export function noteStanding(
  entry: LedgerEntry,
  standing: StandingBook,
  { effects, requests }: { effects: Effects; requests: RequestBook },
): void {
  switch (entry.type) {
    case 'policy.evaluated':
    case 'decision.effective':
    case 'approvals.voided':
      note(entry.request, entry.at, standing, { effects, requests });
      break;
    case 'policy.in_force':
    case 'roster.changed':
      for (const request of standing.keys()) note(request, entry.at, standing, { effects, requests });
      break;
    default:
      break;
  }
}

function note(
  id: string,
  at: string,
  standing: StandingBook,
  { effects, requests }: { effects: Effects; requests: RequestBook },
): void {
  const request = requests.requests.get(id);
  const policy = requests.policies.get(requests.policiesInForce.at(-1)?.version ?? '');
  if (!request?.evaluated || !policy) return;
  const approvals = approvalsOf(id, effects);
  const terms = termsOf(policy, aspectsOf(request.fields, riskAmong(request.evaluated.gates)));
  const { given, needed } = quorumProgress(terms, approvals);
  const isBlind = approvals.some(({ person }) => person.address === null);
  const counts = standing.get(id) ?? [];
  standing.set(id, [...counts, { given, needed, since: millisecondsOf(at), isBlind }]);
}

/** @throws AppError assertion_invalid when a contact was shown a count that never stood while he looked at it */
export function checkStanding(entry: DecisionReceived, standing: StandingBook): void {
  const { standing: shown, shownAt } = entry.statement as unknown as DecisionStatement;
  const since = millisecondsOf(shownAt) - WRITTEN_WITHIN_MS;
  for (const { given, needed, since: from, isBlind } of (standing.get(entry.request) ?? []).toReversed()) {
    const isSame = isBlind ? shown.given <= given : shown.given === given;
    if (isSame && shown.needed === needed) return;
    if (from <= since) break;
  }
  throw new AppError(
    'assertion_invalid',
    `${shown.given} of ${shown.needed} approvals were shown, which never stood then`,
  );
}
