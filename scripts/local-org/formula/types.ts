import type { Decimal } from 'decimal.js';

/** The types a formula knows. `any` is the type of the literal NULL, which fits everywhere. */
export type FormulaType =
  | 'text'
  | 'number'
  | 'percent'
  | 'currency'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'time'
  | 'picklist'
  | 'multipicklist'
  /** What GEOLOCATION makes and DISTANCE takes; inside, a text `latitude longitude`. */
  | 'location'
  | 'any';

/** A value inside a formula. Percent fields are divided by 100 when they enter it, as the platform does. */
export type FormulaValue =
  Decimal | string | boolean | Temporal.PlainDate | Temporal.Instant | Temporal.PlainTime | null;

/**
 * A record as the API shows it: field name → JSON value (dates as text), parents nested under their relationship
 * name. Names are read without regard to case. Formula values are taken as they are.
 */
export type FormulaRecord = Readonly<Record<string, unknown>>;

/** A fault in the text of a formula. `position` counts characters from 0. */
export class FormulaError extends Error {
  readonly position: number;

  constructor(message: string, position: number) {
    super(message);
    this.name = 'FormulaError';
    this.position = position;
  }
}

/** A fault while computing: division by zero, a date that does not exist, a text that is no number. */
export class FormulaEvaluationError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FormulaEvaluationError';
  }
}

/** What the compiler asks about the outside: the type of a field path, relationship paths and globals included. */
export interface FormulaScope {
  fieldType(path: string): FormulaType | undefined;
  /** Where the formula stands; some functions are for one place only. All are taken when it is not said. */
  use?: FormulaUse;
  /** True for a field that is itself computed, whose earlier value nobody knows. */
  isFormula?(path: string): boolean;
  /** Active values of a picklist, or undefined when nobody knows them. */
  picklistValues?(path: string): readonly string[] | undefined;
}

/** `field`: a formula field; `rule`: a validation rule; `default`: the default of a new record's field. */
export type FormulaUse = 'field' | 'rule' | 'default';

/** Everything an evaluation may look at. `zone` is an IANA zone name, the one of the running user. */
export interface FormulaEnvironment {
  record: FormulaRecord;
  prior: FormulaRecord | null;
  isNew: boolean;
  /** The record is made as a copy of another. */
  isClone?: boolean;
  user: FormulaRecord;
  organization: FormulaRecord;
  permissions(name: string): boolean;
  customMetadata(type: string, record: string, field: string): unknown;
  label?(name: string): string | undefined;
  now: Temporal.Instant;
  zone: string;
  /** `zero`: an empty number counts as 0 (formula fields may say so); `blank`: it stays empty (validation rules). */
  blanks: 'zero' | 'blank';
}

/** A part of a formula that has its type and can be computed. */
export interface Bound {
  type: FormulaType;
  run(environment: FormulaEnvironment): FormulaValue;
}

/** A compiled formula: immutable, usable for any number of evaluations. */
export interface CompiledFormula extends Bound {
  source: string;
  /** Field paths that the formula reads, as written, without repetition; globals begin with `$`. */
  references: readonly string[];
}
