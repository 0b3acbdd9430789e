/** Entries of the ledger about break-glass: a window that nobody approved, and the contact's judgement of it. */
import type { ReviewOutcome } from '../break-glass.ts';
import type { Fact } from './entries.ts';
import type { AccessWindow } from '../windows.ts';

/** The org has taken it: the window is open, by nobody's approval. Reason and confirmation stand in the request's revision. */
export type BreakGlassOpened = Fact<'breakglass.opened'> & {
  request: string;
  revision: number;
  /** Ledger index of the policy.evaluated entry that let it through, with the rules that it overrides. */
  evaluated: number;
  window: AccessWindow;
  reviewDue: string;
  /** Every contact of the signed roster: each is told at once. */
  told: readonly string[];
};
export type BreakGlassReviewed = Fact<'breakglass.reviewed'> & {
  request: string;
  /** Ledger index of the breakglass.opened entry. */
  opened: number;
  outcome: ReviewOutcome;
  /** Ledger index of the act.signed entry. */
  signed: number;
};
