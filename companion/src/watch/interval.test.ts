import { expect, test } from '@jest/globals';
import { planPoll } from './interval.ts';

const usage = (used: number) => ({ used, max: 1000 });

test.each([
  ['every five minutes when nothing is live', { live: false, usage: null }, 300],
  ['every minute while something is live', { live: true, usage: null }, 60],
  ['as usual below 80 % of the daily limit', { live: false, usage: usage(799) }, 300],
  ['not at all from 80 % on', { live: false, usage: usage(800) }, null],
  ['but still for what is live', { live: true, usage: usage(999) }, 60],
])('polls %s', (_title, circumstances, seconds) => {
  expect(planPoll({ idleSeconds: 300, ...circumstances }).seconds).toBe(seconds);
});

test('never polls what is live less often than the operator wants idle polls', () => {
  expect(planPoll({ live: true, idleSeconds: 5, usage: null }).seconds).toBe(5);
});

test('names the reason when polling rests', () => {
  expect(planPoll({ live: false, idleSeconds: 300, usage: usage(900) }).reason).toContain('900 of 1000');
});
