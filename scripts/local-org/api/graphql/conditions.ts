/** Filters and orders of GraphQL become the WHERE and ORDER BY of a SOQL query, which the engine runs as the user. */
import { findField, findObject } from '../../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, OrgMetadata } from '../../metadata/model.ts';

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
  if (field) return comparisons(field, value as Filter, `${prefix}${field.name}`);
  const parent = parentOf(metadata, object, name);
  return parent && condition(metadata, parent, value as Filter, `${prefix}${name}.`);
}

function joined(parts: readonly string[], word: string): string | undefined {
  if (parts.length < 2) return parts[0];
  return `(${parts.join(` ${word} `)})`;
}

function comparisons(field: FieldMetadata, operators: Filter, path: string): string | undefined {
  const parts = Object.entries(operators).flatMap(([operator, operand]) => {
    if (operand === undefined) return [];
    if (!Array.isArray(operand)) return `${path} ${signs[operator]} ${literal(field, operand)}`;
    // An empty list holds nothing: no record is in it, every record is outside.
    if (operand.length === 0) return operator === 'in' ? 'Id = null' : 'Id != null';
    return `${path} ${signs[operator]} (${operand.map((value) => literal(field, value)).join(', ')})`;
  });
  return joined(parts, 'AND');
}

function literal(field: FieldMetadata, value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'object') {
    const { literal: word, value: moment } = value as { literal?: string; value?: string | null };
    return word ?? (moment ? dated(field, moment) : 'null');
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return quoted(value as string);
}

function dated(field: FieldMetadata, value: string): string {
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
      const { order: direction = 'ASC', nulls } = value as { order?: string; nulls?: string };
      return `${prefix}${field.name} ${direction}${nulls ? ` NULLS ${nulls}` : ''}`;
    }
    const parent = parentOf(metadata, object, name);
    return parent ? order(metadata, parent, value as Filter, `${prefix}${name}.`) : [];
  });
}

/** The one object behind a relationship name, if GraphQL reaches it. */
export function parentOf(
  metadata: OrgMetadata,
  object: ObjectMetadata,
  relationship: string,
): ObjectMetadata | undefined {
  const way = [...object.fields.values()].find((field) => field.relationshipName === relationship);
  const target = way?.referenceTo.length === 1 ? findObject(metadata, way.referenceTo[0] ?? '') : undefined;
  return target?.uiApi ? target : undefined;
}
