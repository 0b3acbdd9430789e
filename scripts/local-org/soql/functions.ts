/** Functions of a query: aggregates over fields, and parts of dates. */
import { notImplemented } from '../errors.ts';
import type { OrgError } from '../errors.ts';
import type { FieldType } from '../metadata/model.ts';
import { cannotBe, placedFault } from './errors.ts';
import { bind } from './scope.ts';
import type { Column, Scope } from './scope.ts';
import type { Call, Path } from './syntax/tree.ts';

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

/** Functions that the platform has, over kinds of fields that the local org has not. */
const ELSEWHERE = ['DISTANCE', 'GEOLOCATION'];

/** True for COUNT, SUM, … and false for the functions of a single row. */
export function isAggregate({ name }: Call): boolean {
  return AGGREGATES.includes(name);
}

/** True for CALENDAR_YEAR, DAY_ONLY, … */
export function isDateFunction({ name }: Call): boolean {
  return name in DATE_PARTS;
}

/** Compiles a date function or an aggregate of a SELECT, WHERE, GROUP BY, HAVING or ORDER BY. */
export function functionExpression(scope: Scope, call: Call): Expression {
  if (isAggregate(call)) return aggregate(scope, call);
  const part = DATE_PARTS[call.name];
  if (!part) throw unknownFunction(scope, call);
  const { column, sql } = dateArgument(scope, call);
  if (scope.object.restrictions.plainQueriesOnly && call.name !== 'DAY_ONLY') {
    throw cannotBe('filtered', scope.context.soql, call.at, column.field.name);
  }
  return { sql: part(sql), type: call.name === 'DAY_ONLY' ? 'date' : 'int', column };
}

/** The fault of a function that does not exist, or not where it stands. */
export function unknownFunction({ context }: Scope, call: Call): OrgError {
  if (ELSEWHERE.includes(call.name)) return notImplemented(`the SOQL function ${call.name}`);
  return placedFault('MALFORMED_QUERY', context.soql, call.at, `unexpected token: '${call.name}'`);
}

/** The only field of a call. @throws OrgError MALFORMED_QUERY */
export function fieldArgument({ context }: Scope, call: Call): Path {
  const [argument, second] = call.args;
  if (argument?.kind !== 'path' || second) {
    throw placedFault('MALFORMED_QUERY', context.soql, call.at, `unexpected token: '${call.name}'`);
  }
  return argument;
}

function aggregate(scope: Scope, call: Call): Expression {
  const column = scope.column(fieldArgument(scope, call));
  const { field } = column;
  const unsupported = () =>
    placedFault(
      'INVALID_FIELD',
      scope.context.soql,
      call.at,
      `field ${field.name} does not support aggregate operator ${call.name}`,
    );
  if (scope.object.restrictions.noFieldAggregates) throw unsupported();
  const sums = call.name === 'SUM' || call.name === 'AVG';
  const supported = sums ? NUMBERS.includes(field.type) : !field.longText && field.type !== 'base64';
  if (!supported || (field.type === 'boolean' && call.name !== 'COUNT')) throw unsupported();
  switch (call.name) {
    case 'COUNT':
      return { sql: `count(${column.sql})`, type: 'int', column };
    case 'COUNT_DISTINCT':
      return { sql: `count(DISTINCT ${column.sql})`, type: 'int', column };
    default: {
      const type = call.name === 'AVG' ? 'double' : field.type;
      return { sql: `${call.name.toLowerCase()}(${column.sql})`, type, column };
    }
  }
}

/** A date or datetime field; datetimes are read in UTC unless wrapped in `convertTimezone`. */
function dateArgument(scope: Scope, call: Call): { column: Column; sql: string } {
  const [argument] = call.args;
  const converted = argument?.kind === 'call' && argument.name === 'CONVERTTIMEZONE';
  const path = fieldArgument(scope, converted ? argument : call);
  const column = scope.column(path);
  if (column.field.type === 'date') return { column, sql: column.sql };
  if (column.field.type !== 'datetime') {
    throw placedFault(
      'INVALID_FIELD',
      scope.context.soql,
      path.at,
      `field ${column.field.name} does not support a date function`,
    );
  }
  const zone = bind(scope.context, converted ? scope.context.user.timeZone : 'UTC');
  return { column, sql: `(${column.sql} AT TIME ZONE ${zone}::text)` };
}
