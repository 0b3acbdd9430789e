/** A funnel: a list of pure gates, any one of which closes it. What a gate cannot tell is unknown, and unknown is closed. */
import type { Json } from './canonical.ts';
import { compareInstants } from './instants.ts';

export interface GateVerdict {
  gate: string;
  state: 'open' | 'closed' | 'unknown';
  /** One sentence for the person who reads it. */
  reason: string;
  /** A closed gate that opens by waiting says when (ISO 8601 with Z). */
  until?: string;
  evidence?: Json;
  /** A closed gate that an emergency overrides; it stays closed and does not count. */
  overridden?: 'break-glass';
}

export interface Gate<Input> {
  name: string;
  readonly evaluate: (input: Input) => Omit<GateVerdict, 'gate'>;
}

/** @returns every gate's verdict, so that all reasons can be shown. A gate that throws is unknown; none is left out. */
export function evaluateFunnel<Input>(gates: readonly Gate<Input>[], input: Input): GateVerdict[] {
  return gates.map(({ name, evaluate }) => {
    try {
      return { gate: name, ...evaluate(input) };
    } catch {
      return {
        gate: name,
        state: 'unknown',
        reason: 'This rule could not be evaluated, which counts as closed.',
      };
    }
  });
}

/** `open`: every gate is. `waits`: each gate that is not open says until when. `closed`: all else. */
export function funnelOutcome(verdicts: readonly GateVerdict[]): 'open' | 'closed' | 'waits' {
  const shut = verdicts.filter(({ state, overridden }) => state !== 'open' && overridden === undefined);
  if (verdicts.length === 0) return 'closed';
  if (shut.length === 0) return 'open';
  return shut.every(({ state, until }) => state === 'closed' && until !== undefined) ? 'waits' : 'closed';
}

/** @returns the latest instant that a gate which is not open names: before it the funnel stays shut; null without one. */
function latestUntil(verdicts: readonly GateVerdict[]): string | null {
  const times = verdicts.flatMap(({ state, until }) =>
    state === 'open' || until === undefined ? [] : [until],
  );
  return times.reduce<string | null>(
    (latest, time) => (latest === null || compareInstants(time, latest) > 0 ? time : latest),
    null,
  );
}

/** Enough for any rule that people write; a funnel that opens later than this is as good as shut. */
const SEARCH_DAYS = 60;
const MOST_STEPS = 500;

/**
 * Goes from one promised instant to the next and evaluates there, since what one gate waits for may close another.
 * @returns the first instant from `now` on at which every gate is open (ISO 8601 with Z); null when a gate is shut that
 *   does not open by waiting, or none is found within 60 days
 */
export function nextOpening<Input extends { now: string }>(
  gates: readonly Gate<Input>[],
  input: Input,
): string | null {
  const limit = Temporal.Instant.from(input.now)
    .add({ hours: SEARCH_DAYS * 24 })
    .toString();
  let now = input.now;
  for (let step = 0; step < MOST_STEPS && compareInstants(now, limit) <= 0; step += 1) {
    const verdicts = evaluateFunnel(gates, { ...input, now });
    const outcome = funnelOutcome(verdicts);
    if (outcome === 'open') return now;
    const next = outcome === 'waits' ? latestUntil(verdicts) : null;
    // A gate that promises the past would be asked for ever.
    if (next === null || compareInstants(next, now) <= 0) return null;
    now = next;
  }
  return null;
}
