/** Page one of the report, for people, held against the ledger; the org's rows of then against what page one says of them. */
import { BUNDLE_FILES, type BundleFiles, linesOf, parseLines } from '../bundle.ts';
import type { Json } from '../canonical.ts';
import type { DifferencesGround, OrgRecord } from '../differences.ts';
import { figureLines, pageFigures } from '../page-figures.ts';
import { type Interval, intervalOf } from '../report-period.ts';
import type { Check } from './verify.ts';

/**
 * Derives the figures of page one anew, for the period that it names, and compares them.
 * @param ground of all the entries
 */
export function checkReport(files: BundleFiles, ground: Omit<DifferencesGround, 'records'>): Check {
  const records = recordsOf(files);
  if (records === null)
    return { name: 'page one', result: 'tampered', detail: [`${BUNDLE_FILES.records} cannot be read`] };
  const page = new TextDecoder().decode(files.get(BUNDLE_FILES.report));
  const detail = faultsOf(page, { ...ground, records });
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

function faultsOf(page: string, ground: DifferencesGround): string[] {
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

/** How a statement of page one begins, and what follows there. */
interface Statement {
  begin: string;
  rest: RegExp;
}

const PERIOD: Statement = {
  begin: '<dt>Period</dt><dd>',
  rest: /(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d), both included<\/dd>/y,
};
const ZONE: Statement = { begin: '<dt>Time zone</dt><dd>', rest: /([\w/+-]+)<\/dd>/y };
const FIGURES: Statement = { begin: '<ul class="figures">', rest: /(.*?)<\/ul>/sy };
const FIGURE = /<li><b>(\d+)<\/b> <span>([^<]*)<\/span><\/li>/g;

/** What is said twice may say two things: only one is believed, on a page of hundreds of megabytes. */
function onlyMatch(page: string, { begin, rest }: Statement): RegExpExecArray | null {
  let only: RegExpExecArray | null = null;
  for (let place = page.indexOf(begin); place >= 0; place = page.indexOf(begin, place + 1)) {
    rest.lastIndex = place + begin.length;
    const match = rest.exec(page);
    if (match && only) return null;
    only ??= match;
  }
  return only;
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
