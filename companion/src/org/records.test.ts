/** That a row which cannot be read hides no other, and is told by its id without what it holds. */
import { expect, test } from '@jest/globals';
import { readModeProposals, readReports, readRoster } from './records.ts';
import type { Session } from './session.ts';

const ORG = '00D000000000001EAA';
const at = '2026-11-20T10:00:00.000+0000';

/** A session whose org answers each query with these rows. */
const answering = (...records: object[]) =>
  ({ request: () => Promise.resolve({ status: 200, body: { done: true, records } }) }) as unknown as Session;

const PROPOSAL = {
  ...{ Id: 'p1', Org_Id__c: ORG, Mode__c: 'Standard', Effective_Date__c: '2026-12-01', CreatedById: 'u1' },
  Reason__c: 'The contract of March.',
};
const CONTACT = {
  ...{ Id: 'c1', Name: 'Marit Jansen', IsDeleted: false, Org_Id__c: ORG, Address__c: 'marit@bank.example' },
  ...{ Level__c: 1, Active__c: true, May_Decide__c: true, LastModifiedDate: at, LastModifiedById: 'u1' },
};
const REPORT = {
  ...{ Id: 'r1', Name: 'AUD-1', Org_Id__c: ORG, CreatedDate: at },
  ...{ Period_From__c: '2026-10-01', Period_To__c: '2026-10-31' },
};

test('of proposed governance modes the one that cannot be read hides no other [A7]', async () => {
  const bad = { ...PROPOSAL, Id: 'p2', Mode__c: 'Lenient', Effective_Date__c: null };
  const { rows, unreadable } = await readModeProposals(answering(bad, PROPOSAL));
  expect(rows).toMatchObject([{ id: 'p1', mode: 'Standard' }]);
  expect(unreadable).toEqual([
    {
      ...{ id: 'p2', orgId: ORG },
      reason: 'Mode holds a value that Countersign does not know; Effective date is empty',
    },
  ]);
});

test('of contacts the one that cannot be read hides no other, and what it holds is not told [A11]', async () => {
  const bad = { ...CONTACT, Id: 'c2', LastModifiedDate: 'a secret' };
  const { rows, unreadable } = await readRoster(answering(bad, CONTACT));
  expect(rows).toMatchObject([{ id: 'c1' }]);
  expect(unreadable).toMatchObject([{ id: 'c2', orgId: ORG }]);
  expect(unreadable[0]?.reason).toBe('LastModifiedDate holds a value that Countersign does not know');
});

test('of reports that were asked for the one that cannot be read hides no other', async () => {
  const { rows, unreadable } = await readReports(
    answering({ ...REPORT, Id: 'r2', Period_To__c: null, Org_Id__c: 7 }, REPORT),
  );
  expect(rows).toMatchObject([{ id: 'r1' }]);
  expect(unreadable).toEqual([
    {
      id: 'r2',
      orgId: null,
      reason: 'Org id holds a value that Countersign does not know; Period to is empty',
    },
  ]);
});
