import { describe, expect, test } from '@jest/globals';
import reference from 'canonicalize';
import fc from 'fast-check';
import { canonicalize, type Json } from './canonical.ts';

describe('canonical JSON', () => {
  test('is what the reference implementation of RFC 8785 gives, for any value [U1]', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(canonicalize(value as Json)).toBe(reference(value));
      }),
      { numRuns: 500 },
    );
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
