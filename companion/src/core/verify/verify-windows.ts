/** Windows as they opened and ended, against the window that the signed approvals, or break-glass, gave. */
import type { LedgerEntry } from '../entries/entries.ts';
import { compareInstants } from '../instants.ts';
import type { Check } from './verify.ts';
import type { AccessWindow } from '../windows.ts';

interface Known {
  /** By request: what the decision that took effect gave, or break-glass. */
  windows: Map<string, AccessWindow>;
  /** Requests whose window is said to be open, and no entry has opened. */
  owed: Set<string>;
  opened: Set<string>;
}

export function checkWindows(entries: readonly LedgerEntry[]): Check {
  const known: Known = { windows: new Map(), owed: new Set(), opened: new Set() };
  const detail: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const wrong = problemOf(entry, known);
    if (wrong !== null) detail.push(`entry ${index}: ${wrong}`);
  }
  for (const request of known.owed) detail.push(`request ${request} has an open window that never opened`);
  return detail.length === 0
    ? {
        name: 'windows',
        result: 'ok',
        detail: [`${known.windows.size} windows are the ones that were signed`],
      }
    : { name: 'windows', result: 'tampered', detail };
}

function problemOf(entry: LedgerEntry, known: Known): string | null {
  switch (entry.type) {
    case 'decision.effective':
      if (entry.window !== null) known.windows.set(entry.request, entry.window);
      return null;
    case 'breakglass.opened':
      known.windows.set(entry.request, entry.window);
      return null;
    case 'request.state':
      return stateProblem(entry, known);
    case 'window.opened':
      return openingProblem(entry, known);
    case 'window.ended':
      return endProblem(entry, known);
    default:
      return null;
  }
}

function stateProblem({ request, to, at }: Of<'request.state'>, { windows, owed }: Known): string | null {
  if (to !== 'Window_open' && to !== 'Completed') return null;
  const window = windows.get(request);
  if (to === 'Window_open') owed.add(request);
  if (!window) return 'neither a signed approval nor break-glass gave a window';
  if (to === 'Window_open' && compareInstants(at, window.start) < 0)
    return 'the window opened before its start';
  if (to === 'Completed' && compareInstants(at, window.end) < 0) return 'the window ended before its end';
  return null;
}

function openingProblem(
  { request, start, end, at }: Of<'window.opened'>,
  { windows, owed, opened }: Known,
): string | null {
  const window = windows.get(request);
  if (!owed.delete(request)) return 'a window opened of a request that was not open';
  opened.add(request);
  if (start !== window?.start || end !== window.end) return 'the window is not the one that was signed';
  return compareInstants(at, start) < 0 ? 'the window opened before its start' : null;
}

function endProblem({ request, at }: Of<'window.ended'>, { windows, opened }: Known): string | null {
  const window = windows.get(request);
  if (!window || !opened.has(request)) return 'a window ended that had not opened';
  return compareInstants(at, window.end) < 0 ? 'the window ended before its end' : null;
}

type Of<Type extends LedgerEntry['type']> = Extract<LedgerEntry, { type: Type }>;
