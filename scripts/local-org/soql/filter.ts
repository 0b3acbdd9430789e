/** Conditions of a query as SQL. SOQL knows no third truth value: a comparison with an empty field is simply false. */
import type { Query } from '@jetstreamapp/soql-parser-js';
import { OrgError } from '../errors.ts';
import type { FieldType } from '../metadata/model.ts';
import type { Condition, Test } from './conditions.ts';
import { dayRange } from './dates.ts';
import { cannotBe, malformed, wrongLiteral } from './errors.ts';
import { functionExpression } from './functions.ts';
import type { Expression } from './functions.ts';
import { likePattern, literalValue, stringValue } from './literals.ts';
import type { ValueKind } from './literals.ts';
import { bind } from './scope.ts';
import type { Scope } from './scope.ts';

/** Compiles the inner query of `IN (SELECT …)` to SQL of one column; handed in, as it needs the whole compiler. */
export type CompileSubquery = (query: Query) => { sql: string; type: FieldType };

/** A condition as an SQL expression over the scope's tables. */
export function conditionSql(scope: Scope, condition: Condition, subquery: CompileSubquery): string {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.items.map((item) => conditionSql(scope, item, subquery));
      return `(${parts.join(condition.kind === 'and' ? ' AND ' : ' OR ')})`;
    }
    case 'not':
      // Empty counts as false, so its negation is true.
      return `(${conditionSql(scope, condition.item, subquery)}) IS NOT TRUE`;
    case 'test':
      return testSql(scope, condition, subquery);
  }
}

/** The field or function that a test looks at. @throws OrgError when the field cannot be filtered */
function target(scope: Scope, test: Test): Expression {
  if (typeof test.target !== 'string') return functionExpression(scope, test.target);
  const column = scope.column(test.target);
  if (!column.field.filterable) throw cannotBe('filtered', scope.context.soql, test.target);
  return { sql: column.sql, type: column.field.type, column };
}

function testSql(scope: Scope, test: Test, subquery: CompileSubquery): string {
  const left = target(scope, test);
  if (test.subquery) return semiJoin(left, test, subquery(test.subquery));
  if (test.operator === 'INCLUDES' || test.operator === 'EXCLUDES') return multipicklist(scope, left, test);
  if (test.operator === 'IN' || test.operator === 'NOT IN') return list(scope, left, test);
  const [literal] = test.values;
  if (!literal) throw malformed("unexpected token: ')'");
  if (test.operator === 'LIKE') return like(scope, left, test);
  if (literal.type === 'DATE_LITERAL' || literal.type === 'DATE_N_LITERAL') {
    return dateLiteral(scope, left, test.operator, literal.text, nameOf(test));
  }
  const value = literalValue(literal, kindOf(left.type), nameOf(test), scope.context.soql);
  return comparison(scope, left, test.operator, value);
}

function nameOf(test: Test): string {
  return typeof test.target === 'string' ? test.target : (test.target.rawValue ?? '');
}

function kindOf(type: FieldType): ValueKind {
  switch (type) {
    case 'id':
    case 'reference':
      return 'id';
    case 'boolean':
    case 'date':
    case 'datetime':
    case 'time':
      return type;
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return 'number';
    default:
      return 'text';
  }
}

/** Text is compared without case unless its field says otherwise; ids always with it. */
function folded(left: Expression): (sql: string) => string {
  const exact = kindOf(left.type) !== 'text' || left.column?.field.caseSensitive;
  return exact ? (sql) => sql : (sql) => `lower(${sql})`;
}

const SQL_TYPES: Record<ValueKind, string> = {
  text: 'text',
  id: 'text',
  boolean: 'boolean',
  number: 'numeric',
  date: 'date',
  datetime: 'timestamptz',
  time: 'time',
};

function placeholder(scope: Scope, left: Expression, value: unknown): string {
  return `${bind(scope.context, value)}::${SQL_TYPES[kindOf(left.type)]}`;
}

function comparison(scope: Scope, left: Expression, operator: Test['operator'], value: unknown): string {
  if (value === null) {
    if (operator === '=') return `${left.sql} IS NULL`;
    if (operator === '!=') return `${left.sql} IS NOT NULL`;
    return 'false';
  }
  const fold = folded(left);
  const right = fold(placeholder(scope, left, value));
  if (operator === '!=') return `${fold(left.sql)} IS DISTINCT FROM ${right}`;
  if (left.type === 'boolean' && operator !== '=') {
    throw new OrgError(400, 'INVALID_QUERY_FILTER_OPERATOR', 'invalid operator on boolean field');
  }
  return `${fold(left.sql)} ${operator} ${right}`;
}

function like(scope: Scope, left: Expression, test: Test): string {
  const literal = test.values[0];
  if (kindOf(left.type) !== 'text') {
    throw new OrgError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${left.type} field`);
  }
  if (literal?.type !== 'STRING') throw wrongLiteral(scope.context.soql, nameOf(test), 'string');
  const pattern = placeholder(scope, left, likePattern(literal.text));
  return `lower(${left.sql}) LIKE lower(${pattern})`;
}

function list(scope: Scope, left: Expression, test: Test): string {
  const negative = test.operator === 'NOT IN';
  const special = test.values.some(({ type }) => type === 'DATE_LITERAL' || type === 'DATE_N_LITERAL');
  if (special) {
    const parts = test.values.map((value) =>
      testSql(scope, { ...test, operator: '=', values: [value] }, never),
    );
    return `(${parts.join(' OR ')}) IS ${negative ? 'NOT ' : ''}TRUE`;
  }
  const kind = kindOf(left.type);
  const values = test.values.map((value) => literalValue(value, kind, nameOf(test), scope.context.soql));
  const given = values.filter((value) => value !== null);
  const fold = folded(left);
  const array = `${bind(scope.context, given)}::${SQL_TYPES[kind]}[]`;
  const folding = fold('x') !== 'x';
  const found = folding
    ? `${fold(left.sql)} = ANY (SELECT lower(item) FROM unnest(${array}) AS item)`
    : `${left.sql} = ANY (${array})`;
  const either = given.length < values.length ? `(${found} OR ${left.sql} IS NULL)` : found;
  return negative ? `(${either}) IS NOT TRUE` : either;
}

function never(): never {
  throw malformed("unexpected token: 'SELECT'");
}

function multipicklist(scope: Scope, left: Expression, test: Test): string {
  if (left.type !== 'multipicklist') {
    throw new OrgError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid operator on ${left.type} field`);
  }
  const parts = test.values.map((literal) => {
    if (literal.type !== 'STRING') throw wrongLiteral(scope.context.soql, nameOf(test), 'string');
    const wanted = bind(scope.context, stringValue(literal.text).toLowerCase().split(';'));
    return `string_to_array(lower(${left.sql}), ';') @> ${wanted}::text[]`;
  });
  return `(${parts.join(' OR ')}) IS ${test.operator === 'EXCLUDES' ? 'NOT ' : ''}TRUE`;
}

function semiJoin(left: Expression, test: Test, inner: { sql: string; type: FieldType }): string {
  const ids = ['id', 'reference'];
  if (!ids.includes(left.type) || !ids.includes(inner.type)) {
    throw malformed('semi join sub-selects can only query id fields, and only for id fields');
  }
  if (test.operator === 'IN') return `${left.sql} IN (${inner.sql})`;
  return `(${left.sql} IN (${inner.sql})) IS NOT TRUE`;
}

/** A date literal is a range of days in the user's zone; `=` means within, `>` after its end, `<` before its start. */
function dateLiteral(
  scope: Scope,
  left: Expression,
  operator: Test['operator'],
  literal: string,
  name: string,
): string {
  const { context } = scope;
  if (left.type !== 'date' && left.type !== 'datetime') throw wrongLiteral(context.soql, name, left.type);
  const zone = context.user.timeZone;
  const { start, end } = dayRange(literal, context.now.toZonedDateTimeISO(zone).toPlainDate());
  const bound = (day: Temporal.PlainDate) => {
    const value = left.type === 'date' ? day.toString() : day.toZonedDateTime(zone).toInstant().toString();
    return placeholder(scope, left, value);
  };
  switch (operator) {
    case '=':
      return `(${left.sql} >= ${bound(start)} AND ${left.sql} < ${bound(end)})`;
    case '!=':
      return `(${left.sql} >= ${bound(start)} AND ${left.sql} < ${bound(end)}) IS NOT TRUE`;
    case '<':
      return `${left.sql} < ${bound(start)}`;
    case '<=':
      return `${left.sql} < ${bound(end)}`;
    case '>':
      return `${left.sql} >= ${bound(end)}`;
    case '>=':
      return `${left.sql} >= ${bound(start)}`;
    default:
      throw malformed(`unexpected token: '${operator}'`);
  }
}
