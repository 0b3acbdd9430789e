/** The organisation, its users and what they may do. */
import type { ObjectMetadata } from '../model.ts';
import { AUDIT, ID, READ_ONLY, standardObject } from './notation.ts';

const USER_FIELDS = `
${ID}
Username | string(80) | CUFGSLQ | Username
LastName | string(80) | CUFGS | Last Name
FirstName | string(40) | CUFGSN | First Name
Name | string(121) | FGSM | Full Name
Alias | string(8) | CUFGSD | Alias
CommunityNickname | string(40) | CUFGSDQ | Nickname
Email | email(128) | CUFGSL | Email
Title | string(80) | CUFGSN | Title
Department | string(80) | CUFGSN | Department
CompanyName | string(80) | CUFGSN | Company Name
IsActive | boolean | CUFGSD | Active
UserType | picklist(40) | FGSN | User Type | !Standard, PowerPartner, CSPLitePortal, CustomerSuccess, PowerCustomerSuccess, CsnOnly, Guest
ProfileId | reference(18) | CUFGS | Profile ID | Profile as Profile / Users
UserRoleId | reference(18) | CUFGSN | Role ID | UserRole as UserRole / Users
ManagerId | reference(18) | CUFGSN | Manager ID | User as Manager / ManagedUsers
TimeZoneSidKey | picklist(40) | CUFGSD | Time Zone
LocaleSidKey | picklist(40) | CUFGSD | Locale
LanguageLocaleKey | picklist(40) | CUFGSD | Language
EmailEncodingKey | picklist(40) | CUFGSD | Email Encoding
FederationIdentifier | string(512) | CUFGSN | SAML Federation ID
LastLoginDate | datetime | FSN | Last Login
LastPasswordChangeDate | datetime | FSN | Last Password Change or Reset
SuAccessExpirationDate | date | FGSN | SU Access Expiration Date
${AUDIT}`;

const user = standardObject(
  {
    name: 'User',
    label: 'User',
    pluralLabel: 'Users',
    keyPrefix: '005',
    openToAll: true,
    // With a private default these show the users that no role puts below one.
    readPermissions: ['ViewAllUsers', 'ManageUsers'],
    writePermissions: ['ManageUsers'],
    deletable: false,
    recyclable: false,
  },
  USER_FIELDS,
);

const userLogin = standardObject(
  {
    name: 'UserLogin',
    label: 'User Login',
    pluralLabel: 'User Login',
    keyPrefix: '0Yw',
    ...READ_ONLY,
    updateable: true,
    uiApi: false,
    readPermissions: ['ManageUsers'],
    writePermissions: ['ManageUsers'],
  },
  `
${ID}
UserId | reference(18) | FGSN | User ID | User
IsFrozen | boolean | UFGSD | Is Frozen
IsPasswordLocked | boolean | UFGSD | Is Password Locked
LastModifiedDate | datetime | FS | Last Modified Date
LastModifiedById | reference(18) | FGS | Last Modified By ID | User as LastModifiedBy`,
);

const profile = (systemPermissions: readonly string[]) =>
  standardObject(
    {
      name: 'Profile',
      label: 'Profile',
      pluralLabel: 'Profile',
      keyPrefix: '00e',
      openToAll: true,
      ...READ_ONLY,
    },
    `
${ID}
Name | string(255) | FGSLM | Name
Description | string(255) | FGSN | Description
UserType | picklist(40) | FGSN | User Type
${permissionFields(systemPermissions)}
${AUDIT}`,
  );

/** `Permissions…` fields of a profile or permission set: those of every org, and those the source names. */
function permissionFields(systemPermissions: readonly string[]): string {
  return [...new Set([...SYSTEM_PERMISSIONS, ...systemPermissions])]
    .sort()
    .map((name) => `Permissions${name} | boolean | FGSD | ${name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ')}`)
    .join('\n');
}

/** System permissions of every org: those the local org acts on, and those that tell how powerful a user is. */
export const SYSTEM_PERMISSIONS = [
  'ApiEnabled',
  'ApiUserOnly',
  'AssignPermissionSets',
  'AuthorApex',
  'CreateAuditFields',
  'CustomizeApplication',
  'EventLogReadAccess',
  'ExportReport',
  'ManageLoginAccessPolicies',
  'ManageRoles',
  'ManageUsers',
  'ModifyAllData',
  'ModifyMetadata',
  'MonitorLoginHistory',
  'PasswordNeverExpires',
  'TransferAnyEntity',
  'ViewAllData',
  'ViewAllUsers',
  'ViewSetup',
];

const permissionSet = (systemPermissions: readonly string[]) =>
  standardObject(
    {
      name: 'PermissionSet',
      label: 'Permission Set',
      pluralLabel: 'Permission Sets',
      keyPrefix: '0PS',
      openToAll: true,
      ...READ_ONLY,
    },
    `
${ID}
Name | string(80) | FGSM | API Name
Label | string(80) | FGS | Permission Set Label
Description | string(255) | FGSN | Description
IsCustom | boolean | FGSD | Custom
IsOwnedByProfile | boolean | FGSD | Is Owned By Profile
ProfileId | reference(18) | FGSN | Profile ID | Profile as Profile
NamespacePrefix | string(15) | FGSN | Namespace Prefix
Type | picklist(40) | FGSN | Permission Set Type
${permissionFields(systemPermissions)}
${AUDIT}`,
  );

const assignment = standardObject(
  {
    name: 'PermissionSetAssignment',
    label: 'Permission Set Assignment',
    pluralLabel: 'Permission Set Assignments',
    keyPrefix: '0Pa',
    openToAll: true,
    writePermissions: ['AssignPermissionSets', 'ManageUsers'],
    updateable: false,
    recyclable: false,
    uiApi: false,
  },
  `
${ID}
AssigneeId | reference(18) | CFGS | Assignee ID | User as Assignee / PermissionSetAssignments
PermissionSetId | reference(18) | CFGS | Permission Set ID | PermissionSet as PermissionSet / Assignments
PermissionSetGroupId | string(18) | FGSN | Permission Set Group ID
ExpirationDate | datetime | CFSN | Expires On
IsActive | boolean | FGSD | Is Active
SystemModstamp | datetime | FS | Date Assigned`,
);

const objectPermissions = standardObject(
  {
    name: 'ObjectPermissions',
    label: 'Object Permissions',
    pluralLabel: 'Object Permissions',
    keyPrefix: '110',
    openToAll: true,
    ...READ_ONLY,
    uiApi: false,
  },
  `
${ID}
ParentId | reference(18) | FGS | Parent ID | PermissionSet as Parent / ObjectPerms
SobjectType | picklist(40) | FGS | SObject Type Name
PermissionsRead | boolean | FGSD | Read Records
PermissionsCreate | boolean | FGSD | Create Records
PermissionsEdit | boolean | FGSD | Edit Records
PermissionsDelete | boolean | FGSD | Delete Records
PermissionsViewAllRecords | boolean | FGSD | Read All Records
PermissionsModifyAllRecords | boolean | FGSD | Edit All Records
${AUDIT}`,
);

const fieldPermissions = standardObject(
  {
    name: 'FieldPermissions',
    label: 'Field Permissions',
    pluralLabel: 'Field Permissions',
    keyPrefix: '01k',
    openToAll: true,
    ...READ_ONLY,
    uiApi: false,
  },
  `
${ID}
ParentId | reference(18) | FGS | Parent ID | PermissionSet as Parent / FieldPerms
SobjectType | picklist(40) | FGS | Sobject Type Name
Field | picklist(255) | FGS | Field Name
PermissionsRead | boolean | FGSD | Read Field
PermissionsEdit | boolean | FGSD | Edit Field
SystemModstamp | datetime | FS | System Modstamp`,
);

const setupEntityAccess = standardObject(
  {
    name: 'SetupEntityAccess',
    label: 'Setup Entity Access',
    pluralLabel: 'Setup Entity Access',
    keyPrefix: '0J0',
    openToAll: true,
    ...READ_ONLY,
    uiApi: false,
  },
  `
${ID}
ParentId | reference(18) | FGS | Parent ID | PermissionSet as Parent / SetupEntityAccessItems
SetupEntityId | reference(18) | FGS | Setup Entity ID | CustomPermission
SetupEntityType | picklist(40) | FGSN | Setup Entity Type
SystemModstamp | datetime | FS | System Modstamp`,
);

const customPermission = standardObject(
  {
    name: 'CustomPermission',
    label: 'Custom Permission',
    pluralLabel: 'Custom Permissions',
    keyPrefix: '0CP',
    openToAll: true,
    ...READ_ONLY,
    uiApi: false,
  },
  `
${ID}
DeveloperName | string(80) | FGSM | Name
MasterLabel | string(80) | FGS | Label
Description | textarea(255) | FGSN | Description
NamespacePrefix | string(15) | FGSN | Namespace Prefix
${AUDIT}`,
);

const organization = standardObject(
  {
    name: 'Organization',
    label: 'Organization',
    pluralLabel: 'Organizations',
    keyPrefix: '00D',
    openToAll: true,
    ...READ_ONLY,
  },
  `
${ID}
Name | string(80) | FGSLM | Organization Name
InstanceName | string(40) | FGSN | Instance Name
IsSandbox | boolean | FGSD | Is Sandbox
OrganizationType | picklist(40) | FGSN | Edition
TrialExpirationDate | datetime | FSN | Trial Expiration Date
NamespacePrefix | string(15) | FGSNL | Namespace Prefix
DefaultLocaleSidKey | picklist(40) | FGS | Locale
LanguageLocaleKey | picklist(40) | FGS | Language
TimeZoneSidKey | picklist(40) | FGS | Time Zone
Country | string(80) | FGSN | Country
PrimaryContact | string(80) | FGSN | Primary Contact
${AUDIT}`,
);

/** `systemPermissions` = the names that permission sets of the source use. */
export const peopleObjects = (systemPermissions: readonly string[]): ObjectMetadata[] => [
  user,
  userLogin,
  profile(systemPermissions),
  permissionSet(systemPermissions),
  assignment,
  objectPermissions,
  fieldPermissions,
  setupEntityAccess,
  customPermission,
  organization,
];
