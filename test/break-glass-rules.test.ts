/** What the org itself holds of break-glass (D112), whoever writes the row. */
import { describe, expect, test } from '@jest/globals';
import { refusals, REQUEST, request, type Row } from './org-rules.ts';

describe('break-glass', () => {
  const emergency: Row = {
    ...request('Submitted'),
    ...{
      Break_Glass__c: true,
      Break_Glass_Reason__c: 'Payments stand still',
      Break_Glass_Confirmation__c: '47103852',
    },
  };

  test('is submitted with a reason and the case number typed once more, in one’s own name [D112]', () => {
    expect(refusals(REQUEST, 'person', null, emergency)).toEqual([]);
    const without = { ...emergency, Break_Glass_Reason__c: null };
    expect(refusals(REQUEST, 'person', null, without)).toEqual(['Break_Glass_Needs_Reason']);
    for (const typed of [null, '47103853']) {
      const wrong = { ...emergency, Break_Glass_Confirmation__c: typed };
      expect(refusals(REQUEST, 'person', null, wrong)).toEqual(['Break_Glass_Needs_Case_Number']);
    }
    const draftOfAnother = { ...emergency, State__c: 'Draft', Requested_By__c: '005000000000002AAA' };
    expect(refusals(REQUEST, 'person', draftOfAnother, { ...draftOfAnother, State__c: 'Submitted' })).toEqual(
      ['Break_Glass_Is_Your_Own'],
    );
  });

  test('is no afterthought: a request that was submitted without it never becomes one, nor the reverse [D112]', () => {
    const plain = request('Submitted');
    expect(refusals(REQUEST, 'person', plain, emergency)).toEqual(['Break_Glass_Is_Fixed_After_Draft']);
    expect(refusals(REQUEST, 'person', emergency, { ...emergency, Break_Glass__c: false })).toEqual([
      'Break_Glass_Is_Fixed_After_Draft',
    ]);
  });

  test('alone leads from Submitted to Approved, also for the companion [D112]', () => {
    const approved = (row: Row) => ({ ...row, State__c: 'Approved' });
    expect(refusals(REQUEST, 'companion', emergency, approved(emergency))).toEqual([]);
    const plain = request('Submitted');
    expect(refusals(REQUEST, 'companion', plain, approved(plain))).toEqual([
      'Break_Glass_Alone_Skips_The_Decision',
    ]);
    const waiting = request('Awaiting_decision');
    expect(refusals(REQUEST, 'companion', waiting, approved(waiting))).toEqual([]);
  });
});
