/** What belongs to a user beside his row: full name, defaults, login record, his profile's permission set. */
import { findObject } from '../metadata/model.ts';
import type { SaveContext } from './context.ts';
import type { Row } from './rows.ts';
import { insertRecord } from './save.ts';

/** Fills in what the platform derives for a new user. */
export async function completeUser(context: SaveContext, row: Row): Promise<void> {
  const [organization] = await context.sql.query<Record<string, string>>(
    'SELECT timezonesidkey, defaultlocalesidkey, languagelocalekey FROM organization LIMIT 1',
  );
  const name = [row['FirstName'], row['LastName']].filter(Boolean).join(' ');
  const username = String(row['Username'] ?? '');
  Object.assign(row, {
    Name: name,
    Alias: row['Alias'] ?? username.slice(0, 8),
    CommunityNickname: row['CommunityNickname'] ?? username.slice(0, 40),
    IsActive: row['IsActive'] ?? true,
    UserType: row['UserType'] ?? 'Standard',
    TimeZoneSidKey: row['TimeZoneSidKey'] ?? organization?.['timezonesidkey'] ?? 'UTC',
    LocaleSidKey: row['LocaleSidKey'] ?? organization?.['defaultlocalesidkey'] ?? 'en_US',
    LanguageLocaleKey: row['LanguageLocaleKey'] ?? organization?.['languagelocalekey'] ?? 'en_US',
    EmailEncodingKey: row['EmailEncodingKey'] ?? 'UTF-8',
  });
}

/** Gives a new user the record of his logins and the permission set of his profile. */
export async function startUser(context: SaveContext, row: Row): Promise<void> {
  const userLogin = findObject(context.metadata, 'UserLogin');
  if (userLogin) {
    await insertRecord({ ...context, system: true }, userLogin, { UserId: row['Id'], IsFrozen: false });
  }
  await followProfile(context, row);
}

/** Makes the permission set of the user's profile the only profile-owned one that he holds. */
export async function followProfile(context: SaveContext, row: Row): Promise<void> {
  await context.sql.query(
    `DELETE FROM permissionsetassignment WHERE assigneeid = $1
     AND permissionsetid IN (SELECT id FROM permissionset WHERE isownedbyprofile)`,
    [row['Id']],
  );
  const [set] = await context.sql.query<{ id: string }>('SELECT id FROM permissionset WHERE profileid = $1', [
    row['ProfileId'],
  ]);
  const assignment = findObject(context.metadata, 'PermissionSetAssignment');
  if (!set || !assignment) return;
  await insertRecord({ ...context, system: true }, assignment, {
    AssigneeId: row['Id'],
    PermissionSetId: set.id,
  });
}

/** A user who is deactivated is logged out everywhere. */
export async function endSessions(context: SaveContext, row: Row): Promise<void> {
  const sessions = await context.sql.query<{ id: string }>(
    "DELETE FROM authsession WHERE usersid = $1 AND sessiontype <> 'SubstituteUser' RETURNING id",
    [row['Id']],
  );
  for (const { id } of sessions) context.sessionEnded(id);
}
