import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evaluateFunnel, funnelOutcome, type Gate, type GateVerdict, nextOpening } from './funnel.ts';

const OUTCOMES = ['closed', 'waits', 'open'] as const;
const SOON = '2026-11-20T09:00:00Z';
const LATER = '2026-11-20T18:00:00Z';

const open: GateVerdict = { gate: 'open', state: 'open', reason: 'fine' };
const closed: GateVerdict = { gate: 'closed', state: 'closed', reason: 'no' };
const unknown: GateVerdict = { gate: 'unknown', state: 'unknown', reason: 'unreadable' };
const waiting = (until: string): GateVerdict => ({
  gate: 'waiting',
  state: 'closed',
  reason: 'not yet',
  until,
});

const verdicts = fc.array(fc.constantFrom(open, closed, unknown, waiting(SOON), waiting(LATER)), {
  minLength: 1,
});

describe('a funnel', () => {
  test.each<[string, GateVerdict[], (typeof OUTCOMES)[number]]>([
    ['is open when every gate is', [open, open], 'open'],
    ['is closed by a single gate', [open, closed, open], 'closed'],
    ['is closed by what cannot be told', [open, unknown], 'closed'],
    ['waits when all that is shut opens by itself', [open, waiting(SOON), waiting(LATER)], 'waits'],
    ['does not wait while something else is closed', [waiting(SOON), closed], 'closed'],
    [
      'does not wait for what cannot be told, though it names a time',
      [{ ...unknown, until: SOON }],
      'closed',
    ],
    ['is closed without any gate: nothing vouches for it', [], 'closed'],
  ])('%s [C81 C80]', (_, gates, outcome) => {
    expect(funnelOutcome(gates)).toBe(outcome);
  });

  test('never opens further when a gate is added: every dimension can only reject [C81]', () => {
    fc.assert(
      fc.property(verdicts, verdicts, (few, more) => {
        const [before, after] = [funnelOutcome(few), funnelOutcome([...few, ...more])];
        return OUTCOMES.indexOf(after) <= OUTCOMES.indexOf(before);
      }),
    );
  });

  test('counts a gate that throws as unknown, which closes, and still asks all others [C80]', () => {
    const gates: Gate<number>[] = [
      {
        name: 'broken',
        evaluate: () => {
          throw new Error('secret detail');
        },
      },
      {
        name: 'even',
        evaluate: (value) => ({ state: value % 2 === 0 ? 'open' : 'closed', reason: 'parity' }),
      },
    ];
    const found = evaluateFunnel(gates, 4);
    expect(found.map(({ gate, state }) => [gate, state])).toEqual([
      ['broken', 'unknown'],
      ['even', 'open'],
    ]);
    expect(funnelOutcome(found)).toBe('closed');
    expect(JSON.stringify(found)).not.toContain('secret detail');
  });

  describe('opens next', () => {
    type Input = { now: string };
    const from = (name: string, time: string): Gate<Input> => ({
      name,
      evaluate: ({ now }) =>
        now < time
          ? { state: 'closed', reason: 'not yet', until: time }
          : { state: 'open', reason: 'reached' },
    });
    const never: Gate<Input> = { name: 'never', evaluate: () => ({ state: 'closed', reason: 'no' }) };
    const now = '2026-11-20T08:00:00Z';

    test('at the latest time that a shut gate names, and now when none is shut [C80]', () => {
      expect(nextOpening([from('a', LATER), from('b', SOON)], { now })).toBe(LATER);
      expect(nextOpening([from('a', SOON)], { now: LATER })).toBe(LATER);
    });

    test('later still when another gate is shut at that time', () => {
      const lunch: Gate<Input> = {
        name: 'lunch',
        evaluate: ({ now: at }) =>
          at >= SOON && at < LATER
            ? { state: 'closed', reason: 'lunch', until: LATER }
            : { state: 'open', reason: 'no lunch' },
      };
      expect(nextOpening([from('a', SOON), lunch], { now })).toBe(LATER);
    });

    test('never, when a gate does not open by waiting, promises the past, or opens after 60 days', () => {
      const past: Gate<Input> = {
        name: 'past',
        evaluate: () => ({ state: 'closed', reason: 'stuck', until: now }),
      };
      expect(nextOpening([from('a', SOON), never], { now })).toBeNull();
      expect(nextOpening([past], { now })).toBeNull();
      expect(
        nextOpening([from('a', '2027-02-01T00:00:00Z'), from('b', '2027-03-01T00:00:00Z')], { now }),
      ).toBe(null);
    });
  });
});
