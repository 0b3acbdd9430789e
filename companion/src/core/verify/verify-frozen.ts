/**
 * That no window opened, and no user was asked to grant, while a request was frozen. Earlier versions of the companion did
 * both; what they wrote is told, and is no fault.
 */
import { type Freezes, learnFreezes } from '../alterations.ts';
import type { LedgerEntry } from '../entries/entries.ts';
import { compareInstants } from '../instants.ts';
import type { Check } from './verify.ts';
import type { AccessWindow } from '../windows.ts';

interface Known {
  freezes: Freezes;
  /** By request: what the decision that took effect gave, or break-glass. */
  windows: Map<string, AccessWindow>;
  /** False in a ledger of an earlier version until the first entry of one that keeps windows shut. */
  strict: boolean;
}

/**
 * Reads a whole ledger in its order. What stands before the first entry that only a version writes which keeps to the rule is
 * listed in a check that holds: such a version may have done it, or nobody can tell.
 * @throws RangeError for a time that is no instant
 */
export function checkFrozen(entries: readonly LedgerEntry[]): Check {
  const known: Known = { freezes: new Map(), windows: new Map(), strict: false };
  const wrong: string[] = [];
  const notes: string[] = [];
  for (const [index, entry] of entries.entries()) {
    known.strict ||= isOfRule(entry);
    const what = forbidden(entry, known);
    if (what !== null) {
      const sentence = `entry ${index}: ${what} though the request was frozen`;
      if (known.strict) wrong.push(sentence);
      else notes.push(`${sentence}; earlier versions did that, and nothing before it is of a later one`);
    }
    if (known.strict && hidesRequest(entry))
      wrong.push(`entry ${index}: it does not say which request was frozen`);
    learn(entry, index, known);
  }
  const name = 'frozen requests';
  if (wrong.length > 0) return { name, result: 'tampered', detail: [...wrong, ...notes] };
  const fine = `${known.freezes.size} requests were frozen; no window opened and no user was asked to grant meanwhile`;
  return { name, result: 'ok', detail: notes.length > 0 ? notes : [fine] };
}

function learn(entry: LedgerEntry, index: number, { freezes, windows }: Known): void {
  if (entry.type === 'decision.effective' && entry.window !== null) windows.set(entry.request, entry.window);
  if (entry.type === 'breakglass.opened') windows.set(entry.request, entry.window);
  learnFreezes(freezes, entry, index);
}

/** The form of an alteration that has a kind, and the end of a freeze, came with the rule: after one no earlier form escapes it. */
const isOfRule = (entry: LedgerEntry): boolean =>
  entry.type === 'freeze.ended' || (entry.type === 'record.altered' && entry.kind !== undefined);

/** A decision that was altered freezes its request, which earlier forms leave out; a row that is not ours freezes none. */
const hidesRequest = (entry: LedgerEntry): boolean =>
  entry.type === 'record.altered' &&
  entry.object === 'Access_Decision__c' &&
  entry.kind !== 'not ours' &&
  typeof entry.request !== 'string';

/** @returns what the entry says was done, in words, where a freeze forbids it; else null */
function forbidden(entry: LedgerEntry, { freezes, windows }: Known): string | null {
  if (entry.type !== 'window.opened' && entry.type !== 'grant.asked' && entry.type !== 'request.state')
    return null;
  if ((freezes.get(entry.request) ?? []).length === 0) return null;
  if (entry.type === 'grant.asked') return 'a user was asked to grant';
  if (entry.type === 'request.state' && entry.to !== 'Window_open') return null;
  const end = windows.get(entry.request)?.end;
  // When all of it has passed the request goes through the state to its end, and nobody is asked.
  const isOver = end !== undefined && compareInstants(entry.at, end) >= 0;
  return isOver ? null : 'a window opened';
}
