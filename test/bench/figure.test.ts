import { describe, expect, test } from '@jest/globals';
import { inMilliseconds, percentile, perSecond, tableOf } from './figure.ts';

describe('the figures of the bench', () => {
  test.each([
    [0.5, 50],
    [0.95, 95],
    [0.99, 99],
    [1, 100],
  ])('the share %f of 1 to 100 is %i', (share, expected) => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(percentile(values, share)).toBe(expected);
  });

  test('a share of few values is one that was measured, of none it is a fault', () => {
    expect(percentile([7], 0.99)).toBe(7);
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
    expect(() => percentile([], 0.5)).toThrow('percentile of nothing');
  });

  test('are written for people', () => {
    expect([inMilliseconds(0.44), inMilliseconds(9.96), inMilliseconds(1234.5)]).toEqual([
      '0.4 ms',
      '10.0 ms',
      '1,235 ms',
    ]);
    expect(perSecond(50, 100, 'rows')).toBe('500 rows/s');
  });

  test('stand beside their raw limit in aligned columns', () => {
    const figure = {
      what: 'Verify',
      measured: '5 ms',
      limit: { what: 'hash', measured: '2 ms' },
      ratio: 2.5,
    };
    const [head = '', rule = '', first = '', second = ''] = tableOf([
      figure,
      { ...figure, what: 'Reconcile', budget: '≤ 2 ×' },
    ]).split('\n');
    expect(first).toBe('Verify     5 ms      2 ms (hash)                2.5 ×');
    expect(second).toBe('Reconcile  5 ms      2 ms (hash)                2.5 ×  ≤ 2 ×');
    expect(head.indexOf('Measured')).toBe(second.indexOf('5 ms'));
    expect(rule).toMatch(/^[─ ]+$/);
  });
});
