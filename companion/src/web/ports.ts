/** What the web part needs of relay and store, as small interfaces that they fulfil without importing this file. */
import type { ActSnapshot, ActType } from '../core/acts.ts';
import type { AskedAnswer } from '../core/answers.ts';
import type { KeyState } from '../core/keys.ts';
import type { DrillsView, DrillView } from './drill-shapes.ts';
import type { Snapshot } from '../core/statement.ts';
import type { AbsenceView, PasskeyView, RosterView, VersionDetail, VersionsView } from './profile-shapes.ts';
import type {
  ActReceipt,
  AssertionInput,
  ContactRef,
  DecideInput,
  DecisionResult,
  ExtendInput,
  GrantorView,
  HealthView,
  HistoryView,
  InboxView,
  InvitationView,
  MeView,
  OpenAct,
  SignActInput,
} from './shapes.ts';
import type { RequestView } from './request-shapes.ts';

export * from './request-shapes.ts';
export * from './drill-shapes.ts';
export * from './profile-shapes.ts';
export * from './shapes.ts';

export interface StoredPasskey {
  contact: ContactRef;
  credentialId: string;
  /** COSE_Key, base64url. */
  publicKey: string;
  /** COSE algorithm: -7 (ES256) or -257 (RS256). */
  alg: number;
  aaguid: string;
  rpId: string;
  transports: string[];
  signCount: number;
  backedUp: boolean;
  enrolledAt: string;
  /** Only an active key signs and signs in. */
  state: KeyState;
}

export type NewPasskey = Omit<StoredPasskey, 'contact' | 'enrolledAt' | 'state'>;

export interface PasskeyStore {
  byCredential(credentialId: string): Promise<StoredPasskey | null>;
  /** In whatever state. */
  byContact(contact: ContactRef): Promise<StoredPasskey[]>;
  /** Keeps counter, backup flag and time of the latest use. The counter of a synced passkey may stay 0 for ever. */
  used(
    credentialId: string,
    use: { signCount: number; backedUp: boolean; lastUsedAt: string },
  ): Promise<void>;
}

/** Challenges of enrolment and sign-in. `take` answers true once for one `put` that has not expired, else false. */
export interface ChallengeStore {
  put(challenge: {
    value: string;
    purpose: 'enrol' | 'sign-in';
    sessionId: string;
    expiresAt: string;
  }): Promise<void>;
  take(challenge: { value: string; purpose: 'enrol' | 'sign-in'; sessionId: string }): Promise<boolean>;
}

/** The token is the secret of the mailed link; the store keeps its hash alone. */
export interface Invitations {
  /** @throws AppError invitation_invalid (unknown, used, expired, contact no longer sealed: told apart by nobody) */
  invitation(token: string): Promise<InvitationView & { contactRef: ContactRef }>;
  /**
   * Uses the invitation up, keeps the passkey and logs `key.enrolled`, all in one transaction.
   * @throws AppError invitation_invalid
   */
  redeem(
    token: string,
    passkey: NewPasskey,
  ): Promise<{ fingerprint: string; waits: boolean; signAt: string | null }>;
}

export interface StartDecision {
  contact: ContactRef;
  sessionId: string;
  requestId: string;
  locale: string;
}

export interface StartAct {
  contact: ContactRef;
  sessionId: string;
  type: ActType;
  subject: string;
  locale: string;
}

export interface SignAct extends SignActInput {
  contact: ContactRef;
  sessionId: string;
}

export interface Decide extends DecideInput {
  contact: ContactRef;
  sessionId: string;
  requestId: string;
}

export interface HistoryQuery {
  state: string | null;
  caseNumber: string | null;
  /** Only what the contact answered so; null is everything. */
  answer: AskedAnswer | null;
  after: { at: string; id: string } | null;
}

/** All of these throw AppError not_found for a request the contact may not see, exactly as for one that is not there. */
export interface Relay {
  /** @throws AppError not_signed_in when the contact is no longer sealed and active */
  me(contact: ContactRef): Promise<MeView>;
  inbox(contact: ContactRef): Promise<InboxView>;
  /** Decided requests, newest first. */
  history(contact: ContactRef, query: HistoryQuery): Promise<HistoryView>;
  requestView(contact: ContactRef, requestId: string): Promise<RequestView>;
  /** Fixes all that will be signed: single use, ten minutes, bound to contact, session, org and revision. */
  startDecision(input: StartDecision): Promise<Snapshot>;
  decide(input: Decide): Promise<DecisionResult>;
  /** A contact asks for more time: a new request, raised by him. @throws AppError not_found, not_extendable */
  extend(contact: ContactRef, input: ExtendInput & { requestId: string }): Promise<{ id: string }>;
  /** What waits for signatures besides decisions, whether or not this contact may give one. */
  openActs(contact: ContactRef): Promise<OpenAct[]>;
  /** @throws AppError not_found, not_eligible */
  startAct(input: StartAct): Promise<ActSnapshot>;
  /** @throws AppError request_changed when what was shown is no longer so */
  signAct(input: SignAct): Promise<ActReceipt>;
  /** Own results and those of the others, and by when the next drill comes. */
  drills(contact: ContactRef): Promise<DrillsView>;
  /** Puts on record that the contact has opened it. @throws AppError not_found */
  drillView(contact: ContactRef, id: string): Promise<DrillView>;
  /** Ends it before its time. @throws AppError not_found, request_expired */
  stopDrill(contact: ContactRef, id: string): Promise<void>;
  /** Devices on which the contact has notices on, and what a browser subscribes with. */
  devices(contact: ContactRef): Promise<{ publicKey: string; count: number }>;
  /** @throws AppError not_signed_in */
  addDevice(contact: ContactRef, device: { endpoint: string; p256dh: string; auth: string }): Promise<void>;
  removeDevice(contact: ContactRef, endpoint: string): Promise<void>;
  roster(contact: ContactRef): Promise<RosterView>;
  rosterVersions(contact: ContactRef, page: { before?: number | undefined }): Promise<VersionsView>;
  /** @throws AppError not_found */
  rosterVersion(contact: ContactRef, version: string): Promise<VersionDetail>;
  /** Own absences that are not over. */
  absences(contact: ContactRef): Promise<AbsenceView[]>;
  /** First and last day, both away, in the contact's zone. @throws AppError malformed */
  setAbsence(contact: ContactRef, days: { first: string; last: string }): Promise<AbsenceView>;
  /** @throws AppError not_found */
  withdrawAbsence(contact: ContactRef, id: string): Promise<void>;
  passkeys(contact: ContactRef): Promise<PasskeyView[]>;
  /** A further key; it waits until an older one of the same contact has signed it. @throws AppError malformed */
  addPasskey(contact: ContactRef, added: { passkey: NewPasskey; name: string }): Promise<PasskeyView>;
  /** @throws AppError not_found, malformed */
  /** A ticket to the enrolment page of the next address. */
  beginMoving(contact: ContactRef): Promise<{ url: string }>;
  renamePasskey(contact: ContactRef, renamed: { subject: string; name: string }): Promise<PasskeyView>;
  /** @throws AppError not_found */
  grantorView(token: string): Promise<GrantorView>;
  declineGrant(token: string, reason: string): Promise<GrantorView>;
}

/** Counts of attempts, shared by all companions of one database. */
export interface RateStore {
  /** Counts one attempt under `key`; a window begins with the first attempt and lasts `windowSeconds`. */
  hit(key: string, windowSeconds: number): Promise<{ hits: number; resetsAt: string }>;
}

export interface Health {
  /** Is the process alive and its store reachable? */
  health(): Promise<HealthView>;
  /** May it take traffic: migrated, ledger consistent, at least one org connected? */
  ready(): Promise<HealthView>;
}

/** What the relay needs of the passkeys; `createPasskeys` fulfils it. */
export interface SignatureCheck {
  contact: ContactRef;
  /** SHA-256 of the canonical statement, lower-case hex. */
  digest: string;
  assertion: AssertionInput;
}

export interface CheckedAssertion {
  credentialId: string;
  /** COSE_Key, base64url. */
  publicKey: string;
  /** SHA-256 of the COSE key, lower-case hex, in groups of four. */
  fingerprint: string;
  clientDataJSON: string;
  authenticatorData: string;
  signature: string;
  signCount: number;
  backedUp: boolean;
}
