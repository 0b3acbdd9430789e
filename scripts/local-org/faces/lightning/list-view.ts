/** A list view as SOQL. */
import type { FieldMetadata, ListViewMetadata, ObjectMetadata } from '../../metadata/model.ts';
import { fieldOfColumn } from './columns.ts';

const COMPARISONS: Record<string, string> = {
  equals: '=',
  notEqual: '!=',
  lessThan: '<',
  greaterThan: '>',
  lessOrEqual: '<=',
  greaterOrEqual: '>=',
};

/**
 * The WHERE clause of a list view, empty when it shows everything.
 * @throws Error for a field, operation or scope this face cannot express.
 */
export function whereOf(object: ObjectMetadata, view: ListViewMetadata, userId: string): string {
  const filters = view.filters.map((filter) => conditionOf(object, filter));
  const combined = view.booleanFilter
    ? view.booleanFilter.replace(/\d+/g, (number) => filters[Number(number) - 1] ?? 'Id = null')
    : filters.join(' AND ');
  const scope = scopeOf(view.filterScope, userId);
  const parts = [scope, combined && scope ? `(${combined})` : combined].filter(Boolean);
  return parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '';
}

function scopeOf(scope: string, userId: string): string {
  if (scope === 'Everything') return '';
  if (scope === 'Mine') return `OwnerId = ${quoted(userId)}`;
  throw new Error(`The list view scope ${scope} is not known here`);
}

function conditionOf(
  object: ObjectMetadata,
  { field: name, operation, value }: ListViewMetadata['filters'][0],
): string {
  const field = fieldOfColumn(object, name);
  if (!field) throw new Error(`${object.name} has no field ${name}`);
  const comparison = COMPARISONS[operation];
  const values = value.split(',').map((part) => part.trim());
  if (comparison) {
    const conditions = values.map((part) => `${field.name} ${comparison} ${literalOf(field, part)}`);
    return `(${conditions.join(operation === 'notEqual' ? ' AND ' : ' OR ')})`;
  }
  switch (operation) {
    case 'contains':
      return anyLike(field, values, (part) => `%${part}%`);
    case 'notContain':
      return `(NOT ${anyLike(field, values, (part) => `%${part}%`)})`;
    case 'startsWith':
      return anyLike(field, values, (part) => `${part}%`);
    default:
      throw new Error(`The list view operation ${operation} is not known here`);
  }
}

function anyLike(field: FieldMetadata, values: string[], pattern: (part: string) => string): string {
  return `(${values.map((part) => `${field.name} LIKE ${quoted(pattern(part))}`).join(' OR ')})`;
}

function literalOf(field: FieldMetadata, value: string): string {
  if (value === '') return 'null';
  switch (field.type) {
    case 'boolean':
      return String(value === '1' || value.toLowerCase() === 'true');
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return String(Number(value));
    case 'date':
    case 'datetime':
      // Only literals that SOQL itself knows, such as TODAY or LAST_N_DAYS:30, or an ISO value.
      if (!/^[A-Z_]+(:\d+)?$|^\d{4}-\d\d-\d\d(T[\d:.]+Z)?$/.test(value)) {
        throw new Error(`${value} is not a date literal`);
      }
      return value;
    default:
      return quoted(value);
  }
}

/** A SOQL text literal. */
export const quoted = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
