/**
 * From rows of the org's audit sources to logins: who was seen to enter as whom, with every row that speaks of it.
 * Row shapes and actions as in the object reference of SetupAuditTrail, SalesforceLoginAsEventLog and AuthSession.
 */
import type { EvidenceReference } from './entries/entries.ts';
import { addLoginLog } from './login-log.ts';
import { added, closest, compareTimes as compare, reference } from './near-rows.ts';

export interface AuditRow {
  source: 'SetupAuditTrail';
  id: string;
  action: string;
  createdAt: string;
  createdById: string | null;
  createdByName: string | null;
  delegateUser: string | null;
  display: string | null;
}

export interface LoginLogRow {
  source: 'SalesforceLoginAsEventLog';
  id: string;
  at: string | null;
  actualUser: string | null;
  caseIdentifier: string | null;
  operation: string | null;
}

/** A live session of type SubstituteUser. */
export interface SessionRow {
  source: 'AuthSession';
  id: string;
  userId: string;
  createdAt: string;
}

export type EvidenceRow = AuditRow | LoginLogRow | SessionRow;

export interface UserRef {
  id: string;
  name: string;
  username: string;
}

/** API names of the picklist Observed_Access__c.Actor_Class__c. */
export type ActorClass =
  | 'Salesforce_Support'
  | 'Support_or_publisher'
  | 'Publisher'
  | 'Own_administrator'
  | 'Site_or_partner_administrator'
  | 'Unknown';

export type LoginTarget =
  | { state: 'Resolved'; userId: string }
  | { state: 'Ambiguous'; candidates: readonly string[] }
  | { state: 'Unknown' };

export interface ObservedLogin {
  /** `<source>:<id>` of the row that names the login first; stable while later rows are added. */
  key: string;
  actorClass: ActorClass;
  /** As the source names the actor; personal. */
  actor: string | null;
  /** Tells one actor from another; not for people. */
  actorKey: string | null;
  target: LoginTarget;
  /** As the audit row names the target; personal. */
  targetName: string | null;
  caseIdentifier: string | null;
  /** Cases of which the login has one, and no source says which; null stands for none. Absent where the case is told. */
  caseCandidates?: readonly (string | null)[];
  loginAt: string;
  logoutAt: string | null;
  evidence: EvidenceReference[];
}

const LOGINS: Readonly<Record<string, ActorClass>> = {
  suloginaccessused: 'Support_or_publisher',
  suorgadminlogin: 'Own_administrator',
  sunetworkadminlogin: 'Site_or_partner_administrator',
  suprmadminlogin: 'Site_or_partner_administrator',
};
const LOGOUTS: Readonly<Record<string, ActorClass>> = {
  sulogout: 'Support_or_publisher',
  suorgadminlogout: 'Own_administrator',
  sunetworkadminlogout: 'Site_or_partner_administrator',
  suprmadminlogout: 'Site_or_partner_administrator',
};
const DISPLAY = /^Logged (?:in|out) using Login-As access for (.+)$/;

export interface Actors {
  actor: string | null;
  actorKey: string | null;
  target: LoginTarget;
  targetName: string | null;
}

/**
 * Reads who acted and as whom from an `su*` row. Whether CreatedBy names the impersonated user (then DelegateUser names
 * the actor) or the actor is not documented for these rows, so both shapes are read; replace this one function when a
 * real org has answered (docs/open-questions.md).
 */
function readActors(row: AuditRow, users: readonly UserRef[]): Actors {
  const targetName = DISPLAY.exec(row.display ?? '')?.[1]?.trim() ?? null;
  const named = users.filter(({ name }) => name === targetName);
  if (row.delegateUser) {
    const confirmed = named.find(({ id }) => id === row.createdById);
    return {
      actor: row.delegateUser,
      actorKey: row.delegateUser.toLowerCase(),
      target: confirmed ? { state: 'Resolved', userId: confirmed.id } : targetOf(named),
      targetName,
    };
  }
  return {
    actor: row.createdByName,
    actorKey: (row.createdById ?? row.createdByName)?.toLowerCase() ?? null,
    target: targetOf(named),
    targetName,
  };
}

function targetOf(named: readonly UserRef[]): LoginTarget {
  const [only, ...others] = named;
  if (!only) return { state: 'Unknown' };
  return others.length === 0
    ? { state: 'Resolved', userId: only.id }
    : { state: 'Ambiguous', candidates: named.map(({ id }) => id) };
}

/** A publisher's or Support's live grant of a user at a time, as far as the class of a login depends on it. */
export interface LiveGrants {
  /** @returns who holds a live grant of `userId` at `at`. */
  holders(userId: string, at: string): { support: boolean; publisher: boolean };
}

/**
 * @param rows of all sources, in any order; the same row twice counts once
 * @param users everybody who can be logged in as
 * @returns the logins, oldest first
 */
export function mergeEvidence(
  rows: readonly EvidenceRow[],
  users: readonly UserRef[],
  grants: LiveGrants,
): ObservedLogin[] {
  const unique = [...new Map(rows.map((row) => [`${row.source}:${row.id}`, row])).values()];
  const logins = auditLogins(
    unique.filter((row) => row.source === 'SetupAuditTrail'),
    users,
  );
  addLoginLog(
    logins,
    unique.filter((row) => row.source === 'SalesforceLoginAsEventLog'),
  );
  addSessions(
    logins,
    unique.filter((row) => row.source === 'AuthSession'),
  );
  for (const login of logins) classify(login, grants);
  return logins.sort((a, b) => compare(a.loginAt, b.loginAt));
}

function auditLogins(rows: readonly AuditRow[], users: readonly UserRef[]): ObservedLogin[] {
  const logins: ObservedLogin[] = [];
  for (const row of [...rows].sort((a, b) => compare(a.createdAt, b.createdAt) || (a.id < b.id ? -1 : 1))) {
    const entering = LOGINS[row.action.toLowerCase()];
    const leaving = LOGOUTS[row.action.toLowerCase()];
    const actors = readActors(row, users);
    if (entering) {
      logins.push({
        key: `SetupAuditTrail:${row.id}`,
        actorClass: entering,
        ...actors,
        caseIdentifier: null,
        loginAt: row.createdAt,
        logoutAt: null,
        evidence: [reference(row)],
      });
    } else if (leaving) {
      // The latest login that is still open, by the same actor as the same user: sessions of one actor nest.
      const open = logins.findLast((login) => login.logoutAt === null && isPair(login, leaving, actors));
      if (open) {
        open.logoutAt = row.createdAt;
        open.evidence.push(reference(row));
      }
    }
  }
  return logins;
}

function isPair(login: ObservedLogin, leaving: ActorClass, actors: Actors): boolean {
  return (
    login.actorClass === leaving &&
    login.targetName === actors.targetName &&
    login.actorKey === actors.actorKey
  );
}

function addSessions(logins: ObservedLogin[], rows: readonly SessionRow[]): void {
  for (const row of rows) {
    const login = closest(logins, row.createdAt, ({ target }) => mayBe(target, row.userId));
    if (!login) {
      const found = added(logins, row, row.createdAt);
      found.target = { state: 'Resolved', userId: row.userId };
      continue;
    }
    // The session names its user by id: two users of one name are told apart.
    login.target = { state: 'Resolved', userId: row.userId };
    login.evidence.push(reference(row));
  }
}

function mayBe(target: LoginTarget, userId: string): boolean {
  if (target.state === 'Resolved') return target.userId === userId;
  return target.state === 'Unknown' || target.candidates.includes(userId);
}

function classify(login: ObservedLogin, grants: LiveGrants): void {
  if (login.actorClass !== 'Support_or_publisher' || login.target.state !== 'Resolved') return;
  const { support, publisher } = grants.holders(login.target.userId, login.loginAt);
  if (publisher && !support) login.actorClass = 'Publisher';
}
