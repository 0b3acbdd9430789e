import { describe, expect, test } from '@jest/globals';
import { parseRequests } from './requests.ts';
import { fieldsOf, parseRows } from './values.ts';

describe('values at the edge', () => {
  const schema = fieldsOf({
    At__c: 'instant',
    Day__c: 'date',
    Text__c: 'text',
    Hours__c: 'number',
    On__c: 'checkbox',
  });

  test('take one form, whatever form the org writes', () => {
    const [row] = parseRows(
      schema,
      [{ At__c: '2026-11-21T04:00:00.000+0000', Day__c: '2026-11-21', Hours__c: 4 }],
      'X',
    );
    expect(row).toEqual({
      At__c: '2026-11-21T04:00:00Z',
      Day__c: '2026-11-21',
      Text__c: null,
      Hours__c: 4,
      On__c: null,
    });
  });

  test.each([
    ['an instant that is none', { At__c: 'yesterday' }, 'At__c'],
    ['a number that is text', { Hours__c: '4' }, 'Hours__c'],
    ['a date with a time', { Day__c: '2026-11-21T04:00:00Z' }, 'Day__c'],
  ])('refuse %s and name the field', (_title, row, field) => {
    expect(() => parseRows(schema, [row], 'X')).toThrow(field);
  });
});

test('a request keeps who changed it last, whom it names, and whether it was deleted', () => {
  const [request] = parseRequests([
    {
      attributes: { type: 'Access_Request__c' },
      Id: 'a01000000000001AAA',
      Name: 'AR-000001',
      IsDeleted: true,
      CreatedDate: '2026-11-20T10:00:00.000+0000',
      CreatedById: '005000000000002AAA',
      LastModifiedDate: '2026-11-21T10:00:00.000+0000',
      LastModifiedById: '005000000000003AAA',
      LastModifiedBy: { attributes: {}, Name: 'Ada Admin' },
      SystemModstamp: '2026-11-21T10:00:00.000+0000',
      Org_Id__c: '00D000000000001EAA',
      State__c: 'Submitted',
      Hours_Wanted__c: 4,
      Frozen__c: false,
      Target_User__c: '005000000000004AAA',
      Target_User__r: {
        Id: '005000000000004AAA',
        Name: 'Tom Teller',
        Username: 'tom@bank.example',
        Email: 'tom@bank.example',
        TimeZoneSidKey: 'Europe/Berlin',
      },
      Requested_By__r: null,
    },
  ]);
  expect(request).toMatchObject({
    deleted: true,
    orgId: '00D000000000001EAA',
    modifiedByName: 'Ada Admin',
    requestedBy: null,
    targetUser: { name: 'Tom Teller', timeZone: 'Europe/Berlin' },
    fields: { State__c: 'Submitted', Hours_Wanted__c: 4, Frozen__c: false, Window_Start__c: null },
  });
});
