import { Decimal as BaseDecimal } from 'decimal.js';
import type { FormulaRecord, FormulaType, FormulaValue } from './types.ts';
import { FormulaEvaluationError } from './types.ts';

/** Decimals of formulas: 39 significant digits, halves away from zero, as the platform rounds. */
export const Decimal = BaseDecimal.clone({ precision: 39, rounding: BaseDecimal.ROUND_HALF_UP });
export type Decimal = BaseDecimal;

export const zero = new Decimal(0);

/** Brings a JSON value of a field into a formula. Empty text, null and undefined become null; checkboxes never do. */
export function toFormulaValue(raw: unknown, type: FormulaType): FormulaValue {
  if (type === 'boolean') return raw === true || raw === 'true';
  if (raw === null || raw === undefined || raw === '') return null;
  if (
    raw instanceof Temporal.PlainDate ||
    raw instanceof Temporal.Instant ||
    raw instanceof Temporal.PlainTime
  )
    return raw;
  const text = raw instanceof BaseDecimal ? raw.toString() : scalar(raw, type);
  switch (type) {
    case 'number':
    case 'currency':
      return new Decimal(text);
    case 'percent':
      return new Decimal(text).div(100);
    case 'date':
      return Temporal.PlainDate.from(text.slice(0, 10));
    case 'datetime':
      return Temporal.Instant.from(text);
    case 'time':
      return Temporal.PlainTime.from(text.replace(/Z$/, ''));
    case 'text':
    case 'picklist':
    case 'multipicklist':
    case 'location':
    case 'any':
      return text;
  }
}

function scalar(raw: unknown, type: FormulaType): string {
  if (typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  throw new FormulaEvaluationError(
    `A value of type ${typeof raw} does not fit a formula field of type ${type}`,
  );
}

/** Reads a dotted path from a record; names are compared without case, and `Owner:User.Name` reads `Owner.Name`. */
export function readPath(record: FormulaRecord | null, path: string): unknown {
  let current: unknown = record;
  for (const segment of path.split('.')) {
    if (typeof current !== 'object' || current === null) return null;
    current = readName(current, segment.replace(/:.*$/, ''));
  }
  return current;
}

function readName(record: object, name: string): unknown {
  const known: Readonly<Record<string, unknown>> = record as FormulaRecord;
  if (Object.hasOwn(record, name)) return known[name];
  const lower = name.toLowerCase();
  const key = Object.keys(record).find((candidate) => candidate.toLowerCase() === lower);
  return key === undefined ? null : known[key];
}

/** True when both hold the same value; two empty values are the same. */
export function sameValue(left: FormulaValue, right: FormulaValue): boolean {
  if (left === null || right === null) return (left ?? '') === (right ?? '');
  return compareValues(left, right) === 0;
}

/** Orders two values of one type: negative, zero or positive. Text is compared by code unit. */
export function compareValues(left: NonNullable<FormulaValue>, right: NonNullable<FormulaValue>): number {
  if (left instanceof BaseDecimal && right instanceof BaseDecimal) return left.comparedTo(right);
  if (left instanceof Temporal.PlainDate && right instanceof Temporal.PlainDate)
    return Temporal.PlainDate.compare(left, right);
  if (left instanceof Temporal.Instant && right instanceof Temporal.Instant)
    return Temporal.Instant.compare(left, right);
  if (left instanceof Temporal.PlainTime && right instanceof Temporal.PlainTime)
    return Temporal.PlainTime.compare(left, right);
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : Number(left > right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  throw new FormulaEvaluationError('Two values of different types cannot be compared');
}

/** The formula type of a field by its API (SOAP) type, as describe names it; undefined where formulas cannot go. */
export function formulaTypeOf(soapType: string): FormulaType | undefined {
  return soapTypes[soapType];
}

const soapTypes: Readonly<Record<string, FormulaType>> = {
  id: 'text',
  reference: 'text',
  string: 'text',
  textarea: 'text',
  email: 'text',
  phone: 'text',
  url: 'text',
  encryptedstring: 'text',
  combobox: 'text',
  picklist: 'picklist',
  multipicklist: 'multipicklist',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  double: 'number',
  currency: 'currency',
  percent: 'percent',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
};

/** Runs a calendar operation and turns "no such date" into a fault of the evaluation. */
export function calendar<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new FormulaEvaluationError(`Invalid date or time: ${(error as Error).message}`);
  }
}
