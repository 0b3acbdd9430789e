/**
 * Extensions: a new request that names an earlier one and shows what was done so far (D102). Nothing here lengthens a
 * window: the new request is decided anew and has a window of its own.
 */
import type { LedgerEntry } from './entries/entries.ts';
import type { RequestState } from './requests.ts';
import { findingSeverity, isMatch, type VerdictName } from './verdicts.ts';
import type { AccessWindow } from './windows.ts';

/** States of a request that may be extended: it has, or had, a window that nobody took back. */
const EXTENDABLE: readonly RequestState[] = ['Approved', 'Window_open', 'Completed'];
/** A window that ended longer ago than this is no longer extended: a new request stands for itself. */
export const EXTENDABLE_DAYS = 7;
/** Earlier requests in one chain at most; what goes on longer is told as new work. */
export const LONGEST_CHAIN = 8;

/** An earlier request, as far as an extension is held against it. */
export interface ExtendedRequest {
  id: string;
  name: string;
  state: RequestState;
  caseNumber: string;
  /** User id. */
  targetUser: string | null;
  /** ISO 8601 with Z; null before there is a window. */
  windowEnd: string | null;
  /** Earlier requests that it extends itself, one after the other. */
  depth: number;
}

/**
 * @param extended the request that is named; null when it is not known
 * @param now ISO 8601 with Z
 * @returns why it cannot be extended, in one sentence; null when it can
 */
export function extensionProblem(
  request: { id: string; caseNumber: string; targetUser: string | null },
  extended: ExtendedRequest | null,
  now: string,
): string | null {
  if (extended === null) return 'The request that it extends is not known.';
  const { name, state, windowEnd } = extended;
  if (extended.id === request.id) return 'A request cannot extend itself.';
  if (extended.caseNumber !== request.caseNumber)
    return `${name} is about another support case: ${extended.caseNumber}.`;
  if (extended.targetUser !== request.targetUser) return `${name} is about another target user.`;
  if (!EXTENDABLE.includes(state) || windowEnd === null)
    return `${name} has no window that could be extended: it is ${state.replaceAll('_', ' ').toLowerCase()}.`;
  const last = Temporal.Instant.from(windowEnd).add({ hours: EXTENDABLE_DAYS * 24 });
  if (Temporal.Instant.compare(Temporal.Instant.from(now), last) > 0)
    return `The window of ${name} ended more than ${EXTENDABLE_DAYS} days ago.`;
  if (extended.depth + 1 > LONGEST_CHAIN)
    return `${name} is the ${LONGEST_CHAIN}th extension in a row, which is the last.`;
  return null;
}

/** What the ledger says of one earlier request up to some entry. Counted from entries that name the request itself. */
export interface SoFar {
  id: string;
  /** As the newest revision names it; empty when there is none. */
  name: string;
  /** Record id of what it extends itself; null for the first of a chain. */
  extends: string | null;
  state: RequestState | null;
  /** As authorized, also when it was revoked since. */
  window: AccessWindow | null;
  /** Record ids of the contacts whose approvals took effect and were not taken back, in order. */
  approvers: string[];
  /** Logins that were matched to it. */
  logins: number;
  /** Logins and grants whose newest verdict on it calls for a look. */
  findings: number;
  grant: 'Not_asked' | 'Asked' | 'Declined' | 'Seen';
}

interface Counting {
  so: SoFar;
  received: Map<number, { contact: string; decision: string }>;
  verdicts: Map<string, VerdictName>;
}

/** One entry of the ledger with its index. */
export interface Indexed {
  index: number;
  entry: LedgerEntry;
}

/** @param entries those that name the request, in the order of the ledger; others are passed over */
export function soFarOf(id: string, entries: Iterable<Indexed>): SoFar {
  const counting: Counting = {
    so: {
      ...{ id, name: '', extends: null, state: null, window: null },
      ...{ approvers: [], logins: 0, findings: 0, grant: 'Not_asked' },
    },
    received: new Map(),
    verdicts: new Map(),
  };
  for (const { entry, index } of entries) {
    if ('request' in entry && entry.request === id) count(counting, entry, index);
  }
  const verdicts = [...counting.verdicts];
  return {
    ...counting.so,
    logins: verdicts.filter(([key, verdict]) => key.startsWith('access:') && isMatch(verdict)).length,
    findings: verdicts.filter(([, verdict]) => findingSeverity(verdict) !== null).length,
  };
}

function count({ so, received, verdicts }: Counting, entry: LedgerEntry, index: number): void {
  switch (entry.type) {
    case 'request.revision': {
      const earlier = entry.fields['Extends__c'];
      so.name = entry.name;
      so.extends = typeof earlier === 'string' ? earlier : null;
      break;
    }
    case 'request.state':
      so.state = entry.to;
      break;
    case 'decision.received':
      received.set(index, entry);
      break;
    case 'decision.effective': {
      const decision = received.get(entry.received);
      if (entry.window !== null) so.window = entry.window;
      so.approvers = so.approvers.filter((contact) => contact !== decision?.contact);
      if (decision?.decision === 'Approve') so.approvers.push(decision.contact);
      break;
    }
    case 'breakglass.opened':
      so.window = entry.window;
      break;
    case 'approvals.voided': {
      const ended = new Set(entry.received.map((at) => received.get(at)?.contact));
      so.approvers = so.approvers.filter((contact) => !ended.has(contact));
      break;
    }
    case 'grant.asked':
      so.grant = 'Asked';
      break;
    case 'grant.declined':
      so.grant = 'Declined';
      break;
    case 'verdict':
      verdicts.set(`${entry.subject}:${entry.key}`, entry.verdict as VerdictName);
      if (entry.subject === 'grant') so.grant = 'Seen';
      break;
    default:
      break;
  }
}

/** @returns the minutes that were authorized in all, one window after the other. */
export function minutesOf(chain: readonly Pick<SoFar, 'window'>[]): number {
  return chain.reduce((sum, { window }) => sum + (window === null ? 0 : lengthOf(window)), 0);
}

function lengthOf({ start, end }: AccessWindow): number {
  return Math.round(Temporal.Instant.from(start).until(Temporal.Instant.from(end)).total('minutes'));
}
