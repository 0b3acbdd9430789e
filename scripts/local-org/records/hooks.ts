/** What the platform itself does beside a save: names of users, their profile's permission set, documents of files. */
import { checkRequest } from '../hub/request.ts';
import type { ObjectMetadata } from '../metadata/model.ts';
import { noteChange } from './audit.ts';
import { saveFile, linkNewFile } from './files.ts';
import type { SaveContext } from './context.ts';
import { refuse } from './faults.ts';
import { emptySummaries, recalculate } from './roll-ups.ts';
import type { Row } from './rows.ts';
import { completeGroup, dropShares, roleGroups } from './sharing.ts';
import { completeUser, endSessions, followProfile, startUser } from './users.ts';

/** Objects whose rows decide what users may see. */
export const ACCESS_OBJECTS = [
  'User',
  'Profile',
  'PermissionSet',
  'PermissionSetAssignment',
  'ObjectPermissions',
  'FieldPermissions',
  'SetupEntityAccess',
  'CustomPermission',
  'Organization',
  'UserRole',
  'Group',
  'GroupMember',
];

/** True for objects whose new rows bring others with them or are completed from elsewhere. */
export function hasHooks(object: ObjectMetadata): boolean {
  const hooked = [
    'User',
    'UserRole',
    'Group',
    'PermissionSetAssignment',
    'ContentVersion',
    'ContentDocumentLink',
    'Case',
    'ActiveScratchOrg',
  ];
  return hooked.includes(object.name) || object.kind === 'custom';
}

/** True for objects whose saves read or write rows beside their own, and so must not run side by side. */
export function hasSideWrites({ name, fields, sharesOf }: ObjectMetadata): boolean {
  const writing = ['ContentVersion', 'ContentDocumentLink', 'UserLogin'];
  // A detail's save works out the roll-ups of its master, whose rules may refuse it.
  const isDetail = [...fields.values()].some(({ master }) => master !== undefined);
  return ACCESS_OBJECTS.includes(name) || writing.includes(name) || sharesOf !== undefined || isDetail;
}

/** Completes a new record before it is checked. */
export async function beforeInsert(context: SaveContext, object: ObjectMetadata, row: Row): Promise<void> {
  Object.assign(row, emptySummaries(object));
  switch (object.name) {
    case 'User':
      return completeUser(context, row);
    case 'PermissionSetAssignment':
      return assignOnce(context, row);
    case 'ContentVersion':
      return saveFile(context, row);
    case 'ContentDocumentLink':
      return linkOnce(context, row);
    case 'ScratchOrgInfo':
      return checkRequest(context, row);
    case 'Group':
      return completeGroup(context, row);
    case 'Case':
      row['Status'] ??= 'New';
      row['Priority'] ??= 'Medium';
      return;
    default:
      return;
  }
}

/** What follows a new record. */
export async function afterInsert(context: SaveContext, object: ObjectMetadata, row: Row): Promise<void> {
  if (ACCESS_OBJECTS.includes(object.name)) context.log.accessChanged = true;
  if (object.name === 'User') await startUser(context, row);
  if (object.name === 'UserRole') await roleGroups(context, row);
  if (object.name === 'ContentVersion') await linkNewFile(context, row);
  await noteChange(context, object, row, null);
  await recalculate(context, object, { row, prior: null });
}

/** Completes the changes of a record before they are checked. */
export function beforeUpdate(object: ObjectMetadata, changes: Row, prior: Row): void {
  if (object.name === 'User' && ('FirstName' in changes || 'LastName' in changes)) {
    const whole = { ...prior, ...changes };
    changes['Name'] = [whole['FirstName'], whole['LastName']].filter(Boolean).join(' ');
  }
  if (object.name === 'UserLogin' && changes['IsPasswordLocked'] === true) {
    refuse('INVALID_FIELD_FOR_INSERT_UPDATE', 'IsPasswordLocked can only be set to false', [
      'IsPasswordLocked',
    ]);
  }
}

/** What follows a change. */
export async function afterUpdate(
  context: SaveContext,
  object: ObjectMetadata,
  row: Row,
  prior: Row,
): Promise<void> {
  if (ACCESS_OBJECTS.includes(object.name)) context.log.accessChanged = true;
  if (row['OwnerId'] !== prior['OwnerId']) await dropShares(context, object, row);
  if (object.name === 'User' && row['ProfileId'] !== prior['ProfileId']) await followProfile(context, row);
  if (object.name === 'User' && prior['IsActive'] === true && row['IsActive'] === false) {
    await endSessions(context, row);
  }
  await noteChange(context, object, row, prior);
  await recalculate(context, object, { row, prior });
}

/** What follows a deletion. */
export async function afterRemove(context: SaveContext, object: ObjectMetadata, row: Row): Promise<void> {
  if (ACCESS_OBJECTS.includes(object.name)) context.log.accessChanged = true;
  // Deleting the session's row ends the session: this is how an access is contained.
  if (object.name === 'AuthSession') context.sessionEnded(String(row['Id']));
  await noteChange(context, object, null, row);
}

async function assignOnce(context: SaveContext, row: Row): Promise<void> {
  row['IsActive'] ??= true;
  const [same] = await context.sql.query<{ id: string }>(
    'SELECT id FROM permissionsetassignment WHERE assigneeid = $1 AND permissionsetid = $2',
    [row['AssigneeId'], row['PermissionSetId']],
  );
  if (same) {
    refuse(
      'DUPLICATE_VALUE',
      `duplicate value found: AssigneeId duplicates value on record with id: ${same.id.slice(0, 15)}`,
    );
  }
}

async function linkOnce(context: SaveContext, row: Row): Promise<void> {
  row['ShareType'] ??= 'V';
  row['Visibility'] ??= 'AllUsers';
  const [same] = await context.sql.query<{ id: string }>(
    `SELECT id FROM contentdocumentlink WHERE contentdocumentid = $1 AND linkedentityid = $2 AND NOT isdeleted`,
    [row['ContentDocumentId'], row['LinkedEntityId']],
  );
  if (same) {
    refuse(
      'DUPLICATE_VALUE',
      `duplicate value found: LinkedEntityId duplicates value on record with id: ${same.id}`,
    );
  }
}
