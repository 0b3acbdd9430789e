/** Filters and orders of GraphQL become the WHERE and ORDER BY of a SOQL query, which the engine runs as the user. */
import { findField, findObject } from '../../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';
import { failure } from './errors.ts';

export type Filter = Readonly<Record<string, unknown>>;

const signs: Readonly<Record<string, string>> = {
  eq: '=',
  ne: '!=',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  in: 'IN',
  nin: 'NOT IN',
  like: 'LIKE',
  includes: 'INCLUDES',
  excludes: 'EXCLUDES',
};

/** The condition of a filter, or undefined when it filters nothing. `prefix` is the relationship path to the object. */
export function condition(
  metadata: OrgMetadata,
  object: ObjectMetadata,
  filter: Filter,
  prefix = '',
): string | undefined {
  const parts = Object.entries(filter).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    return part(metadata, object, name, value as Filter, prefix) ?? [];
  });
  return joined(parts, 'AND');
}

function part(
  metadata: OrgMetadata,
  object: ObjectMetadata,
  name: string,
  value: Filter | readonly Filter[],
  prefix: string,
): string | undefined {
  if (name === 'and' || name === 'or') {
    const inner = [value].flat().map((filter) => condition(metadata, object, filter, prefix));
    return joined(
      inner.filter((text) => text !== undefined),
      name.toUpperCase(),
    );
  }
  if (name === 'not') {
    const inner = condition(metadata, object, value as Filter, prefix);
    return inner && `(NOT ${inner})`;
  }
  const field = findField(object, name);
  if (field) return comparisons(metadata, field, value as Filter, `${prefix}${field.name}`);
  const way = wayOf(object, name);
  if (!way) return undefined;
  if (way.referenceTo.length > 1) return ofOneKind(metadata, value as Filter, `${prefix}${way.name}`);
  const parent = parentOf(metadata, object, name);
  return parent && condition(metadata, parent, value as Filter, `${prefix}${name}.`);
}

function joined(parts: readonly string[], word: string): string | undefined {
  if (parts.length < 2) return parts[0];
  return `(${parts.join(` ${word} `)})`;
}

/** A parent that may be of several kinds: `{User: {…}}` asks for those of one kind. */
function ofOneKind(metadata: OrgMetadata, kinds: Filter, path: string): string | undefined {
  const parts = Object.entries(kinds).flatMap(([name, filter]) => {
    const target = findObject(metadata, name);
    if (!target || filter === null || filter === undefined) return [];
    const where = condition(metadata, target, filter as Filter);
    return `${path} IN (SELECT Id FROM ${target.name}${where ? ` WHERE ${where}` : ''})`;
  });
  return joined(parts, 'AND');
}

function comparisons(
  metadata: OrgMetadata,
  field: FieldMetadata,
  operators: Filter,
  path: string,
): string | undefined {
  const parts = Object.entries(operators).flatMap(([operator, operand]) => {
    if (operand === undefined) return [];
    if (operator === 'inq' || operator === 'ninq') {
      return `${path} ${operator === 'inq' ? 'IN' : 'NOT IN'} (${subquery(metadata, operand as Filter)})`;
    }
    if (!Array.isArray(operand)) return `${path} ${signs[operator]} ${literal(field, operand)}`;
    // An empty list holds nothing: no record is in it, every record is outside.
    if (operand.length === 0)
      return operator === 'in' || operator === 'includes' ? 'Id = null' : 'Id != null';
    return `${path} ${signs[operator]} (${operand.map((value) => literal(field, value)).join(', ')})`;
  });
  return joined(parts, 'AND');
}

/** `{Contact: {…}, ApiName: "AccountId"}`: the values of a field of the records that a filter leaves. */
function subquery(metadata: OrgMetadata, join: Filter): string {
  const { ApiName: fieldName, ...others } = join;
  const named = Object.entries(others).filter(([, filter]) => filter !== null && filter !== undefined);
  const [[name, filter] = ['', {}]] = named;
  const object = findObject(metadata, name);
  if (named.length !== 1 || !object || typeof fieldName !== 'string') {
    throw failure('INVALID_ARGUMENT', 'A join names one object and, with ApiName, one of its fields');
  }
  const where = condition(metadata, object, filter as Filter);
  const field = findField(object, fieldName)?.name ?? fieldName;
  if (!/^\w+$/.test(field)) throw failure('INVALID_FIELD', `${fieldName} is not a field of ${object.name}`);
  return `SELECT ${field} FROM ${object.name}${where ? ` WHERE ${where}` : ''}`;
}

function literal(field: FieldMetadata, value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') return dated(field, value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return quoted(value as string);
}

interface DateOperand {
  literal?: string | null;
  value?: string | null;
  range?: Record<string, number | null> | null;
}

/** A date as it is given, a literal such as TODAY, or a range of whole days, months, … counted from today. */
function dated(field: FieldMetadata, { literal: word, value, range }: DateOperand): string {
  if (word) return word;
  const [named] = Object.entries(range ?? {}).filter(([, count]) => typeof count === 'number');
  if (named) return `${named[0].toUpperCase()}:${named[1]}`;
  if (!value) return 'null';
  return field.type === 'date'
    ? Temporal.PlainDate.from(value).toString()
    : Temporal.Instant.from(value).toString({ smallestUnit: 'millisecond' });
}

/** A text as a SOQL literal. */
function quoted(text: string): string {
  const escaped = text
    .replace(/[\\']/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
  return `'${escaped}'`;
}

/** The terms of ORDER BY, in the order in which the caller named them. */
export function order(metadata: OrgMetadata, object: ObjectMetadata, clauses: Filter, prefix = ''): string[] {
  return Object.entries(clauses).flatMap(([name, value]) => {
    if (value === null || value === undefined) return [];
    const field = findField(object, name);
    if (field) {
      const { order: direction, nulls } = value as { order?: string | null; nulls?: string | null };
      return `${prefix}${field.name} ${direction ?? 'ASC'}${nulls ? ` NULLS ${nulls}` : ''}`;
    }
    const parent = parentOf(metadata, object, name);
    return parent ? order(metadata, parent, value as Filter, `${prefix}${name}.`) : [];
  });
}

/** The reference behind a relationship name. */
export function wayOf(object: ObjectMetadata, relationship: string): FieldMetadata | undefined {
  return [...object.fields.values()].find((field) => field.relationshipName === relationship);
}

/** The one object behind a relationship name, if GraphQL reaches it. */
export function parentOf(
  metadata: OrgMetadata,
  object: ObjectMetadata,
  relationship: string,
): ObjectMetadata | undefined {
  const way = wayOf(object, relationship);
  const target = way?.referenceTo.length === 1 ? findObject(metadata, way.referenceTo[0] ?? '') : undefined;
  return target?.uiApi ? target : undefined;
}
