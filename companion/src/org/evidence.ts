/**
 * The sources that speak of outside access, each in the form of its rows: the Setup Audit Trail, the support login
 * log, live substitute sessions, and the users' own grants. Field names and rules as in the object reference.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { Question } from './reading.ts';
import { soql } from './soql.ts';
import { checkbox, date, instant, number, parseRows, text } from './values.ts';

/** A row of SetupAuditTrail; `createdById` may be empty for what the platform did by itself. */
export interface AuditRow {
  source: 'SetupAuditTrail';
  id: string;
  action: string;
  createdAt: string;
  createdById: string | null;
  createdByName: string | null;
  /** Username of the one who acted while logged in as another. */
  delegateUser: string | null;
  display: string | null;
  section: string | null;
}

/** A row of SalesforceLoginAsEventLog, which has no id: `id` is half the SHA-256 of all that it says, so it names nobody. */
export interface LoginLogRow {
  source: 'SalesforceLoginAsEventLog';
  id: string;
  at: string | null;
  actualUser: string | null;
  caseIdentifier: string | null;
  ipAddress: string | null;
  operation: string | null;
  requestIdentifier: string | null;
}

/** A live AuthSession row of type SubstituteUser. */
export interface SessionRow {
  source: 'AuthSession';
  id: string;
  userId: string;
  createdAt: string;
  /** Last use; the session ends `validSeconds` after it unless it is used again. */
  modifiedAt: string;
  validSeconds: number | null;
  sourceIp: string | null;
  loginType: string | null;
  securityLevel: string | null;
}

/** A user whose grant to Salesforce Support is live or ended within the last days. */
export interface GrantRow {
  userId: string;
  username: string;
  name: string;
  active: boolean;
  timeZone: string;
  /** The last day of the grant: a date, whose zone is assumed to be the user's. */
  expirationDate: string;
}

/**
 * The actions that speak of grants and of entries as somebody else. Salesforce spells them in mixed case and compares
 * text in SOQL without case.
 */
const AUDIT_ACTIONS = [
  'loginasgrantedtosfdc',
  'loginasmodifiedtosfdc',
  'loginasrevokedtosfdc',
  'loginasgrantedtopartnerbt',
  'loginasmodifiedtopartnerbt',
  'loginasrevokedtopartnerbt',
  'supportaccessadmins',
  'suloginaccessused',
  'suLogout',
  'suOrgAdminLogin',
  'suOrgAdminLogout',
  'suNetworkAdminLogin',
  'suNetworkAdminLogout',
  'suPRMAdminLogin',
  'suPRMAdminLogout',
] as const;

/** Display and Section cannot be filtered on; Action and CreatedDate can. */
export const auditSince = (since: Temporal.Instant): Question => ({
  query: soql`SELECT Id, Action, CreatedDate, CreatedById, CreatedBy.Name, DelegateUser, Display, Section FROM SetupAuditTrail WHERE Action IN ${AUDIT_ACTIONS} AND CreatedDate >= ${since} ORDER BY CreatedDate, Id`,
});

/** At most 15 days and two conditions on Timestamp in one query; no relations, no OFFSET. */
export const loginsBetween = (from: Temporal.Instant, to: Temporal.Instant): Question => ({
  query: soql`SELECT ActualUserIdentifier, CaseIdentifier, IpAddress, OperationType, RequestIdentifier, Timestamp FROM SalesforceLoginAsEventLog WHERE Timestamp >= ${from} AND Timestamp <= ${to}`,
});

/** Dates are compared in the earliest zone there is, so that no grant that is live anywhere is left out. */
export const grantsLiveAt = (now: Temporal.Instant): Question => {
  const earliest = now.toZonedDateTimeISO('Etc/GMT+12').toPlainDate();
  return {
    query: soql`SELECT Id, Username, Name, IsActive, TimeZoneSidKey, SuAccessExpirationDate FROM User WHERE SuAccessExpirationDate >= ${earliest} ORDER BY Id`,
  };
};

export const substituteSessions: Question = {
  query: soql`SELECT Id, UsersId, CreatedDate, LastModifiedDate, NumSecondsValid, SourceIp, LoginType, SessionSecurityLevel FROM AuthSession WHERE SessionType = ${'SubstituteUser'}`,
};

const auditRow = z
  .object({
    Id: text,
    Action: text,
    CreatedDate: instant,
    CreatedById: text.nullish(),
    CreatedBy: z.object({ Name: text.nullish() }).nullish(),
    DelegateUser: text.nullish(),
    Display: text.nullish(),
    Section: text.nullish(),
  })
  .transform((row): AuditRow => ({
    source: 'SetupAuditTrail',
    id: row.Id,
    action: row.Action,
    createdAt: row.CreatedDate,
    createdById: row.CreatedById ?? null,
    createdByName: row.CreatedBy?.Name ?? null,
    delegateUser: row.DelegateUser ?? null,
    display: row.Display ?? null,
    section: row.Section ?? null,
  }));

const loginRow = z
  .object({
    ActualUserIdentifier: text.nullish(),
    CaseIdentifier: text.nullish(),
    IpAddress: text.nullish(),
    OperationType: text.nullish(),
    RequestIdentifier: text.nullish(),
    Timestamp: instant.nullish(),
  })
  .transform((row): LoginLogRow => {
    const said = {
      at: row.Timestamp ?? null,
      actualUser: row.ActualUserIdentifier ?? null,
      caseIdentifier: row.CaseIdentifier ?? null,
      ipAddress: row.IpAddress ?? null,
      operation: row.OperationType ?? null,
      requestIdentifier: row.RequestIdentifier ?? null,
    };
    const id = createHash('sha256')
      .update(JSON.stringify(Object.values(said)))
      .digest('hex')
      .slice(0, 32);
    return { source: 'SalesforceLoginAsEventLog', id, ...said };
  });

const sessionRow = z
  .object({
    Id: text,
    UsersId: text,
    CreatedDate: instant,
    LastModifiedDate: instant,
    NumSecondsValid: number.nullish(),
    SourceIp: text.nullish(),
    LoginType: text.nullish(),
    SessionSecurityLevel: text.nullish(),
  })
  .transform((row): SessionRow => ({
    source: 'AuthSession',
    id: row.Id,
    userId: row.UsersId,
    createdAt: row.CreatedDate,
    modifiedAt: row.LastModifiedDate,
    validSeconds: row.NumSecondsValid ?? null,
    sourceIp: row.SourceIp ?? null,
    loginType: row.LoginType ?? null,
    securityLevel: row.SessionSecurityLevel ?? null,
  }));

const grantRow = z
  .object({
    Id: text,
    Username: text,
    Name: text,
    IsActive: checkbox,
    TimeZoneSidKey: text,
    SuAccessExpirationDate: date,
  })
  .transform((row): GrantRow => ({
    userId: row.Id,
    username: row.Username,
    name: row.Name,
    active: row.IsActive,
    timeZone: row.TimeZoneSidKey,
    expirationDate: row.SuAccessExpirationDate,
  }));

export const parseAudit = (rows: readonly unknown[]) => parseRows(auditRow, rows, 'SetupAuditTrail');
export const parseLogins = (rows: readonly unknown[]) =>
  parseRows(loginRow, rows, 'SalesforceLoginAsEventLog');
export const parseSessions = (rows: readonly unknown[]) => parseRows(sessionRow, rows, 'AuthSession');
export const parseGrants = (rows: readonly unknown[]) => parseRows(grantRow, rows, 'User');
