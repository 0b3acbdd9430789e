/** Functions of a query: aggregates over fields, and parts of dates. */
import type { FunctionExp } from '@jetstreamapp/soql-parser-js';
import { notImplemented, OrgError } from '../errors.ts';
import type { FieldType } from '../metadata/model.ts';
import { cannotBe, malformed } from './errors.ts';
import { bind } from './scope.ts';
import type { Column, Scope } from './scope.ts';

/** An SQL expression with the type of its value. */
export interface Expression {
  sql: string;
  type: FieldType;
  /** The field below a function, or the field itself. */
  column: Column | null;
}

const NUMBERS: readonly FieldType[] = ['int', 'double', 'currency', 'percent'];

/** Date functions → what PostgreSQL extracts; days of a week count from Sunday = 1, weeks as the platform counts. */
const DATE_PARTS: Record<string, (value: string) => string> = {
  CALENDAR_YEAR: (value) => `extract(year FROM ${value})::int`,
  CALENDAR_QUARTER: (value) => `extract(quarter FROM ${value})::int`,
  CALENDAR_MONTH: (value) => `extract(month FROM ${value})::int`,
  FISCAL_YEAR: (value) => `extract(year FROM ${value})::int`,
  FISCAL_QUARTER: (value) => `extract(quarter FROM ${value})::int`,
  FISCAL_MONTH: (value) => `extract(month FROM ${value})::int`,
  DAY_IN_MONTH: (value) => `extract(day FROM ${value})::int`,
  DAY_IN_WEEK: (value) => `(extract(dow FROM ${value}) + 1)::int`,
  DAY_IN_YEAR: (value) => `extract(doy FROM ${value})::int`,
  WEEK_IN_MONTH: (value) => `ceil(extract(day FROM ${value}) / 7)::int`,
  WEEK_IN_YEAR: (value) => `ceil(extract(doy FROM ${value}) / 7)::int`,
  HOUR_IN_DAY: (value) => `extract(hour FROM ${value})::int`,
  DAY_ONLY: (value) => `(${value})::date`,
};

const AGGREGATES = ['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX'];

/** True for COUNT, SUM, … and false for the functions of a single row. */
export function isAggregate(expression: FunctionExp): boolean {
  return AGGREGATES.includes((expression.functionName ?? '').toUpperCase());
}

/** Compiles any function of a SELECT, WHERE, GROUP BY, HAVING or ORDER BY. */
export function functionExpression(scope: Scope, expression: FunctionExp): Expression {
  const name = (expression.functionName ?? '').toUpperCase();
  if (AGGREGATES.includes(name)) return aggregate(scope, name, expression);
  const part = DATE_PARTS[name];
  if (!part) throw notImplemented(`the SOQL function ${name}`);
  const { column, sql } = dateArgument(scope, expression);
  if (scope.object.restrictions.plainQueriesOnly && name !== 'DAY_ONLY') {
    throw cannotBe('filtered', scope.context.soql, column.field.name);
  }
  return { sql: part(sql), type: name === 'DAY_ONLY' ? 'date' : 'int', column };
}

function aggregate(scope: Scope, name: string, expression: FunctionExp): Expression {
  const path = fieldArgument(expression);
  const column = scope.column(path);
  const { field } = column;
  if (scope.object.restrictions.noFieldAggregates) {
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `field ${field.name} does not support aggregate operator ${name}`,
    );
  }
  const numeric = NUMBERS.includes(field.type);
  const supported = name === 'SUM' || name === 'AVG' ? numeric : !field.longText && field.type !== 'base64';
  if (!supported || (field.type === 'boolean' && name !== 'COUNT')) {
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `field ${field.name} does not support aggregate operator ${name}`,
    );
  }
  switch (name) {
    case 'COUNT':
      return { sql: `count(${column.sql})`, type: 'int', column };
    case 'COUNT_DISTINCT':
      return { sql: `count(DISTINCT ${column.sql})`, type: 'int', column };
    default:
      return { sql: `${name.toLowerCase()}(${column.sql})`, type: field.type, column };
  }
}

function fieldArgument(expression: FunctionExp): string {
  const [argument] = expression.parameters ?? [];
  if (typeof argument !== 'string') throw malformed(`unexpected token: '${expression.rawValue ?? ''}'`);
  return argument;
}

/** A date or datetime field; datetimes are read in UTC unless wrapped in `convertTimezone`. */
function dateArgument(scope: Scope, expression: FunctionExp): { column: Column; sql: string } {
  const [argument] = expression.parameters ?? [];
  const converted = typeof argument === 'object' && /^convertTimezone$/i.test(argument.functionName ?? '');
  const column = scope.column(converted ? fieldArgument(argument) : fieldArgument(expression));
  if (column.field.type === 'date') return { column, sql: column.sql };
  if (column.field.type !== 'datetime') {
    throw new OrgError(400, 'INVALID_FIELD', `field ${column.field.name} does not support a date function`);
  }
  const zone = bind(scope.context, converted ? scope.context.user.timeZone : 'UTC');
  return { column, sql: `(${column.sql} AT TIME ZONE ${zone}::text)` };
}
