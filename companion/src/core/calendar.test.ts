import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blackoutEnd, capAt, isWithin, nextWithin } from './calendar.ts';
import { type Gate, nextOpening } from './funnel.ts';
import type { Blackout, BusinessHours, RateCap } from './policy.ts';

const at = (text: string) => Temporal.Instant.from(text);
const time = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Hours and half hours, DST by one hour and by half of one, at midnight, southern, none at all, and a day left out. */
const ZONES = [
  ...['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'America/Havana', 'Asia/Kathmandu'],
  ...['America/Phoenix', 'Africa/Cairo', 'Pacific/Chatham', 'Pacific/Apia'],
];
/** Days around changes of the clock in one of the zones, and the day that Apia left out. */
const DAYS = [
  '2026-03-06',
  '2026-03-27',
  '2026-04-03',
  '2026-10-23',
  '2026-10-30',
  '2026-11-21',
  '2011-12-28',
];

const zone = fc.constantFrom(...ZONES);
const hours: fc.Arbitrary<BusinessHours> = fc
  .record({
    days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }).map((days) => days.sort()),
    span: fc.tuple(fc.integer({ min: 0, max: 95 }), fc.integer({ min: 1, max: 96 })),
    zone,
  })
  .map(({ days, span: [from, length], zone: name }) => ({
    ...{ days, zone: name, from: time(from * 15), to: time(Math.min(96, from + length) * 15) },
  }));
const start = fc
  .tuple(fc.constantFrom(...DAYS), fc.integer({ min: 0, max: 3 * 1440 }))
  .map(([day, minutes]) => at(`${day}T00:00:00Z`).add({ minutes }));

/** Minute by minute: the first at which `isOpen`; null when there is none within so many days. */
function scan(
  from: Temporal.Instant,
  days: number,
  isOpen: (at: Temporal.Instant) => boolean,
): string | null {
  for (let minute = 0; minute <= days * 1440; minute += 1) {
    const instant = from.add({ minutes: minute });
    if (isOpen(instant)) return instant.toString();
  }
  return null;
}

describe('business hours', () => {
  test('begin when a scan of every minute finds them, in every zone and over changes of its clock [A12]', () => {
    fc.assert(
      fc.property(hours, start, (window, from) => {
        const found = nextWithin(window, from).toString();
        const open = scan(from, 10, (instant) => isWithin(window, instant));
        return found === open;
      }),
      { numRuns: 25 },
    );
  });

  test.each([
    [
      'in the spring, when the clock leaps over the time',
      '02:30',
      '2026-03-29T00:00:00Z',
      '2026-03-29T01:00:00Z',
    ],
    ['in the autumn, for the first of two times', '02:30', '2026-10-25T00:00:00Z', '2026-10-25T00:30:00Z'],
    ['in the autumn, again for the second', '02:30', '2026-10-25T01:00:00Z', '2026-10-25T01:30:00Z'],
  ])('%s', (_, from, now, begin) => {
    const window = { days: [7], from, to: '04:00', zone: 'Europe/Berlin' };
    expect(nextWithin(window, at(now)).toString()).toBe(begin);
  });
});

describe('blackout dates', () => {
  test.each<[string, Blackout[], string, string | null]>([
    [
      'end with the last day, in their zone',
      [{ from: '2026-12-24', to: '2026-12-26' }],
      '2026-12-24T10:00:00Z',
      '2026-12-26T23:00:00Z',
    ],
    [
      'hold from the first minute of the first day',
      [{ from: '2026-12-24', to: '2026-12-24' }],
      '2026-12-23T23:00:00Z',
      '2026-12-24T23:00:00Z',
    ],
    [
      'do not hold a minute earlier',
      [{ from: '2026-12-24', to: '2026-12-24' }],
      '2026-12-23T22:59:00Z',
      null,
    ],
  ])('%s', (_, blackouts, now, end) => {
    expect(blackoutEnd(blackouts, 'Europe/Berlin', at(now))?.toString() ?? null).toBe(end);
  });
});

describe('a rate cap', () => {
  const cap: RateCap = { count: 2, hours: 24, per: 'Org' };
  const times = ['2026-11-20T08:00:00Z', '2026-11-20T12:00:00Z', '2026-11-22T12:00:00Z'].map(at);

  test.each([
    ['2026-11-20T11:59:00Z', 1, null],
    ['2026-11-20T12:00:00Z', 2, '2026-11-21T08:00:00Z'],
    ['2026-11-21T07:59:59Z', 2, '2026-11-21T08:00:00Z'],
    ['2026-11-21T08:00:00Z', 1, null],
  ])('at %s counts %i, and lets one more through when the oldest is a day old', (now, counted, until) => {
    const found = capAt(cap, times, at(now));
    expect([found.counted, found.until?.toString() ?? null]).toEqual([counted, until]);
  });
});

test('hours, dates and a cap open together when a scan of every minute finds it [A12]', () => {
  interface Input {
    now: string;
    hours: BusinessHours;
    blackouts: Blackout[];
    zone: string;
    cap: RateCap;
    times: Temporal.Instant[];
  }
  const waits = (until: Temporal.Instant | null) =>
    until === null
      ? { state: 'open' as const, reason: '' }
      : { state: 'closed' as const, reason: '', until: until.toString() };
  const gates: Gate<Input>[] = [
    {
      name: 'hours',
      evaluate: (input) =>
        waits(isWithin(input.hours, at(input.now)) ? null : nextWithin(input.hours, at(input.now))),
    },
    { name: 'dates', evaluate: (input) => waits(blackoutEnd(input.blackouts, input.zone, at(input.now))) },
    { name: 'cap', evaluate: (input) => waits(capAt(input.cap, input.times, at(input.now)).until) },
  ];
  const ago = fc.array(fc.integer({ min: 0, max: 2 * 1440 }), { maxLength: 6 });
  fc.assert(
    fc.property(
      hours,
      zone,
      start,
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 1, max: 3 }),
      ago,
      (window, dates, from, days, count, minutes) => {
        const first = from.toZonedDateTimeISO(dates).toPlainDate().add({ days: 1 });
        const input = {
          ...{ hours: window, zone: dates, cap: { count, hours: 30, per: 'Org' as const } },
          blackouts: [{ from: first.toString(), to: first.add({ days }).toString() }],
          times: minutes.map((before) => from.subtract({ minutes: before })),
        };
        const isOpen = (instant: Temporal.Instant) =>
          gates.every(({ evaluate }) => evaluate({ ...input, now: instant.toString() }).state === 'open');
        return nextOpening(gates, { ...input, now: from.toString() }) === scan(from, 14, isOpen);
      },
    ),
    { numRuns: 6 },
  );
});
