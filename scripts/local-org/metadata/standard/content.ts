/** Files, and the few business objects that a custom object may refer to. */
import type { ObjectMetadata } from '../model.ts';
import { AUDIT, DELETED, ID, standardObject } from './notation.ts';

const contentVersion = standardObject(
  {
    name: 'ContentVersion',
    label: 'Content Version',
    pluralLabel: 'Content Versions',
    keyPrefix: '068',
    openToAll: true,
    sharingModel: 'Private',
    deletable: false,
  },
  `
${ID}
ContentDocumentId | reference(18) | CFGSN | Content Document ID | ContentDocument as ContentDocument / ContentVersions
Title | string(255) | CUFGSLDM | Title
Description | textarea(1000) | CUFSN | Description
PathOnClient | string(500) | CFSN | Path On Client
VersionData | base64 | CUN | Version Data
VersionNumber | string(20) | FGSN | Version Number
IsLatest | boolean | FGSD | Is Latest
ReasonForChange | string(1000) | CUFSN | Reason For Change
FirstPublishLocationId | reference(18) | CFGSN | First Publish Location ID | User as FirstPublishLocation
ContentSize | int | FGSN | Size
Checksum | string(50) | FGSN | MD5 Checksum
FileType | string(20) | FGS | File Type
FileExtension | string(40) | FGSN | File Extension
ContentModifiedDate | datetime | FSN | Content Modified Date
PublishStatus | picklist(40) | FGSD | Publish Status
OwnerId | reference(18) | CUFGSD | Owner ID | User as Owner
${DELETED}
${AUDIT}`,
);

const contentDocument = standardObject(
  {
    name: 'ContentDocument',
    label: 'Content Document',
    pluralLabel: 'Content Documents',
    keyPrefix: '069',
    openToAll: true,
    sharingModel: 'Private',
    createable: false,
  },
  `
${ID}
Title | string(255) | UFGSLM | Title
Description | textarea(1000) | UFSN | Description
LatestPublishedVersionId | reference(18) | FGSN | Latest Published Version ID | ContentVersion as LatestPublishedVersion
ContentSize | int | FGSN | Size
FileType | string(20) | FGSN | File Type
FileExtension | string(40) | FGSN | File Extension
ContentModifiedDate | datetime | FSN | Content Modified Date
PublishStatus | picklist(40) | FGSD | Publish Status
OwnerId | reference(18) | UFGS | Owner ID | User as Owner
${DELETED}
${AUDIT}`,
);

const contentDocumentLink = standardObject(
  {
    name: 'ContentDocumentLink',
    label: 'Content Document Link',
    pluralLabel: 'Content Document Link',
    keyPrefix: '06A',
    openToAll: true,
    sharingModel: 'Private',
    updateable: false,
    restrictions: { requiredFilter: ['ContentDocumentId', 'LinkedEntityId', 'Id'] },
  },
  `
${ID}
ContentDocumentId | reference(18) | CFGS | Content Document ID | ContentDocument as ContentDocument / ContentDocumentLinks
LinkedEntityId | reference(18) | CFGS | Linked Entity ID | User as LinkedEntity / ContentDocumentLinks
ShareType | picklist(40) | CFGSD | Share Type | !V, C, I
Visibility | picklist(40) | CFGSD | Visibility | !AllUsers, InternalUsers, SharedUsers
${DELETED}
SystemModstamp | datetime | FS | Last Modified Date`,
);

/** The customer's own cases; a support case at Salesforce is never a row here. */
const supportCase = standardObject(
  {
    name: 'Case',
    label: 'Case',
    pluralLabel: 'Cases',
    keyPrefix: '500',
    sharingModel: 'ReadWrite',
    triggerable: true,
  },
  `
${ID}
CaseNumber | string(30) | FGSLMA | Case Number
Subject | string(255) | CUFGSN | Subject
Description | textarea(32000) | CUNT | Description
Status | picklist(255) | CUFGSDN | Status | New, Working, Escalated, Closed
Priority | picklist(255) | CUFGSDN | Priority | High, Medium, Low
Origin | picklist(255) | CUFGSN | Case Origin | Phone, Email, Web
OwnerId | reference(18) | CUFGSD | Owner ID | User as Owner
${DELETED}
${AUDIT}`,
);

export const contentObjects: ObjectMetadata[] = [
  contentVersion,
  contentDocument,
  contentDocumentLink,
  supportCase,
];
