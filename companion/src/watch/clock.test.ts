import { expect, test } from '@jest/globals';
import { clockChanged, judgeClock } from './clock.ts';

test.each([
  [0, 'agrees'],
  [30_000, 'agrees'],
  [-30_001, 'alarm'],
  [300_000, 'alarm'],
  [300_001, 'stop'],
  [-3_600_000, 'stop'],
])('an offset of %d ms: %s', (offset, state) => {
  expect(judgeClock(offset)).toBe(state);
});

test.each([
  ['the first measure', null, 200, true],
  ['noise', 200, 900, false],
  ['a drift of five seconds', 0, 5_000, true],
  ['a step over the limit, however small', 29_900, 30_100, true],
])('%s is worth an entry or not', (_title, logged, measured, worth) => {
  expect(clockChanged(logged, measured)).toBe(worth);
});
