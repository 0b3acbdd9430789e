import { describe, expect, test } from '@jest/globals';
import type { LedgerEntry } from './entries/entries.ts';
import { frictionOf, type FrictionPeriod } from './friction.ts';
import type { Origin, RequestState } from './requests.ts';

const ORG = '00D5g00000ABCDEEA4';
const PERIOD: FrictionPeriod = {
  ...{ from: '2026-11-01T00:00:00Z', to: '2026-12-01T00:00:00Z', until: '2026-11-30T00:00:00Z' },
};

/** `09:30` of the 20th. */
const at = (time: string) => `2026-11-20T${time}:00Z`;
const state = (request: string, time: string, from: Origin, to: RequestState): LedgerEntry => ({
  ...{ v: 1, type: 'request.state', org: ORG, at: at(time), request, from, to, because: '' },
});
const asked = (request: string, time: string, level: number): LedgerEntry => ({
  ...{ v: 1, type: 'ladder.climbed', org: ORG, at: at(time), request, step: 'asked', level },
  ...{ percent: null, contacts: [] },
});

function submitted(request: string, time: string, incidentType = 'Support_escalation'): LedgerEntry[] {
  return [
    {
      ...{
        v: 1,
        type: 'request.revision',
        org: ORG,
        at: at(time),
        request,
        name: `AR-${request}`,
        revision: 1,
      },
      ...{ state: 'Submitted', by: null, modifiedAt: at(time) },
      fields: { Incident_Type__c: incidentType, Environment__c: 'Production' },
    },
    state(request, time, 'Submitted', 'Awaiting_decision'),
    asked(request, time, 1),
  ];
}

const drill: LedgerEntry[] = [
  {
    ...{ v: 1, type: 'drill.started', org: ORG, at: at('08:00'), drill: 'd1', name: 'DRILL-0001', by: null },
    ...{
      origin: 'Schedule',
      note: null,
      checkPhrase: 'a-b-c',
      level: 1,
      contacts: ['c1'],
      endsAt: at('09:00'),
    },
    policyVersion: 'Default-1',
  },
  {
    ...{ v: 1, type: 'drill.ended', org: ORG, at: at('09:00'), drill: 'd1', asked: 1, reached: 1, opened: 0 },
    ...{ answered: 0, firstAnswerSeconds: null, silent: ['c1'] },
  },
];

describe('what waiting cost', () => {
  test('is hours until the answer and the window, outcomes by scenario, and the time at each level [U17]', () => {
    const found = frictionOf(
      [
        ...submitted('1', '08:00'),
        asked('1', '09:00', 2),
        state('1', '09:30', 'Awaiting_decision', 'Approved'),
        {
          v: 1,
          type: 'window.opened',
          org: ORG,
          at: at('10:00'),
          request: '1',
          start: at('10:00'),
          end: at('11:00'),
        },
        ...submitted('2', '08:00', 'Security_incident_response'),
        state('2', '08:15', 'Awaiting_decision', 'Denied'),
        ...submitted('3', '08:00'),
        state('3', '20:00', 'Awaiting_decision', 'Expired'),
        ...submitted('4', '08:00'),
        state('4', '08:01', 'Awaiting_decision', 'Cancelled'),
      ],
      PERIOD,
    );
    expect(found.outcomes).toMatchObject({ Approved: 1, Denied: 1, Expired: 1, Cancelled: 1, Waiting: 0 });
    // A request that was taken back waited for nobody.
    expect(found.decided).toEqual({ cases: 3, p50: 1.5, p95: 12, total: 13.75 });
    expect(found.toWindow).toEqual({ cases: 1, p50: 2, p95: 2, total: 2 });
    expect(found.byScenario).toEqual([
      expect.objectContaining({
        incidentType: 'Security_incident_response',
        decided: expect.objectContaining({ p50: 0.25 }),
      }),
      expect.objectContaining({ incidentType: 'Support_escalation', environment: 'Production' }),
    ]);
    expect(found.cases[0]?.levels).toEqual([
      { level: 1, hours: 1 },
      { level: 2, hours: 0.5 },
    ]);
    expect(found.byLevel).toMatchObject([
      { level: 1, cases: 4 },
      { level: 2, cases: 1, total: 0.5 },
    ]);
  });

  test('leaves drills out, as they are no requests [U14 U17]', () => {
    const without = frictionOf(submitted('1', '08:00'), PERIOD);
    expect(frictionOf([...drill, ...submitted('1', '08:00')], PERIOD)).toEqual(without);
  });

  test('counts what still waits until it is asked, and drafts and other periods not at all [U17]', () => {
    const [revision] = submitted('2', '08:00');
    if (revision?.type !== 'request.revision') throw new Error('no revision');
    const entries: LedgerEntry[] = [...submitted('1', '08:00'), { ...revision, state: 'Draft' }];
    const until = at('20:00');
    expect(frictionOf(entries, { ...PERIOD, until }).cases).toMatchObject([
      { request: '1', outcome: 'Waiting', decidedAt: null, hours: 12, hoursToWindow: null },
    ]);
    expect(frictionOf(entries, { ...PERIOD, until, from: at('08:01') }).cases).toEqual([]);
    expect(frictionOf(entries, { ...PERIOD, until, to: at('08:00') }).decided).toMatchObject({
      cases: 0,
      p50: null,
    });
  });

  test('takes a percentile that was measured, by the nearest rank [U17]', () => {
    const many = Array.from({ length: 20 }, (_, index) => {
      const minutes = String(3 * (index + 1)).padStart(2, '0');
      const request = String(index);
      const time = index === 19 ? '09:00' : `08:${minutes}`;
      return [...submitted(request, '08:00'), state(request, time, 'Awaiting_decision', 'Approved')];
    }).flat();
    expect(frictionOf(many, PERIOD).decided).toMatchObject({ cases: 20, p50: 0.5, p95: 0.95 });
  });
});
