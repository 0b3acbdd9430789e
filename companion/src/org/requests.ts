/** Reads `Access_Request__c` rows, deleted ones too, with the two persons they name. */
import { z } from 'zod';
import { type Question, read } from './reading.ts';
import type { Session } from './session.ts';
import { names, recordId, soql, type Soql } from './soql.ts';
import { checkbox, type FieldKind, type Fields, fieldsOf, instant, parseRows, text } from './values.ts';

/** Every field of the object that is neither system nor relation, with the form of its values. */
const REQUEST_FIELDS: Readonly<Record<string, FieldKind>> = {
  Support_Case_Number__c: 'text',
  Support_Case_Id__c: 'text',
  Related_Case__c: 'text',
  Extends__c: 'text',
  Requesting_Party__c: 'text',
  Incident_Type__c: 'text',
  Purpose__c: 'text',
  Necessity__c: 'text',
  Data_Viewed__c: 'text',
  Target_User__c: 'text',
  Environment__c: 'text',
  Hours_Wanted__c: 'number',
  Break_Glass__c: 'checkbox',
  Break_Glass_Reason__c: 'text',
  Break_Glass_Confirmation__c: 'text',
  Requested_By__c: 'text',
  Requested_By_Address__c: 'text',
  Client_Key__c: 'text',
  Org_Id__c: 'text',
  Answer__c: 'text',
  Revocation_Requested__c: 'checkbox',
  Revocation_Reason__c: 'text',
  Cancel_Reason__c: 'text',
  State__c: 'text',
  Outcome__c: 'text',
  Submitted_At__c: 'instant',
  Deadline__c: 'instant',
  Next_Open__c: 'instant',
  Decided_At__c: 'instant',
  Decided_By__c: 'text',
  Approvals_Given__c: 'number',
  Approvals_Needed__c: 'number',
  Roles_Missing__c: 'text',
  Next_Level__c: 'number',
  Next_Level_At__c: 'instant',
  Next_Reminder_At__c: 'instant',
  Window_Start__c: 'instant',
  Window_End__c: 'instant',
  Gates__c: 'text',
  Gate_Summary__c: 'text',
  Policy_Version__c: 'text',
  Roster_Version__c: 'text',
  Mode__c: 'text',
  Check_Phrase__c: 'text',
  Grant_Step__c: 'text',
  Grant_End__c: 'date',
  Break_Glass_Review__c: 'text',
  Break_Glass_Review_Due__c: 'instant',
  Break_Glass_Reviewed_At__c: 'instant',
  Break_Glass_Reviewed_By__c: 'text',
  Frozen__c: 'checkbox',
  Freeze_Ended_At__c: 'instant',
  Freeze_Ended_By__c: 'text',
  Restored_At__c: 'instant',
  Revision__c: 'number',
  Ledger_Index__c: 'number',
  Ledger_Leaf__c: 'text',
};

export interface Person {
  id: string;
  name: string;
  username: string;
  email: string | null;
  /** IANA name, as the user set it. */
  timeZone: string | null;
  /** As the user set it, e.g. `de` or `en_US`. */
  language: string | null;
}

export interface RawRequest {
  id: string;
  /** The record's number, e.g. `AR-000012`. */
  name: string;
  /** The org the row says it belongs to; another one than ours marks a copy from before a sandbox refresh. */
  orgId: string | null;
  deleted: boolean;
  createdAt: string;
  createdById: string;
  modifiedAt: string;
  modifiedById: string;
  modifiedByName: string | null;
  systemModstamp: string;
  /** All fields of REQUEST_FIELDS. */
  fields: Fields;
  requestedBy: Person | null;
  targetUser: Person | null;
}

const PERSON = ['Id', 'Name', 'Username', 'Email', 'TimeZoneSidKey', 'LanguageLocaleKey'];
const COLUMNS = [
  'Id',
  'Name',
  'IsDeleted',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'LastModifiedBy.Name',
  'SystemModstamp',
  ...Object.keys(REQUEST_FIELDS),
  ...PERSON.map((field) => `Requested_By__r.${field}`),
  ...PERSON.map((field) => `Target_User__r.${field}`),
];

const person = z
  .object({
    Id: text,
    Name: text,
    Username: text,
    Email: text.nullish(),
    TimeZoneSidKey: text.nullish(),
    LanguageLocaleKey: text.nullish(),
  })
  .transform((row): Person => ({
    id: row.Id,
    name: row.Name,
    username: row.Username,
    email: row.Email ?? null,
    timeZone: row.TimeZoneSidKey ?? null,
    language: row.LanguageLocaleKey ?? null,
  }))
  .nullish();

const fields = fieldsOf(REQUEST_FIELDS);

const requestRow = z
  .looseObject({
    Id: text,
    Name: text,
    IsDeleted: checkbox,
    CreatedDate: instant,
    CreatedById: text,
    LastModifiedDate: instant,
    LastModifiedById: text,
    LastModifiedBy: z.object({ Name: text }).nullish(),
    SystemModstamp: instant,
    Requested_By__r: person,
    Target_User__r: person,
  })
  .transform((row, context): RawRequest => {
    const values = fields.safeParse(row);
    if (!values.success) {
      for (const issue of values.error.issues) context.addIssue({ ...issue, code: 'custom' });
      return z.NEVER;
    }
    return {
      id: row.Id,
      name: row.Name,
      orgId: (values.data['Org_Id__c'] ?? null) as string | null,
      deleted: row.IsDeleted,
      createdAt: row.CreatedDate,
      createdById: row.CreatedById,
      modifiedAt: row.LastModifiedDate,
      modifiedById: row.LastModifiedById,
      modifiedByName: row.LastModifiedBy?.Name ?? null,
      systemModstamp: row.SystemModstamp,
      fields: values.data,
      requestedBy: row.Requested_By__r ?? null,
      targetUser: row.Target_User__r ?? null,
    };
  });

export const parseRequests = (rows: readonly unknown[]): RawRequest[] =>
  parseRows(requestRow, rows, 'Access_Request__c');

const select = (where: Soql): Soql =>
  soql`SELECT ${names(...COLUMNS)} FROM ${names('Access_Request__c')} ${where} ORDER BY SystemModstamp, Id`;

/** Rows changed at or after `since` (every row when null), deleted ones included. */
export const requestsSince = (since: Temporal.Instant | null): Question => ({
  query: select(since === null ? soql`` : soql`WHERE SystemModstamp >= ${since}`),
  all: true,
});

export type RequestChoice = { ids: readonly string[] } | { since: Temporal.Instant } | 'all';

/** Ids in one query, so that its address stays below the 16 kB that Salesforce takes. */
const IDS_AT_ONCE = 200;

/** @throws AppError configuration when the object or one of its fields cannot be read */
export const readRequests = async (
  session: Session,
  choice: RequestChoice,
  options: { deleted: boolean },
): Promise<RawRequest[]> => {
  const all = options.deleted;
  if (choice === 'all') return parseRequests(await read(session, select(soql``), { all }));
  if ('since' in choice) {
    return parseRequests(await read(session, requestsSince(choice.since).query, { all }));
  }
  const found: RawRequest[] = [];
  for (let at = 0; at < choice.ids.length; at += IDS_AT_ONCE) {
    const ids = choice.ids.slice(at, at + IDS_AT_ONCE).map(recordId);
    found.push(...parseRequests(await read(session, select(soql`WHERE Id IN ${ids}`), { all })));
  }
  return found;
};
