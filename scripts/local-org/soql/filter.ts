/** Conditions of a query as SQL. SOQL knows no third truth value: a comparison with an empty field is simply false. */
import type { FieldType } from '../metadata/model.ts';
import { dayRange } from './dates.ts';
import { cannotBe, placedFault, wrongLiteral, wrongOperator } from './errors.ts';
import { fieldArgument, functionExpression } from './functions.ts';
import type { Expression } from './functions.ts';
import { kindOf, likePattern, literalValue, stringValue } from './literals.ts';
import type { ValueKind } from './literals.ts';
import { bind } from './scope.ts';
import type { Scope } from './scope.ts';
import { semiJoin } from './semi-join.ts';
import type { CompileSubquery } from './semi-join.ts';
import type { Call, Condition, Literal, Path, Test } from './syntax/tree.ts';

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

/** What a test looks at, with the text by which faults name it. */
interface Left extends Expression {
  name: string;
  at: number;
}

/** The field or function that a test looks at. @throws OrgError when the field cannot be filtered */
function target(scope: Scope, { target: written }: Test): Left {
  const { at } = written;
  if (written.kind === 'call') {
    return { ...functionExpression(scope, written), name: written.text, at };
  }
  return { ...filterable(scope, written), name: written.text, at };
}

function filterable(scope: Scope, path: Path): Expression {
  const column = scope.column(path);
  if (!column.field.filterable) throw cannotBe('filtered', scope.context.soql, path.at, path.text);
  // A checkbox is never empty: where a parent is missing, it counts as false.
  const isCheckbox = column.field.type === 'boolean' && column.relationships.length > 0;
  return {
    sql: isCheckbox ? `coalesce(${column.sql}, false)` : column.sql,
    type: column.field.type,
    column,
  };
}

function testSql(scope: Scope, written: Test, subquery: CompileSubquery): string {
  const test =
    written.target.kind === 'call' && written.target.name === 'TOLABEL'
      ? byLabel(scope, written, written.target)
      : written;
  const left = target(scope, test);
  if (test.subquery) return semiJoin(scope, left, test, subquery);
  if (test.operator === 'INCLUDES' || test.operator === 'EXCLUDES') return multipicklist(scope, left, test);
  if (test.operator === 'IN' || test.operator === 'NOT IN') return list(scope, left, test);
  const literal = test.values[0] as Literal;
  if (test.operator === 'LIKE') return like(scope, left, literal);
  if (left.type === 'multipicklist' && test.operator !== '=' && test.operator !== '!=') {
    throw wrongOperator(scope.context.soql, test.at, left.type);
  }
  if (literal.type === 'dateLiteral') return dateLiteral(scope, left, test.operator, literal);
  const value = literalValue(literal, kindOf(left.type), left.name, scope.context.soql);
  return comparison(scope, left, test.operator, value);
}

/** `toLabel(Status) = 'Neu'` compares with the labels of the values that are stored. */
function byLabel(scope: Scope, test: Test, call: Call): Test {
  const path = fieldArgument(scope, call);
  const { field } = scope.column(path);
  if (!['=', '!=', 'IN', 'NOT IN'].includes(test.operator)) {
    throw wrongOperator(scope.context.soql, test.at, 'toLabel');
  }
  const values = test.values.map((literal) => {
    if (literal.type !== 'string') return literal;
    const label = stringValue(literal.text).toLowerCase();
    const found = field.picklistValues.find((item) => item.label.toLowerCase() === label);
    return found ? { ...literal, text: `'${found.value.replaceAll(/[\\']/g, String.raw`\$&`)}'` } : literal;
  });
  return { ...test, target: path, values };
}

/** Text is compared without case unless its field says otherwise; ids always with it. */
function isFolded(left: Expression): boolean {
  return kindOf(left.type) === 'text' && !left.column?.field.caseSensitive;
}

/** Equality asks the indexes, which are over lower case. */
function lower(left: Expression): (sql: string) => string {
  return isFolded(left) ? (sql) => `lower(${sql})` : (sql) => sql;
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

function comparison(scope: Scope, left: Left, operator: Test['operator'], value: unknown): string {
  if (value === null) {
    if (operator === '=') return `${left.sql} IS NULL`;
    if (operator === '!=') return `${left.sql} IS NOT NULL`;
    return 'false';
  }
  if (left.type === 'boolean' && operator !== '=' && operator !== '!=') {
    throw wrongOperator(scope.context.soql, left.at, left.type);
  }
  const right = placeholder(scope, left, value);
  const fold = lower(left);
  if (operator === '=') return `${fold(left.sql)} = ${fold(right)}`;
  if (operator === '!=') return `${fold(left.sql)} IS DISTINCT FROM ${fold(right)}`;
  // Less and greater as in ORDER BY, which counts by upper case.
  const upper = (sql: string) => (isFolded(left) ? `upper(${sql})` : sql);
  return `${upper(left.sql)} ${operator} ${upper(right)}`;
}

function like(scope: Scope, left: Left, literal: Literal): string {
  const { soql } = scope.context;
  if (kindOf(left.type) !== 'text' || left.type === 'multipicklist') {
    throw wrongOperator(soql, left.at, left.type);
  }
  if (literal.type === 'null') return 'false';
  if (literal.type !== 'string') throw wrongLiteral(soql, literal.at, left.name, 'string');
  const pattern = placeholder(scope, left, likePattern(literal.text).replaceAll('\u0000', '\ufffd'));
  return `lower(${left.sql}) LIKE lower(${pattern})`;
}

function list(scope: Scope, left: Left, test: Test): string {
  const negative = test.operator === 'NOT IN';
  if (left.type === 'boolean') throw wrongOperator(scope.context.soql, test.at, left.type);
  if (test.values.some(({ type }) => type === 'dateLiteral')) {
    const parts = test.values.map((literal) =>
      literal.type === 'dateLiteral'
        ? dateLiteral(scope, left, '=', literal)
        : comparison(scope, left, '=', valueOf(scope, left, literal)),
    );
    return `(${parts.join(' OR ')}) IS ${negative ? 'NOT ' : ''}TRUE`;
  }
  const values = test.values.map((literal) => valueOf(scope, left, literal));
  const given = values.filter((value) => value !== null);
  const array = `${bind(scope.context, given)}::${SQL_TYPES[kindOf(left.type)]}[]`;
  // An array made once, not a subquery, so that an index can be asked for its values.
  const folded = `ARRAY(SELECT lower(item) FROM unnest(${array}) AS item)`;
  const found = `${lower(left)(left.sql)} = ANY (${isFolded(left) ? folded : array})`;
  const either = given.length < values.length ? `(${found} OR ${left.sql} IS NULL)` : found;
  return negative ? `(${either}) IS NOT TRUE` : either;
}

function valueOf(scope: Scope, left: Left, literal: Literal): unknown {
  return literalValue(literal, kindOf(left.type), left.name, scope.context.soql);
}

function multipicklist(scope: Scope, left: Left, test: Test): string {
  const { soql } = scope.context;
  if (left.type !== 'multipicklist') throw wrongOperator(soql, test.at, left.type);
  const parts = test.values.map((literal) => {
    if (literal.type === 'null') return `${left.sql} IS NULL`;
    if (literal.type !== 'string') throw wrongLiteral(soql, literal.at, left.name, 'string');
    const wanted = bind(scope.context, stringValue(literal.text).toLowerCase().split(';'));
    return `string_to_array(lower(${left.sql}), ';') @> ${wanted}::text[]`;
  });
  return `(${parts.join(' OR ')}) IS ${test.operator === 'EXCLUDES' ? 'NOT ' : ''}TRUE`;
}

/** A date literal is a range of days in the user's zone; `=` means within, `>` after its end, `<` before its start. */
function dateLiteral(scope: Scope, left: Left, operator: Test['operator'], literal: Literal): string {
  const { context } = scope;
  const type: FieldType = left.type;
  if (type !== 'date' && type !== 'datetime') {
    throw wrongLiteral(context.soql, literal.at, left.name, type);
  }
  const zone = context.user.timeZone;
  const { start, end } = dayRange(literal.text, context.now.toZonedDateTimeISO(zone).toPlainDate());
  const bound = (day: Temporal.PlainDate) => {
    const value = type === 'date' ? day.toString() : day.toZonedDateTime(zone).toInstant().toString();
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
      throw placedFault('MALFORMED_QUERY', context.soql, left.at, `unexpected token: '${operator}'`);
  }
}
