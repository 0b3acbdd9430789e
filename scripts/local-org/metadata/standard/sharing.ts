/** Who stands above whom, who belongs together, and the objects that share the records of others. */
import type { ObjectMetadata } from '../model.ts';
import { AUDIT, ID, READ_ONLY, standardObject } from './notation.ts';

const userRole = standardObject(
  {
    name: 'UserRole',
    label: 'Role',
    pluralLabel: 'Roles',
    keyPrefix: '00E',
    openToAll: true,
    writePermissions: ['ManageRoles'],
    recyclable: false,
  },
  `
${ID}
Name | string(80) | CUFGSLM | Name
DeveloperName | string(80) | CUFGSN | Developer Name
ParentRoleId | reference(18) | CUFGSN | Parent Role ID | UserRole as ParentRole
RollupDescription | string(80) | CUFGSN | Description
OpportunityAccessForAccountOwner | picklist(40) | CUFGSD | Opportunity Access Level for Account Owner | !None, Read, Edit
CaseAccessForAccountOwner | picklist(40) | CUFGSN | Case Access Level for Account Owner | !None, Read, Edit
MayForecastManagerShare | boolean | FGSD | May Forecast Manager Share
LastModifiedDate | datetime | FS | Last Modified Date
LastModifiedById | reference(18) | FGS | Last Modified By ID | User as LastModifiedBy
SystemModstamp | datetime | FS | System Modstamp`,
);

/** Public groups are made by people; those of roles and of everybody by the platform. */
const group = standardObject(
  {
    name: 'Group',
    label: 'Group',
    pluralLabel: 'Group',
    keyPrefix: '00G',
    openToAll: true,
    writePermissions: ['ManageUsers'],
    recyclable: false,
  },
  `
${ID}
Name | string(40) | CUFGSLM | Name
DeveloperName | string(80) | CUFGSN | Developer Name
RelatedId | reference(18) | FGSN | Related ID | User, UserRole as Related
Type | picklist(40) | CFGSD | Type | !Regular, Role, RoleAndSubordinates, Organization, Queue
Email | email(255) | CUFGSN | Email
Description | textarea(1332) | CUFSN | Description
OwnerId | reference(18) | FGS | Owner ID | User as Owner
DoesSendEmailToMembers | boolean | CUFGSD | Send Email to Members
DoesIncludeBosses | boolean | CUFGSD | Include Bosses
${AUDIT}`,
);

const groupMember = standardObject(
  {
    name: 'GroupMember',
    label: 'Group Member',
    pluralLabel: 'Group Member',
    keyPrefix: '011',
    openToAll: true,
    writePermissions: ['ManageUsers'],
    updateable: false,
    recyclable: false,
    uiApi: false,
  },
  `
${ID}
GroupId | reference(18) | CFGS | Group ID | Group as Group / GroupMembers
UserOrGroupId | reference(18) | CFGS | User/Group ID | User, Group as UserOrGroup
SystemModstamp | datetime | FS | System Modstamp`,
);

/** Answers are computed for each query (`security/record-access.ts`), so there is never a row in its table. */
const userRecordAccess = standardObject(
  {
    name: 'UserRecordAccess',
    label: 'User Record Access',
    pluralLabel: 'User Record Access',
    keyPrefix: '0J6',
    openToAll: true,
    ...READ_ONLY,
    retrieveable: false,
    uiApi: false,
  },
  `
Id | id(18) | - | User Record Access ID
UserId | reference(18) | FG | User ID | User
RecordId | reference(40) | FGS | Record ID
HasReadAccess | boolean | FGSD | Has Read Access
HasEditAccess | boolean | FGSD | Has Edit Access
HasDeleteAccess | boolean | FGSD | Has Delete Access
HasTransferAccess | boolean | FGSD | Has Transfer Access
HasAllAccess | boolean | FGSD | Has All Access
MaxAccessLevel | picklist(40) | GSN | Maximum Access Level | !None, Read, Edit, Delete, Transfer, All`,
);

export const sharingObjects: ObjectMetadata[] = [
  userRole,
  { ...group, fields: cascading(group, ['relatedid']) },
  { ...groupMember, fields: cascading(groupMember, ['groupid', 'userorgroupid']) },
  userRecordAccess,
];

/** Rows that go with what they name. */
function cascading(object: ObjectMetadata, names: string[]): ObjectMetadata['fields'] {
  return new Map(
    [...object.fields].map(([key, field]) => [
      key,
      names.includes(key) ? { ...field, deleteConstraint: 'Cascade' as const } : field,
    ]),
  );
}

/** Adds `X__Share` for each custom object whose default does not already let everybody write. */
export function addShareObjects(objects: Map<string, ObjectMetadata>): void {
  for (const object of [...objects.values()]) {
    if (object.kind !== 'custom' || !['Private', 'Read'].includes(object.sharingModel)) continue;
    const share = shareObject(object);
    objects.set(share.name.toLowerCase(), share);
  }
}

function shareObject(shared: ObjectMetadata): ObjectMetadata {
  const name = shared.name.replace(/__c$/, '__Share');
  const share = standardObject(
    {
      name,
      label: `Share: ${shared.label}`,
      pluralLabel: `Share: ${shared.label}`,
      // All share objects of custom objects begin with the same three characters.
      keyPrefix: '02c',
      custom: true,
      recyclable: false,
      uiApi: false,
      sharesOf: shared.name,
    },
    `
${ID}
ParentId | reference(18) | CFGS | Parent ID | ${shared.name} as Parent / Shares
UserOrGroupId | reference(18) | CFGS | User/Group ID | User, Group as UserOrGroup
AccessLevel | picklist(40) | CUFGS | Access Level | !Read, Edit, All
RowCause | picklist(40) | CFGSD | Row Cause | !Owner, Manual, Rule, ImplicitChild, ImplicitParent, Team
LastModifiedDate | datetime | FS | Last Modified Date
LastModifiedById | reference(18) | FGS | Last Modified By ID | User as LastModifiedBy
IsDeleted | boolean | FGSD | Deleted`,
  );
  return { ...share, fields: cascading(share, ['parentid', 'userorgroupid']) };
}
