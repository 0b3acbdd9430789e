/** What an extension was signed on: the chain that it follows on, counted anew from the entries before the signature. */
import { canonicalize, type Json } from '../canonical.ts';
import type { LedgerEntry } from '../entries/entries.ts';
import { AppError } from '../errors.ts';
import { type Indexed, LONGEST_CHAIN, minutesOf, type SoFar, soFarOf } from '../extensions.ts';
import { millisecondsOf } from '../instants.ts';
import type { DecisionStatement } from '../statement.ts';

/** Entries by the request that they name, in the order of the ledger. */
export type ByRequest = Map<string, Indexed[]>;

export function learnRequest(entries: ByRequest, entry: LedgerEntry, index: number): void {
  if (!('request' in entry) || typeof entry.request !== 'string') return;
  const own = entries.get(entry.request) ?? [];
  entries.set(entry.request, own);
  own.push({ entry, index });
}

/** What is logged while the counts are made may bear an earlier time than its place says. */
const LOGGED_WITHIN_MS = 5 * 60_000;

/** Statements of versions that knew no extensions are without the member. */
type Extendable = Omit<DecisionStatement, 'extension'> & Partial<Pick<DecisionStatement, 'extension'>>;

/**
 * @param index of the decision.received entry that holds the statement
 * @throws AppError assertion_invalid unless it shows exactly what the ledger told of the earlier requests
 */
export function checkExtension(
  { request, scope, extension: shown, shownAt }: Extendable,
  index: number,
  entries: readonly LedgerEntry[],
  byRequest: ByRequest,
): void {
  const extension = shown ?? null;
  const extended = request.fields['Extends__c'] ?? null;
  if (extended === null && extension === null) return;
  if (typeof extended !== 'string' || extension === null)
    throw wrong('the statement does not show what the request extends');
  const { ledgerSize, minutes, earlier } = extension;
  if (!(Number.isInteger(ledgerSize) && ledgerSize > 0 && ledgerSize <= index))
    throw wrong('the earlier requests were not counted before the signature');
  const first = entries[ledgerSize];
  if (ledgerSize < index && first && millisecondsOf(first.at) < millisecondsOf(shownAt) - LOGGED_WITHIN_MS)
    throw wrong('the earlier requests were counted long before they were shown');
  const chain = chainOf(request.id, extended, ledgerSize, byRequest);
  const newest = chain[0];
  if (!newest || newest.name === '') throw wrong('the request that it extends was not logged before');
  requireSameWork(newest, scope, ledgerSize, byRequest);
  if (canonicalize(earlier.map(plain)) !== canonicalize(chain.map(counted)) || minutes !== minutesOf(chain))
    throw wrong('the earlier requests are not shown as the ledger tells them');
}

function chainOf(request: string, extended: string, size: number, byRequest: ByRequest): SoFar[] {
  const chain: SoFar[] = [];
  let next: string | null = extended;
  while (next !== null && chain.length <= LONGEST_CHAIN) {
    const id: string = next;
    const own = (byRequest.get(id) ?? []).filter(({ index }) => index < size);
    if (own.length === 0 || id === request || chain.some((one) => one.id === id)) break;
    const so = soFarOf(id, own);
    chain.push(so);
    next = so.extends;
  }
  return chain;
}

/** An extension covers the case and the user of before, after a window that was authorized. */
function requireSameWork(
  { id, window }: SoFar,
  scope: DecisionStatement['scope'],
  size: number,
  byRequest: ByRequest,
): void {
  const revision = byRequest
    .get(id)
    ?.findLast(({ entry, index }) => entry.type === 'request.revision' && index < size)?.entry;
  const fields = revision?.type === 'request.revision' ? revision.fields : {};
  const target = fields['Target_User__c'] as { id?: Json } | null | undefined;
  if (fields['Support_Case_Number__c'] !== scope.caseNumber || target?.id !== scope.targetUser.id)
    throw wrong('the request that it extends is about another case or another user');
  if (window === null) throw wrong('the request that it extends had no window');
}

/** Names are commitments with a salt of their own: who they are is compared by id. */
function plain({ approvers, ...rest }: NonNullable<DecisionStatement['extension']>['earlier'][number]): Json {
  return { ...rest, approvers: approvers.map(({ id }) => id) } as unknown as Json;
}

function counted({ extends: _, ...so }: SoFar): Json {
  return so as unknown as Json;
}

function wrong(sentence: string): AppError {
  return new AppError('assertion_invalid', sentence);
}
