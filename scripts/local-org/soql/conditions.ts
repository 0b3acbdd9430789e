/** The parser gives WHERE and HAVING as a chain with counted parentheses; here it becomes a tree. */
import type {
  FunctionExp,
  HavingClause,
  LiteralType,
  Operator,
  Query,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { malformed } from './errors.ts';

/** One comparison. `values` has one element unless the operator takes a list. */
export interface Test {
  kind: 'test';
  /** A field path as written, or a function. */
  target: string | FunctionExp;
  operator: Operator;
  values: Literal[];
  /** `IN (SELECT …)` */
  subquery: Query | null;
}

export interface Literal {
  text: string;
  type: LiteralType;
}

export type Condition = Test | { kind: 'and' | 'or'; items: Condition[] } | { kind: 'not'; item: Condition };

type Token = Test | '(' | ')' | 'AND' | 'OR' | 'NOT';

/** The tree of a clause. @throws OrgError MALFORMED_QUERY when AND and OR are mixed without parentheses. */
export function conditionTree(clause: WhereClause | HavingClause): Condition {
  const tokens = flatten(clause);
  let position = 0;
  const peek = () => tokens[position];

  function expression(): Condition {
    const items = [operand()];
    const operator = peek();
    if (operator !== 'AND' && operator !== 'OR') return items[0] as Condition;
    while (peek() === operator) {
      position += 1;
      items.push(operand());
    }
    // The platform asks for parentheses where AND and OR meet.
    if (peek() === 'AND' || peek() === 'OR') throw unexpected(peek());
    return { kind: operator === 'AND' ? 'and' : 'or', items };
  }

  function operand(): Condition {
    const token = peek();
    position += 1;
    if (token === 'NOT') return { kind: 'not', item: operand() };
    if (token === '(') {
      const inner = expression();
      if (peek() !== ')') throw malformed("unexpected token: expecting a right parentheses, found 'EOF'");
      position += 1;
      return inner;
    }
    if (typeof token !== 'object') throw unexpected(token);
    return token;
  }

  const tree = expression();
  if (position < tokens.length) throw unexpected(peek());
  return tree;
}

function unexpected(token: Token | undefined): Error {
  return malformed(`unexpected token: '${typeof token === 'string' ? token : 'EOF'}'`);
}

function flatten(clause: WhereClause | HavingClause): Token[] {
  const tokens: Token[] = [];
  for (let node: WhereClause | HavingClause | undefined = clause; node;) {
    const { left } = node;
    tokens.push(...repeat('(', left && 'openParen' in left ? left.openParen : 0));
    const isTest = left !== null && 'operator' in left;
    if (isTest) {
      tokens.push(test(left), ...repeat(')', left.closeParen));
    }
    const next: { operator?: Token; right?: WhereClause | HavingClause } = node as never;
    if (next.operator) tokens.push(next.operator);
    node = next.right;
  }
  return tokens;
}

function repeat(token: '(' | ')', count: number | undefined): Token[] {
  return new Array<Token>(count ?? 0).fill(token);
}

type ParsedTest = Extract<NonNullable<WhereClause['left']>, { operator: Operator }>;

function test(parsed: ParsedTest): Test {
  const target = 'fn' in parsed ? parsed.fn : parsed.field;
  if ('valueQuery' in parsed) {
    return { kind: 'test', target, operator: parsed.operator, values: [], subquery: parsed.valueQuery };
  }
  const texts = Array.isArray(parsed.value) ? parsed.value : [parsed.value];
  const types = parsed.literalType;
  const values = texts.map((text, index) => ({
    text,
    type: (Array.isArray(types) ? types[index] : types) ?? 'STRING',
  }));
  return { kind: 'test', target, operator: parsed.operator, values, subquery: null };
}
