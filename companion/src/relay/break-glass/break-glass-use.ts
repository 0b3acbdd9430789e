/** The row that break-glass adds to a request. */

/** What break-glass made of a request. */
export interface BreakGlassUse {
  /** The policy.evaluated entry that let it through. */
  evaluated: { index: number; leaf: string };
  window: { start: string; end: string };
  reviewDue: string;
  /** Ledger index and time of its breakglass.opened entry; null while the org has not taken it. */
  opened: { index: number; at: string } | null;
  /** The time passed without a review. */
  overdue: boolean;
  review: {
    outcome: 'Justified' | 'Not_justified';
    by: string;
    name: string;
    reason: string;
    at: string;
  } | null;
}
