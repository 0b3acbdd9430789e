import { describe, expect, test } from '@jest/globals';
import { GRANT_DURATIONS, grantDate, graceEnd, unavoidableEnd } from './grants.ts';

const BERLIN = 'Europe/Berlin';
/** UTC+13 in November. */
const AUCKLAND = 'Pacific/Auckland';
/** UTC−10 all year. */
const HONOLULU = 'Pacific/Honolulu';

describe('the durations of the grant page', () => {
  test('are exactly these five [B63]', () => {
    expect(GRANT_DURATIONS.map(({ name }) => name)).toEqual([
      '1 Day',
      '3 Days',
      '1 Week',
      '1 Month',
      '1 Year',
    ]);
  });

  test.each<[(typeof GRANT_DURATIONS)[number]['name'], string, string, string]>([
    ['1 Day', '2026-11-20T09:00:00Z', BERLIN, '2026-11-21'],
    ['1 Day', '2026-11-20T10:59:59Z', AUCKLAND, '2026-11-21'],
    ['1 Day', '2026-11-20T11:00:00Z', AUCKLAND, '2026-11-22'],
    ['1 Day', '2026-11-20T09:59:59Z', HONOLULU, '2026-11-20'],
    ['1 Day', '2026-11-20T10:00:00Z', HONOLULU, '2026-11-21'],
    ['3 Days', '2026-11-20T09:00:00Z', BERLIN, '2026-11-23'],
    ['1 Week', '2026-12-28T09:00:00Z', BERLIN, '2027-01-04'],
    ['1 Month', '2027-01-31T09:00:00Z', BERLIN, '2027-02-28'],
    ['1 Year', '2028-02-29T09:00:00Z', BERLIN, '2029-02-28'],
  ])(
    '%s chosen at %s in %s lasts to %s: days count in the grantor’s zone [B43]',
    (duration, chosenAt, zone, date) => {
      expect(grantDate(duration, chosenAt, zone).toString()).toBe(date);
    },
  );
});

describe('the unavoidable end of a grant', () => {
  test.each<[string, string, string, string, string, string]>([
    [
      'for four hours in the morning',
      '2026-11-20T09:00:00Z',
      '2026-11-20T13:00:00Z',
      BERLIN,
      '1 Day',
      '2026-11-21',
    ],
    ['across midnight', '2026-11-20T22:30:00Z', '2026-11-21T02:30:00Z', BERLIN, '1 Day', '2026-11-21'],
    [
      'across midnight in Auckland',
      '2026-11-20T09:00:00Z',
      '2026-11-20T13:00:00Z',
      AUCKLAND,
      '1 Day',
      '2026-11-21',
    ],
    [
      'in the Auckland afternoon',
      '2026-11-20T01:00:00Z',
      '2026-11-20T05:00:00Z',
      AUCKLAND,
      '1 Day',
      '2026-11-21',
    ],
    [
      'across midnight in Honolulu',
      '2026-11-20T09:00:00Z',
      '2026-11-20T13:00:00Z',
      HONOLULU,
      '1 Day',
      '2026-11-20',
    ],
    ['for a whole day', '2026-11-20T09:00:00Z', '2026-11-21T09:00:00Z', BERLIN, '1 Day', '2026-11-21'],
    [
      'for two and a half days',
      '2026-11-20T09:00:00Z',
      '2026-11-22T21:00:00Z',
      BERLIN,
      '3 Days',
      '2026-11-23',
    ],
    [
      'over the end of summer time',
      '2026-10-24T22:30:00Z',
      '2026-10-25T02:30:00Z',
      BERLIN,
      '1 Day',
      '2026-10-26',
    ],
  ])('%s: %s to %s in %s takes %s, to %s [B43]', (_, windowStart, windowEnd, zone, duration, date) => {
    expect(unavoidableEnd({ windowStart, windowEnd, zone })).toEqual({ duration, date });
  });

  test('does not exist for a window longer than any grant', () => {
    const window = { windowStart: '2026-11-20T09:00:00Z', windowEnd: '2028-11-20T09:00:00Z', zone: BERLIN };
    expect(() => unavoidableEnd(window)).toThrow(RangeError);
  });
});

describe('the grace after a window', () => {
  const policy = { grantGraceMinutes: 120, grantGraceLimitMinutes: 1440 };
  test.each<[string, string, string, string]>([
    ['is two hours in the working day', '2026-11-20T09:00:00Z', BERLIN, '2026-11-20T11:00:00Z'],
    ['starts in the morning for what ended before', '2026-11-20T03:00:00Z', BERLIN, '2026-11-20T10:00:00Z'],
    ['goes on the next morning', '2026-11-19T15:00:00Z', BERLIN, '2026-11-20T09:00:00Z'],
    [
      'starts the next morning for what ended in the evening',
      '2026-11-19T18:00:00Z',
      BERLIN,
      '2026-11-20T10:00:00Z',
    ],
    ['ends after a day, though that is a Saturday', '2026-11-20T18:00:00Z', BERLIN, '2026-11-21T18:00:00Z'],
    ['follows the grantor’s day in Auckland', '2026-11-19T22:00:00Z', AUCKLAND, '2026-11-20T00:00:00Z'],
    ['follows the grantor’s day in Honolulu', '2026-11-20T09:00:00Z', HONOLULU, '2026-11-20T21:00:00Z'],
  ])('%s: %s in %s ends at %s', (_, windowEnd, zone, end) => {
    expect(graceEnd(windowEnd, zone, policy)).toBe(end);
  });

  test('is never longer than the policy’s limit', () => {
    expect(
      graceEnd('2026-11-20T18:00:00Z', BERLIN, { grantGraceMinutes: 120, grantGraceLimitMinutes: 30 }),
    ).toBe('2026-11-20T18:30:00Z');
  });
});
