/** Findings that the relay itself makes. */
import type { Json } from '../core/canonical.ts';
import { shortened } from './org-rows.ts';
import type { Pointer, Unit } from './ports.ts';
import type { Finding } from './rows.ts';

/** The job's data names the finding's key; the watch enqueues it under this name too. */
export const TELL_FINDING = 'finding.told';

export interface NewFinding {
  /** After the org id. */
  key: string;
  kind:
    | 'Roster_proposal'
    | 'Policy_proposal'
    | 'Mode_proposal'
    | 'Break_glass_not_opened'
    | 'Break_glass_not_reviewed'
    | 'Break_glass_not_justified'
    | 'Passkey_change'
    | 'Account_changed'
    | 'Roster_alarm';
  severity: Finding['severity'];
  title: string;
  details: string;
  nextStep: string;
  facts: Finding['facts'];
  requestId: string | null;
  subject: Readonly<Record<string, Json>>;
  /** For the ledger: the reason without names. */
  detail: string;
}

/** Puts a finding on record once, and has it told. @returns null when it was on record before */
export async function raiseFinding(
  unit: Unit,
  orgId: string,
  at: string,
  found: NewFinding,
): Promise<Pointer | null> {
  const key = `${orgId}:F:${found.key}`;
  if (await unit.findings.get(key)) return null;
  const { kind, severity, title, details, nextStep, facts, requestId, subject, detail } = found;
  const entry = { v: 1, type: 'finding', org: orgId, at, key, kind, severity, subject, detail } as const;
  const { index, leaf } = await unit.append(entry);
  await unit.findings.add({
    ...{ key, kind, severity, title, details, nextStep, facts, requestId },
    ...{ accessKey: null, grantKey: null, foundAt: at, toldAt: null, index },
  });
  await unit.projections.intend({
    object: 'Access_Finding__c',
    key,
    fields: {
      Org_Id__c: orgId,
      Kind__c: kind,
      Severity__c: severity,
      Title__c: shortened(title),
      Details__c: details,
      Next_Step__c: nextStep,
      Found_At__c: at,
      Access_Request__c: requestId,
      Ledger_Index__c: index,
      Ledger_Leaf__c: leaf,
    },
  });
  await unit.enqueue(TELL_FINDING, { finding: key }, { key });
  return { index, leaf };
}
