import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { requestsOverlap } from './requests-overlap.ts';

const START = Temporal.Instant.from('2026-11-21T04:00:00Z');
const after = (seconds: number) => START.add({ milliseconds: Math.round(seconds * 1000) });

/** Looks at these seconds, each from where the one before has read to. */
function looks(at: readonly number[]): { at: number; from: number }[] {
  const overlap = requestsOverlap();
  let mark: string | null = null;
  return at.map((seconds) => {
    const from = overlap.from(mark, after(seconds));
    overlap.haveRead(after(seconds));
    mark = after(seconds).toString();
    return { at: seconds, from: from ? START.until(from).total('seconds') : -Infinity };
  });
}

describe('how far back requests are read again', () => {
  test('two minutes and more, but for looks that follow at once', () => {
    expect(looks([0, 1, 2, 14, 15, 16, 300]).map(({ at, from }) => at - from)).toEqual([
      Infinity,
      5,
      5,
      16,
      136,
      5,
      284 + 135,
    ]);
  });

  test('the whole overlap again when the look that should have read it could not', () => {
    const overlap = requestsOverlap();
    overlap.haveRead(after(0));
    const from = () => overlap.from(after(20).toString(), after(21));
    expect([from(), from()]).toEqual([after(-115), after(-115)]);
  });

  test('a row that becomes visible within two minutes is read by a look that comes after it', () => {
    const pauses = fc.array(fc.double({ min: 0.1, max: 6, noNaN: true }), { minLength: 90, maxLength: 200 });
    const delay = fc.oneof(...[0, 115].map((min) => fc.double({ min, max: 120, noNaN: true })));
    fc.assert(
      fc.property(pauses, fc.double({ min: 0, max: 300, noNaN: true }), delay, (given, stamp, late) => {
        let time = 0;
        const seen = looks(given.map((pause) => (time += pause)).concat(time + 300, time + 900));
        const visible = stamp + late;
        const isRead = seen.some(({ at, from }) => at >= visible && from <= stamp);
        expect(isRead || visible > time + 900).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
