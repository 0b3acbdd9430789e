import { describe, expect, test } from '@jest/globals';
import reference from 'canonicalize';
import fc from 'fast-check';
import { canonicalize, isCanonical, type Json } from './canonical.ts';

describe('canonical JSON', () => {
  test('is what the reference implementation of RFC 8785 gives, for any value [U1]', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(canonicalize(value as Json)).toBe(reference(value));
      }),
      { numRuns: 500 },
    );
  });

  test('is told from every other text without being made, as by making it [U1 A15]', () => {
    const isMade = (text: string) => canonicalize(JSON.parse(text) as Json) === text;
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        for (const text of [
          canonicalize(value as Json),
          JSON.stringify(value),
          JSON.stringify(value, null, 1),
        ])
          expect(isCanonical(text, JSON.parse(text) as Json)).toBe(isMade(text));
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['names out of order', '{"b":1,"a":2}'],
    ['names out of order in a list in depth', '{"a":[1,{"c":1,"b":2}]}'],
    ['a name twice', '{"a":1,"a":1}'],
    ['a space', '{"a": 1}'],
    ['a number written otherwise', '{"a":1.0}'],
    ['an escape without need', String.raw`{"a":"\u0041"}`],
    ['an escape in capitals', String.raw`{"a":"\u001F"}`],
    ['a number beyond all', '{"a":1e999,"b":null}'],
  ])('%s is not canonical', (_, text) => {
    expect(isCanonical(text, JSON.parse(text) as Json)).toBe(false);
  });

  test('half a character is refused, also where it stands as an escape [U1]', () => {
    const text = String.raw`{"a":"\ud800"}`;
    expect(() => isCanonical(text, JSON.parse(text) as Json)).toThrow(RangeError);
  });

  test.each<[string, Json, string]>([
    [
      'sorts names by UTF-16 code units',
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    ],
    [
      'writes numbers as ECMAScript does',
      [333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0],
      '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]',
    ],
    [
      'escapes what must be escaped and nothing else',
      '\u20ac$\u000f\nA\'B"\\\\"/',
      '"\u20ac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"',
    ],
    ['sorts at every depth', { b: [{ d: 1, c: null }], a: true }, '{"a":true,"b":[{"c":null,"d":1}]}'],
  ])('%s', (_, value, text) => {
    expect(canonicalize(value)).toBe(text);
  });

  test.each<[string, unknown]>([
    ['infinity', Number.POSITIVE_INFINITY],
    ['no number', Number.NaN],
    ['half a character', '\ud800'],
    ['half a character in a name', { '\udc00': 1 }],
    ['nothing', undefined],
    ['a missing member', { a: undefined }],
  ])('refuses %s, which JSON cannot hold', (_, value) => {
    expect(() => canonicalize(value as Json)).toThrow(RangeError);
  });
});
