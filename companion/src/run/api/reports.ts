/** Asking for audit reports and fetching them: the org holds the rows and the files, as for people. */
import { randomUUID } from 'node:crypto';
import { AppError } from '../../core/errors.ts';
import type { OrgWrite } from '../../org/writes.ts';
import type { Rows } from '../../store/unit.ts';
import type { Works } from '../../web/api/ports.ts';

export interface ReportOrg {
  readonly orgId: string;
  apply(writes: readonly OrgWrite[], options: { allOrNone: true }): Promise<{ id: string }[]>;
  readFile(record: string, ending: string): Promise<{ name: string; bytes: Uint8Array }>;
}

/** @throws AppError malformed for a period that ends before it begins or a zone that is none */
export async function askReport(
  org: ReportOrg,
  { from, to, timeZone }: Parameters<Works['askReport']>[1],
): Promise<{ id: string }> {
  if (to < from) throw new AppError('malformed', 'The last day is before the first.');
  try {
    Temporal.PlainDate.from(from).toZonedDateTime(timeZone);
  } catch {
    throw new AppError('malformed', `There is no time zone ${timeZone}.`);
  }
  const fields = {
    ...{ Org_Id__c: org.orgId, State__c: 'Requested' },
    ...{ Period_From__c: from, Period_To__c: to, Time_Zone__c: timeZone },
  };
  const key = `api-${randomUUID()}`;
  const [row] = await org.apply(
    [{ kind: 'upsert', object: 'Audit_Report__c', externalField: 'Client_Key__c', key, fields }],
    { allOrNone: true },
  );
  if (!row) throw new AppError('internal', 'The org did not name the report it has just taken.');
  return { id: row.id };
}

const TYPES = { zip: 'application/zip', html: 'text/html; charset=utf-8' } as const;

/** @throws AppError not_found for a report of another org, or one that is not ready */
export async function reportFile(org: ReportOrg, rows: Rows, id: string, ending: 'zip' | 'html') {
  const report = await rows.reports.get(id);
  if (report?.state !== 'Ready') throw new AppError('not_found', 'There is no such report that is ready.');
  const { name, bytes } = await org.readFile(id, `.${ending}`);
  return { name, bytes, type: TYPES[ending] };
}
