/** When a signature was shown, given and logged. */
import type { DecisionReceived } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { millisecondsOf } from '../instants.ts';
import type { DecisionStatement } from '../statement.ts';

/** What is shown may be signed for ten minutes; some more for what the server does until it logs. */
const SIGNED_WITHIN_MS = 15 * 60_000;
const CLOCKS_AGREE_MS = 60_000;

/** The time of showing is signed, so that nobody can log a signature as earlier, or keep it for later. */
export function checkTime({ at, statement }: Pick<DecisionReceived, 'at' | 'statement'>): void {
  const { shownAt } = statement as unknown as Pick<DecisionStatement, 'shownAt'>;
  const passed = millisecondsOf(at) - millisecondsOf(shownAt);
  if (!(passed >= -CLOCKS_AGREE_MS && passed <= SIGNED_WITHIN_MS))
    throw new AppError('assertion_invalid', 'it was logged at another time than it was shown and signed');
}
