import { describe, expect, test } from '@jest/globals';
import {
  dateText,
  fromLocalInput,
  grouped,
  instantText,
  lengthText,
  onOwnClock,
  readable,
  remainingText,
  toLocalInput,
} from './format.ts';

describe('what a person reads', () => {
  test.each([
    [0, '0 min 00 s'],
    [59_999, '0 min 59 s'],
    [754_000, '12 min 34 s'],
    [3_600_000, '1 h 00 min'],
    [47 * 3_600_000, '47 h 00 min'],
    [76 * 3_600_000, '3 d 4 h'],
    [-5, '0 min 00 s'],
  ])('of %i ms that are left is "%s"', (left, text) => {
    expect(remainingText(left)).toBe(text);
  });

  test.each([
    [1, '1 minute'],
    [60, '1 hour'],
    [90, '1 hour 30 minutes'],
    [240, '4 hours'],
  ])('of a length of %i minutes is "%s"', (minutes, text) => {
    expect(lengthText(minutes)).toBe(text);
  });

  test('of a day is that day in every zone', () => {
    expect(dateText('2026-11-22')).toBe('Sun, 22 Nov 2026');
  });

  test('of an instant in a sentence is what the own clock shows', () => {
    const sentence = 'The window is open from 2026-11-20 10:00 UTC to 2026-11-20T13:00:00Z.';
    expect(onOwnClock(sentence)).toBe(
      `The window is open from ${instantText('2026-11-20T10:00:00Z')} to ${instantText('2026-11-20T13:00:00Z')}.`,
    );
    expect(onOwnClock('from 09:00 to 17:00')).toBe('from 09:00 to 17:00');
  });

  test('of a hash stands in groups of four', () => {
    expect(grouped('0123456789ab')).toBe('0123 4567 89ab');
    expect(grouped('0123 4567')).toBe('0123 4567');
  });

  test('of an API name has blanks', () => {
    expect(readable('Security_incident_response')).toBe('Security incident response');
  });

  test('in a local field means the same instant again', () => {
    expect(fromLocalInput(toLocalInput('2026-11-21T02:31:00Z'))).toBe('2026-11-21T02:31:00Z');
    expect(fromLocalInput('')).toBeNull();
    expect(fromLocalInput('soon')).toBeNull();
  });
});
