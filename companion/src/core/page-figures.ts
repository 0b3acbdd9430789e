/**
 * The figures on page one of a report. The report counts what it lists; whoever verifies a bundle counts anew, from the
 * ledger and the org's rows of then alone, and holds the two against each other.
 */
import { differencesOf, type OrgRecord } from './differences.ts';
import type { LedgerEntry } from './entries/entries.ts';
import type { Facts } from './facts.ts';
import { compareInstants } from './instants.ts';
import { type Interval, isWithin } from './report-period.ts';

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

export interface FiguresGround {
  entries: readonly LedgerEntry[];
  /** Leaf hash of each entry, lower-case hex. */
  leaves: readonly string[];
  records: readonly OrgRecord[];
  /** Of all the entries. */
  facts: Facts;
}

/** Counts what the ledger says of the interval, and where the org's rows differ from all of it. */
export function pageFigures(
  { entries, leaves, records, facts }: FiguresGround,
  interval: Interval,
): PageFigures {
  return {
    ...countRequests(entries, interval),
    ...countAccesses(facts, interval),
    grants: countGrants(facts, interval),
    findings: entries.filter(({ type, at }) => type === 'finding' && isWithin(interval, at)).length,
    differences: differencesOf(entries, leaves, facts, records).length,
  };
}

function countRequests(entries: readonly LedgerEntry[], interval: Interval) {
  const [touched, named, windows] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const entry of entries) {
    if (!('request' in entry) || entry.request === null) continue;
    if (isWithin(interval, entry.at)) touched.add(entry.request);
    if (entry.type === 'request.revision') named.add(entry.request);
    const window =
      entry.type === 'decision.effective' || entry.type === 'breakglass.opened' ? entry.window : null;
    if (window !== null) windows.add(entry.request);
  }
  const counted = [...touched].filter((request) => named.has(request));
  return {
    requests: counted.length,
    windows: counted.filter((request) => windows.has(request)).length,
  };
}

function countAccesses({ logins, verdicts }: Facts, interval: Interval) {
  const seen = [...logins.values()].filter(({ loginAt }) => isWithin(interval, loginAt));
  const governed = seen
    .filter(({ actorClass }) => !isOwnActor(actorClass))
    .map(({ key }) => verdicts.get(`access:${key}`)?.entry)
    .filter((verdict) => verdict?.verdict !== 'Before_governance');
  const called = (name: string) => governed.filter((verdict) => verdict?.verdict === name).length;
  return {
    accesses: governed.length,
    ...{ matched: called('Matched'), byBreakGlass: called('Matched_by_break_glass') },
    // What nobody has judged yet is open, too.
    provisional: governed.filter((verdict) => verdict?.provisional ?? true).length,
    ownAdministrators: seen.filter(({ actorClass }) => isOwnActor(actorClass)).length,
  };
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
