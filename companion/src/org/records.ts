/** Reads what people enter besides requests: contacts, the reports they ask for; and the org's users. */
import { z } from 'zod';
import { read } from './reading.ts';
import type { Session } from './session.ts';
import { recordId, soql } from './soql.ts';
import { checkbox, date, instant, number, parseEach, parseRows, type RowsRead, text } from './values.ts';

/** A row of Authorization_Contact__c: a proposal until the roster has been sealed with it. */
export interface RosterRow {
  id: string;
  name: string;
  orgId: string | null;
  contactKey: string | null;
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
  rosterState: string | null;
  passkeyEnrolledAt: string | null;
  passkeys: number;
  deleted: boolean;
  modifiedAt: string;
  modifiedById: string;
  modifiedByName: string | null;
}

/** A report somebody asked for; the period's last day is part of it. */
export interface ReportRow {
  id: string;
  name: string;
  orgId: string | null;
  periodFrom: string;
  periodTo: string;
  timeZone: string | null;
  requestedById: string | null;
  requestedByName: string | null;
  createdAt: string;
}

/** A governance mode that somebody proposes; it was not taken up yet. */
export interface ModeProposalRow {
  id: string;
  orgId: string | null;
  mode: 'Standard' | 'Opt_out_enabled';
  /** Its first day, in the time zone. */
  effectiveDate: string;
  timeZone: string;
  reason: string | null;
  proposedById: string | null;
  createdById: string;
  createdByName: string | null;
}

export interface OrgUser {
  id: string;
  name: string;
  username: string;
  email: string | null;
  active: boolean;
  userType: string | null;
  profileId: string | null;
  timeZone: string;
}

const named = z.object({ Name: text.nullish() }).nullish();

const rosterRow = z
  .object({
    Id: text,
    Name: text,
    IsDeleted: checkbox,
    Org_Id__c: text.nullish(),
    Contact_Key__c: text.nullish(),
    Address__c: text,
    Role__c: text.nullish(),
    Level__c: number,
    Active__c: checkbox,
    May_Decide__c: checkbox,
    Channels__c: text.nullish(),
    Language__c: text.nullish(),
    Time_Zone__c: text.nullish(),
    User__c: text.nullish(),
    Roster_State__c: text.nullish(),
    Passkey_Enrolled_At__c: instant.nullish(),
    Passkeys__c: number.nullish(),
    LastModifiedDate: instant,
    LastModifiedById: text,
    LastModifiedBy: named,
  })
  .transform((row): RosterRow => ({
    id: row.Id,
    name: row.Name,
    orgId: row.Org_Id__c ?? null,
    contactKey: row.Contact_Key__c ?? null,
    address: row.Address__c,
    role: row.Role__c ?? null,
    level: row.Level__c,
    active: row.Active__c,
    mayDecide: row.May_Decide__c,
    channels: row.Channels__c ?? null,
    language: row.Language__c ?? null,
    timeZone: row.Time_Zone__c ?? null,
    userId: row.User__c ?? null,
    rosterState: row.Roster_State__c ?? null,
    passkeyEnrolledAt: row.Passkey_Enrolled_At__c ?? null,
    passkeys: row.Passkeys__c ?? 0,
    deleted: row.IsDeleted,
    modifiedAt: row.LastModifiedDate,
    modifiedById: row.LastModifiedById,
    modifiedByName: row.LastModifiedBy?.Name ?? null,
  }));

const reportRow = z
  .object({
    Id: text,
    Name: text,
    Org_Id__c: text.nullish(),
    Period_From__c: date,
    Period_To__c: date,
    Time_Zone__c: text.nullish(),
    Requested_By__c: text.nullish(),
    Requested_By__r: named,
    CreatedDate: instant,
  })
  .transform((row): ReportRow => ({
    id: row.Id,
    name: row.Name,
    orgId: row.Org_Id__c ?? null,
    periodFrom: row.Period_From__c,
    periodTo: row.Period_To__c,
    timeZone: row.Time_Zone__c ?? null,
    requestedById: row.Requested_By__c ?? null,
    requestedByName: row.Requested_By__r?.Name ?? null,
    createdAt: row.CreatedDate,
  }));

const modeProposalRow = z
  .object({
    Id: text,
    Org_Id__c: text.nullish(),
    Mode__c: z.enum(['Standard', 'Opt_out_enabled']),
    Effective_Date__c: date,
    Time_Zone__c: text.nullish(),
    Reason__c: text.nullish(),
    Proposed_By__c: text.nullish(),
    CreatedById: text,
    CreatedBy: named,
  })
  .transform((row): ModeProposalRow => ({
    id: row.Id,
    orgId: row.Org_Id__c ?? null,
    mode: row.Mode__c,
    effectiveDate: row.Effective_Date__c,
    timeZone: row.Time_Zone__c ?? 'UTC',
    reason: row.Reason__c ?? null,
    proposedById: row.Proposed_By__c ?? null,
    createdById: row.CreatedById,
    createdByName: row.CreatedBy?.Name ?? null,
  }));

const userRow = z
  .object({
    Id: text,
    Name: text,
    Username: text,
    Email: text.nullish(),
    IsActive: checkbox,
    UserType: text.nullish(),
    ProfileId: text.nullish(),
    TimeZoneSidKey: text,
  })
  .transform((row): OrgUser => ({
    id: row.Id,
    name: row.Name,
    username: row.Username,
    email: row.Email ?? null,
    active: row.IsActive,
    userType: row.UserType ?? null,
    profileId: row.ProfileId ?? null,
    timeZone: row.TimeZoneSidKey,
  }));

/** All contacts, deleted ones too: a deleted contact is a change of the roster. @throws AppError configuration */
export const readRoster = async (session: Session): Promise<RowsRead<RosterRow>> =>
  parseEach(
    rosterRow,
    await read(
      session,
      soql`SELECT Id, Name, IsDeleted, Org_Id__c, Contact_Key__c, Address__c, Role__c, Level__c, Active__c, May_Decide__c, Channels__c, Language__c, Time_Zone__c, User__c, Roster_State__c, Passkey_Enrolled_At__c, Passkeys__c, LastModifiedDate, LastModifiedById, LastModifiedBy.Name FROM Authorization_Contact__c ORDER BY Level__c, Name, Id`,
      { all: true },
    ),
    'Authorization_Contact__c',
  );

/** Reports in state Requested, oldest first. @throws AppError configuration */
export const readReports = async (session: Session): Promise<RowsRead<ReportRow>> =>
  parseEach(
    reportRow,
    await read(
      session,
      soql`SELECT Id, Name, Org_Id__c, Period_From__c, Period_To__c, Time_Zone__c, Requested_By__c, Requested_By__r.Name, CreatedDate FROM Audit_Report__c WHERE State__c = ${'Requested'} ORDER BY CreatedDate, Id`,
    ),
    'Audit_Report__c',
  );

/** Governance modes in state Proposed, oldest first. @throws AppError configuration */
export const readModeProposals = async (session: Session): Promise<RowsRead<ModeProposalRow>> =>
  parseEach(
    modeProposalRow,
    await read(
      session,
      soql`SELECT Id, Org_Id__c, Mode__c, Effective_Date__c, Time_Zone__c, Reason__c, Proposed_By__c, CreatedById, CreatedBy.Name FROM Governance_Proposal__c WHERE State__c = ${'Proposed'} ORDER BY CreatedDate, Id`,
    ),
    'Governance_Proposal__c',
  );

const USER_COLUMNS = soql`SELECT Id, Name, Username, Email, IsActive, UserType, ProfileId, TimeZoneSidKey FROM User`;

/** Every user, inactive ones too: evidence names people who have left. @throws AppError configuration */
export const readUsers = async (session: Session): Promise<OrgUser[]> =>
  parseRows(userRow, await read(session, soql`${USER_COLUMNS} ORDER BY Id`), 'User');

/** @throws AppError configuration */
export const readUser = async (session: Session, id: string): Promise<OrgUser | null> => {
  const rows = await read(session, soql`${USER_COLUMNS} WHERE Id = ${recordId(id)}`);
  return parseRows(userRow, rows, 'User')[0] ?? null;
};

/** The active user of this username, or of this id of 18 characters. @throws AppError configuration */
export const findUser = async (session: Session, named: string): Promise<OrgUser | null> => {
  const user = /^005[A-Za-z0-9]{15}$/.test(named)
    ? await readUser(session, named)
    : parseRows(userRow, await read(session, soql`${USER_COLUMNS} WHERE Username = ${named}`), 'User')[0];
  return user?.active === true ? user : null;
};

const granting = z.object({ SuAccessExpirationDate: date.nullish() });

/**
 * The last day (YYYY-MM-DD) of what this user has granted to Salesforce Support, also when it is past; null without one. A
 * grant to a publisher stands in no field. @throws AppError configuration, org_unreachable
 */
export const supportGrantOf = async (session: Session, userId: string): Promise<string | null> => {
  const query = soql`SELECT SuAccessExpirationDate FROM User WHERE Id = ${recordId(userId)}`;
  return parseRows(granting, await read(session, query), 'User')[0]?.SuAccessExpirationDate ?? null;
};

const keyed = z.object({ Id: text });

/** Id of the request that was made with this client key, also of a deleted one. @throws AppError configuration */
export const requestOfKey = async (session: Session, key: string): Promise<string | null> => {
  const query = soql`SELECT Id FROM Access_Request__c WHERE Client_Key__c = ${key}`;
  return parseRows(keyed, await read(session, query, { all: true }), 'Access_Request__c')[0]?.Id ?? null;
};
