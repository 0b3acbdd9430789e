/** Recorded answers of the platform's own formula engine, and how ours differ from them. Used by tests alone. */
import { z } from 'zod';
import { compileFormula, evaluate, FormulaError, FormulaEvaluationError } from './formula.ts';
import type { FormulaEnvironment, FormulaType, FormulaValue } from './types.ts';
import { Decimal } from './values.ts';

const outcome = z.union([z.object({ error: z.literal(true) }), z.object({ value: z.string() })]);
const goldenFile = z.object({
  cases: z.array(
    z.object({
      name: z.string(),
      returns: z.string(),
      formula: z.string(),
      fields: z.array(z.object({ name: z.string(), type: z.string(), formula: z.string().optional() })),
      rows: z.array(z.object({ input: z.array(z.string()), blankAsZero: outcome, blankAsBlank: outcome })),
    }),
  ),
});

type Golden = z.infer<typeof goldenFile>;
type GoldenCase = Golden['cases'][number];
type GoldenRow = GoldenCase['rows'][number];

/** One row whose answer is not the recorded one. */
export interface Miss {
  name: string;
  formula: string;
  input: readonly string[];
  expected: string;
  found: string;
}

/** Reads the recorded file; throws ZodError when it is of another shape. */
export function readGolden(json: string): Golden {
  return goldenFile.parse(JSON.parse(json));
}

/** All rows that differ under one treatment of blanks. Numbers agree when 13 significant digits do. */
export function misses(golden: Golden, blanks: 'zero' | 'blank'): Miss[] {
  return golden.cases.flatMap((entry) => entry.rows.flatMap((row) => missOf(entry, row, blanks)));
}

function missOf(entry: GoldenCase, row: GoldenRow, blanks: 'zero' | 'blank'): Miss[] {
  const recorded = blanks === 'zero' ? row.blankAsZero : row.blankAsBlank;
  const expected =
    'error' in recorded ? failed : recorded.value.replace(/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?=.* GMT )/, '');
  const found = answer(entry, row, blanks);
  if (agrees(expected, found)) return [];
  const shown = typeof found === 'string' ? found : print(found);
  return [{ name: entry.name, formula: entry.formula, input: row.input, expected, found: shown }];
}

/** What a refusal or a failure is recorded as. */
const failed = 'error';

function answer(entry: GoldenCase, row: GoldenRow, blanks: 'zero' | 'blank'): FormulaValue {
  try {
    const { fields, record } = sampleOf(entry, row, blanks);
    const value = run(entry.formula, fields, record, blanks);
    // A percent field shows a fraction as hundredths.
    return entry.returns === 'Percent' && value instanceof Decimal ? value.times(100) : value;
  } catch (error) {
    if (error instanceof FormulaError || error instanceof FormulaEvaluationError) return failed;
    throw error;
  }
}

const types: Readonly<Record<string, FormulaType>> = {
  Double: 'number',
  Currency: 'number',
  Percent: 'percent',
  DateOnly: 'date',
  DateTime: 'datetime',
  Boolean: 'boolean',
};

function run(
  formula: string,
  fields: ReadonlyMap<string, FormulaType>,
  record: FormulaEnvironment['record'],
  blanks: 'zero' | 'blank',
): FormulaValue {
  const scope = { fieldType: (path: string) => fields.get(path.toLowerCase()) };
  return evaluate(compileFormula(formula, scope), {
    record,
    prior: null,
    isNew: true,
    user: {},
    organization: {},
    permissions: () => false,
    customMetadata: () => null,
    now: Temporal.Instant.from('2026-11-20T10:00:00Z'),
    zone: 'UTC',
    blanks,
  });
}

const typeByName = /^custom(number|currency|percent|datetime|date|text|checkbox)\d*__c$/i;
const nestedTypes: Readonly<Record<string, FormulaType>> = {
  number: 'number',
  currency: 'number',
  percent: 'percent',
  datetime: 'datetime',
  date: 'date',
  text: 'text',
  checkbox: 'boolean',
};

/** Plain fields in the order of the inputs: where a field is a formula, the fields it names stand in its place. */
function plainFields(entry: GoldenCase): Map<string, FormulaType> {
  const fields = new Map<string, FormulaType>();
  for (const field of entry.fields) {
    if (field.formula === undefined) {
      fields.set(field.name.toLowerCase(), types[field.type] ?? 'text');
      continue;
    }
    for (const [name] of field.formula.matchAll(/custom\w+__c/gi)) {
      fields.set(name.toLowerCase(), nestedTypes[typeByName.exec(name)?.[1]?.toLowerCase() ?? ''] ?? 'text');
    }
  }
  return fields;
}

/** A field with a formula computes itself when it is read; its percent is a fraction already. */
function sampleOf(entry: GoldenCase, row: GoldenRow, blanks: 'zero' | 'blank') {
  const fields = plainFields(entry);
  const record: Record<string, unknown> = {};
  [...fields].forEach(([name, type], index) => {
    record[name] = readInput(row.input[index] ?? '', type);
  });
  for (const { name, type, formula } of entry.fields) {
    if (formula === undefined) continue;
    const declared = types[type] ?? 'text';
    fields.set(name.toLowerCase(), declared === 'percent' ? 'number' : declared);
    Object.defineProperty(record, name, { get: () => run(formula, fields, record, blanks) });
  }
  return { fields, record };
}

/** A day past its month's end, or hour 24, runs on, as the calendar of the recording engine does. */
function readInput(input: string, type: FormulaType): unknown {
  if (input === '' || (type !== 'text' && input === 'NULL')) return null;
  if (type === 'boolean') return input.toLowerCase();
  if (type !== 'date' && type !== 'datetime') return input;
  const pacific = input.endsWith(':PST');
  const [year = 0, month = 1, day = 1, hours = 0, minutes = 0, seconds = 0] = input
    .replace(/:PST$/, '')
    .split(':')
    .map(Number);
  const date = new Temporal.PlainDate(year, 1, 1).add({ months: month - 1 }).add({ days: day - 1 });
  if (type === 'date') return date;
  const midnight = date.toZonedDateTime('UTC').toInstant();
  return midnight.add({ hours: hours + (pacific ? 8 : 0), minutes, seconds });
}

function agrees(expected: string, found: FormulaValue): boolean {
  if (found === null && expected === '') return true;
  if (found instanceof Temporal.PlainTime && /^\d\d:\d\d/.test(expected)) return found.equals(expected);
  if (!(found instanceof Decimal)) return expected === (typeof found === 'string' ? found : print(found));
  if (!/^-?[\d.]+(E[+-]?\d+)?$/i.test(expected)) return false;
  const wanted = new Decimal(expected);
  return found
    .minus(wanted)
    .abs()
    .lte(Decimal.max(wanted.abs().times('1e-13'), '1e-15'));
}

function print(value: FormulaValue): string {
  if (value === null) return 'null';
  if (value instanceof Temporal.PlainDate) return printInstant(value.toZonedDateTime('UTC').toInstant());
  if (value instanceof Temporal.Instant) return printInstant(value);
  if (value instanceof Temporal.PlainTime) return value.toString({ smallestUnit: 'millisecond' });
  return value.toString();
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As Java prints a date, `Nov 15 17:00:00 GMT 2005`, without the weekday: before 1582 it counts in another calendar. */
function printInstant(instant: Temporal.Instant): string {
  const at = instant.toZonedDateTimeISO('UTC');
  const day = String(at.day).padStart(2, '0');
  const clock = at.toPlainTime().toString({ smallestUnit: 'second' });
  const year = String(at.year).padStart(4, '0');
  return `${months[at.month - 1]} ${day} ${clock} GMT ${year}`;
}
