/** The org as the rest of the product sees it: reads, writes, files and change hints, all bound to one org id. */
import { z } from 'zod';
import type { Reach } from '../core/risk.ts';
import { attach, type OrgFile, readFile } from './files.ts';
import { type LesserUsers, lesserUsers } from './lesser-users.ts';
import { type OwnedChoice, type OwnedRow, readOwned } from './owned.ts';
import { type MissingPermission, missingPermissions } from './permissions.ts';
import { createPoller, type Poll, type Watermarks } from './poll.ts';
import { type PolicyReading, readPolicy } from './policy.ts';
import { type AccessPreview, accessPreview } from './preview.ts';
import { type PushListener, type PushSubscription, subscribe } from './push.ts';
import { readReach } from './reach.ts';
import { read } from './reading.ts';
import {
  type ModeProposalRow,
  type OrgUser,
  readModeProposals,
  readReports,
  readRoster,
  findUser,
  readUser,
  readUsers,
  requestOfKey,
  supportGrantOf,
  type ReportRow,
  type RosterRow,
} from './records.ts';
import { type RawRequest, readRequests, type RequestChoice } from './requests.ts';
import { openSession, type OrgAddress, type Session, type Usage } from './session.ts';
import { soql } from './soql.ts';
import { type GrantAbility, targetCanGrant, type UsersMayGrant } from './target.ts';
import { checkbox, type Fields, parseRows, type RowsRead, text } from './values.ts';
import { apply, type OrgWrite, raise, type WriteResult } from './writes.ts';

export type Environment = 'Production' | 'Sandbox' | 'Scratch';

/** The objects whose changes are pushed: the two that people write and wait for. */
const PUSHED = ['Access_Request__c', 'Audit_Report__c'];

export interface Org {
  readonly orgId: string;
  readonly name: string;
  readonly environment: Environment;
  readonly instanceUrl: string;
  /** The integration user: rows it changed last were changed by the companion. */
  readonly userId: string;
  poll(watermarks: Watermarks): Promise<Poll>;
  readRequests(choice: RequestChoice, options: { deleted: boolean }): Promise<RawRequest[]>;
  readOwned(choices: readonly OwnedChoice[]): Promise<OwnedRow[]>;
  readRoster(): Promise<RowsRead<RosterRow>>;
  readPolicy(): Promise<PolicyReading>;
  readModeProposals(): Promise<RowsRead<ModeProposalRow>>;
  readReports(): Promise<RowsRead<ReportRow>>;
  readUsers(): Promise<OrgUser[]>;
  readUser(id: string): Promise<OrgUser | null>;
  findUser(named: string): Promise<OrgUser | null>;
  requestOfKey(key: string): Promise<string | null>;
  supportGrantOf(userId: string): Promise<string | null>;
  missingPermissions(): Promise<MissingPermission[]>;
  targetCanGrant(userId: string): Promise<GrantAbility>;
  accessPreview(userId: string): Promise<AccessPreview>;
  lesserUsers(userId: string): Promise<LesserUsers>;
  reach(userId: string): Promise<Reach>;
  apply(writes: readonly OrgWrite[], options: { allOrNone: true }): Promise<WriteResult[]>;
  raise(clientKey: string, fields: Fields): Promise<string>;
  subscribe(listener: PushListener): Promise<PushSubscription>;
  attach(recordId: string, files: readonly OrgFile[]): Promise<string[]>;
  readFile(recordId: string, ending: string): Promise<{ name: string; bytes: Uint8Array }>;
  usage(): Usage | null;
}

export interface OrgOptions extends OrgAddress {
  usersMayGrant?: UsersMayGrant;
  /** Our clock; the system's when absent. */
  now?: () => Temporal.Instant;
}

const organizationRow = z.object({
  Name: text,
  IsSandbox: checkbox,
  TrialExpirationDate: text.nullish(),
});

/** A scratch org is a sandbox that expires. */
const readOrganization = async (session: Session): Promise<{ name: string; environment: Environment }> => {
  const rows = await read(session, soql`SELECT Name, IsSandbox, TrialExpirationDate FROM Organization`);
  const [row] = parseRows(organizationRow, rows, 'Organization');
  if (!row?.IsSandbox) return { name: row?.Name ?? '', environment: 'Production' };
  return { name: row.Name, environment: row.TrialExpirationDate ? 'Scratch' : 'Sandbox' };
};

/**
 * Connects by JWT bearer, pinned to `orgId` when it is given.
 * @throws AppError configuration (login refused), org_replaced, org_unreachable
 */
export const connectOrg = async (options: OrgOptions): Promise<Org> => {
  const session = await openSession(options, options.now ?? (() => Temporal.Now.instant()));
  const { name, environment } = await readOrganization(session);
  return {
    orgId: session.orgId,
    name,
    environment,
    get instanceUrl() {
      return session.instanceUrl;
    },
    get userId() {
      return session.userId;
    },
    poll: createPoller(session),
    readRequests: (choice, wanted) => readRequests(session, choice, wanted),
    readOwned: (choices) => readOwned(session, choices),
    readRoster: () => readRoster(session),
    readPolicy: () => readPolicy(session),
    readModeProposals: () => readModeProposals(session),
    readReports: () => readReports(session),
    readUsers: () => readUsers(session),
    readUser: (id) => readUser(session, id),
    findUser: (named) => findUser(session, named),
    requestOfKey: (key) => requestOfKey(session, key),
    supportGrantOf: (userId) => supportGrantOf(session, userId),
    missingPermissions: () => missingPermissions(session),
    targetCanGrant: (userId) => targetCanGrant(session, userId, options.usersMayGrant),
    accessPreview: (userId) => accessPreview(session, userId),
    lesserUsers: (userId) => lesserUsers(session, userId),
    reach: (userId) => readReach(session, userId),
    apply: (writes) => apply(session, writes),
    raise: (clientKey, fields) => raise(session, clientKey, fields),
    subscribe: (listener) => subscribe(session, PUSHED, listener),
    attach: (recordId, files) => attach(session, recordId, files),
    readFile: (recordId, ending) => readFile(session, recordId, ending),
    usage: () => session.usage(),
  };
};
