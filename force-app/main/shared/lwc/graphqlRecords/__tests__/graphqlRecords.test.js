import { recordOf, recordsOf } from 'c/graphqlRecords';

describe('c-graphql-records', () => {
  it('flattens fields, display values, parents and children', () => {
    const record = recordOf({
      Id: 'a01',
      State__c: { value: 'Window_open', displayValue: 'Window open' },
      Frozen__c: { value: false },
      Target_User__r: { Name: { value: 'Ada' } },
      Related_Case__r: null,
      Files: { edges: [{ node: { Id: 'f1', Title: { value: 'report' } } }] },
    });
    expect(record).toMatchObject({
      Id: 'a01',
      State__c: 'Window_open',
      State__c$label: 'Window open',
      Frozen__c: false,
      Target_User__r: { Name: 'Ada' },
      Related_Case__r: null,
      Files: [{ Id: 'f1', Title: 'report' }],
    });
  });

  it('has no records while there is no answer', () => {
    expect(recordsOf(undefined, 'Access_Request__c')).toEqual([]);
    expect(recordOf(null)).toBeUndefined();
  });
});
