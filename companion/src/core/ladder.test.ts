import { describe, expect, test } from '@jest/globals';
import { askedLevels, climb, ladderAhead, type LadderSituation, type LadderStep, stepKey } from './ladder.ts';

const START = '2026-11-23T09:00:00Z';
const DEADLINE = '2026-11-23T21:00:00Z';
const after = (minutes: number) => Temporal.Instant.from(START).add({ minutes }).toString();
const situation = (change: Partial<LadderSituation> = {}): LadderSituation => ({
  terms: {
    ladder: [
      { level: 1, afterMinutes: 0 },
      { level: 2, afterMinutes: 120 },
      { level: 3, afterMinutes: 400 },
    ],
  },
  ...{ submittedAt: START, deadline: DEADLINE, done: [], now: START, suffices: () => true },
  ...change,
});
const keys = (steps: readonly LadderStep[]) => steps.map(stepKey);

/** Runs the ladder as its timer does, from one time to the next. */
function run(change: Partial<LadderSituation> = {}): [minutes: number, step: string][] {
  const taken: [number, string][] = [];
  let now: string | null = change.now ?? START;
  const done: string[] = [];
  while (now !== null) {
    const { due, next } = climb(situation({ ...change, done, now }));
    const minutes = Temporal.Instant.from(START).until(now).total('minutes');
    for (const key of keys(due)) taken.push([minutes, key]);
    done.push(...keys(due));
    now = next;
  }
  return taken;
}

describe('the ladder', () => {
  test('asks each level in its time and reminds at a quarter, half and three quarters of the deadline [D107 U16]', () => {
    expect(run()).toEqual([
      [0, 'ask:1'],
      [120, 'ask:2'],
      [180, 'remind:25'],
      [360, 'remind:50'],
      [400, 'ask:3'],
      [540, 'remind:75'],
    ]);
  });

  test('asks the next level at once when those before it cannot reach the quorum [A27 U16]', () => {
    expect(keys(climb(situation({ suffices: (levels) => levels.includes(2) })).due)).toEqual([
      'ask:1',
      'ask:2',
    ]);
    expect(keys(climb(situation({ suffices: () => false })).due)).toEqual(['ask:1', 'ask:2', 'ask:3']);
    const later = situation({ now: after(30), done: ['ask:1'], suffices: (levels) => levels.length > 1 });
    expect(keys(climb(later).due)).toEqual(['ask:2']);
  });

  test('tells what comes next: the next level at the latest, and the reminder that will be given [U16]', () => {
    expect(ladderAhead(situation({ now: after(10), done: ['ask:1'] }))).toEqual({
      ask: { level: 2, at: after(120) },
      remindAt: after(180),
    });
    // A reminder that was missed is stood for by the next; asked levels are no news.
    expect(ladderAhead(situation({ now: after(200), done: ['ask:1', 'ask:2', 'ask:3'] }))).toEqual({
      ask: null,
      remindAt: after(360),
    });
    const short = situation({ deadline: after(100), done: ['ask:1', 'remind:25', 'remind:50', 'remind:75'] });
    expect(ladderAhead(short)).toEqual({ ask: null, remindAt: null });
  });

  test('reminds nobody of what he was never asked, and makes one of reminders that were missed', () => {
    expect(keys(climb(situation({ now: after(200) })).due)).toEqual(['ask:1', 'ask:2']);
    const missed = situation({ now: after(600), done: ['ask:1', 'ask:2', 'ask:3'] });
    expect(climb(missed)).toEqual({ due: [{ kind: 'remind', percent: 75, at: after(540) }], next: null });
  });

  test('does nothing at the deadline and after it, whatever was left [A3 D99]', () => {
    for (const minutes of [720, 721, 100_000])
      expect(climb(situation({ now: after(minutes), suffices: () => false }))).toEqual({
        due: [],
        next: null,
      });
    const beyond = {
      ladder: [
        { level: 1, afterMinutes: 0 },
        { level: 2, afterMinutes: 720 },
      ],
    };
    expect(run({ terms: beyond }).map(([, key]) => key)).not.toContain('ask:2');
  });

  test('is monotone for every ladder: more time never takes a step back, and no step is taken twice', () => {
    const ladders = [[0], [0, 60], [0, 60, 60, 300], [0, 719], [0, 0, 800]];
    for (const minutes of ladders) {
      const terms = { ladder: minutes.map((afterMinutes, index) => ({ level: index + 1, afterMinutes })) };
      for (const enough of [1, 2, 9]) {
        const suffices = (levels: readonly number[]) => levels.length >= enough;
        let before: string[] = [];
        for (let now = 0; now <= 760; now += 20) {
          const { due, next } = climb(situation({ terms, now: after(now), done: before, suffices }));
          const all = [...before, ...keys(due)];
          expect(new Set(all).size).toBe(all.length);
          expect(askedLevels(all)).toEqual([...askedLevels(all)].sort((a, b) => a - b));
          if (next !== null) expect(next > after(now) && next < DEADLINE).toBe(true);
          before = all;
        }
      }
    }
  });
});
