import { describe, expect, test } from '@jest/globals';
import { isDrillTime, nextDrillAt } from './drill-schedule.ts';
import { type AccessPolicy, type DrillTerms, POLICY_DEFAULTS } from './policy.ts';

const policyWith = (drills: DrillTerms, change: Partial<AccessPolicy> = {}): AccessPolicy => ({
  ...POLICY_DEFAULTS,
  ...{ name: 'Default', quorum: 1, firstLevel: 1, ladder: [{ level: 1, afterMinutes: 0 }], drills },
  ...{ deadlineMinutes: 720, defaultWindowMinutes: 240, maximumWindowMinutes: 1440, loginGraceSeconds: 5 },
  ...{ minimumPurposeLength: 20, grantGraceMinutes: 120, grantGraceLimitMinutes: 1440 },
  zone: 'Europe/Berlin',
  ...change,
});

const SINCE = '2026-11-23T09:00:00Z';
const SHARES = [0, 0.13, 0.37, 0.5, 0.74, 0.999_999];
const drawsOf = (policy: AccessPolicy) =>
  SHARES.flatMap((day) => SHARES.map((minute) => nextDrillAt(policy, SINCE, [day, minute]) ?? ''));

describe('the moment of the next drill', () => {
  test.each<[DrillTerms['hours'], number]>([
    ['Business_hours', 90],
    ['Business_hours', 1],
    ['Night', 30],
    ['Night', 1],
    ['Any_time', 7],
    ['Any_time', 1],
  ])(
    'lies in the hours (%s) and within the days (%d) of the policy, over the change of the clocks too [U14]',
    (hours, everyDays) => {
      const policy = policyWith({ everyDays, hours });
      for (const at of drawsOf(policy)) {
        expect([at, isDrillTime(policy, at)]).toEqual([at, true]);
        const passed = Temporal.Instant.from(SINCE).until(at).total('hours') / 24;
        // A cadence of one day may leave no time for the hours: the next day is taken then.
        expect(passed).toBeLessThan(everyDays > 1 ? everyDays + 0.001 : 2.5);
        expect(passed).toBeGreaterThan(everyDays / 2 - 1);
      }
      expect(new Set(drawsOf(policy)).size).toBeGreaterThan(SHARES.length - 1);
    },
  );

  test('passes over blackouts and days off, and takes the first day after them where none is left [U14]', () => {
    const blackouts = [{ from: '2026-11-23', to: '2026-12-04' }];
    const policy = policyWith({ everyDays: 5, hours: 'Business_hours' }, { blackouts });
    const days = drawsOf(policy).map((at) => Temporal.Instant.from(at).toZonedDateTimeISO('Europe/Berlin'));
    // The Monday after the blackout, which ends on a Friday.
    expect(new Set(days.map((day) => day.toPlainDate().toString()))).toEqual(new Set(['2026-12-07']));
  });

  test('is none without a cadence [U14]', () => {
    const { drills: _, ...policy } = policyWith({ everyDays: 5, hours: 'Any_time' });
    expect(nextDrillAt(policy, SINCE, [0, 0])).toBeNull();
    expect(isDrillTime(policy, SINCE)).toBe(false);
  });
});
