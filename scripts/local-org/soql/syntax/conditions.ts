/** WHERE and HAVING: comparisons joined by AND, OR and NOT. */
import { placedFault } from '../errors.ts';
import { readTarget } from './expressions.ts';
import type { Token } from './lexer.ts';
import type { Reader } from './reader.ts';
import type { Condition, Literal, Operator, Query, Test } from './tree.ts';

/** Reads the query inside `IN (…)`; handed in, as a statement is read from conditions and conditions from statements. */
export type ReadQuery = (reader: Reader) => Query;

const DATE_WORDS =
  /^(?:YESTERDAY|TODAY|TOMORROW|(?:LAST|THIS|NEXT)_(?:WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)|(?:LAST|NEXT)_90_DAYS)$/i;
const COUNTED_WORDS =
  /^(?:(?:LAST|NEXT)_N_(?:DAYS|WEEKS|MONTHS|QUARTERS|YEARS|FISCAL_QUARTERS|FISCAL_YEARS)|N_(?:DAYS|WEEKS|MONTHS|QUARTERS|YEARS|FISCAL_QUARTERS|FISCAL_YEARS)_AGO)$/i;

/** @throws OrgError MALFORMED_QUERY, also where AND and OR meet without parentheses, as the platform asks for them */
export function readCondition(reader: Reader, readQuery: ReadQuery): Condition {
  const items = [readOperand(reader, readQuery)];
  const joint = reader.sees('AND') ? 'AND' : 'OR';
  while (reader.takes(joint)) items.push(readOperand(reader, readQuery));
  if (reader.sees('AND') || reader.sees('OR')) throw reader.unexpected();
  const [only] = items;
  return items.length === 1 && only ? only : { kind: joint === 'AND' ? 'and' : 'or', items };
}

function readOperand(reader: Reader, readQuery: ReadQuery): Condition {
  if (reader.takes('NOT')) return { kind: 'not', item: readOperand(reader, readQuery) };
  if (reader.takes('(')) {
    const inner = readCondition(reader, readQuery);
    reader.expects(')');
    return inner;
  }
  return readTest(reader, readQuery);
}

function readTest(reader: Reader, readQuery: ReadQuery): Test {
  const { at } = reader.peek();
  const target = readTarget(reader);
  const operator = readOperator(reader);
  const test: Test = { kind: 'test', target, operator, values: [], subquery: null, at };
  if (!['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES'].includes(operator)) {
    return { ...test, values: [readLiteral(reader)] };
  }
  if (reader.sees(':')) throw bindVariable(reader);
  reader.expects('(');
  if (reader.sees('SELECT') && operator.endsWith('IN')) {
    const subquery = readQuery(reader);
    reader.expects(')');
    return { ...test, subquery };
  }
  const values = [readLiteral(reader)];
  while (reader.takes(',')) values.push(readLiteral(reader));
  reader.expects(')');
  return { ...test, values };
}

function readOperator(reader: Reader): Operator {
  if (reader.takes('NOT', 'IN')) return 'NOT IN';
  const token = reader.peek();
  const text = token.text.toUpperCase();
  const known = ['=', '!=', '<', '<=', '>', '>=', 'LIKE', 'IN', 'INCLUDES', 'EXCLUDES'];
  if (token.kind === 'sign' && text === '<>') {
    reader.next();
    return '!=';
  }
  if (token.kind === 'string' || !known.includes(text)) throw reader.unexpected();
  reader.next();
  return text as Operator;
}

const LITERALS: Partial<Record<Token['kind'], Literal['type']>> = {
  string: 'string',
  date: 'date',
  datetime: 'datetime',
  time: 'time',
  currency: 'currency',
};

function readLiteral(reader: Reader): Literal {
  const { kind, text, at } = reader.peek();
  const literal = (type: Literal['type'], written = text): Literal => {
    reader.next();
    return { kind: 'literal', type, text: written, at };
  };
  const plain = LITERALS[kind];
  if (plain) return literal(plain);
  if (kind === 'number') return literal(/^[+-]?\d+$/.test(text) ? 'integer' : 'decimal');
  if (kind !== 'word') throw text === ':' ? bindVariable(reader) : reader.unexpected();
  if (/^(true|false)$/i.test(text)) return literal('boolean');
  if (/^null$/i.test(text)) return literal('null');
  if (DATE_WORDS.test(text)) return literal('dateLiteral');
  const count = reader.peek(2);
  if (COUNTED_WORDS.test(text) && reader.peek(1).text === ':' && /^\d+$/.test(count.text)) {
    reader.next();
    reader.next();
    return literal('dateLiteral', `${text}:${count.text}`);
  }
  throw bindVariable(reader);
}

/** `:name`, or the name of a field where a value belongs. */
function bindVariable(reader: Reader): Error {
  return placedFault(
    'MALFORMED_QUERY',
    reader.soql,
    reader.peek().at,
    'Bind variables only allowed in Apex code',
  );
}
