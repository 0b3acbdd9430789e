import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compareInstants, millisecondsOf } from './instants.ts';

const byTemporal = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
const FIRST = byTemporal('0000-01-01T00:00:00Z');
const LAST = byTemporal('9999-12-31T23:59:59Z');

describe('an instant as a number', () => {
  test('is what Temporal says, for each millisecond of four-digit years', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST, max: LAST }), (at) => {
        expect(millisecondsOf(Temporal.Instant.fromEpochMilliseconds(at).toString())).toBe(at);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    '2024-02-29T00:00:00Z',
    '2000-02-29T23:59:59Z',
    '1969-12-31T23:59:59.999999999Z',
    '2026-11-20T09:00:01.5Z',
    '2026-11-20T09:00:01.123456789Z',
    '2026-11-20T09:00:01.0Z',
    '2026-11-20T10:00:01+01:00',
    '2026-11-20T09:00Z',
    '2026-12-31T23:59:60Z',
    '+012026-11-20T09:00:01Z',
  ])('%s is what Temporal says', (text) => {
    expect(millisecondsOf(text)).toBe(byTemporal(text));
  });

  test.each([
    '',
    'yesterday',
    '2026-11-20',
    '2026-11-20T09:00:01',
    '2026-13-20T09:00:01Z',
    '2026-00-20T09:00:01Z',
    '2026-02-29T09:00:01Z',
    '2100-02-29T09:00:01Z',
    '2026-04-31T09:00:01Z',
    '2026-11-00T09:00:01Z',
    '2026-11-20T24:00:01Z',
    '2026-11-20T09:60:01Z',
    '2026-11-20T09:00:61Z',
    '2026-11-20T09:00:01.Z',
    '2026-11-20T09:00:01.1234567890Z',
    '2026-11-2oT09:00:01Z',
    '2026-11-20T09:00:01.12eZ',
  ])('refuses "%s"', (text) => {
    expect(() => millisecondsOf(text)).toThrow(expect.objectContaining({ name: 'RangeError' }));
  });

  test('orders instants by time, however they are written', () => {
    const sorted = ['2026-11-20T09:00:01.2Z', '2026-11-20T09:00:01Z', '2026-11-20T10:00:00.5+01:00'].sort(
      compareInstants,
    );
    expect(sorted).toEqual(['2026-11-20T10:00:00.5+01:00', '2026-11-20T09:00:01Z', '2026-11-20T09:00:01.2Z']);
  });
});
