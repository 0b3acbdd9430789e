/**
 * Records of a report that machines read: what drills measured, and what requests cost in time. Both are lines of JSON, the
 * first one the period with its sums, and both follow from the ledger: whoever verifies a bundle makes them anew.
 */
import { type BundleFiles, linesOf, parseLines } from './bundle.ts';
import { canonicalize, type Json } from './canonical.ts';
import { drillFigures, drillsOf } from './drills.ts';
import type { LedgerEntry } from './entries/entries.ts';
import { frictionOf } from './friction.ts';
import { millisecondsOf } from './instants.ts';
import type { Check } from './verify/verify.ts';

/** Bundles of before there were any have no such files. */
export const FIGURE_FILES = { training: 'training.jsonl', friction: 'friction.jsonl' } as const;

/** A period that cannot be read would end the verification without naming the file. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

interface Interval {
  from: string;
  to: string;
}

/** @returns the period, then one record per drill that began in it; contacts by their record ids */
export function trainingRecords(entries: readonly LedgerEntry[], { from, to }: Interval): Json[] {
  const drills = drillsOf(entries).filter(
    ({ startedAt }) =>
      millisecondsOf(startedAt) >= millisecondsOf(from) && millisecondsOf(startedAt) < millisecondsOf(to),
  );
  return [
    { kind: 'training', from, to, drills: drills.length },
    ...drills.map(({ id, name, origin, level, startedAt, endsAt, endedAt, ended, people }) => ({
      ...{ kind: 'drill', drill: id, name, origin, level, startedAt, endsAt, endedAt },
      ...(ended?.stopped && { stopped: ended.stopped.origin }),
      ...drillFigures(people),
      people: people.map((person) => ({
        ...person,
        deliveries: person.deliveries.map((one) => ({ ...one })),
      })),
    })),
  ];
}

/** @returns the period with all sums, then one record per request that was submitted in it */
export function frictionRecords(entries: readonly LedgerEntry[], { from, to }: Interval): Json[] {
  const until = entries.at(-1)?.at ?? from;
  const { cases, ...sums } = frictionOf(entries, { from, to, until });
  const records = [
    { kind: 'friction', drills: 'excluded', ...sums },
    ...cases.map((one) => ({ kind: 'request', ...one })),
  ];
  return records as unknown as Json[];
}

/** Makes the records of a bundle anew, for the period that they name, and holds them against what it has. */
export function checkFigures(files: BundleFiles, entries: readonly LedgerEntry[]): Check {
  const detail = [
    ...faultsOf(files, FIGURE_FILES.training, (period) => trainingRecords(entries, period)),
    ...faultsOf(files, FIGURE_FILES.friction, (period) => frictionRecords(entries, period)),
  ];
  if (detail.length > 0) return { name: 'figures', result: 'tampered', detail };
  return {
    name: 'figures',
    result: 'ok',
    detail: ['figures of drills and of waiting are those of the ledger'],
  };
}

function periodOf(head: Json | undefined): Interval | null {
  const { from, to } = (head ?? {}) as { [name: string]: Json };
  if (typeof from !== 'string' || typeof to !== 'string') return null;
  return [from, to].every((at) => INSTANT.test(at)) ? { from, to } : null;
}

function faultsOf(files: BundleFiles, name: string, make: (period: Interval) => Json[]): string[] {
  const file = files.get(name);
  if (!file) return [];
  const records = parseLines(name, linesOf(file), (value) => value);
  const period = periodOf(records[0]);
  if (!period) return [`${name} names no period`];
  const expected = make(period).map(canonicalize);
  const wrong = records.findIndex((record, at) => canonicalize(record) !== expected[at]);
  if (wrong >= 0) return [`${name}, line ${wrong + 1}, is not what the ledger gives`];
  return records.length < expected.length ? [`${name} lacks ${expected.length - records.length} lines`] : [];
}
