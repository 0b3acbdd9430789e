/** The org's rows as a report holds them against the ledger. */
import type { Org } from '../org/org.ts';
import type { OrgRecord } from '../core/differences.ts';

/** Objects with an external id, and the fields that a report compares. */
const OWNED = [
  { object: 'Access_Decision__c', keyField: 'Decision_Key__c', fields: ['Digest__c'] },
  { object: 'Observed_Access__c', keyField: 'Access_Key__c', fields: ['Verdict__c'] },
  { object: 'Login_Grant__c', keyField: 'Grant_Key__c', fields: ['Verdict__c'] },
] as const;

/** @throws AppError configuration when an object cannot be read, org_unreachable */
export async function readRecords(org: Org): Promise<OrgRecord[]> {
  const requests = await org.readRequests('all', { deleted: true });
  const owned = await org.readOwned(OWNED.map((choice) => ({ ...choice, since: null })));
  return [
    ...requests
      .filter(({ orgId }) => orgId === org.orgId)
      .map(({ id, deleted, fields }) => ({
        object: 'Access_Request__c',
        id,
        key: id,
        deleted,
        fields: { State__c: fields['State__c'] ?? null },
      })),
    ...owned.map(({ object, id, key, deleted, fields }) => ({
      object,
      id,
      key: key ?? id,
      deleted,
      fields: fields,
    })),
  ];
}
