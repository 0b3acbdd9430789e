/** Entries of the ledger that say what was seen in the org: grants, accesses, and how far the sources reach. */
import type { Commitment } from './commitments.ts';
import type { Fact, Fields } from './fact.ts';

/** Where a piece of evidence lies: the source and its key there. */
export type EvidenceReference = { source: string; key: string };
export type GrantSeen = Fact<'grant.seen'> & {
  grant: string;
  user: string;
  /** Null when nobody knows the name any more. */
  userName: Commitment | null;
  grantedTo: string;
  state: 'Live' | 'Revoked' | 'Expired';
  grantedAt: string | null;
  endedAt: string | null;
  expirationDate: string | null;
  /** IANA zone of the grantor. */
  zone: string;
  evidence: readonly EvidenceReference[];
};
export type AccessSeen = Fact<'access.seen'> & {
  access: string;
  actorClass: string;
  actor: Commitment | null;
  /** A stable pseudonym of the actor, so that one actor can be told from another. */
  actorKey: string | null;
  target: Fields;
  /** Full name of the user, which several may bear. */
  targetName: Commitment | null;
  caseIdentifier: string | null;
  loginAt: string;
  logoutAt: string | null;
  evidence: readonly EvidenceReference[];
  /** Keys of accesses that turned out to be this one, e.g. a session that was seen before its audit row. */
  supersedes: readonly string[];
};
export type Coverage = Fact<'coverage'> & {
  source: string;
  from: string | null;
  to: string | null;
  readable: boolean;
  gaps: readonly { from: string; to: string; reason: string }[];
  knownDelayMinutes: number;
  reason: string | null;
};
export type ClockOffset = Fact<'clock.offset'> & { milliseconds: number };
export type Baseline = Fact<'baseline'> & { accesses: number; grants: number; until: string };
