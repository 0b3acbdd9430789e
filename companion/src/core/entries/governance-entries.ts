/** Entries of the ledger that say by which rules requests and accesses are judged: policies and governance modes. */
import type { Commitment } from '../commitments.ts';
import type { Json } from '../canonical.ts';
import type { Fact } from './entries.ts';
import type { GateVerdict } from '../funnel.ts';
import type { Mode } from '../requests.ts';

/** A policy that was read in the org: proposed, unless policy.in_force follows. */
export type PolicySeen = Fact<'policy.seen'> & { version: string; values: { readonly [name: string]: Json } };
/** The policy of that version holds from now on. */
export type PolicyInForce = Fact<'policy.in_force'> & {
  version: string;
  /** Ledger index of the act.signed entry that accepted it, the second of two; null for the first policy alone. */
  signed: number | null;
  /** Of the first of two; absent in entries of earlier versions, where one signature always sufficed. */
  cosigned?: readonly number[];
};
interface Evaluation {
  request: string;
  revision: number;
  policyVersion: string;
  rosterVersion: string;
  gates: readonly GateVerdict[];
  outcome: 'open' | 'closed' | 'waits';
}
/** Version 2 lists every gate that there was, and says what runs from the submission on. */
export type PolicyEvaluated =
  | (Fact<'policy.evaluated'> & Evaluation)
  | (Fact<'policy.evaluated', 2> &
      Evaluation & {
        submittedAt: string | null;
        /** From the submission by the risk that was rated first; later evaluations do not move it. */
        deadline: string | null;
        /** In force at the submission. */
        mode: Mode | null;
      });
export type ModeProposed = Fact<'mode.proposed'> & {
  mode: Mode;
  effectiveFrom: string;
  by: Commitment;
  /** Absent where none was given, as by an operator. */
  reason?: Commitment;
  /** Record id of the row in the org by which it was proposed; absent for an operator's. */
  row?: string;
};
export type ModeSet = Fact<'mode.set'> & {
  mode: Mode;
  effectiveFrom: string;
  by: Commitment;
  /** Ledger index of the act.signed entry that accepted it; null, or absent in old entries, for the first mode alone. */
  signed?: number | null;
  /** As in PolicyInForce. */
  cosigned?: readonly number[];
};
