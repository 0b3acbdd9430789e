import { describe, expect, test } from '@jest/globals';
import type { Draft } from '../drafts.ts';
import { toLocalInput } from '../format.ts';
import { offeredEnd, readBounds, type BoundsContext } from './bounds.ts';

const context: BoundsContext = {
  maximumMinutes: 240,
  latestEnd: '2026-12-05T02:00:00Z',
  deadline: '2026-11-21T14:00:00Z',
  now: '2026-11-21T02:00:00Z',
};
const draft: Draft = {
  decision: 'Approve',
  reason: 'r',
  minutes: '60',
  later: false,
  notBefore: '',
  notAfter: '',
};

describe('the bounds of an approval', () => {
  test('may be shorter or later than asked, with an end that is always named [D101]', () => {
    expect(readBounds(draft, context)).toEqual({
      bounds: { maxMinutes: 60, notBefore: null, notAfter: '2026-11-21T15:00:00Z' },
    });
    const later = { ...draft, later: true, notBefore: toLocalInput('2026-11-22T08:00:00Z') };
    expect(readBounds(later, context)).toEqual({
      bounds: { maxMinutes: 60, notBefore: '2026-11-22T08:00:00Z', notAfter: '2026-11-22T09:00:00Z' },
    });
  });

  test.each(['241', '0', '-5', '1.5', '', 'ten'])(
    'are never longer than asked, and a whole number: "%s" [D101]',
    (minutes) => {
      expect(readBounds({ ...draft, minutes }, context)).toEqual({
        faults: [expect.objectContaining({ field: 'minutes' })],
      });
    },
  );

  test.each([
    ['not-before', { later: true, notBefore: '' }],
    ['not-before', { later: true, notBefore: toLocalInput('2026-11-21T01:00:00Z') }],
    ['not-before', { later: true, notBefore: toLocalInput('2026-12-06T01:00:00Z') }],
    ['not-after', { notAfter: toLocalInput('2026-11-20T01:00:00Z') }],
    ['not-after', { notAfter: toLocalInput('2026-12-06T01:00:00Z') }],
    [
      'not-after',
      {
        later: true,
        notBefore: toLocalInput('2026-11-23T08:00:00Z'),
        notAfter: toLocalInput('2026-11-23T07:00:00Z'),
      },
    ],
  ])('name the field that is wrong: %s', (field, change) => {
    expect(readBounds({ ...draft, ...change }, context)).toEqual({
      faults: [expect.objectContaining({ field })],
    });
  });

  test('offer an end that an approval at the deadline can still use, and never past the latest one', () => {
    expect(offeredEnd(60, null, context)).toBe('2026-11-21T15:00:00Z');
    expect(offeredEnd(60, '2026-12-05T01:30:00Z', context)).toBe('2026-12-05T02:00:00Z');
  });
});
