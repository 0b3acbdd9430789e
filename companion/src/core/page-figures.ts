/**
 * The figures on page one of a report. The report counts what it lists; whoever verifies a bundle counts anew, from the
 * ledger and the org's rows of then alone, and holds the two against each other.
 */
import { differencesOf, type DifferencesGround } from './differences.ts';
import type { LedgerEntry } from './entries/entries.ts';
import type { Facts } from './facts.ts';
import { compareInstants } from './instants.ts';
import { type Interval, within } from './report-period.ts';

export interface PageFigures {
  requests: number;
  /** Of them with an authorized window, also when it was revoked since. */
  windows: number;
  grants: number;
  /** From outside, since there is governance. */
  accesses: number;
  matched: number;
  byBreakGlass: number;
  /** Of the accesses: a source may still bring more. */
  provisional: number;
  findings: number;
  differences: number;
  ownAdministrators: number;
}

/** Class of actors who are the customer's own. */
const OWN: readonly string[] = ['Own_administrator', 'Site_or_partner_administrator'];

export const isOwnActor = (actorClass: string): boolean => OWN.includes(actorClass);

/** @returns how page one lists them: the number, and what it is one of */
export function figureLines(figures: PageFigures): [number, string][] {
  const { provisional, byBreakGlass } = figures;
  return [
    [figures.requests, 'access requests'],
    [figures.windows, 'authorized windows'],
    [figures.grants, 'login grants'],
    [figures.accesses, 'observed outside accesses'],
    [figures.matched, `of them matched${provisional > 0 ? `, ${provisional} provisional` : ''}`],
    ...(byBreakGlass > 0 ? [[byBreakGlass, 'of them matched by break-glass'] as [number, string]] : []),
    [figures.findings, 'findings'],
    [figures.differences, 'differences to the org’s rows'],
    [figures.ownAdministrators, 'own administrators’ Login-As'],
  ];
}

/** Counts what the ledger says of the interval, and where the org's rows differ from all of it. */
export function pageFigures(ground: DifferencesGround, interval: Interval): PageFigures {
  return {
    ...countEntries(ground.entries, interval),
    ...countAccesses(ground.facts, interval),
    grants: countGrants(ground.facts, interval),
    differences: differencesOf(ground).length,
  };
}

function countEntries(entries: readonly LedgerEntry[], interval: Interval) {
  const [touched, named, windows] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const isCounted = within(interval);
  let findings = 0;
  for (const entry of entries) {
    if (entry.type === 'finding' && isCounted(entry.at)) findings += 1;
    if (!('request' in entry) || entry.request === null) continue;
    if (!touched.has(entry.request) && isCounted(entry.at)) touched.add(entry.request);
    if (entry.type === 'request.revision') named.add(entry.request);
    const opensWindow = entry.type === 'decision.effective' || entry.type === 'breakglass.opened';
    if (opensWindow && entry.window !== null) windows.add(entry.request);
  }
  const counted = [...touched].filter((request) => named.has(request));
  return {
    requests: counted.length,
    windows: counted.filter((request) => windows.has(request)).length,
    findings,
  };
}

function countAccesses({ logins, verdicts }: Facts, interval: Interval) {
  const isCounted = within(interval);
  const counts = { accesses: 0, matched: 0, byBreakGlass: 0, provisional: 0, ownAdministrators: 0 };
  for (const { key, actorClass, loginAt } of logins.values()) {
    if (!isCounted(loginAt)) continue;
    if (isOwnActor(actorClass)) {
      counts.ownAdministrators += 1;
      continue;
    }
    const verdict = verdicts.access.get(key)?.entry;
    if (verdict?.verdict === 'Before_governance') continue;
    counts.accesses += 1;
    if (verdict?.verdict === 'Matched') counts.matched += 1;
    if (verdict?.verdict === 'Matched_by_break_glass') counts.byBreakGlass += 1;
    // What nobody has judged yet is open, too.
    if (verdict?.provisional ?? true) counts.provisional += 1;
  }
  return counts;
}

/** @returns whether the grant stood at some time of the interval, or may have */
export function isGrantWithin(
  { grantedAt, endedAt }: { grantedAt: string | null; endedAt: string | null },
  { from, to }: Interval,
): boolean {
  return compareInstants(grantedAt ?? from, to) < 0 && compareInstants(endedAt ?? to, from) >= 0;
}

const countGrants = ({ grants }: Facts, interval: Interval): number =>
  [...grants.values()].filter((grant) => isGrantWithin(grant, interval)).length;
