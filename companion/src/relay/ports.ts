/**
 * What the relay needs of the others: the org, the store, the writer of intended rows, mail and the passkeys. `org/`,
 * `store/`, `watch/projector.ts` and `web/passkeys.ts` fit these interfaces as they are; main puts them together.
 */
import type { ActType } from '../core/acts.ts';
import type { Altered } from '../core/alterations.ts';
import type { Hmac, Sha256 } from '../core/bytes.ts';
import type { Json } from '../core/canonical.ts';
import type { Opening } from '../core/commitments.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import type { DrillRows } from './drills/drill-ports.ts';
import type { PeopleRows } from './people-ports.ts';
import type {
  ChannelPort,
  DeliveryMeasure,
  DeliveryRows,
  PushPort,
  PushSubscriptionRows,
} from './channel-ports.ts';
import type { AccessPolicy } from '../core/policy.ts';
import type { RequestState } from '../core/requests.ts';
import type { Reach } from '../core/risk.ts';
import type {
  Delivery,
  Fields,
  Finding,
  KeptAct,
  KeptSnapshot,
  ModeRow,
  Person,
  RowReference,
  StoredAct,
  StoredDecision,
  StoredRequest,
} from './rows.ts';
import type { AssertionInput, CheckedAssertion, ContactRef } from './signature-ports.ts';
import type { ProjectionRows } from './projection-ports.ts';
import type { IdpBindingRows } from './idp-sign-in.ts';
import type { LesserUsers } from './previews.ts';
import type { ModeProposalRow } from './mode-proposal-row.ts';

export type * from './channel-ports.ts';
export type * from './projection-ports.ts';
export type * from './signature-ports.ts';

// ------------------------------------------------------------------------------------------------------------- the org

/** A request as the org holds it. Instants are ISO 8601 with Z. */
export interface RawRequest {
  id: string;
  name: string;
  orgId: string | null;
  deleted: boolean;
  modifiedAt: string;
  modifiedById: string;
  fields: Fields;
  requestedBy: Person | null;
  targetUser: Person | null;
}

export interface RosterRow {
  id: string;
  name: string;
  orgId: string | null;
  address: string;
  role: string | null;
  level: number;
  active: boolean;
  mayDecide: boolean;
  /** Names of channels, one a line, as people typed them. */
  channels: string | null;
  language: string | null;
  timeZone: string | null;
  userId: string | null;
  deleted: boolean;
}

/** Rows of the org, and those that cannot be read: why, in plain words and without what they hold. */
export interface RowsRead<Row> {
  rows: Row[];
  unreadable: { id: string; orgId: string | null; reason: string }[];
}

export interface OrgPort {
  readonly orgId: string;
  readonly name: string;
  readonly environment: 'Production' | 'Sandbox' | 'Scratch';
  readonly instanceUrl: string;
  /** Of the companion itself: rows that it wrote last were changed by nobody since. */
  readonly userId: string;
  readRequests(choice: { ids: readonly string[] }, options: { deleted: boolean }): Promise<RawRequest[]>;
  readRoster(): Promise<RowsRead<RosterRow>>;
  readUser(id: string): Promise<{ active: boolean } | null>;
  /** Without a policy there is none active, or `faults` say why it is refused. */
  readPolicy(): Promise<{ policy: AccessPolicy | null; faults: string[] }>;
  /** Oldest first. */
  readModeProposals(): Promise<RowsRead<ModeProposalRow>>;
  targetCanGrant(userId: string): Promise<{ state: 'open' | 'closed' | 'unknown'; reason: string }>;
  accessPreview(userId: string): Promise<{ asOf: string; summary: string[]; digest: string }>;
  /** Users who can do less and might do instead; see org/lesser-users.ts. */
  lesserUsers(userId: string): Promise<LesserUsers>;
  reach(userId: string): Promise<Reach>;
  /** Last day of the user's grant to Salesforce Support, also when it is past; null without one. */
  supportGrantOf(userId: string): Promise<string | null>;
  /** Makes a request in the org; the same client key makes none twice. @returns its id */
  raise(clientKey: string, fields: Fields): Promise<string>;
}

/** Writes what is intended to the org; see watch/projector.ts. */
export interface ProjectorPort {
  flush(exact?: {
    only: readonly RowReference[];
    ifUnmodifiedSince?: Readonly<Record<string, string>>;
  }): Promise<number>;
  /** A whole flush that nobody waits for. */
  soon(): void;
}

// ----------------------------------------------------------------------------------------------------------- the store

type RequestChange = Partial<Omit<StoredRequest, 'orgId' | 'id'>>;

export interface Rows extends PeopleRows {
  requests: {
    get(id: string): Promise<StoredRequest | null>;
    /** Those that there are, in no order. */
    getMany(ids: readonly string[]): Promise<StoredRequest[]>;
    list(states?: readonly RequestState[]): Promise<StoredRequest[]>;
    ofCase(caseNumber: string, except: string): Promise<StoredRequest[]>;
    /** Break-glass windows that end at that instant or later, those under way included, and all that wait for a review. */
    emergencies(since: string): Promise<StoredRequest[]>;
    /** Submitted at that instant or later. */
    submittedSince(since: string): Promise<StoredRequest[]>;
    /** Newest submission first. */
    page(
      where: { state: readonly RequestState[]; caseNumber?: string; id?: readonly string[] },
      page: { after: { at: string; id: string } | null; limit: number },
    ): Promise<StoredRequest[]>;
    put(request: StoredRequest): Promise<void>;
    change(id: string, change: RequestChange): Promise<void>;
  };
  idpBindings: IdpBindingRows;
  snapshots: {
    put(snapshot: KeptSnapshot): Promise<void>;
    get(nonce: string): Promise<(KeptSnapshot & { usedAt: string | null }) | null>;
    use(nonce: string, at: string): Promise<boolean>;
  };
  decisions: {
    put(decision: StoredDecision): Promise<void>;
    ofRequest(requestId: string): Promise<StoredDecision[]>;
    /** The requests that a contact has answered, with the last answer to each. */
    answersOf(contactId: string): Promise<Pick<StoredDecision, 'requestId' | 'decision'>[]>;
    pending(): Promise<StoredDecision[]>;
    settle(
      index: number,
      settled: { status: 'effective' | 'without_effect'; because: string | null; settledAt: string },
    ): Promise<void>;
    /** An effective approval stops counting. */
    end(index: number, ended: { endedAt: string; endedBecause: string }): Promise<void>;
  };
  acts: {
    show(snapshot: KeptAct): Promise<void>;
    shown(nonce: string): Promise<(KeptAct & { usedAt: string | null }) | null>;
    use(nonce: string, at: string): Promise<boolean>;
    put(act: StoredAct): Promise<void>;
    ofSubject(type: ActType, subject: string): Promise<StoredAct[]>;
    waiting(type: ActType, subject: string): Promise<StoredAct[]>;
    wait(index: number): Promise<void>;
    settle(type: ActType, subject: string): Promise<void>;
  };
  alterations: {
    /** By which the request is frozen: those at which no contact has looked yet, oldest first. */
    standing(requestId: string): Promise<(Altered & { openings: Opening[] })[]>;
  };
  deliveries: DeliveryRows;
  drills: DrillRows;
  pushSubscriptions: PushSubscriptionRows;
  settings: {
    get(key: string): Promise<Json | null>;
    put(key: string, value: Json, at: string): Promise<void>;
  };
  modes: {
    put(mode: ModeRow): Promise<void>;
    list(): Promise<ModeRow[]>;
  };
  projections: ProjectionRows;
  findings: {
    get(key: string): Promise<Finding | null>;
    add(finding: Finding): Promise<boolean>;
    change(key: string, change: Partial<Finding>): Promise<void>;
  };
}

export interface Pointer {
  index: number;
  leaf: string;
}

export interface Unit extends Rows {
  append(entry: LedgerEntry, openings?: readonly Opening[]): Promise<Pointer>;
  /** Nobody else appends to the org's ledger until the commit. */
  holdLedger(): Promise<void>;
  enqueue(
    job: string,
    data: { readonly [name: string]: Json },
    options?: { key?: string; at?: string },
  ): Promise<void>;
  cancel(job: string, key: string): Promise<void>;
}

export interface Checkpoint {
  size: number;
  root: string;
  note: string;
  at: string;
}

export interface StorePort {
  unit<Result>(
    orgId: string,
    work: (unit: Unit) => Promise<Result>,
    options?: { lock?: string },
  ): Promise<Result>;
  /** Nobody else decides on, expires, cancels or revokes the request meanwhile. */
  exclusive<Result>(orgId: string, requestId: string, work: () => Promise<Result>): Promise<Result>;
  rows(orgId: string): Rows;
  ledger: {
    head(orgId: string): Promise<{ size: number }>;
    openings(orgId: string, from: number, to: number): Promise<Opening[]>;
    entries(
      orgId: string,
      choice: { from: number; to: number; request?: string },
    ): Promise<readonly { index: number; entry: LedgerEntry }[]>;
    checkpoint(orgId: string, at: string): Promise<Checkpoint>;
  };
  /** Settings of the companion as a whole. */
  settings: { get(key: string): Promise<Json | null> };
}

// --------------------------------------------------------------------------------------------------- people and channels

export interface OutgoingMail extends Message {
  deliveryId: string;
}
type Message = Delivery['message'];

export interface MailPort {
  /** `accepted: false` is final. @throws AppError unavailable for what may pass by itself */
  send(mail: OutgoingMail): Promise<{ accepted: boolean; detail: string }>;
}

export interface Log {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

export interface RelayPorts<Assertion extends AssertionInput = AssertionInput> {
  org: OrgPort;
  store: StorePort;
  projector: ProjectorPort;
  mail: MailPort;
  /** By name, as the roster names them; those that this org may use. */
  channels: ReadonlyMap<string, ChannelPort>;
  push: PushPort;
  /** Id of this companion among those that share the store. */
  companionId: string;
  measure(delivery: DeliveryMeasure): void;
  /** @throws AppError assertion_invalid */
  checkSignature(check: {
    contact: ContactRef;
    /** SHA-256 of the canonical statement, lower-case hex. */
    digest: string;
    assertion: Assertion;
  }): Promise<CheckedAssertion>;
  sha256: Sha256;
  hmac: Hmac;
  /** Cryptographically random bytes. */
  readonly random: (bytes: number) => Uint8Array;
  /** The companion's clock. */
  now(): Promise<Temporal.Instant>;
  /** Scheme, host and port of the contacts' page. */
  origin: string;
  /** The address that the contacts move to; both answer meanwhile. */
  nextOrigin?: string | undefined;
  /** 32 bytes or more, from which the tokens of mailed links are derived: the store keeps their hashes alone. */
  linkSecret: Uint8Array;
  demonstration: boolean;
  log: Log;
}
