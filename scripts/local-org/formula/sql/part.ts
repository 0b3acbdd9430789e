/**
 * A piece of a formula as SQL. Three rules keep it equal to the evaluator: a text is never NULL but '' when empty;
 * every other type is NULL when empty; `fails` is an SQL condition that is true exactly when the evaluator would
 * throw, so that the whole is `CASE WHEN fails THEN NULL ELSE sql END` and no expression is ever computed in error.
 */
import type { FormulaType } from '../types.ts';

export interface Part {
  type: FormulaType;
  sql: string;
  /** Null: it cannot fail. */
  fails: string | null;
}

/** A formula that has a meaning, but none that the database can compute as the evaluator does. */
export class NotInSql extends Error {
  override readonly name = 'NotInSql';
}

const sqlTypes: Partial<Record<FormulaType, string>> = {
  number: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'timestamptz',
  time: 'time',
};

/** SQL type of a formula type; texts of all kinds are `text`. */
function sqlType(type: FormulaType): string {
  return sqlTypes[type] ?? 'text';
}

export function isText(type: FormulaType): boolean {
  return type === 'text' || type === 'picklist' || type === 'multipicklist';
}

/**
 * A text as an SQL literal. Formulas come from metadata, and their constants stand in several statements of one
 * query, whose numbered parameters differ: so they are written out, with quotes doubled, never pasted as they are.
 */
export function quotedText(value: string): string {
  return `'${value.replaceAll('\0', '').replaceAll("'", "''")}'::text`;
}

/** Any of the conditions; null when there is none. */
export function anyOf(conditions: readonly (string | null)[]): string | null {
  const found = conditions.filter((condition) => condition !== null);
  return found.length === 0 ? null : `(${found.join(' OR ')})`;
}

/** The part as `type`, which the literal NULL takes on. */
export function asType(part: Part, type: FormulaType): Part {
  if (part.type !== 'any') return part;
  return { ...part, type, sql: isText(type) ? "''::text" : `NULL::${sqlType(type)}` };
}

/** The type that parts share, NULL aside. */
export function sharedType(parts: readonly Part[]): FormulaType {
  return parts.find(({ type }) => type !== 'any')?.type ?? 'any';
}

/**
 * An expression over values that it names more than once: each is computed once, under the name given.
 * @param body the expression; names stand as `v.name`
 */
export function letIn(values: Readonly<Record<string, Part>>, body: string): string {
  const names = Object.keys(values);
  const items = Object.values(values).map(({ sql, type }) => `(${sql})::${sqlType(type)}`);
  return `(SELECT ${body} FROM (VALUES (${items.join(', ')})) AS v(${names.join(', ')}))`;
}
