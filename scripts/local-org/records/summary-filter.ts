/** Filters of roll-ups as SQL. Text is compared without case, and a filter with several values takes any of them. */
import { findField } from '../metadata/model.ts';
import type { FieldMetadata, ObjectMetadata, SummaryFilter } from '../metadata/model.ts';
import { columnType } from '../state/schema.ts';
import { coerce } from './coerce.ts';

const comparisons: Readonly<Record<string, string>> = {
  lessThan: '<',
  greaterThan: '>',
  lessOrEqual: '<=',
  greaterOrEqual: '>=',
};
const patterns: Readonly<Record<string, (text: string) => string>> = {
  contains: (text) => `%${text}%`,
  notContain: (text) => `%${text}%`,
  startsWith: (text) => `${text}%`,
};

/**
 * @param column the SQL of a field of the detail
 * @param values parameters of the statement, to which the filter adds its own
 * @throws Error for an operation that roll-ups do not have
 */
export function filterSql(
  child: ObjectMetadata,
  filter: SummaryFilter,
  column: (name: string) => string,
  values: unknown[],
): string {
  const field = findField(child, filter.field);
  if (!field) throw new Error(`${child.name} has no field ${filter.field}`);
  const left = column(field.name);
  const alternatives =
    filter.valueField === null
      ? filter.values.map((value) => testSql(field, filter.operation, left, value, values))
      : [comparison(field, filter.operation, left, column(filter.valueField))];
  const any = `(${alternatives.join(' OR ')})`;
  const negative = ['notEqual', 'notContain', 'excludes'].includes(filter.operation);
  return negative ? `${any} IS NOT TRUE` : any;
}

function testSql(
  field: FieldMetadata,
  operation: string,
  left: string,
  text: string,
  values: unknown[],
): string {
  const pattern = patterns[operation];
  if (pattern) {
    values.push(pattern(text.replace(/[\\%_]/g, '\\$&')));
    return `lower(${left}) LIKE lower($${values.length}::text)`;
  }
  const value = coerce(field, literal(field, text));
  if (value === null) return `${left} IS NULL`;
  values.push(value);
  const right = `$${values.length}::${columnType(field)}`;
  if (operation === 'includes' || operation === 'excludes')
    return `${right} = ANY (string_to_array(${left}, ';'))`;
  return comparison(field, operation, left, right);
}

/** Check boxes are written `True` and `False`, or `1` and `0`. */
function literal(field: FieldMetadata, text: string): string {
  return field.type === 'boolean' ? text.toLowerCase() : text;
}

/** `notEqual` is the negation of the same test, which the caller makes of it. */
function comparison(field: FieldMetadata, operation: string, left: string, right: string): string {
  const isText = columnType(field) === 'text' && field.type !== 'reference' && field.type !== 'id';
  const fold = (sql: string) => (isText ? `lower(${sql})` : sql);
  if (operation === 'equals' || operation === 'notEqual') return `${fold(left)} = ${fold(right)}`;
  const operator = comparisons[operation];
  if (!operator) throw new Error(`A roll-up has no filter operation ${operation}`);
  return `${fold(left)} ${operator} ${fold(right)}`;
}
