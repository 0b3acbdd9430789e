/** A formula as one SQL expression that gives, row by row, what the evaluator gives. */
import { parseFormula } from '../parser.ts';
import type { FormulaNode } from '../parser.ts';
import { Decimal } from '../values.ts';
import { sqlFunctions } from './functions.ts';
import type { Moment } from './functions.ts';
import { anyOf, asType, isText, letIn, NotInSql, quotedText, sharedType } from './part.ts';
import type { Part } from './part.ts';

/** Where a formula's fields lie and when it is computed. */
export interface SqlPlace {
  /** A field of the record or a parent, or a global, as SQL; texts not NULL, numbers as `blanks` asks. */
  reference(path: string): Part;
  now: Temporal.Instant;
  /** IANA name, the user's. */
  zone: string;
}

/**
 * The formula as SQL.
 * @throws NotInSql naming what only the evaluator can do; FormulaError never, as the formula was compiled before
 */
export function translateFormula(source: string, place: SqlPlace): Part {
  const moment: Moment = {
    now: `'${place.now.toString()}'::timestamptz`,
    today: `'${place.now.toZonedDateTimeISO(place.zone).toPlainDate().toString()}'::date`,
    zone: quotedText(place.zone),
  };
  return translate(parseFormula(source), place, moment);
}

/** The value as a query sees it: empty text and failed formulas are NULL, an unknown checkbox is false. */
export function finished(part: Part): string {
  const value = isText(part.type) ? `nullif(${part.sql}, '')` : part.sql;
  const safe = part.fails === null ? value : `CASE WHEN ${part.fails} THEN NULL ELSE ${value} END`;
  return part.type === 'boolean' ? `coalesce(${safe}, false)` : `(${safe})`;
}

function translate(node: FormulaNode, place: SqlPlace, moment: Moment): Part {
  switch (node.kind) {
    case 'number':
      return { type: 'number', sql: `${new Decimal(node.text).toFixed()}::numeric`, fails: null };
    case 'string':
      return { type: 'text', sql: quotedText(node.value), fails: null };
    case 'boolean':
      return { type: 'boolean', sql: String(node.value), fails: null };
    case 'null':
      return { type: 'any', sql: 'NULL', fails: null };
    case 'field':
      return place.reference(node.path);
    case 'unary':
      return unary(node.operator, translate(node.operand, place, moment));
    case 'binary': {
      const [left, right] = [translate(node.left, place, moment), translate(node.right, place, moment)];
      return binary(node.operator, left, right);
    }
    case 'call':
      return call(
        node.name,
        node.args.map((arg) => translate(arg, place, moment)),
        moment,
      );
  }
}

function call(name: string, args: readonly Part[], moment: Moment): Part {
  // With a language, upper and lower case follow its rules, which the database does not know.
  const localized = (name === 'UPPER' || name === 'LOWER') && args.length > 1;
  const translated = localized
    ? undefined
    : (zoned(name, args, moment) ?? sqlFunctions[name]?.(args, moment));
  if (!translated) throw new NotInSql(`the function ${name} of a formula field in a filter or an order`);
  return translated;
}

/** Changes between dates, times and date-times, which depend on what they are given. */
function zoned(name: string, [operand]: readonly Part[], { zone }: Moment): Part | null {
  if (!operand) return null;
  const of = (type: Part['type'], sql: string): Part => ({ type, sql, fails: operand.fails });
  const from = `${name} ${operand.type}`;
  if (from === 'DATEVALUE datetime') return of('date', `(${operand.sql} AT TIME ZONE ${zone})::date`);
  if (from === 'DATETIMEVALUE date') return of('datetime', `(${operand.sql}::timestamp AT TIME ZONE 'UTC')`);
  if (from === 'DATETIMEVALUE datetime') return operand;
  if (from === 'TIMEVALUE datetime') return of('time', `(${operand.sql} AT TIME ZONE 'UTC')::time`);
  return null;
}

function unary(operator: string, operand: Part): Part {
  if (operator === '!')
    return { ...operand, type: 'boolean', sql: `(NOT ${asType(operand, 'boolean').sql})` };
  const number = asType(operand, 'number');
  return operator === '-' ? { ...number, sql: `(- ${number.sql})` } : number;
}

function binary(operator: string, left: Part, right: Part): Part {
  const fails = anyOf([left.fails, right.fails]);
  switch (operator) {
    case '&&':
    case '||':
      return call(
        operator === '&&' ? 'AND' : 'OR',
        [asType(left, 'boolean'), asType(right, 'boolean')],
        noMoment,
      );
    case '&':
      return { type: 'text', sql: `(${asType(left, 'text').sql} || ${asType(right, 'text').sql})`, fails };
    case '*':
      return { type: 'number', sql: `org_digits(${numbers(left, right, '*')}, 39)`, fails };
    case '/':
      return divide(left, right);
    case '+':
    case '-':
      return sum(operator, left, right);
    case '=':
    case '<>':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { type: 'boolean', sql: comparison(operator, left, right), fails };
    default:
      throw new NotInSql(`the operator ${operator} of a formula field in a filter or an order`);
  }
}

const noMoment: Moment = { now: '', today: '', zone: '' };

function numbers(left: Part, right: Part, operator: string): string {
  return `(${asType(left, 'number').sql} ${operator} ${asType(right, 'number').sql})`;
}

function divide(left: Part, right: Part): Part {
  const [a, b] = [asType(left, 'number'), asType(right, 'number')];
  const byZero = `coalesce(${a.sql} IS NOT NULL AND ${b.sql} = 0, false)`;
  return { type: 'number', sql: `org_divide(${a.sql}, ${b.sql})`, fails: anyOf([a.fails, b.fails, byZero]) };
}

/** Text is smaller or larger than text only when neither is empty, by the numbers of its characters. */
function comparison(operator: string, left: Part, right: Part): string {
  const type = sharedType([left, right]);
  const [a, b] = [asType(left, type), asType(right, type)];
  if (type === 'any') return 'NULL::boolean';
  if (!isText(type) || operator === '=' || operator === '<>') return `(${a.sql} ${operator} ${b.sql})`;
  return letIn({ a, b }, `(v.a <> '' AND v.b <> '' AND v.a COLLATE "C" ${operator} v.b COLLATE "C")`);
}

function sum(operator: '+' | '-', left: Part, right: Part): Part {
  const [a, b] = [left.type, right.type];
  const fails = anyOf([left.fails, right.fails]);
  if (operator === '+' && (a === 'text' || b === 'text')) return binary('&', left, right);
  if (a === 'date' || a === 'datetime') {
    return a === b ? distance(left, right, fails) : moved(operator, left, asType(right, 'number'), fails);
  }
  if (b === 'date' || b === 'datetime') return moved(operator, right, asType(left, 'number'), fails);
  if (a === 'time' || b === 'time') throw new NotInSql('sums of times of day in a filter or an order');
  return { type: 'number', sql: `org_digits(${numbers(left, right, operator)}, 39)`, fails };
}

function distance(left: Part, right: Part, fails: string | null): Part {
  const days =
    left.type === 'date'
      ? `(${left.sql} - ${right.sql})::numeric`
      : `org_divide(round(extract(epoch FROM (${left.sql} - ${right.sql})) * 1000), 86400000)`;
  return { type: 'number', sql: days, fails };
}

/** Days beyond which neither the calendar of the database nor that of the evaluator goes. */
const farthest = 90_000_000;

function moved(operator: '+' | '-', day: Part, amount: Part, fails: string | null): Part {
  const by =
    day.type === 'date' ? 'trunc(v.b)::int' : 'make_interval(secs => round(v.b * 86400)::double precision)';
  const sql = letIn({ a: day, b: amount }, `CASE WHEN abs(v.b) < ${farthest} THEN v.a ${operator} ${by} END`);
  const tooFar = `coalesce(${day.sql} IS NOT NULL AND abs(${amount.sql}) >= ${farthest}, false)`;
  return { type: day.type, sql, fails: anyOf([fails, tooFar]) };
}
