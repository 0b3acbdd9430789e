/** The objects of a Dev Hub, which no other org has: requests for scratch orgs, and those that live. */
import type { ObjectMetadata } from '../metadata/model.ts';
import { AUDIT, DELETED, ID, standardObject } from '../metadata/standard/notation.ts';

/** Compared without case, which no other restricted picklist is: clients send `developer`. */
export const EDITIONS = [
  'Developer',
  'Enterprise',
  'Group',
  'Professional',
  'Partner Developer',
  'Partner Enterprise',
  'Partner Group',
  'Partner Professional',
];

const scratchOrgInfo = standardObject(
  {
    name: 'ScratchOrgInfo',
    label: 'Scratch Org Info',
    pluralLabel: 'Scratch Org Infos',
    keyPrefix: '2SR',
    sharingModel: 'Private',
  },
  `
${ID}
OwnerId | reference(18) | CUFGSD | Owner ID | User as Owner
${DELETED}
Name | string(255) | FSMA | Number
OrgName | string(80) | CFGS | Org Name
Edition | picklist(255) | CFGS | Edition | ${EDITIONS.join(', ')}
Username | string(80) | CFGSN | Requested Username
AdminEmail | email(80) | CFGSN | Requested Admin Email
Country | string(3) | CFGSN | Requested Country
Language | picklist(255) | CFGSN | Requested Language
DurationDays | int | CFGSN | Requested Duration In Days
Features | textarea(10000) | CNT | Features
HasSampleData | boolean | CFGSD | Has Sample Data
Description | textarea(2000) | CUNT | Description
Namespace | string(15) | CFGSN | Namespace
Release | picklist(255) | CFGSN | Release | !Current, Preview, Previous
Snapshot | string(80) | CFGSN | Snapshot
SourceOrg | string(18) | CFGSN | Shape Source Org
Package2AncestorIds | textarea(2000) | CNT | Requested Package2 Ancestor IDs
ConnectedAppConsumerKey | string(120) | CFGS | Connected App Consumer Key
ConnectedAppCallbackUrl | textarea(2000) | CT | Connected App Callback URL
Status | picklist(255) | FGSD | Status | !New, Creating, Active, Error, Deleted
ErrorCode | string(8) | FGSN | Error Code
ScratchOrg | string(15) | FGSN | Scratch Org ID
LoginUrl | textarea(2000) | NT | Login URL
AuthCode | string(120) | FGSN | Connected App Authorization Code
SignupUsername | string(80) | FGS | Signup Username
SignupEmail | email(80) | FGS | Signup Email
SignupInstance | string(15) | FGSN | Signup Instance
SignupCountry | string(3) | FGS | Signup Country
SignupLanguage | picklist(255) | FGS | Signup Language
SignupTrialDays | int | FGSN | Signup Trial Days
ExpirationDate | date | FGSN | Expiration Date
DeletedBy | string(15) | FGSN | Deleted By
DeletedDate | date | FGSN | Deleted Date
LastLoginDate | date | FGSN | Last Login Date
LastReferencedDate | datetime | FSN | Last Referenced Date
LastViewedDate | datetime | FSN | Last Viewed Date
${AUDIT}`,
);

const activeScratchOrg = standardObject(
  {
    name: 'ActiveScratchOrg',
    label: 'Active Scratch Org',
    pluralLabel: 'Active Scratch Orgs',
    keyPrefix: '2AS',
    sharingModel: 'Private',
    createable: false,
  },
  `
${ID}
OwnerId | reference(18) | UFGSD | Owner ID | User as Owner
${DELETED}
Name | string(255) | FSMA | Number
ScratchOrgInfoId | reference(18) | UFGSN | Scratch Org Info ID | ScratchOrgInfo as ScratchOrgInfo / ActiveScratchOrgs
ScratchOrg | string(15) | FGS | Scratch Org ID
OrgName | string(80) | FGSN | Org Name
Edition | picklist(255) | FGSN | Edition | ${EDITIONS.join(', ')}
SignupUsername | string(80) | FGSN | Username
SignupEmail | email(80) | FGSN | Email
SignupInstance | string(8) | FGSN | Instance
SignupTrialDays | int | FGSN | Active Days
ExpirationDate | date | FGSN | Expiration Date
Features | textarea(10000) | NT | Features
HasSampleData | boolean | FGSD | Has Sample Data
Description | textarea(2000) | UNT | Description
Namespace | string(9) | FGSN | Namespace
Snapshot | string(80) | FGSN | Snapshot
LastLoginDate | date | FGSN | Last Login Date
LastReferencedDate | datetime | FSN | Last Referenced Date
LastViewedDate | datetime | FSN | Last Viewed Date
${AUDIT}`,
);

export const hubObjects: readonly ObjectMetadata[] = [scratchOrgInfo, activeScratchOrg];
