/**
 * What the opt-out costs in time: how long requests waited, at which level, and what came of them, by incident type and
 * environment. Counted from the ledger alone; drills are no requests and are not in it. Hours have two decimals.
 */
import type { EntryType, LedgerEntry, RequestRevision } from './entries/entries.ts';
import { millisecondsOf } from './instants.ts';
import type { RequestState } from './requests.ts';

/** The entries that are read; a caller may leave all others out. */
export const FRICTION_ENTRY_TYPES = [
  'request.revision',
  'request.state',
  'ladder.climbed',
  'window.opened',
] as const satisfies readonly EntryType[];

/** What ended the waiting; *Waiting* has not ended. */
export const FRICTION_OUTCOMES = [
  'Approved',
  'Denied',
  'Expired',
  'Cancelled',
  'Refused_by_policy',
  'Waiting',
] as const;
export type FrictionOutcome = (typeof FRICTION_OUTCOMES)[number];

/** Half open; instants are ISO 8601 with Z. A request counts by its submission. */
export interface FrictionPeriod {
  from: string;
  to: string;
  /** Up to when what still waits has waited. */
  until: string;
}

export interface FrictionCase {
  request: string;
  name: string;
  incidentType: string;
  environment: string;
  submittedAt: string;
  outcome: FrictionOutcome;
  /** When the waiting ended; null while it goes on. */
  decidedAt: string | null;
  /** From the submission to the end of the waiting, or to `until`. */
  hours: number;
  /** When the window opened, and the hours from the submission to that; null where none did. */
  windowAt: string | null;
  hoursToWindow: number | null;
  /** Time during which this level was the last one asked, in the order of asking. */
  levels: { level: number; hours: number }[];
}

export interface Waits {
  cases: number;
  p50: number | null;
  p95: number | null;
  total: number;
}

export type Outcomes = Record<FrictionOutcome, number>;

export interface FrictionRow {
  incidentType: string;
  environment: string;
  outcomes: Outcomes;
  /** Of the requests whose waiting has ended by a contact's answer or the deadline. */
  decided: Waits;
}

export interface Friction extends FrictionPeriod {
  outcomes: Outcomes;
  decided: Waits;
  toWindow: Waits;
  byScenario: FrictionRow[];
  byLevel: (Waits & { level: number })[];
  cases: FrictionCase[];
}

/** How the waiting for contacts can end; what a policy refuses or a requester takes back has waited for nobody. */
const DECIDED: readonly FrictionOutcome[] = ['Approved', 'Denied', 'Expired'];
const ENDS: readonly RequestState[] = ['Approved', 'Denied', 'Expired', 'Cancelled', 'Refused_by_policy'];

interface Seen {
  revision: RequestRevision;
  submittedAt: string | null;
  ended: { outcome: FrictionOutcome; at: string } | null;
  asked: { level: number; at: string }[];
  windowAt: string | null;
}

/**
 * @param entries of one ledger, in order; of other types than {@link FRICTION_ENTRY_TYPES} none is looked at
 * @returns cases by submission, then number
 */
export function frictionOf(entries: Iterable<LedgerEntry>, period: FrictionPeriod): Friction {
  const seen = new Map<string, Seen>();
  for (const entry of entries) learn(seen, entry);
  const cases = [...seen.values()]
    .flatMap((request) => caseOf(request, period))
    .sort((a, b) => compare(a.submittedAt, b.submittedAt) || compare(a.name, b.name));
  const waitsOfLevel = grouped(
    cases.flatMap(({ levels }) => levels),
    ({ level }) => level,
  );
  return {
    ...{ from: period.from, to: period.to, until: period.until },
    outcomes: outcomesOf(cases),
    decided: decidedOf(cases),
    toWindow: waits(cases.flatMap(({ hoursToWindow }) => hoursToWindow ?? [])),
    byScenario: scenarios(cases),
    byLevel: [...waitsOfLevel]
      .sort(([a], [b]) => a - b)
      .map(([level, spent]) => ({ level, ...waits(spent.map(({ hours }) => hours)) })),
    cases,
  };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function learn(seen: Map<string, Seen>, entry: LedgerEntry): void {
  if (entry.type === 'request.revision') {
    const known = seen.get(entry.request);
    if (known) known.revision = entry;
    else
      seen.set(entry.request, { revision: entry, submittedAt: null, ended: null, asked: [], windowAt: null });
  }
  if (!('request' in entry) || entry.request === null) return;
  const request = seen.get(entry.request);
  if (!request) return;
  if (entry.type === 'request.revision' && entry.state === 'Submitted') request.submittedAt ??= entry.at;
  if (entry.type === 'request.state') {
    if (entry.to === 'Submitted') request.submittedAt ??= entry.at;
    if (ENDS.includes(entry.to)) request.ended ??= { outcome: entry.to as FrictionOutcome, at: entry.at };
  }
  if (entry.type === 'ladder.climbed' && entry.level !== null)
    request.asked.push({ level: entry.level, at: entry.at });
  if (entry.type === 'window.opened') request.windowAt ??= entry.start;
}

function caseOf(request: Seen, { from, to, until }: FrictionPeriod): FrictionCase[] {
  const { revision, submittedAt, ended, windowAt, asked } = request;
  if (submittedAt === null) return [];
  const submitted = millisecondsOf(submittedAt);
  if (submitted < millisecondsOf(from) || submitted >= millisecondsOf(to)) return [];
  const end = ended?.at ?? until;
  const text = (field: string) => {
    const value = revision.fields[field];
    return typeof value === 'string' ? value : '';
  };
  return [
    {
      ...{ request: revision.request, name: revision.name },
      ...{ incidentType: text('Incident_Type__c'), environment: text('Environment__c'), submittedAt },
      ...{ outcome: ended?.outcome ?? 'Waiting', decidedAt: ended?.at ?? null },
      ...{ hours: hoursBetween(submittedAt, end), windowAt },
      hoursToWindow: windowAt === null ? null : hoursBetween(submittedAt, windowAt),
      levels: asked.map(({ level, at }, step) => ({
        level,
        hours: hoursBetween(at, asked[step + 1]?.at ?? end),
      })),
    },
  ];
}

/** Two decimals; never less than nothing. */
function hoursBetween(from: string, to: string): number {
  return Math.max(0, Math.round((millisecondsOf(to) - millisecondsOf(from)) / 36_000) / 100);
}

function outcomesOf(cases: readonly FrictionCase[]): Outcomes {
  const counts = FRICTION_OUTCOMES.map((outcome) => [
    outcome,
    cases.filter((one) => one.outcome === outcome).length,
  ]);
  return Object.fromEntries(counts) as Outcomes;
}

const decidedOf = (cases: readonly FrictionCase[]): Waits =>
  waits(cases.filter(({ outcome }) => DECIDED.includes(outcome)).map(({ hours }) => hours));

/** `Map.groupBy`, which an auditor's Node 20 does not have. */
function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const own = groups.get(key);
    if (own) own.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

function scenarios(cases: readonly FrictionCase[]): FrictionRow[] {
  return [...grouped(cases, (one) => `${one.incidentType}\n${one.environment}`)]
    .sort(([a], [b]) => compare(a, b))
    .map(([key, own]) => {
      const [incidentType = '', environment = ''] = key.split('\n');
      return { incidentType, environment, outcomes: outcomesOf(own), decided: decidedOf(own) };
    });
}

function waits(hours: readonly number[]): Waits {
  const sorted = [...hours].sort((a, b) => a - b);
  const total = Math.round(sorted.reduce((sum, each) => sum + each, 0) * 100) / 100;
  return { cases: sorted.length, p50: percentile(sorted, 50), p95: percentile(sorted, 95), total };
}

/** Nearest rank: a value that was measured, never one between two. */
function percentile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.ceil((share / 100) * sorted.length) - 1] ?? null;
}
