/**
 * What the observing side needs of the others: the org to look at, and the store to remember in. `org/` and `store/` fit
 * these interfaces as they are; main puts them together.
 */
import type { Hmac } from '../core/bytes.ts';
import type { Json } from '../core/canonical.ts';
import type { Opening } from '../core/commitments.ts';
import type { Source } from '../core/coverage.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import type { AuditRow, EvidenceRow, LoginLogRow, SessionRow, UserRef } from '../core/evidence.ts';
import type { FoundRequest, FoundRow } from './alterations.ts';
import type { Fields, FieldValue } from './compare.ts';

// ------------------------------------------------------------------------------------------------------------- the org

/** A user whose grant to Salesforce Support is live. */
export interface LiveGrant {
  userId: string;
  username: string;
  name: string;
  timeZone: string;
  /** YYYY-MM-DD. */
  expirationDate: string;
}

export interface PolledRequest extends FoundRequest {
  name: string;
  orgId: string | null;
}

/** One look at the org, as `org.poll` gives it. Instants are ISO 8601 with Z, by the org's clock. */
export interface Poll {
  serverTime: string;
  offsetMs: number | null;
  offsetErrorMs: number;
  requests: readonly PolledRequest[];
  grants: readonly LiveGrant[];
  auditRows: readonly AuditRow[];
  loginRows: readonly LoginLogRow[] | 'unavailable';
  sessions: readonly SessionRow[];
  unreadable: readonly { source: Source; reason: string }[];
  read: readonly { source: Source; from: string; to: string }[];
  watermarks: Watermarks;
}

export interface Watermarks {
  requests: string | null;
  auditTrail: string | null;
  loginLog: string | null;
}

export interface OrgUser extends UserRef {
  timeZone: string;
}

export interface OwnedChoice {
  object: string;
  keyField: string;
  fields: readonly string[];
  since: string | null;
}

export type OrgWrite =
  | { kind: 'patch'; object: string; id: string; fields: Fields; ifUnmodifiedSince?: string }
  | { kind: 'upsert'; object: string; externalField: string; key: string; fields: Fields };

/** By what the user is known, besides his id, who changed a row last. */
export interface Changer {
  email: string | null;
  username: string;
}

export interface OrgPort {
  readonly orgId: string;
  readUsers(): Promise<readonly OrgUser[]>;
  readUser(id: string): Promise<Changer | null>;
  readRequests(
    choice: { ids: readonly string[] } | 'all',
    options: { deleted: boolean },
  ): Promise<readonly PolledRequest[]>;
  readOwned(choices: readonly OwnedChoice[]): Promise<readonly FoundRow[]>;
  missingPermissions(): Promise<readonly { source: Source; permission: string; reason: string }[]>;
  apply(
    writes: readonly OrgWrite[],
    options: { allOrNone: true },
  ): Promise<readonly { id: string; created: boolean }[]>;
}

// ----------------------------------------------------------------------------------------------------------- the store

export interface RowReference {
  object: string;
  key: string;
}
export type IntendedFields = Readonly<Record<string, FieldValue | RowReference>>;

export interface Intention {
  object: string;
  key: string;
  recordId?: string;
  fields: IntendedFields;
}

export interface Projection {
  object: string;
  key: string;
  recordId: string | null;
  fields: Fields;
  intended: IntendedFields | null;
  attempts: number;
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
  /** Ledger index of its entry. */
  index: number;
}

/** A request as the relay last logged it, as far as it is compared. */
export interface LoggedRequestRow {
  id: string;
  state: string;
  content: { readonly [field: string]: Json };
  frozen: boolean;
}

export interface Rows {
  projections: {
    intend(intention: Intention): Promise<void>;
    waiting(limit: number): Promise<Projection[]>;
    confirm(
      written: readonly (RowReference & { recordId: string; sent: IntendedFields; fields: Fields })[],
      at: string,
    ): Promise<void>;
    failed(row: RowReference, problem: string): Promise<void>;
    get(object: string, key: string): Promise<Projection | null>;
    getMany(rows: readonly RowReference[]): Promise<Projection[]>;
    ofObject(object: string): Promise<Projection[]>;
    objects(): Promise<{ object: string; fields: string[] }[]>;
  };
  evidence: {
    add(
      rows: readonly { source: string; key: string; at: string; row: EvidenceRow }[],
      seenAt: string,
    ): Promise<readonly { source: string; key: string; at: string }[]>;
    since(from: string | null): Promise<EvidenceRow[]>;
    ofActions(prefix: string): Promise<EvidenceRow[]>;
  };
  findings: {
    get(key: string): Promise<Finding | null>;
    add(finding: Finding): Promise<boolean>;
    change(key: string, change: Partial<Finding>): Promise<void>;
  };
  settings: {
    get(key: string): Promise<Json | null>;
    put(key: string, value: Json, at: string): Promise<void>;
  };
  requests: {
    get(id: string): Promise<LoggedRequestRow | null>;
    /** Those that there are, in no order. */
    getMany(ids: readonly string[]): Promise<LoggedRequestRow[]>;
    change(id: string, change: { frozen: boolean }): Promise<void>;
  };
}

export interface Unit extends Rows {
  append(entry: LedgerEntry, openings?: readonly Opening[]): Promise<{ index: number; leaf: string }>;
  enqueue(
    job: string,
    data: { readonly [name: string]: Json },
    options?: { key?: string; at?: string },
  ): Promise<void>;
}

export interface StorePort {
  unit<Result>(orgId: string, work: (unit: Unit) => Promise<Result>): Promise<Result>;
  /** Nobody else decides on, expires, cancels or revokes the request meanwhile. */
  exclusive<Result>(orgId: string, requestId: string, work: () => Promise<Result>): Promise<Result>;
  /** One at a time of this name in the org, over all companions. */
  turn<Result>(orgId: string, name: string, work: () => Promise<Result>): Promise<Result>;
  rows(orgId: string): Rows;
  ledger: {
    entries(
      orgId: string,
      choice: { from: number; to: number },
    ): Promise<readonly { index: number; entry: LedgerEntry }[]>;
  };
}

export interface WatchPorts {
  org: OrgPort;
  store: StorePort;
  /** The companion's clock. */
  now(): Promise<Temporal.Instant>;
  hmac: Hmac;
  random(bytes: number): Uint8Array;
  log: { warn(details: object, message: string): void };
}

/** Mails a finding to the contacts; `data.finding` is its key. */
export const TELL_FINDING = 'finding.told';
