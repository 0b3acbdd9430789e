import { describe, expect, test } from '@jest/globals';
import {
  canTransition,
  CONTENT_FIELDS,
  contentDiffers,
  FINAL_STATES,
  isRequestState,
  type Origin,
  PERSONAL_FIELDS,
  PROJECTED_FIELDS,
  REQUEST_STATES,
  type RequestState,
} from './requests.ts';

// The table of the design, written a second time: from → to.
const ALLOWED: readonly (readonly [Origin, readonly RequestState[]])[] = [
  ['New', ['Draft', 'Submitted']],
  ['Draft', ['Submitted', 'Cancelled']],
  ['Submitted', ['Refused_by_policy', 'Awaiting_decision', 'Cancelled', 'Expired', 'Approved']],
  ['Awaiting_decision', ['More_information', 'Approved', 'Denied', 'Expired', 'Cancelled']],
  ['More_information', ['Awaiting_decision', 'Approved', 'Denied', 'Expired', 'Cancelled']],
  ['Approved', ['Window_open', 'Revoked']],
  ['Window_open', ['Completed', 'Revoked']],
  ['Refused_by_policy', []],
  ['Completed', []],
  ['Denied', []],
  ['Expired', []],
  ['Cancelled', []],
  ['Revoked', []],
];

const origins: readonly Origin[] = ['New', ...REQUEST_STATES];

describe('the states of a request', () => {
  test.each(ALLOWED)('from %s lead on to %j and to nothing else [A3]', (from, to) => {
    expect(REQUEST_STATES.filter((state) => canTransition(from, state)).sort()).toEqual([...to].sort());
  });

  test('are final exactly where nothing leads on', () => {
    expect([...FINAL_STATES].sort()).toEqual([
      'Cancelled',
      'Completed',
      'Denied',
      'Expired',
      'Refused_by_policy',
      'Revoked',
    ]);
  });

  test('lead to an approval from nowhere but a submitted or asked request [A3]', () => {
    expect(origins.filter((from) => canTransition(from, 'Approved'))).toEqual([
      'Submitted',
      'Awaiting_decision',
      'More_information',
    ]);
  });

  test('cannot be the same before and after: that is no transition', () => {
    expect(REQUEST_STATES.filter((state) => canTransition(state, state))).toEqual([]);
  });

  test('are known by their API names alone', () => {
    expect(REQUEST_STATES.every(isRequestState)).toBe(true);
    expect(['approved', 'Window open', ''].some(isRequestState)).toBe(false);
  });
});

describe('the fields of a request', () => {
  test('belong to people or to the companion, never to both', () => {
    const content: readonly string[] = CONTENT_FIELDS;
    expect(PROJECTED_FIELDS.filter((field) => content.includes(field))).toEqual([]);
    expect(PERSONAL_FIELDS.every((field) => content.includes(field))).toBe(true);
  });

  test.each(CONTENT_FIELDS)('a change of %s is another revision', (field) => {
    expect(contentDiffers({ [field]: 'before' }, { [field]: 'after' })).toBe(true);
  });

  test('a missing field and an empty one are the same, and what the companion writes is no revision', () => {
    expect(contentDiffers({ Purpose__c: null }, {})).toBe(false);
    expect(contentDiffers({ State__c: 'Submitted' }, { State__c: 'Denied' })).toBe(false);
  });
});
