/** Entries of the ledger about decisions: who was asked, what was signed, and what it led to. */
import type { Json } from '../canonical.ts';
import type { Fact } from './entries.ts';
import type { RequestState } from '../requests.ts';
import type { AccessWindow } from '../windows.ts';

/** A step of the ladder: who was asked at a level, or reminded. */
export type LadderClimbed = Fact<'ladder.climbed'> & {
  request: string;
  step: 'asked' | 'reminded';
  /** Of the level that was asked; null for a reminder. */
  level: number | null;
  /** Share of the time until the deadline; null for an asking. */
  percent: number | null;
  contacts: readonly string[];
};
export type DecisionReceived = Fact<'decision.received'> & {
  request: string;
  contact: string;
  decision: string;
  statement: Json;
  /** SHA-256 of the canonical statement, hex. */
  digest: string;
  assertion: { credentialId: string; clientDataJSON: string; authenticatorData: string; signature: string };
};
export type DecisionEffective = Fact<'decision.effective'> & {
  request: string;
  /** Ledger index of the decision.received entry. */
  received: number;
  window: AccessWindow | null;
  state: RequestState;
};
export type DecisionWithoutEffect = Fact<'decision.without_effect'> & {
  request: string;
  received: number;
  because: string;
};
/** Approvals that stopped counting before the quorum, since the roster or the policy is another than they name. */
export type ApprovalsVoided = Fact<'approvals.voided'> & {
  request: string;
  /** Ledger indexes of their decision.received entries. */
  received: readonly number[];
  /** What is in force now. */
  policyVersion: string;
  rosterVersion: string;
};
