import { describe, expect, test } from '@jest/globals';
import { loginLogWindows, measureClock } from './poll.ts';

const at = (text: string) => Temporal.Instant.from(text);

describe('the login log is asked in windows of at most 15 days', () => {
  test.each([
    ['30 days', '2026-10-01T00:00:00Z', '2026-10-31T00:00:00Z', ['2026-10-01', '2026-10-16', '2026-10-31']],
    [
      '31 days',
      '2026-10-01T00:00:00Z',
      '2026-11-01T00:00:00Z',
      ['2026-10-01', '2026-10-16', '2026-10-31', '2026-11-01'],
    ],
    ['an hour', '2026-10-01T00:00:00Z', '2026-10-01T01:00:00Z', ['2026-10-01', '2026-10-01']],
    ['nothing', '2026-10-01T00:00:00Z', '2026-10-01T00:00:00Z', []],
  ])('%s', (_title, from, to, edges) => {
    const windows = loginLogWindows(at(from), at(to));
    const found = windows.flatMap((window, index) => (index === 0 ? [window.from, window.to] : [window.to]));
    expect(found.map((edge) => edge.toString().slice(0, 10))).toEqual(edges);
    for (const window of windows)
      expect(window.to.since(window.from).total('hours')).toBeLessThanOrEqual(15 * 24);
  });
});

describe('the clock of the org is measured around the call', () => {
  test.each([
    ['in step', '2026-11-21T04:00:00.400Z', '2026-11-21T04:00:00.600Z', 'Sat, 21 Nov 2026 04:00:00 GMT', 0],
    [
      'a minute ahead',
      '2026-11-21T04:00:00.400Z',
      '2026-11-21T04:00:00.600Z',
      'Sat, 21 Nov 2026 04:01:00 GMT',
      60_000,
    ],
    [
      'behind',
      '2026-11-21T04:00:00.500Z',
      '2026-11-21T04:00:02.500Z',
      'Sat, 21 Nov 2026 03:59:31 GMT',
      -30_000,
    ],
  ])('%s', (_title, sentAt, receivedAt, date, offset) => {
    const clock = measureClock({ headers: { date }, sentAt: at(sentAt), receivedAt: at(receivedAt) });
    expect(clock.offsetMs).toBe(offset);
    expect(clock.errorMs).toBe(500 + at(receivedAt).since(at(sentAt)).total('milliseconds') / 2);
  });

  test('is not known without a Date', () => {
    const now = at('2026-11-21T04:00:00Z');
    expect(measureClock({ headers: {}, sentAt: now, receivedAt: now }).offsetMs).toBeNull();
  });

  test('a machine that slept while the answer came has measured nothing', () => {
    const answer = {
      headers: { date: 'Sat, 21 Nov 2026 05:00:00 GMT' },
      sentAt: at('2026-11-21T04:00:00Z'),
      receivedAt: at('2026-11-21T05:00:00Z'),
    };
    expect(measureClock(answer).offsetMs).toBeNull();
  });
});
