/** What the watch shows of its observations in the org: field values by the names of the objects there. */
import type { EvidenceRow, ObservedLogin } from '../core/evidence.ts';
import type { SourceCoverage } from '../core/coverage.ts';
import type { GrantVerdict } from '../core/grants.ts';
import type { AccessVerdict } from '../core/reconcile.ts';
import type { Fields } from './compare.ts';
import type { ObservedGrant } from './episodes.ts';
import type { Finding, Intention, IntendedFields, RowReference } from './ports.ts';

/** Where the fact behind a row lies in the ledger. */
export interface Pointer {
  index: number;
  leaf: string;
}

/** Length of the Evidence and Details fields. */
const LONG = 32_768;

const pointer = ({ index, leaf }: Pointer): Fields => ({ Ledger_Index__c: index, Ledger_Leaf__c: leaf });
const short = (text: string | null, length = 255): string | null =>
  text !== null && text.length > length ? `${text.slice(0, length - 1)}…` : text;

const accessRow = (orgId: string, key: string): RowReference => ({
  object: 'Observed_Access__c',
  key: `${orgId}:${key}`,
});
const grantRow = (orgId: string, key: string): RowReference => ({
  object: 'Login_Grant__c',
  key: `${orgId}:${key}`,
});
export const findingRow = (key: string): RowReference => ({ object: 'Access_Finding__c', key });

/** The evidence as it was read; when it is too long for the field, how much there is instead. */
function evidenceText(rows: readonly EvidenceRow[]): string {
  const text = JSON.stringify(rows);
  return text.length <= LONG ? text : JSON.stringify({ rows: rows.length, note: 'too long for this field' });
}

export function accessIntention(
  orgId: string,
  {
    login,
    rows,
    grant,
    at,
  }: { login: ObservedLogin; rows: EvidenceRow[]; grant: ObservedGrant | null; at: Pointer },
): Intention {
  const { target } = login;
  return {
    ...accessRow(orgId, login.key),
    fields: {
      Org_Id__c: orgId,
      Actor_Class__c: login.actorClass,
      Actor__c: short(login.actor),
      Target_User__c: target.state === 'Resolved' ? target.userId : null,
      Target_Name__c: short(login.targetName, 121),
      Target_Resolution__c: target.state,
      Support_Case_Id__c: short(login.caseIdentifier, 40),
      Login_At__c: login.loginAt,
      Logout_At__c: login.logoutAt,
      Evidence__c: evidenceText(rows),
      ...(grant ? { Login_Grant__c: grantRow(orgId, grant.key) } : {}),
      ...pointer(at),
    },
  };
}

export function supersededIntention(orgId: string, key: string, by: string): Intention {
  const reason = `Turned out to be the access ${by}.`;
  return {
    ...accessRow(orgId, key),
    fields: { Verdict__c: null, Provisional__c: false, Verdict_Reason__c: short(reason) },
  };
}

export function accessVerdictIntention(orgId: string, verdict: AccessVerdict): Intention {
  return {
    ...accessRow(orgId, verdict.key),
    fields: {
      Verdict__c: verdict.verdict,
      Match_Strength__c: verdict.strength,
      Provisional__c: verdict.provisional,
      Verdict_Reason__c: short(verdict.reason),
      Access_Request__c: verdict.requestId,
    },
  };
}

export function grantIntention(
  orgId: string,
  grant: ObservedGrant,
  rows: EvidenceRow[],
  at: Pointer,
): Intention {
  return {
    ...grantRow(orgId, grant.key),
    fields: {
      Org_Id__c: orgId,
      User__c: grant.userId,
      Grantor_Username__c: short(grant.username, 80),
      Granted_To__c: grant.grantedTo,
      Publisher__c: short(grant.publisher, 80),
      State__c: grant.state,
      Granted_At__c: grant.grantedAt,
      Changed_At__c: grant.changedAt,
      Ended_At__c: grant.endedAt,
      Expiration_Date__c: grant.expirationDate,
      Evidence__c: evidenceText(rows),
      ...pointer(at),
    },
  };
}

export function grantVerdictIntention(orgId: string, key: string, verdict: GrantVerdict): Intention {
  return {
    ...grantRow(orgId, key),
    fields: {
      Verdict__c: verdict.verdict,
      Provisional__c: verdict.provisional,
      Match_Note__c: short(verdict.reason),
      Unavoidable_End__c: verdict.unavoidableEnd,
      Access_Request__c: verdict.requestId,
    },
  };
}

export function findingIntention(orgId: string, finding: Finding, leaf: string): Intention {
  const links: IntendedFields = {
    ...(finding.accessKey === null ? {} : { Observed_Access__c: accessRow(orgId, finding.accessKey) }),
    ...(finding.grantKey === null ? {} : { Login_Grant__c: grantRow(orgId, finding.grantKey) }),
  };
  return {
    ...findingRow(finding.key),
    fields: {
      Org_Id__c: orgId,
      Kind__c: finding.kind,
      Severity__c: finding.severity,
      Title__c: short(finding.title),
      Details__c: short(finding.details, LONG),
      Next_Step__c: short(finding.nextStep, 2000),
      Found_At__c: finding.foundAt,
      Access_Request__c: finding.requestId,
      ...links,
      ...pointer({ index: finding.index, leaf }),
    },
  };
}

export function coverageIntention(
  orgId: string,
  coverage: SourceCoverage,
  at: Pointer | null,
  now: string,
): Intention {
  return {
    object: 'Source_Coverage__c',
    key: `${orgId}:${coverage.source}`,
    fields: {
      Org_Id__c: orgId,
      Source__c: coverage.source,
      Readable__c: coverage.readable,
      Complete_From__c: coverage.from,
      Complete_To__c: coverage.to,
      Known_Delay_Minutes__c: coverage.knownDelayMinutes,
      Gaps__c: JSON.stringify(coverage.gaps),
      Reason__c: short(coverage.reason),
      Checked_At__c: now,
      ...(at ? pointer(at) : {}),
    },
  };
}

export interface TimelineEntry {
  requestId: string;
  kind: 'Grant' | 'Access' | 'Verdict' | 'Finding' | 'Alarm';
  at: string;
  actor: string | null;
  textKey: string;
  values: Readonly<Record<string, string | null>>;
  summary: string;
}

/** The key comes from the ledger index of the fact, so that a repetition writes the same row. */
export function timelineIntention(orgId: string, entry: TimelineEntry, at: Pointer): Intention {
  return {
    object: 'Access_Request_Event__c',
    key: `${orgId}:E:${at.index}:${entry.kind}`,
    fields: {
      Org_Id__c: orgId,
      Access_Request__c: entry.requestId,
      Kind__c: entry.kind,
      At__c: entry.at,
      Actor__c: short(entry.actor),
      Text_Key__c: entry.textKey,
      Text_Values__c: JSON.stringify(entry.values),
      Summary__c: short(entry.summary),
      ...pointer(at),
    },
  };
}
