/** Every verdict of a ledger, derived anew from the entries before it by the same rules that the companion runs. */
import { BUNDLE_FILES, type ListedVerdict, parseLines } from '../bundle.ts';
import type { LedgerEntry, Verdict } from '../entries/entries.ts';
import { applyEntry, type Facts, grantContext, noFacts, reconcileContext } from '../facts.ts';
import { reconcileGrant } from '../grants.ts';
import { reconcileAccess } from '../reconcile.ts';
import { millisecondsOf } from '../instants.ts';
import type { Check } from './verify.ts';

/** A report may be made between seeing and judging; longer than this, nobody was about to judge. */
const JUDGED_WITHIN_MS = 3_600_000;

type Derived = Pick<Verdict, 'verdict' | 'strength' | 'provisional' | 'request'>;

/**
 * @param listed lines of `verdicts.jsonl`; null for a ledger without a report
 * @param facts of no entry yet: they end as those of the whole ledger, for what is checked afterwards
 */
export function checkVerdicts(
  entries: readonly LedgerEntry[],
  listed: readonly string[] | null,
  facts: Facts = noFacts(),
): Check {
  const detail: string[] = [];
  const waiting = new Map<string, Seen>();
  for (const [index, entry] of entries.entries()) {
    if (entry.type === 'verdict') detail.push(...compare(entry, index, facts));
    applyEntry(facts, entry, index);
    keepWaiting(waiting, entry);
  }
  const end = entries.at(-1)?.at;
  if (end !== undefined) detail.push(...neverJudged(waiting, facts, end));
  if (listed !== null) detail.push(...compareListed(facts, listed));
  return detail.length === 0
    ? { name: 'verdicts', result: 'ok', detail: [`${facts.verdicts.size} verdicts follow from the ledger`] }
    : { name: 'verdicts', result: 'tampered', detail };
}

/** @returns what the rules give for the subject of a verdict at its time; null when there is nothing to judge. */
function derive({ subject, key, at }: Pick<Verdict, 'subject' | 'key' | 'at'>, facts: Facts): Derived | null {
  if (subject === 'grant') {
    const grant = facts.grants.get(key);
    if (!grant) return null;
    const { verdict, provisional, requestId } = reconcileGrant(grant, grantContext(facts, at));
    return { verdict, strength: 'None', provisional, request: requestId };
  }
  const login = facts.logins.get(key);
  if (!login) return null;
  const judged = reconcileAccess(login, facts.loginBook, reconcileContext(facts, at));
  const { verdict, strength, provisional, requestId } = judged;
  return verdict === null ? null : { verdict, strength, provisional, request: requestId };
}

function compare(entry: Verdict, index: number, facts: Facts): string[] {
  const name = `${entry.subject}:${entry.key}`;
  const found: string[] = [];
  const replaces = facts.verdicts.get(name)?.index ?? null;
  if (entry.replaces !== replaces) found.push(`entry ${index}: it does not name the verdict it replaces`);
  const expected = derive(entry, facts);
  if (!expected) return [...found, `entry ${index}: the ledger holds nothing that it could judge`];
  if (!isAlike(entry, expected)) {
    found.push(`entry ${index}: ${name} is called ${told(entry)}, but the rules give ${told(expected)}`);
  }
  return found;
}

type Seen = Pick<Verdict, 'subject' | 'key' | 'at'>;

/** Notes what was seen and has no verdict yet. */
function keepWaiting(waiting: Map<string, Seen>, entry: LedgerEntry): void {
  if (entry.type === 'verdict') {
    waiting.delete(`${entry.subject}:${entry.key}`);
  } else if (entry.type === 'grant.seen') {
    waiting.set(`grant:${entry.grant}`, { subject: 'grant', key: entry.grant, at: entry.at });
  } else if (entry.type === 'access.seen') {
    for (const key of entry.supersedes) waiting.delete(`access:${key}`);
    waiting.set(`access:${entry.access}`, { subject: 'access', key: entry.access, at: entry.at });
  }
}

/** An entry from outside that was seen and kept silent about is as bad as a false verdict. */
function neverJudged(waiting: ReadonlyMap<string, Seen>, facts: Facts, end: string): string[] {
  return [...waiting]
    .filter(([name]) => !facts.verdicts.has(name))
    .filter(([, { at }]) => millisecondsOf(end) - millisecondsOf(at) > JUDGED_WITHIN_MS)
    .filter(([, { subject, key }]) => derive({ subject, key, at: end }, facts) !== null)
    .map(([name]) => `${name} was seen and never judged`);
}

function told({ verdict, strength, provisional, request }: Derived): string {
  const parts = [strength === 'None' ? '' : strength, provisional ? 'provisional' : '', request ?? ''];
  return [verdict, ...parts.filter((part) => part !== '')].join(', ');
}

function compareListed(facts: Facts, lines: readonly string[]): string[] {
  const listed = parseLines(BUNDLE_FILES.verdicts, lines, (value) => value as unknown as ListedVerdict);
  const names = new Set(listed.map(({ subject, key }) => `${subject}:${key}`));
  const omitted = [...facts.verdicts.keys()].filter((name) => !names.has(name));
  const missing = omitted.map((name) => `${BUNDLE_FILES.verdicts}: the verdict on ${name} was left out`);
  const differing = listed.flatMap(({ subject, key, verdict, strength, provisional, request, index }) => {
    const newest = facts.verdicts.get(`${subject}:${key}`);
    const same =
      newest?.index === index && isAlike(newest.entry, { verdict, strength, provisional, request });
    return same ? [] : [`${BUNDLE_FILES.verdicts}: ${subject} ${key} differs from the ledger`];
  });
  return [...missing, ...differing];
}

/** What is of another kind than it should be is like nothing. */
function isAlike(a: Derived, b: Derived): boolean {
  return (
    a.verdict === b.verdict &&
    a.strength === b.strength &&
    a.provisional === b.provisional &&
    a.request === b.request
  );
}
