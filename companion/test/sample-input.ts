/** What a report is compiled from, for the sample ledger: the org's rows agree with it. */
import type { DecisionReceived } from '../src/core/entries/entries.ts';
import type { ReportInput } from '../src/reports/compile.ts';
import type { OrgRecord } from '../src/core/differences.ts';
import { ORG, REQUEST, type SampleLedger } from './sample-ledger.ts';

export function sampleInput(ledger: SampleLedger, change: Partial<ReportInput> = {}): ReportInput {
  const { entries, leaves, openings, checkpoint } = ledger;
  return {
    name: 'RPT-000001',
    org: { id: ORG, name: 'Hanse <Kreditbank>', environment: 'Production' },
    period: { fromDate: '2026-11-01', toDate: '2026-11-30', timeZone: 'Europe/Berlin' },
    madeAt: '2026-11-20T15:10:00Z',
    ...{ entries, leaves, openings, checkpoint },
    records: rowsOf(ledger),
    ...change,
  };
}

export function rowsOf({ leaves, entries }: SampleLedger): OrgRecord[] {
  const received = entries.findIndex(({ type }) => type === 'decision.received');
  const { digest } = entries[received] as DecisionReceived;
  const row = (object: string, key: string, fields: OrgRecord['fields']) => ({
    ...{ object, id: key, key, deleted: false, fields },
  });
  // The org drops what is finer than a second, and writes instants in its own form.
  const window = { Window_Start__c: '2026-11-20T09:00:00.000Z', Window_End__c: '2026-11-20T13:00:00.000Z' };
  return [
    row('Access_Request__c', REQUEST, { State__c: 'Completed', ...window }),
    row('Access_Decision__c', `${ORG}:${leaves[received]}`, { Digest__c: digest, Decision__c: 'Approve' }),
    row('Observed_Access__c', `${ORG}:SetupAuditTrail:0Ym000000000002`, { Verdict__c: 'Matched' }),
    row('Login_Grant__c', `${ORG}:grant-1`, { Verdict__c: 'Matched', Expiration_Date__c: '2026-11-21' }),
  ];
}
