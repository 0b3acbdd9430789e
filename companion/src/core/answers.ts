/** Requests by what one contact answered: his last answer to each counts, as it is the one that stands. */
import { SIGNED_DECISIONS, type SignedDecision } from './statement.ts';

/** `Any` is every request that he answered, in whatever way. */
export const ASKED_ANSWERS = ['Any', ...SIGNED_DECISIONS] as const;
export type AskedAnswer = (typeof ASKED_ANSWERS)[number];

/** @returns ids of the requests whose last answer is the one asked for */
export function answeredWith(
  answers: readonly { requestId: string; decision: SignedDecision }[],
  asked: AskedAnswer,
): string[] {
  return answers
    .filter(({ decision }) => asked === 'Any' || decision === asked)
    .map(({ requestId }) => requestId);
}
