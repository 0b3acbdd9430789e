import { describe, expect, test } from '@jest/globals';
import { UTCToWallTime, WallTimeToUTC } from './localization.ts';

function wall(instant: string, zone: string): string {
  let result = '';
  UTCToWallTime(new Date(instant), zone, (date) => (result = date.toISOString()));
  return result;
}

function utc(wallTime: string, zone: string): string {
  let result = '';
  WallTimeToUTC(new Date(`${wallTime}Z`), zone, (date) => (result = date.toISOString()));
  return result;
}

describe('wall time of the user', () => {
  test.each([
    ['2026-11-20T09:12:00.000Z', 'Europe/Berlin', '2026-11-20T10:12:00.000Z'],
    ['2026-07-01T09:12:00.000Z', 'Europe/Berlin', '2026-07-01T11:12:00.000Z'],
    ['2026-11-20T11:30:00.000Z', 'Pacific/Auckland', '2026-11-21T00:30:00.000Z'],
    ['2026-11-20T05:00:00.000Z', 'Pacific/Honolulu', '2026-11-19T19:00:00.000Z'],
  ])('%s in %s and back', (instant, zone, expected) => {
    expect(wall(instant, zone)).toBe(expected);
    expect(utc(expected.slice(0, -1), zone)).toBe(instant);
  });

  test('a time that a change to summer time skips is read with the offset before it', () => {
    expect(utc('2026-03-29T02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
  });

  test('a time that comes twice is the earlier instant', () => {
    expect(utc('2026-10-25T02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z');
  });
});
