/** What the org lets a person name as the request that another one extends. */
import { describe, expect, test } from '@jest/globals';
import { refusals, request, REQUEST, type Row } from './org-rules.ts';

describe('an extension', () => {
  const earlier = {
    ...request('Completed'),
    Id: 'a01000000000001AAA',
    Window_End__c: '2026-11-20T10:00:00.000+0000',
  };
  const refused = (change: Row, extended: Row = earlier, prior: Row | null = null) => {
    const record = { ...request('Submitted'), Id: 'a01000000000002AAA', Extends__c: earlier.Id, ...change };
    return refusals(REQUEST, 'person', prior, { ...record, Extends__r: extended } as unknown as Row);
  };

  test('names a request of the same case and user whose window stands or ended within seven days [D102]', () => {
    expect(refused({})).toEqual([]);
    for (const state of ['Approved', 'Window_open'] as const)
      expect(refused({}, { ...earlier, State__c: state })).toEqual([]);
    expect(refused({ Support_Case_Number__c: '99' })).toEqual(['Extends_The_Same_Work']);
    expect(refused({ Target_User__c: '005000000000008AAA' })).toEqual(['Extends_The_Same_Work']);
    for (const change of [
      { State__c: 'Revoked' },
      { State__c: 'Denied' },
      { Window_End__c: null },
      { Window_End__c: '2026-11-13T10:00:00.000+0000' },
    ])
      expect(refused({}, { ...earlier, ...change })).toEqual(['Extends_A_Recent_Window']);
  });

  test('may be a draft about anything, and is held to it when it is submitted [D102]', () => {
    const draft = { ...request('Draft'), Extends__c: earlier.Id, Support_Case_Number__c: '99' };
    expect(refused({ State__c: 'Draft', Support_Case_Number__c: '99' })).toEqual([]);
    expect(refused({ Support_Case_Number__c: '99' }, earlier, draft)).toEqual(['Extends_The_Same_Work']);
  });

  test('never names itself [D102]', () => {
    const own = { ...request('Draft'), Id: 'a01000000000002AAA' };
    const itself = { ...own, Extends__c: own.Id, Extends__r: own } as unknown as Row;
    expect(refusals(REQUEST, 'person', own, itself)).toEqual(['Extends_Another_Request']);
  });
});
