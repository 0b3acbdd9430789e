/** Page one of the report, for people, held against the ledger; the org's rows of then against what page one says of them. */
import { BUNDLE_FILES, type BundleFiles, linesOf, parseLines } from '../bundle.ts';
import { type Sha256, toHex, utf8 } from '../bytes.ts';
import type { Json } from '../canonical.ts';
import type { OrgRecord } from '../differences.ts';
import type { Facts } from '../facts.ts';
import { leafHash } from '../ledger.ts';
import { figureLines, type FiguresGround, pageFigures } from '../page-figures.ts';
import { type Interval, intervalOf } from '../report-period.ts';
import type { LedgerOfBundle } from './verify-ledger.ts';
import type { Check } from './verify.ts';

/**
 * Derives the figures of page one anew, for the period that it names, and compares them.
 * @param facts of all the ledger's entries
 */
export async function checkReport(
  files: BundleFiles,
  { lines: logged, entries }: LedgerOfBundle,
  facts: Facts,
  sha256: Sha256,
): Promise<Check> {
  const records = recordsOf(files);
  if (records === null)
    return { name: 'page one', result: 'tampered', detail: [`${BUNDLE_FILES.records} cannot be read`] };
  const page = new TextDecoder().decode(files.get(BUNDLE_FILES.report));
  const leaves = await decisionLeaves({ lines: logged, entries }, sha256);
  const detail = faultsOf(page, { entries, leaves, records, facts });
  if (detail.length > 0) return { name: 'page one', result: 'tampered', detail };
  const fine = `page one counts what the ledger and ${records.length} rows of the org give`;
  return { name: 'page one', result: 'ok', detail: [fine] };
}

/** @returns null when they are no rows: the other checks still say what they find */
function recordsOf(files: BundleFiles): OrgRecord[] | null {
  try {
    const lines = linesOf(files.get(BUNDLE_FILES.records) ?? new Uint8Array());
    return parseLines(BUNDLE_FILES.records, lines, readRecord);
  } catch {
    return null;
  }
}

/** Of decisions alone: the org's rows of these bear the leaf of their entry. */
async function decisionLeaves({ lines, entries }: LedgerOfBundle, sha256: Sha256): Promise<string[]> {
  const leaves = entries.map(() => '');
  for (const [index, { type }] of entries.entries())
    if (type === 'decision.received') leaves[index] = toHex(await leafHash(sha256, utf8(lines[index] ?? '')));
  return leaves;
}

function faultsOf(page: string, ground: FiguresGround): string[] {
  const period = periodOn(page);
  if (!period) return [`${BUNDLE_FILES.report} names no period on page one`];
  const found = figuresOn(page);
  if (!found) return [`${BUNDLE_FILES.report} does not list its figures once`];
  return figureLines(pageFigures(ground, period)).flatMap(([number, label]) =>
    found.get(label) === number
      ? []
      : [
          `${BUNDLE_FILES.report}: page one says ${found.get(label) ?? 'nothing'} of “${label}”; the ledger and ${BUNDLE_FILES.records} give ${number}`,
        ],
  );
}

const PERIOD = /<dt>Period<\/dt><dd>(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d), both included<\/dd>/g;
const ZONE = /<dt>Time zone<\/dt><dd>([\w/+-]+)<\/dd>/g;
const FIGURES = /<ul class="figures">(.*?)<\/ul>/gs;
const FIGURE = /<li><b>(\d+)<\/b> <span>([^<]*)<\/span><\/li>/g;

/** What is said twice may say two things: only one is believed. */
function onlyMatch(page: string, pattern: RegExp): RegExpExecArray | null {
  const [match, second] = page.matchAll(pattern);
  return match && !second ? match : null;
}

function periodOn(page: string): Interval | null {
  const [, fromDate, toDate] = onlyMatch(page, PERIOD) ?? [];
  const [, timeZone] = onlyMatch(page, ZONE) ?? [];
  if (fromDate === undefined || toDate === undefined || timeZone === undefined) return null;
  try {
    return intervalOf({ fromDate, toDate, timeZone });
  } catch {
    return null;
  }
}

function figuresOn(page: string): ReadonlyMap<string, number> | null {
  const list = onlyMatch(page, FIGURES)?.[1];
  if (list === undefined) return null;
  return new Map([...list.matchAll(FIGURE)].map(([, number, label = '']) => [label, Number(number)]));
}

/** @throws TypeError for what is no row */
function readRecord(value: Json): OrgRecord {
  const { object, id, key, deleted, fields } = (value ?? {}) as { [name: string]: Json };
  const isRow = [object, id, key].every((text) => typeof text === 'string') && typeof deleted === 'boolean';
  if (!isRow || typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new TypeError('a row has object, id, key, deleted and fields');
  return value as unknown as OrgRecord;
}
