/** Every verdict of a ledger, derived anew from the entries before it by the same rules that the companion runs. */
import { BUNDLE_FILES, type ListedVerdict, parseLines } from './bundle.ts';
import { canonicalize } from './canonical.ts';
import type { LedgerEntry, Verdict } from './entries.ts';
import { applyEntry, type Facts, grantContext, noFacts, reconcileContext } from './facts.ts';
import { reconcileGrant } from './grants.ts';
import { reconcileAccesses } from './reconcile.ts';
import type { Check } from './verify.ts';

type Derived = Pick<Verdict, 'verdict' | 'strength' | 'provisional' | 'request'>;

export function checkVerdicts(entries: readonly LedgerEntry[], listed: readonly string[]): Check {
  const facts = noFacts();
  const detail: string[] = [];
  let derived = null as { at: string; verdicts: Map<string, Derived> } | null;
  for (const [index, entry] of entries.entries()) {
    if (entry.type === 'verdict') {
      // Verdicts of one pass bear one instant and follow each other: they are derived together.
      if (derived?.at !== entry.at) derived = { at: entry.at, verdicts: derive(facts, entry.at) };
      detail.push(...compare(entry, index, derived.verdicts, facts));
    } else {
      derived = null;
    }
    applyEntry(facts, entry, index);
  }
  detail.push(...compareListed(facts, listed));
  return detail.length === 0
    ? { name: 'verdicts', result: 'ok', detail: [`${facts.verdicts.size} verdicts follow from the ledger`] }
    : { name: 'verdicts', result: 'tampered', detail };
}

function derive(facts: Facts, now: string): Map<string, Derived> {
  const accesses = reconcileAccesses([...facts.logins.values()], reconcileContext(facts, now));
  const derived = new Map<string, Derived>();
  for (const { key, verdict, strength, provisional, requestId } of accesses) {
    if (verdict !== null)
      derived.set(`access:${key}`, { verdict, strength, provisional, request: requestId });
  }
  for (const grant of facts.grants.values()) {
    const { verdict, provisional, requestId } = reconcileGrant(grant, grantContext(facts, now));
    derived.set(`grant:${grant.key}`, { verdict, strength: 'None', provisional, request: requestId });
  }
  return derived;
}

function compare(
  entry: Verdict,
  index: number,
  derived: ReadonlyMap<string, Derived>,
  facts: Facts,
): string[] {
  const name = `${entry.subject}:${entry.key}`;
  const found: string[] = [];
  const replaces = facts.verdicts.get(name)?.index ?? null;
  if (entry.replaces !== replaces) found.push(`entry ${index}: it does not name the verdict it replaces`);
  const expected = derived.get(name);
  if (!expected) return [...found, `entry ${index}: the ledger holds nothing that it could judge`];
  const { verdict, strength, provisional, request } = entry;
  if (text({ verdict, strength, provisional, request }) !== text(expected)) {
    found.push(`entry ${index}: ${name} is called ${verdict}, but the rules give ${expected.verdict}`);
  }
  return found;
}

function compareListed(facts: Facts, lines: readonly string[]): string[] {
  const listed = parseLines(BUNDLE_FILES.verdicts, lines, (value) => value as unknown as ListedVerdict);
  return listed.flatMap(({ subject, key, verdict, strength, provisional, request, index }) => {
    const newest = facts.verdicts.get(`${subject}:${key}`);
    const same =
      newest?.index === index &&
      text({ verdict, strength, provisional, request }) === text(pick(newest.entry));
    return same ? [] : [`${BUNDLE_FILES.verdicts}: ${subject} ${key} differs from the ledger`];
  });
}

function pick({ verdict, strength, provisional, request }: Verdict): Derived {
  return { verdict, strength, provisional, request };
}

function text(value: Derived): string {
  return canonicalize(value);
}
