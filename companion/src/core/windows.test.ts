import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AccessPolicy } from './policy.ts';
import { type Bounds, checkBounds, effectiveWindow } from './windows.ts';

const NOW = '2026-11-20T09:00:00Z';
const bounds = (change: Partial<Bounds> = {}): Bounds => ({
  maxMinutes: 240,
  notBefore: null,
  notAfter: '2026-11-27T09:00:00Z',
  ...change,
});
const window = (start: string, end: string) => ({ start: `2026-11-${start}:00Z`, end: `2026-11-${end}:00Z` });

describe('the effective window', () => {
  test.each<[string, Bounds[], string, { start: string; end: string } | null]>([
    ['starts with the approval [D100]', [bounds()], NOW, window('20T09:00', '20T13:00')],
    [
      'starts later when the approver delays it [D101]',
      [bounds({ notBefore: '2026-11-21T06:00:00Z' })],
      NOW,
      window('21T06:00', '21T10:00'),
    ],
    [
      'does not start in the past, whatever is signed',
      [bounds({ notBefore: '2026-11-19T06:00:00Z' })],
      NOW,
      window('20T09:00', '20T13:00'),
    ],
    [
      'runs across midnight',
      [bounds({ notBefore: '2026-11-20T22:30:00Z' })],
      NOW,
      window('20T22:30', '21T02:30'),
    ],
    [
      'ends with notAfter, though more minutes were allowed [D101]',
      [bounds({ notAfter: '2026-11-20T10:15:00Z' })],
      NOW,
      window('20T09:00', '20T10:15'),
    ],
    [
      'is what all approvals share [D104]',
      [
        bounds({ maxMinutes: 120 }),
        bounds({ notBefore: '2026-11-20T10:00:00Z' }),
        bounds({ notAfter: '2026-11-20T11:30:00Z' }),
      ],
      NOW,
      window('20T10:00', '20T11:30'),
    ],
    [
      'is empty when the approvals do not overlap',
      [bounds({ notAfter: '2026-11-20T10:00:00Z' }), bounds({ notBefore: '2026-11-20T10:00:00Z' })],
      NOW,
      null,
    ],
    [
      'is empty when the quorum came after notAfter',
      [bounds({ notAfter: NOW })],
      '2026-11-20T09:00:01Z',
      null,
    ],
    ['is empty without any approval [A3]', [], NOW, null],
  ])('%s', (_, list, quorumAt, expected) => {
    expect(effectiveWindow(list, quorumAt)).toEqual(expected);
  });

  test('never lies outside any of the signed bounds [D101 D104]', () => {
    const minute = (offset: number) => Temporal.Instant.from(NOW).add({ minutes: offset }).toString();
    const anyBounds = fc.record({
      maxMinutes: fc.integer({ min: 1, max: 1440 }),
      notBefore: fc.option(fc.integer({ min: -500, max: 5000 }).map(minute)),
      notAfter: fc.integer({ min: -500, max: 9000 }).map(minute),
    });
    fc.assert(
      fc.property(fc.array(anyBounds, { minLength: 1, maxLength: 4 }), (list) => {
        const found = effectiveWindow(list, NOW);
        if (found === null) return true;
        const length = Temporal.Instant.from(found.start).until(found.end).total('minutes');
        return (
          found.start >= NOW &&
          length > 0 &&
          list.every(
            ({ maxMinutes, notBefore, notAfter }) =>
              length <= maxMinutes &&
              found.end <= notAfter &&
              (notBefore === null || found.start >= notBefore),
          )
        );
      }),
    );
  });
});

describe('bounds that a contact may sign', () => {
  const policy = { maximumWindowMinutes: 1440 } as AccessPolicy;
  test.each<[string, Bounds, number]>([
    ['what was asked for', bounds(), 240],
    ['less than was asked for [D101]', bounds({ maxMinutes: 1 }), 240],
    ['a later start [D101]', bounds({ notBefore: '2026-11-26T20:00:00Z' }), 240],
    ['an end in exactly 14 days', bounds({ notAfter: '2026-12-04T09:00:00Z' }), 240],
  ])('are %s', (_, given, wanted) => {
    expect(checkBounds(given, policy, wanted, NOW)).toBeNull();
  });

  test.each<[string, Bounds, number]>([
    ['more than was asked for [D101]', bounds({ maxMinutes: 241 }), 240],
    ['more than the policy allows [D100]', bounds({ maxMinutes: 1441 }), 3000],
    ['no time', bounds({ maxMinutes: 0 }), 240],
    ['half a minute', bounds({ maxMinutes: 0.5 }), 240],
    ['an end beyond 14 days', bounds({ notAfter: '2026-12-04T09:00:01Z' }), 240],
    ['an end in the past', bounds({ notAfter: '2026-11-20T08:59:59Z' }), 240],
    ['an end before the start', bounds({ notBefore: '2026-11-27T09:00:01Z' }), 240],
  ])('are not %s', (_, given, wanted) => {
    expect(checkBounds(given, policy, wanted, NOW)).toEqual(expect.any(String));
  });
});
