/** When things were logged: never much before what stands before them, no approval while the clocks disagreed. */
import type { LedgerEntry } from '../entries/entries.ts';
import { millisecondsOf } from '../instants.ts';
import { CLOCK_STOP_MS } from '../clock-limits.ts';
import type { Check } from './verify.ts';

/** A step may take its time first and be logged after others: a reading of the org, an answer that is waited for. */
const LOGGED_WITHIN_MS = 15 * 60_000;

export function checkTimes(entries: readonly LedgerEntry[]): Check {
  const detail: string[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  let offset = 0;
  /** Ledger indexes of approvals that came while the clocks were too far apart. */
  const stopped = new Set<number>();
  for (const [index, entry] of entries.entries()) {
    const at = millisecondsOf(entry.at);
    if (at < newest - LOGGED_WITHIN_MS)
      detail.push(`entry ${index}: it says ${entry.at}, long before what was logged ahead of it`);
    newest = Math.max(newest, at);
    if (entry.type === 'clock.offset') offset = entry.milliseconds;
    if (entry.type === 'decision.received' && Math.abs(offset) > CLOCK_STOP_MS) stopped.add(index);
    if (entry.type === 'decision.effective' && entry.window !== null && stopped.has(entry.received))
      detail.push(
        `entry ${index}: an approval counts that came while the clocks differed by more than five minutes`,
      );
  }
  return detail.length === 0
    ? { name: 'times', result: 'ok', detail: ['entries stand in the order of their times'] }
    : { name: 'times', result: 'tampered', detail };
}
