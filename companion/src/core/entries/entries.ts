/**
 * The entries of the ledger. Each is one fact, canonical JSON, one leaf. Personal values and free text are commitments.
 * `at` is the instant at which the fact was logged by the store's clock; instants are ISO 8601 with Z.
 */
import type { ActType } from '../acts.ts';
import type { FreezeEnded, RecordAltered } from './alteration-entries.ts';
import type { BreakGlassOpened, BreakGlassReviewed } from './break-glass-entries.ts';
import type { Json } from '../canonical.ts';
import type { Commitment } from '../commitments.ts';
import type { DrillEntry } from './drill-entries.ts';
import type {
  ApprovalsVoided,
  DecisionEffective,
  DecisionReceived,
  DecisionWithoutEffect,
  LadderClimbed,
} from './decision-entries.ts';
import type {
  ModeProposed,
  ModeSet,
  PolicyEvaluated,
  PolicyInForce,
  PolicySeen,
} from './governance-entries.ts';
import type { HostMoved, HostMoving } from './host-entries.ts';
import type { IdpBound, IdpUnbound } from './idp-entry.ts';
import type { Origin, RequestState } from '../requests.ts';
import type { RosterEntry } from './roster-entries.ts';

export type * from './alteration-entries.ts';
export type * from './break-glass-entries.ts';
export type * from './decision-entries.ts';
export type * from './governance-entries.ts';

/** @template Version of the entry's shape; kept shapes stay readable beside newer ones */
export interface Fact<Type extends string, Version extends 1 | 2 = 1> {
  v: Version;
  type: Type;
  /** Id of the org, 18 characters. */
  org: string;
  at: string;
}

export type Fields = { readonly [name: string]: Json };

export * from './roster-entries.ts';

/** Where a piece of evidence lies: the source and its key there. */
export type EvidenceReference = { source: string; key: string };

export type LedgerOpened = Fact<'ledger.opened'> & { demonstration: boolean; origin: string };
export type RpIdSet = Fact<'rp_id.set'> & { rpId: string };
export type RequestRevision = Fact<'request.revision'> & {
  request: string;
  name: string;
  revision: number;
  state: RequestState;
  fields: Fields;
  /** User id of who last changed it. */
  by: string | null;
  modifiedAt: string;
};
export type RequestStateChanged = Fact<'request.state'> & {
  request: string;
  from: Origin;
  to: RequestState;
  because: string;
};
/** A contact's signature under anything but a decision on a request; what follows from it names this entry's index. */
export type ActSigned = Fact<'act.signed'> & {
  contact: string;
  act: ActType;
  /** What it is about; what stands in the statement. */
  subject: string;
  choice: string;
  statement: Json;
  /** SHA-256 of the canonical statement, hex. */
  digest: string;
  assertion: { credentialId: string; clientDataJSON: string; authenticatorData: string; signature: string };
};
export type Notice = Fact<'notice'> & {
  request: string | null;
  contact: string | null;
  kind: string;
  channel: string;
  delivery: string;
  result: 'accepted' | 'failed';
};
export type WindowOpened = Fact<'window.opened'> & { request: string; start: string; end: string };
export type WindowEnded = Fact<'window.ended'> & { request: string; outcome: string };
export type GrantAsked = Fact<'grant.asked'> & { request: string; user: string };
export type GrantDeclined = Fact<'grant.declined'> & { request: string; user: string; reason: Commitment };
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
  /** Cases of which it has one, and no source says which; null stands for none. Absent where the case is told. */
  caseCandidates?: readonly (string | null)[];
  loginAt: string;
  logoutAt: string | null;
  evidence: readonly EvidenceReference[];
  /** Keys of accesses that turned out to be this one, e.g. a session that was seen before its audit row. */
  supersedes: readonly string[];
};
export type Verdict = Fact<'verdict'> & {
  subject: 'access' | 'grant';
  key: string;
  verdict: string;
  strength: string;
  provisional: boolean;
  request: string | null;
  reason: string;
  /** Ledger index of the verdict that this one replaces. */
  replaces: number | null;
};
export type Finding = Fact<'finding'> & {
  key: string;
  kind: string;
  severity: 'Critical' | 'Warning' | 'Notice';
  subject: Fields;
  detail: string;
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
export type ReportMade = Fact<'report.made'> & {
  report: string;
  from: string;
  to: string;
  bundle: string;
  checkpoint: string;
};

/** A secret that speaks for an org through the API, within its scopes and until it expires. */
export type TokenMade = Fact<'token.made'> & {
  token: string;
  name: Commitment;
  scopes: readonly string[];
  /** Domains whose addresses the token may name as senders of an intake. */
  senders: readonly string[];
  expiresAt: string;
  by: Commitment;
};
export type TokenRevoked = Fact<'token.revoked'> & { token: string; by: Commitment };
/** What a ticket system handed in before a request came of it: the ask as it arrived, and who is said to have sent it. */
export type IntakeReceived = Fact<'intake.received'> & {
  request: string;
  token: string;
  /** `Client_Key__c` of the request: the same ticket gives the same key. */
  key: string;
  caseNumber: string;
  sender: Commitment;
  ask: Commitment;
  /** What the ticket left open; the request is a draft then. */
  missing: readonly string[];
};

export type LedgerEntry =
  | RosterEntry
  | LedgerOpened
  | RpIdSet
  | HostMoving
  | HostMoved
  | RequestRevision
  | PolicySeen
  | PolicyInForce
  | PolicyEvaluated
  | RequestStateChanged
  | ActSigned
  | ModeProposed
  | ModeSet
  | IdpBound
  | IdpUnbound
  | Notice
  | LadderClimbed
  | DecisionReceived
  | DecisionEffective
  | DecisionWithoutEffect
  | ApprovalsVoided
  | BreakGlassOpened
  | BreakGlassReviewed
  | WindowOpened
  | WindowEnded
  | GrantAsked
  | GrantDeclined
  | GrantSeen
  | AccessSeen
  | Verdict
  | Finding
  | RecordAltered
  | FreezeEnded
  | Coverage
  | ClockOffset
  | Baseline
  | ReportMade
  | TokenMade
  | TokenRevoked
  | IntakeReceived
  | DrillEntry;

export type EntryType = LedgerEntry['type'];
