/** What the platform records about set-up changes, logins and sessions. Only the platform writes these rows. */
import type { ObjectMetadata } from '../model.ts';
import { AUDIT, DELETED, ID, READ_ONLY, standardObject } from './notation.ts';

const setupAuditTrail = standardObject(
  {
    name: 'SetupAuditTrail',
    label: 'Setup Audit Trail Entry',
    pluralLabel: 'Setup Audit Trail',
    keyPrefix: '0Ym',
    ...READ_ONLY,
    uiApi: false,
    readPermissions: ['ViewSetup'],
    restrictions: { noFieldAggregates: true },
  },
  `
${ID}
Action | string(120) | FS | Action
Section | string(40) | SN | Section
Display | string(1000) | SN | Display
DelegateUser | string(80) | FSN | Delegate User
CreatedByContext | string(80) | FGSN | Created By Context
CreatedByIssuer | string(80) | FGSN | Created By Issuer
ResponsibleNamespacePrefix | string(15) | FSN | Source Namespace Prefix
CreatedDate | datetime | FS | Created Date
CreatedById | reference(18) | FGSN | Created By ID | User as CreatedBy
SystemModstamp | datetime | FS | System Modstamp`,
);

/** The filter list is the short one of the object's usage section; the field table contradicts it in places. */
const loginHistory = standardObject(
  {
    name: 'LoginHistory',
    label: 'Login History',
    pluralLabel: 'Login History',
    keyPrefix: '0Ya',
    ...READ_ONLY,
    uiApi: false,
    readPermissions: ['ManageUsers', 'MonitorLoginHistory'],
  },
  `
${ID}
UserId | reference(18) | FGSN | User ID | User
LoginTime | datetime | FS | Login Time
LoginType | picklist(40) | FGS | Login Type
LoginSubType | picklist(40) | GSN | Login Subtype
LoginUrl | string(255) | FGSN | Login URL
SourceIp | string(39) | GSN | Source IP
ForwardedForIp | string(255) | GSN | Forwarded For IP
LoginGeoId | string(18) | GSN | Login Geo Data ID
AuthMethodReference | string(128) | GSN | Authentication Method Reference
AuthContextClassRef | string(500) | GSN | Authentication Context Class Reference
Status | string(128) | GSN | Status
Application | string(64) | GSN | Application
Browser | string(64) | GSN | Browser
Platform | string(64) | GSN | Platform
ApiType | string(64) | GSN | API Type
ApiVersion | string(32) | GSN | API Version
ClientVersion | string(64) | GSN | Client Version
CountryIso | string(3) | FGSN | Country Code
CipherSuite | picklist(40) | FGSN | TLS Cipher Suite
TlsProtocol | picklist(40) | FGSN | TLS Protocol
NetworkId | string(18) | FGSN | Network ID
AuthenticationServiceId | string(18) | FGSN | Authentication Service ID
OptionsIsGet | boolean | F | Login via GET
OptionsIsPost | boolean | F | Login via POST`,
);

const authSession = standardObject(
  {
    name: 'AuthSession',
    label: 'Auth Session',
    pluralLabel: 'Auth Sessions',
    keyPrefix: '0Ak',
    ...READ_ONLY,
    deletable: true,
    uiApi: false,
    readPermissions: ['ManageUsers', 'ViewSetup'],
    writePermissions: ['ManageUsers'],
    ownRowsField: 'UsersId',
  },
  `
${ID}
UsersId | reference(18) | FGSN | User ID | User as Users
SessionType | picklist(40) | FGSN | Session Type
SessionSecurityLevel | picklist(40) | FGSN | Session Security Level
UserType | picklist(40) | FGS | User Type
LoginType | picklist(40) | FGSN | Login
LoginSubType | picklist(40) | FGSN | Login Subtype
LoginHistoryId | reference(18) | FGSN | Login History ID | LoginHistory as LoginHistory
LoginGeoId | string(18) | FGSN | Login Geo Data ID
LogoutUrl | string(1500) | FSN | Logout URL
SourceIp | string(39) | FGS | Source IP
NumSecondsValid | int | FGS | Valid For
ParentId | reference(18) | FGSN | Auth Session ID | AuthSession
IsCurrent | boolean | FGSD | Current Session
IsAssociatedWithJwtAccessToken | boolean | FGSD | Associated With Jwt
CreatedDate | datetime | FS | Created
LastModifiedDate | datetime | FS | Updated`,
);

/** The framework that all event log objects share: Hyperforce and a licence, plain queries, a window of 15 days. */
const EVENT_LOG: Partial<ObjectMetadata> = {
  ...READ_ONLY,
  retrieveable: false,
  uiApi: false,
  licence: 'eventLog',
  readPermissions: ['EventLogReadAccess'],
  restrictions: { plainQueriesOnly: true, timeWindow: { field: 'Timestamp', days: 15 } },
};

/** No field names the user who was logged in as; all fields may be empty. */
const salesforceLoginAs = standardObject(
  {
    name: 'SalesforceLoginAsEventLog',
    label: 'Salesforce Login As Event Log',
    pluralLabel: 'Salesforce Login As Event Logs',
    keyPrefix: '0Lk',
    ...EVENT_LOG,
  },
  `
ActualUserIdentifier | string(255) | FGSN | Actual User Identifier
CaseIdentifier | string(255) | FGSN | Case Identifier
IpAddress | string(255) | FGSN | Ip Address
OperationType | string(255) | FGSN | Operation Type
RequestIdentifier | string(255) | FGSN | Request Identifier
Timestamp | datetime | FSN | Timestamp`,
);

/** What administrators did while logged in as others: the delegated user acts, the user is acted as. */
const loginAs = standardObject(
  {
    name: 'LoginAsEventLog',
    label: 'Login As Event Log',
    pluralLabel: 'Login As Event Logs',
    keyPrefix: '0Lj',
    ...EVENT_LOG,
  },
  `
ClientIp | string(255) | FGSN | Client Ip
CpuTime | double | FSN | Cpu Time
DelegatedUserIdentifier | string(255) | FGSN | Delegated User Identifier
DelegatedUserName | string(255) | FGSN | Delegated User Name
LoginKey | string(255) | FGSN | Login Key
RequestIdentifier | string(255) | FGSN | Request Identifier
RunTime | double | FSN | Run Time
SessionKey | string(255) | FGSN | Session Key
Timestamp | datetime | FSN | Timestamp
Uri | string(255) | FGSN | Uri
UserIdentifier | string(255) | FGSN | User Identifier`,
);

/** Known to every org, as some event types are free; which files there are depends on the licence. */
const eventLogFile = standardObject(
  {
    name: 'EventLogFile',
    label: 'Event Log File',
    pluralLabel: 'Event Log Files',
    keyPrefix: '0AT',
    ...READ_ONLY,
    uiApi: false,
    readPermissions: ['ViewEventLogFiles'],
  },
  `
${ID}
${DELETED}
EventType | picklist(255) | FGS | Event Type
LogDate | datetime | FS | Log Date
LogFileLength | double | FS | Log File Length
LogFileContentType | string(255) | FGS | Log File Content Type
ApiVersion | double | FS | API Version
Sequence | int | FGSN | Sequence
Interval | picklist(255) | FGSN | Interval | Daily, Hourly
LogFileFieldNames | string(1333) | N | Log File Field Names
LogFileFieldTypes | string(1333) | N | Log File Field Types
LogFile | base64 | | Log File
${AUDIT}`,
);

export const evidenceObjects: ObjectMetadata[] = [
  setupAuditTrail,
  loginHistory,
  authSession,
  salesforceLoginAs,
  loginAs,
  eventLogFile,
];
