/** The org's inner interface: what the API handlers and the faces may ask of it. */
import type { Withheld } from '../faults/withheld.ts';
import type { MetadataJobs } from '../deploy/jobs.ts';
import type { OrgMetadata } from '../metadata/model.ts';
import type { SharingReach } from '../security/reach.ts';
import type { OrgClock } from './clock.ts';
import type { Journal } from './journal.ts';
import type { Housekeeping } from './evidence/housekeeping.ts';
import type { EventLogArrival } from './evidence/arrival.ts';
import type { Grants } from './grants.ts';

/** A field's value as it travels in JSON: numbers, booleans, ISO dates, datetimes as `…T….000+0000`. */
export type FieldValue = string | number | boolean | null;

/** A record as the REST API answers it; nested records and sub-query results included. */
export interface SRecord {
  attributes: { type: string; url?: string };
  [field: string]: unknown;
}

/** What a caller hands in: field values by name, in any case; strings are coerced by field type. */
export type RecordInput = Record<string, unknown>;

export interface ObjectAccess {
  read: boolean;
  create: boolean;
  edit: boolean;
  delete: boolean;
  viewAll: boolean;
  modifyAll: boolean;
}

/** Who asks, with everything that decides what he may see. Rebuilt after changes to users and permissions. */
export interface UserContext {
  userId: string;
  username: string;
  name: string;
  email: string;
  profileId: string;
  profileName: string;
  timeZone: string;
  locale: string;
  language: string;
  systemPermissions: ReadonlySet<string>;
  /** Username of who is logged in as this user; absent for himself. */
  delegate?: string;
  /** Lower-case names of custom permissions. */
  customPermissions: ReadonlySet<string>;
  /** Whose records reach him beside his own. */
  reach: SharingReach;
  /** Access to an object, by name in any case. */
  object(name: string): ObjectAccess;
  /** Field-level access, by names in any case. */
  field(object: string, field: string): { read: boolean; edit: boolean };
}

export interface SaveError {
  statusCode: string;
  message: string;
  fields: string[];
}

export interface SaveResult {
  id?: string;
  success: boolean;
  errors: SaveError[];
  /** Upsert only. */
  created?: boolean;
}

export interface QueryResult {
  totalSize: number;
  records: SRecord[];
}

/** One page of a result; `next` is the locator of the following page. */
export interface Page<T> {
  totalSize: number;
  records: T;
  next: string | null;
}

export type QueryPage = Page<SRecord[]>;

/** The records as JSON in UTF-8, without the brackets of their array. */
export type JsonPage = Page<Uint8Array>;

export interface PageOptions {
  all?: boolean;
  batchSize?: number | undefined;
  /** The client's API version; absent = the newest. */
  version?: string;
}

/** `GAP_…` tells that something changed without saying what; `GAP_OVERFLOW` not even in which records. */
export type ChangeType =
  | 'CREATE'
  | 'UPDATE'
  | 'DELETE'
  | 'UNDELETE'
  | 'GAP_CREATE'
  | 'GAP_UPDATE'
  | 'GAP_DELETE'
  | 'GAP_UNDELETE'
  | 'GAP_OVERFLOW';

/** One change of a committed transaction, as Change Data Capture tells it. */
export interface ChangeEvent {
  entityName: string;
  changeType: ChangeType;
  /** Several when one transaction made the same change in them. */
  recordIds: string[];
  /** API and client, e.g. `com/salesforce/api/rest/68.0;client=Loader`; empty for what the platform does. */
  changeOrigin: string;
  /** User id (18). */
  commitUser: string;
  /** Epoch milliseconds by the org's clock. */
  commitTimestamp: number;
  transactionKey: string;
  /** From 1, per transaction. */
  sequenceNumber: number;
  /** Names of the changed fields; empty on CREATE and DELETE. */
  changedFields: string[];
  /** All fields with a value on CREATE, changed fields on UPDATE (null = emptied), none on DELETE. */
  fields: Record<string, unknown>;
}

/** An event as subscribers get it. Replay ids grow, also over restarts, and are not contiguous. */
export interface PublishedChange extends ChangeEvent {
  replayId: number;
  /** The same for all events of a transaction, growing from one to the next. */
  commitNumber: number;
}

/** Carries the events of a transaction to its listeners after the commit, never before. */
export interface ChangeBus {
  publish(events: readonly PublishedChange[]): void;
  subscribe(listener: (events: readonly PublishedChange[]) => void): () => void;
}

/** The events of the last 72 hours of the org's clock; they outlive the process. */
export interface RetainedChanges {
  /** Id of the newest event there was. */
  readonly last: number;
  /** At most `limit` events with ids in the span, oldest first; `entity` null = of all objects. */
  after(
    span: { after: number; upTo: number; entity: string | null },
    limit: number,
  ): Promise<PublishedChange[]>;
  /** True when the event of this id is still retained. */
  has(replayId: number): Promise<boolean>;
  /** Drops all of them, as an org does that is moved to another server. */
  forget(): Promise<void>;
  /** Retains events outside any transaction of records and gives them their ids. */
  add(events: readonly ChangeEvent[]): Promise<PublishedChange[]>;
}

export interface Organization {
  id: string;
  name: string;
  isSandbox: boolean;
  timeZone: string;
  locale: string;
  language: string;
}

/** The platform's own writes (audit rows, sessions, expiry dates): no permissions, no validation rules, but events. */
export interface Platform {
  insert(object: string, rows: RecordInput[]): Promise<string[]>;
  update(object: string, id: string, fields: RecordInput): Promise<void>;
  remove(object: string, id: string): Promise<void>;
  /** Reads without any access check, in the form of REST records. */
  query(soql: string, options?: { all?: boolean }): Promise<QueryResult>;
}

/** Settings of the stand-in that the simulator turns while it runs. */
export interface Switches {
  /** The licence that makes the *EventLog objects known; without it they are INVALID_TYPE. */
  eventLogLicence: boolean;
  /** Off: the org answers as one that has selected no entity for change events. */
  push: boolean;
  /** Users may set their own password by API, as in a scratch org with EnableSetPasswordInApi. */
  ownPasswordByApi?: boolean;
  /** How late rows of the event log objects can be queried. */
  eventLogArrival: EventLogArrival;
  /** What users are without for a while. */
  withheld: Withheld;
}

/** Sessions of API clients and of people in the faces; each has its AuthSession row, and deleting that row ends it. */
export type SessionType = 'API' | 'UI';

export interface FoundSession {
  id: string;
  userId: string;
  type: SessionType;
  /** What an app was allowed, parted by spaces; null = no app stands between. */
  scopes: string | null;
}

export interface Sessions {
  open(
    userId: string,
    options: { type: SessionType; sourceIp: string; scopes?: string },
  ): Promise<{ token: string; id: string }>;
  /** The session of a token, or undefined when it is unknown, ended or out of date. */
  find(token: string): Promise<FoundSession | undefined>;
  close(token: string): Promise<void>;
}

/** Named settings of the org, part of the transaction they are written in. */
export interface OrgSettings {
  get(name: string): Promise<string | undefined>;
  /** Null removes the setting. */
  set(name: string, value: string | null): Promise<void>;
}

export interface SaveOptions {
  /** True: the first error undoes all. False: each record stands by itself. */
  allOrNone: boolean;
  /** Refuse with 412 when the record changed after this moment (update of one record). */
  ifUnmodifiedSince?: Temporal.Instant;
}

export interface Engine {
  readonly orgId: string;
  readonly clock: OrgClock;
  readonly metadata: OrgMetadata;
  readonly changes: ChangeBus;
  readonly retained: RetainedChanges;
  readonly platform: Platform;
  readonly sessions: Sessions;
  readonly grants: Grants;
  readonly switches: Switches;
  readonly settings: OrgSettings;
  readonly housekeeping: Housekeeping;
  readonly journal: Journal;
  /** Calls `listener` whenever the org is reset: who keeps something in memory forgets it then. */
  onReset(listener: () => void): void;
  /** Deploys, retrieves and lists the org's metadata. */
  readonly deployments: MetadataJobs;
  organization(): Promise<Organization>;
  userContext(userId: string): Promise<UserContext>;
  /** Id of an active or inactive user by username in any case; undefined when there is none. */
  findUser(username: string): Promise<{ id: string; isActive: boolean } | undefined>;
  query(user: UserContext, soql: string, options?: { all?: boolean }): Promise<QueryResult>;
  /** The first page of a result; the rest by `nextPage`. */
  queryPage(user: UserContext, soql: string, options: PageOptions): Promise<QueryPage>;
  /** `version` = the client's API version; absent = the newest. */
  nextPage(user: UserContext, locator: string, version?: string): Promise<QueryPage>;
  /** The same for who only sends the records on. */
  queryJson(user: UserContext, soql: string, options: PageOptions): Promise<JsonPage>;
  nextJson(user: UserContext, locator: string, version?: string): Promise<JsonPage>;
  /** Runs a SOSL search; `version` as for pages. */
  search(user: UserContext, sosl: string, version?: string): Promise<SRecord[]>;
  /** The shape of a query's rows, as `columns=true` asks for it. */
  queryColumns(user: UserContext, soql: string): Record<string, unknown>;
  /** The bytes of a file's version, if the user may see it; throws NOT_FOUND. */
  readBytes(user: UserContext, object: string, id: string, field: string): Promise<Uint8Array>;
  /** One record by id with the given fields (all readable ones when absent); throws NOT_FOUND. */
  retrieve(user: UserContext, object: string, id: string, fields?: readonly string[]): Promise<SRecord>;
  insert(
    user: UserContext,
    object: string,
    records: RecordInput[],
    options: SaveOptions,
  ): Promise<SaveResult[]>;
  /** Each record carries `Id`. */
  update(
    user: UserContext,
    object: string,
    records: RecordInput[],
    options: SaveOptions,
  ): Promise<SaveResult[]>;
  upsert(
    user: UserContext,
    object: string,
    externalField: string,
    records: RecordInput[],
    options: SaveOptions,
  ): Promise<SaveResult[]>;
  remove(user: UserContext, object: string, ids: string[], options: SaveOptions): Promise<SaveResult[]>;
  /** Brings deleted records back from the recycle bin, with what was deleted along with them. */
  restore(user: UserContext, object: string, ids: string[], options: SaveOptions): Promise<SaveResult[]>;
  /** Deletes past the recycle bin; whether the user may is the caller's question. */
  eraseForGood(user: UserContext, object: string, ids: string[], options: SaveOptions): Promise<SaveResult[]>;
  /**
   * This engine as of now: its queries and `metadata` stay the same while one request is answered, even when a
   * deployment changes the org meanwhile.
   */
  snapshot(): Engine;
  /**
   * Runs `work` in one transaction; a throw undoes everything and no event is published.
   * @param options `whole`: after any fault of a write `work` throws, so that writes need no savepoints
   */
  transaction<T>(work: (tx: Engine) => Promise<T>, options?: { whole?: boolean }): Promise<T>;
  /** The REST describe of an object for this user; throws NOT_FOUND. */
  describe(user: UserContext, object: string): Record<string, unknown>;
}
