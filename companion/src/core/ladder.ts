/**
 * The ladder of one request: whom it reaches when, and when those who were asked are reminded. Times count from the
 * submission; the deadline is absolute, never resets, and nothing happens at it or after it (D99, D107, U16).
 */
import type { RequestTerms } from './terms.ts';

/** Shares of the time until the deadline at which whoever has not answered is reminded. */
export const REMINDERS = [25, 50, 75] as const;

/** `at` is an instant, ISO 8601 with Z. */
export type LadderStep =
  | { kind: 'ask'; level: number; at: string }
  | { kind: 'remind'; percent: (typeof REMINDERS)[number]; at: string };

/** Name of a step, by which the ones that were taken are kept. */
export function stepKey(step: LadderStep): string {
  return step.kind === 'ask' ? `ask:${step.level}` : `remind:${step.percent}`;
}

export interface LadderSituation {
  terms: Pick<RequestTerms, 'ladder'>;
  submittedAt: string;
  deadline: string;
  /** Keys of the steps that were taken. */
  done: readonly string[];
  now: string;
  /** Could the quorum be reached among the contacts of these levels who are available now? */
  readonly suffices: (levels: readonly number[]) => boolean;
}

export interface LadderOutcome {
  /** To be taken now, in this order. */
  due: LadderStep[];
  /** When to look again; null when nothing is left before the deadline. */
  next: string | null;
}

const instant = (text: string) => Temporal.Instant.from(text);
const isBefore = (a: string, b: string) => Temporal.Instant.compare(instant(a), instant(b)) < 0;

/** @returns the levels that have been asked, lowest step first */
export function askedLevels(done: readonly string[]): number[] {
  return done.flatMap((key) => (key.startsWith('ask:') ? [Number(key.slice(4))] : []));
}

/**
 * @returns the steps that are due. A level is asked when its minutes have passed, or at once when the levels before it
 * cannot reach the quorum. Reminders that lie before the first asking are nobody's and are never given.
 */
export function climb(situation: LadderSituation): LadderOutcome {
  const { deadline, now, done } = situation;
  if (!isBefore(now, deadline)) return { due: [], next: null };
  const rungs = rungsOf(situation);
  const asks = dueRungs(rungs, situation);
  const isFirst = askedLevels(done).length === 0;
  const reminders = remindersOf(situation).filter((step) => !done.includes(stepKey(step)));
  const past = reminders.filter(({ at }) => !isBefore(now, at));
  // Several that were missed are one: the latest stands for them all.
  const reminded = isFirst ? [] : past.slice(-1);
  const due = [...reminded, ...asks];
  const taken = new Set([...done, ...due.map(stepKey)]);
  const ahead = [...rungs, ...reminders].filter(
    (step) => !taken.has(stepKey(step)) && isBefore(now, step.at) && isBefore(step.at, deadline),
  );
  const next = ahead.map(({ at }) => at).reduce<string | null>(earlier, null);
  return { due, next };
}

/** What still comes before the deadline while nobody decides. Instants are ISO 8601 with Z. */
export interface LadderAhead {
  /** Asked at `at` at the latest: earlier when the levels before it cannot reach the quorum. */
  ask: { level: number; at: string } | null;
  remindAt: string | null;
}

/** @returns the next level and the next reminder that were not taken yet */
export function ladderAhead(situation: Omit<LadderSituation, 'suffices'>): LadderAhead {
  const { deadline, done, now } = situation;
  const isAhead = (step: LadderStep) => !done.includes(stepKey(step)) && isBefore(step.at, deadline);
  const ask = rungsOf(situation).find(isAhead);
  // One that was missed is stood for by a later one and is never given.
  const reminder = remindersOf(situation).find((step) => isAhead(step) && isBefore(now, step.at));
  return { ask: ask ? { level: ask.level, at: ask.at } : null, remindAt: reminder?.at ?? null };
}

const earlier = (found: string | null, at: string): string =>
  found === null || isBefore(at, found) ? at : found;

function rungsOf({
  terms,
  submittedAt,
}: Pick<LadderSituation, 'terms' | 'submittedAt'>): Extract<LadderStep, { kind: 'ask' }>[] {
  const rungs = [...terms.ladder].sort((a, b) => a.afterMinutes - b.afterMinutes || a.level - b.level);
  return rungs.map(({ level, afterMinutes }) => ({
    kind: 'ask',
    level,
    at: instant(submittedAt).add({ minutes: afterMinutes }).toString(),
  }));
}

/** Climbs from below: no level is asked over the head of an earlier one. */
function dueRungs(
  rungs: readonly Extract<LadderStep, { kind: 'ask' }>[],
  { done, now, suffices }: LadderSituation,
): LadderStep[] {
  const due: LadderStep[] = [];
  const levels = askedLevels(done);
  for (const rung of rungs) {
    if (done.includes(stepKey(rung))) continue;
    const isTime = !isBefore(now, rung.at);
    if (!isTime && levels.length > 0 && suffices(levels)) break;
    due.push(rung);
    levels.push(rung.level);
  }
  return due;
}

function remindersOf({
  submittedAt,
  deadline,
}: Pick<LadderSituation, 'submittedAt' | 'deadline'>): Extract<LadderStep, { kind: 'remind' }>[] {
  const whole = instant(submittedAt).until(instant(deadline)).total('seconds');
  return REMINDERS.map((percent) => ({
    kind: 'remind',
    percent,
    at: instant(submittedAt)
      .add({ seconds: Math.floor((whole * percent) / 100) })
      .toString(),
  }));
}
