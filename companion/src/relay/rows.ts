/** The rows the relay reads and writes. The store's rows are these; it need not import this file. */
import type { BreakGlassUse } from './break-glass/break-glass-use.ts';
import type { ActSnapshot, ActType } from '../core/acts.ts';
import type { Json } from '../core/canonical.ts';
import type { GateVerdict } from '../core/funnel.ts';
import type { KeyState } from '../core/keys.ts';
import type { Language } from '../core/sentences/languages.ts';
import type { NoticeForm } from '../core/notices.ts';
import type { Mode, Outcome, RequestState } from '../core/requests.ts';
import type { Risk } from '../core/risk.ts';
import type { SignedDecision, Snapshot } from '../core/statement.ts';
import type { Bounds } from '../core/windows.ts';

export type { BreakGlassUse };

export type FieldValue = string | number | boolean | null;
export type Fields = Readonly<Record<string, FieldValue>>;

/** A row of the org: object and external id, or record id for rows that people make. */
export interface RowReference {
  object: string;
  key: string;
}

/** A user as the org names him, in the clear. */
export interface Person {
  id: string;
  name: string;
  username: string;
  email: string | null;
  timeZone: string | null;
  /** As the user set it, e.g. `de` or `en_US`. */
  language?: string | null;
}

export type GrantStep = 'Not_asked' | 'Asked' | 'Granted' | 'Declined' | 'Ended';

export interface StoredRequest {
  orgId: string;
  id: string;
  name: string;
  revision: number;
  /** Ledger index of this revision's entry; its openings lie there. */
  revisionIndex: number;
  state: RequestState;
  content: { readonly [field: string]: Json };
  requester: Person | null;
  target: Person | null;
  targetUser: string | null;
  caseNumber: string;
  modifiedAt: string;
  submittedAt: string | null;
  deadline: string | null;
  nextOpen: string | null;
  gates: readonly GateVerdict[];
  policyVersion: string | null;
  rosterVersion: string | null;
  mode: Mode | null;
  /** As rated when the policy was first evaluated; null before. */
  risk: Risk | null;
  checkPhrase: string | null;
  settledAt: string | null;
  settledBy: string | null;
  /** Persons whose approvals count, and how many the policy asks for; null before contacts are asked. */
  approvalsGiven: number;
  approvalsNeeded: number | null;
  /** Steps of the ladder that were taken, by their keys. */
  ladderDone: readonly string[];
  windowStart: string | null;
  windowEnd: string | null;
  outcome: Outcome | null;
  grantStep: GrantStep;
  grantEnd: string | null;
  frozen: boolean;
  breakGlass: BreakGlassUse | null;
  /** It was submitted as break-glass, whether or not that opened anything. */
  isBreakGlass: boolean;
}

export interface StoredContact {
  orgId: string;
  id: string;
  name: string;
  address: string;
  role: string;
  level: number;
  active: boolean;
  mayDecide: boolean;
  /** Names of the channels besides mail, in lower case, as `security-slack, siem`. */
  channels: string;
  language: string;
  timeZone: string | null;
  userId: string | null;
  /** As an operator sealed it; null before. */
  sealed: { readonly [field: string]: Json } | null;
  /** Of the sealed address, lower-case hex as in the ledger; null where it was sealed before versions were made of them. */
  addressCommitment: string | null;
  /** Not as sealed: no invitation, no mail, no vote. */
  pending: boolean;
  /** What was last told about the difference. */
  proposal: string | null;
  /** The proposal that contacts turned down by signature. */
  rejected: string | null;
}

export interface Invitation {
  tokenHash: string;
  orgId: string;
  contactId: string;
  madeAt: string;
  expiresAt: string;
  usedAt: string | null;
  /** Ledger index of the act by which another contact asked for it; null for a contact who never had a passkey. */
  recovery: number | null;
  /** Made for somebody who signed in at the old address and moves to the next one. */
  moving: boolean;
}

export interface GrantorLink {
  tokenHash: string;
  orgId: string;
  requestId: string;
  userId: string;
  madeAt: string;
  declinedAt: string | null;
}

export interface Passkey {
  credentialId: string;
  contactId: string;
  publicKey: string;
  alg: number;
  aaguid: string;
  rpId: string;
  transports: string[];
  signCount: number;
  backedUp: boolean;
  /** Printed: groups of four. */
  fingerprint: string;
  enrolledAt: string;
  state: KeyState;
  /** As its holder calls it; empty when he has not named it. */
  name: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

export interface KeptSnapshot {
  nonce: string;
  contactId: string;
  sessionId: string;
  requestId: string;
  revision: number;
  body: Snapshot;
  expiresAt: string;
}

export interface KeptAct {
  nonce: string;
  contactId: string;
  sessionId: string;
  type: ActType;
  subject: string;
  body: ActSnapshot;
  /** Canonical text of what the snapshot was made from. */
  ground: string;
  expiresAt: string;
}

export interface StoredAct {
  orgId: string;
  /** Ledger index and leaf of its act.signed entry. */
  index: number;
  leaf: string;
  contactId: string;
  type: ActType;
  subject: string;
  choice: string;
  reason: string;
  digest: string;
  fingerprint: string;
  signedAt: string;
  /** A second person must sign, too. */
  waiting: boolean;
}

export interface StoredDecision {
  orgId: string;
  /** Ledger index and leaf of its decision.received entry. */
  index: number;
  leaf: string;
  requestId: string;
  contactId: string;
  decision: SignedDecision;
  reason: string;
  bounds: Bounds | null;
  digest: string;
  fingerprint: string;
  statement: { readonly [name: string]: Json };
  assertion: { readonly [name: string]: Json };
  policyVersion: string;
  rosterVersion: string;
  status: 'pending' | 'effective' | 'without_effect';
  because: string | null;
  receivedAt: string;
  settledAt: string | null;
  /** When an approval stopped counting before the quorum, and why. */
  endedAt: string | null;
  endedBecause: string | null;
}

export interface Message {
  to: { name: string; address: string };
  subject: string;
  text: string;
  html: string;
  /** Of all its words. */
  language?: Language;
  /** For channels that are not mail. */
  form?: NoticeForm;
  /** The same in English, for channels that programs read. */
  english?: { subject: string; form: NoticeForm };
}

export interface NewDelivery {
  id: string;
  /** Of two deliveries of one key the first alone is made. */
  key: string;
  /** Key of the notice: the same for all channels of one reader. */
  notice: string;
  /** What it is about: of one matter a destination is told once a minute at most. */
  matter: string;
  requestId: string | null;
  contactId: string | null;
  kind: string;
  channel: string;
  destination: string;
  message: Message;
  madeAt: string;
}

export interface Delivery extends NewDelivery {
  /** `covered`: another message told this destination of the same matter within the minute. */
  status: 'pending' | 'accepted' | 'covered' | 'failed';
  failure: 'refused' | 'gave_up' | 'bounced' | null;
  attempts: number;
  result: string | null;
  nextAt: string | null;
  settledAt: string | null;
}

export interface Turn {
  destination: string;
  matter: string;
  delivery: string;
  at: string;
}

export interface PushSubscription {
  id: string;
  contactId: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  madeAt: string;
}

export interface ModeRow {
  /** Ledger index of its mode.set entry. */
  index: number;
  mode: Mode;
  effectiveFrom: string;
  setBy: string;
}

export interface Finding {
  key: string;
  kind: string;
  severity: 'Critical' | 'Warning' | 'Notice';
  title: string;
  details: string;
  nextStep: string;
  facts: readonly (readonly [label: string, value: string])[];
  requestId: string | null;
  accessKey: string | null;
  grantKey: string | null;
  foundAt: string;
  toldAt: string | null;
  index: number;
}

/** What stands on a request's timeline in the org, whoever put it there. */
export interface TimelineRow {
  at: string;
  kind: string;
  actor: string | null;
  summary: string;
}
