/** What a user may do, read from the profile and every permission set that is assigned; nothing is inferred. */
import { z } from 'zod';
import { ask, askTogether, type Rows } from './reading.ts';
import type { Session } from './session.ts';
import { names, recordId, soql } from './soql.ts';
import { checkbox, parseRows, text } from './values.ts';

/** System permissions that decide how much an entry as this user can reach, strongest first. */
export const POWERS = {
  PermissionsModifyAllData: 'reads, changes and deletes every record (Modify All Data)',
  PermissionsViewAllData: 'reads every record (View All Data)',
  PermissionsCustomizeApplication: 'changes the configuration (Customize Application)',
  PermissionsManageUsers: 'manages users (Manage Users)',
  PermissionsAuthorApex: 'writes and runs code (Author Apex)',
  PermissionsViewAllUsers: 'sees every user (View All Users)',
  PermissionsViewSetup: 'reads the configuration (View Setup and Configuration)',
  PermissionsExportReport: 'exports reports (Export Reports)',
  PermissionsApiEnabled: 'may use the API (API Enabled)',
} as const;

/** Not a power but a limit: such a user never sees a page, so cannot grant login access either. */
const API_ONLY = 'PermissionsApiUserOnly';
const COLUMNS = [...Object.keys(POWERS), API_ONLY];

export interface UserRights {
  id: string;
  name: string;
  active: boolean;
  userType: string | null;
  profile: string | null;
  role: string | null;
  /** Labels of the permission sets and groups, without the one that every profile has for itself. */
  permissionSets: string[];
  /** Ids of all permission sets, the profile's own included. */
  permissionSetIds: string[];
  /** API names of the permissions that are given by any of them. */
  permissions: ReadonlySet<string>;
  /** False when the assignments were not shown: then `permissions` may be incomplete. */
  complete: boolean;
}

const permissions = z.record(text, z.unknown());

const userRow = z.object({
  Id: text,
  Name: text,
  IsActive: checkbox,
  UserType: text.nullish(),
  Profile: permissions.nullish(),
  UserRole: z.object({ Name: text.nullish() }).nullish(),
});

const assignmentRow = z.object({
  PermissionSetId: text,
  PermissionSet: z.looseObject({ Label: text.nullish(), IsOwnedByProfile: checkbox }).nullish(),
});

const given = (row: Readonly<Record<string, unknown>> | null | undefined): string[] =>
  COLUMNS.filter((name) => row?.[name] === true);

const userQuestion = (id: string) => ({
  query: soql`SELECT Id, Name, IsActive, UserType, UserRole.Name, Profile.Name, ${names(
    ...COLUMNS.map((name) => `Profile.${name}`),
  )} FROM User WHERE Id = ${recordId(id)}`,
});

const assignmentQuestion = (id: string) => ({
  query: soql`SELECT PermissionSetId, PermissionSet.Label, PermissionSet.IsOwnedByProfile, ${names(
    ...COLUMNS.map((name) => `PermissionSet.${name}`),
  )} FROM PermissionSetAssignment WHERE AssigneeId = ${recordId(id)}`,
});

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const compile = (user: z.infer<typeof userRow>, assigned: Rows): UserRights => {
  const rows = assigned.readable ? parseRows(assignmentRow, assigned.records, 'PermissionSetAssignment') : [];
  const sets = rows.filter(({ PermissionSet }) => PermissionSet && !PermissionSet.IsOwnedByProfile);
  return {
    id: user.Id,
    name: user.Name,
    active: user.IsActive,
    userType: user.UserType ?? null,
    profile: textOf(user.Profile?.['Name']),
    role: user.UserRole?.Name ?? null,
    permissionSets: [...new Set(sets.map(({ PermissionSet }) => PermissionSet?.Label ?? ''))].sort(),
    permissionSetIds: rows.map(({ PermissionSetId }) => PermissionSetId),
    permissions: new Set([...given(user.Profile), ...rows.flatMap((row) => given(row.PermissionSet))]),
    complete: assigned.readable && user.Profile !== null && user.Profile !== undefined,
  };
};

/**
 * The rights of a user, in one call; null when there is no such user.
 * @throws AppError as `Session.request`
 */
export const readRights = async (session: Session, id: string): Promise<UserRights | null> => {
  const { rows } = await askTogether(session, { user: userQuestion(id), assigned: assignmentQuestion(id) });
  if (!rows.user.readable) return null;
  const [user] = parseRows(userRow, rows.user.records, 'User');
  return user ? compile(user, rows.assigned) : null;
};

const objectRow = z.object({
  SobjectType: text,
  PermissionsCreate: checkbox,
  PermissionsDelete: checkbox,
  PermissionsEdit: checkbox,
  PermissionsViewAllRecords: checkbox,
  PermissionsModifyAllRecords: checkbox,
});

export interface ObjectRights {
  viewAll: string[];
  modifyAll: string[];
  /** Each list holds the API names of its objects, sorted. */
  read: string[];
  create: string[];
  edit: string[];
  delete: string[];
}

/** Object permissions of all sets together; null when the org does not show them. */
export const readObjectRights = async (
  session: Session,
  permissionSetIds: readonly string[],
): Promise<ObjectRights | null> => {
  if (permissionSetIds.length === 0) return null;
  const rows = await ask(session, {
    query: soql`SELECT SobjectType, PermissionsCreate, PermissionsEdit, PermissionsDelete, PermissionsViewAllRecords, PermissionsModifyAllRecords FROM ObjectPermissions WHERE PermissionsRead = ${true} AND ParentId IN ${permissionSetIds.map(recordId)}`,
  });
  if (!rows.readable) return null;
  const list = parseRows(objectRow, rows.records, 'ObjectPermissions');
  const objects = (chosen: typeof list) => [...new Set(chosen.map((row) => row.SobjectType))].sort();
  return {
    viewAll: objects(list.filter((row) => row.PermissionsViewAllRecords)),
    modifyAll: objects(list.filter((row) => row.PermissionsModifyAllRecords)),
    read: objects(list),
    create: objects(list.filter((row) => row.PermissionsCreate)),
    edit: objects(list.filter((row) => row.PermissionsEdit)),
    delete: objects(list.filter((row) => row.PermissionsDelete)),
  };
};
