/** A funnel: a list of pure gates, any one of which closes it. What a gate cannot tell is unknown, and unknown is closed. */
import type { Json } from './canonical.ts';

export interface GateVerdict {
  gate: string;
  state: 'open' | 'closed' | 'unknown';
  /** One sentence for the person who reads it. */
  reason: string;
  /** A closed gate that opens by waiting says when (ISO 8601 with Z). */
  until?: string;
  evidence?: Json;
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
  const shut = verdicts.filter(({ state }) => state !== 'open');
  if (verdicts.length === 0) return 'closed';
  if (shut.length === 0) return 'open';
  return shut.every(({ state, until }) => state === 'closed' && until !== undefined) ? 'waits' : 'closed';
}

/** @returns the earliest instant at which a waiting funnel can open: the latest `until` of its gates; else null. */
export function nextOpen(verdicts: readonly GateVerdict[]): string | null {
  const times = verdicts.flatMap(({ state, until }) =>
    state === 'open' || until === undefined ? [] : [until],
  );
  return times.reduce<string | null>(
    (latest, time) =>
      latest === null ||
      Temporal.Instant.compare(Temporal.Instant.from(time), Temporal.Instant.from(latest)) > 0
        ? time
        : latest,
    null,
  );
}
