import { tokenize, type Token } from './lexer.ts';
import { FormulaError } from './types.ts';

/** A formula as a tree, before names and types are looked at. */
export type FormulaNode = { position: number } & (
  | { kind: 'number'; text: string }
  | { kind: 'string'; value: string }
  | { kind: 'boolean'; value: boolean }
  | { kind: 'null' }
  | { kind: 'field'; path: string }
  | { kind: 'call'; name: string; args: FormulaNode[] }
  | { kind: 'unary'; operator: string; operand: FormulaNode }
  | { kind: 'binary'; operator: string; left: FormulaNode; right: FormulaNode }
);

/**
 * Binding strengths. The power operator binds weaker than `*` and `/`: that is how the platform's own grammar
 * (salesforce/formula-engine, Formula.g4) reads it, surprising as it is.
 */
const strengths: Readonly<Record<string, number>> = {
  '||': 1,
  '&&': 2,
  '=': 3,
  '==': 3,
  '<>': 3,
  '!=': 3,
  '<': 4,
  '<=': 4,
  '>': 4,
  '>=': 4,
  '+': 5,
  '-': 5,
  '&': 5,
  '^': 6,
  '*': 7,
  '/': 7,
};
const canonical: Readonly<Record<string, string>> = { '==': '=', '!=': '<>' };

/** Parses a formula (Pratt parser, all operators left-associative). Throws FormulaError with a position. */
export function parseFormula(source: string): FormulaNode {
  const reader = new Reader(tokenize(source));
  const tree = reader.expression(0);
  reader.finish();
  return tree;
}

class Reader {
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  expression(strength: number): FormulaNode {
    let left = this.prefix();
    for (;;) {
      const token = this.peek();
      const own = token.kind === 'symbol' ? (strengths[token.text] ?? 0) : 0;
      if (own <= strength) return left;
      this.index += 1;
      const right = this.expression(own);
      const operator = canonical[token.text] ?? token.text;
      left = { kind: 'binary', operator, left, right, position: token.position };
    }
  }

  finish(): void {
    const token = this.peek();
    if (token.kind === 'end') return;
    const extra = token.text === ')' || token.text === ',';
    throw new FormulaError(`Syntax error. ${extra ? 'Extra' : 'Found'} '${token.text}'`, token.position);
  }

  private prefix(): FormulaNode {
    const token = this.next();
    const { position } = token;
    if (token.kind === 'number') return { kind: 'number', text: token.text, position };
    if (token.kind === 'string') return { kind: 'string', value: token.text, position };
    if (token.kind === 'name') return this.word(token);
    if (token.text === '(') {
      const inner = this.expression(0);
      this.expect(')');
      return inner;
    }
    if (token.kind === 'symbol' && ['+', '-', '!'].includes(token.text)) {
      return { kind: 'unary', operator: token.text, operand: this.operand(), position };
    }
    if (token.kind === 'end') throw new FormulaError('Syntax error. Found end of formula', position);
    throw new FormulaError(`Syntax error. Found '${token.text}'`, position);
  }

  /** A unary sign takes the nearest operand only, so that -2^2 is (-2)^2. */
  private operand(): FormulaNode {
    return this.expression(8);
  }

  private word(token: Token): FormulaNode {
    const { position } = token;
    if (this.peek().text === '(' && this.peek().kind === 'symbol') {
      return { kind: 'call', name: token.text.toUpperCase(), args: this.arguments(), position };
    }
    const word = token.text.toUpperCase();
    if (word === 'TRUE' || word === 'FALSE') return { kind: 'boolean', value: word === 'TRUE', position };
    if (word === 'NULL') return { kind: 'null', position };
    if (word === 'NOT') return { kind: 'unary', operator: '!', operand: this.operand(), position };
    return { kind: 'field', path: token.text, position };
  }

  private arguments(): FormulaNode[] {
    this.expect('(');
    const args: FormulaNode[] = [];
    if (this.accept(')')) return args;
    do {
      args.push(this.expression(0));
    } while (this.accept(','));
    this.expect(')');
    return args;
  }

  private accept(symbol: string): boolean {
    const token = this.peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    this.index += 1;
    return true;
  }

  private expect(symbol: string): void {
    if (!this.accept(symbol))
      throw new FormulaError(`Syntax error. Missing '${symbol}'`, this.peek().position);
  }

  private peek(): Token {
    const token = this.tokens[Math.min(this.index, this.tokens.length - 1)];
    if (!token) throw new FormulaError('Syntax error', 0);
    return token;
  }

  private next(): Token {
    const token = this.peek();
    this.index += 1;
    return token;
  }
}
