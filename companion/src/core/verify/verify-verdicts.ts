/** Every verdict of a ledger, derived anew from the entries before it by the same rules that the companion runs. */
import { BUNDLE_FILES, type ListedVerdict, parseLines } from '../bundle.ts';
import type { LedgerEntry, Verdict } from '../entries/entries.ts';
import { applyEntry, type Facts, grantContext, noFacts, reconcileContext, verdictsOn } from '../facts.ts';
import { reconcileGrant } from '../grants.ts';
import { reconcileAccess } from '../reconcile.ts';
import { millisecondsOf } from '../instants.ts';
import type { Check } from './verify.ts';

/** A report may be made between seeing and judging; longer than this, nobody was about to judge. */
const JUDGED_WITHIN_MS = 3_600_000;

const SUBJECTS: readonly Verdict['subject'][] = ['access', 'grant'];

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
  const seen: Seen = { access: new Map(), grant: new Map() };
  for (let index = 0; index < entries.length; index += 1) {
    const entry = entries[index] as LedgerEntry;
    if (entry.type === 'verdict') compare(entry, index, facts, detail);
    if (entry.type === 'access.seen') seen.access.set(entry.access, entry.at);
    if (entry.type === 'grant.seen') seen.grant.set(entry.grant, entry.at);
    applyEntry(facts, entry, index);
  }
  const end = entries.at(-1)?.at;
  if (end !== undefined) detail.push(...neverJudged(seen, facts, end));
  if (listed !== null) detail.push(...compareListed(facts, listed));
  const count = facts.verdicts.access.size + facts.verdicts.grant.size;
  return detail.length === 0
    ? { name: 'verdicts', result: 'ok', detail: [`${count} verdicts follow from the ledger`] }
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

function compare(entry: Verdict, index: number, facts: Facts, found: string[]): void {
  const { subject, key } = entry;
  if (!SUBJECTS.includes(subject)) found.push(`entry ${index}: it judges neither an access nor a grant`);
  const replaces = verdictsOn(facts, subject).get(key)?.index ?? null;
  if (entry.replaces !== replaces) found.push(`entry ${index}: it does not name the verdict it replaces`);
  const expected = derive(entry, facts);
  if (!expected) found.push(`entry ${index}: the ledger holds nothing that it could judge`);
  else if (!isAlike(entry, expected))
    found.push(
      `entry ${index}: ${subject}:${key} is called ${told(entry)}, but the rules give ${told(expected)}`,
    );
}

/** When each access and each grant was logged last, by key. */
type Seen = Record<Verdict['subject'], Map<string, string>>;

/** An entry from outside that was seen and kept silent about is as bad as a false verdict. */
function neverJudged(seen: Seen, facts: Facts, end: string): string[] {
  const until = millisecondsOf(end);
  return SUBJECTS.flatMap((subject) => {
    const found: string[] = [];
    for (const [key, at] of seen[subject]) {
      if (facts.verdicts[subject].has(key)) continue;
      // One that turned out to be another access gives nothing to judge.
      if (until - millisecondsOf(at) > JUDGED_WITHIN_MS && derive({ subject, key, at: end }, facts) !== null)
        found.push(`${subject}:${key} was seen and never judged`);
    }
    return found;
  });
}

function told({ verdict, strength, provisional, request }: Derived): string {
  const parts = [strength === 'None' ? '' : strength, provisional ? 'provisional' : '', request ?? ''];
  return [verdict, ...parts.filter((part) => part !== '')].join(', ');
}

function compareListed(facts: Facts, lines: readonly string[]): string[] {
  const listed = parseLines(BUNDLE_FILES.verdicts, lines, (value) => value as unknown as ListedVerdict);
  const names: Record<Verdict['subject'], Set<string>> = { access: new Set(), grant: new Set() };
  const differing: string[] = [];
  for (const { subject, key, verdict, strength, provisional, request, index } of listed) {
    const isSubject = SUBJECTS.includes(subject);
    const newest = isSubject ? facts.verdicts[subject].get(key) : undefined;
    if (isSubject) names[subject].add(key);
    if (newest?.index !== index || !isAlike(newest.entry, { verdict, strength, provisional, request }))
      differing.push(`${BUNDLE_FILES.verdicts}: ${subject} ${key} differs from the ledger`);
  }
  const missing = SUBJECTS.flatMap((subject) =>
    [...facts.verdicts[subject].keys()]
      .filter((key) => !names[subject].has(key))
      .map((key) => `${BUNDLE_FILES.verdicts}: the verdict on ${subject}:${key} was left out`),
  );
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
