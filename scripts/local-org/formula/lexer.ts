import { FormulaError } from './types.ts';

export interface Token {
  kind: 'number' | 'string' | 'name' | 'symbol' | 'end';
  text: string;
  position: number;
}

const symbols = ['<>', '!=', '==', '<=', '>=', '&&', '||', ...'()+-*/^&,=<>!'];
const space = /\s+/y;
const comment = /\/\*[\s\S]*?\*\//y;
const number = /\d+(?:\.\d+)?/y;
const name = /[A-Za-z$][A-Za-z0-9$_:.#]*/y;
/** A backslash stands before n, r, t (in either case), a quote or another backslash, and nowhere else. */
const quoted = /"((?:[^"\\]|\\[nrtNRT"'\\])*)"|'((?:[^'\\]|\\[nrtNRT"'\\])*)'/y;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** Splits a formula into tokens; comments and white space fall away. Throws FormulaError at the first odd character. */
export function tokenize(source: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < source.length) {
    const skipped = match(space, source, position) ?? match(comment, source, position);
    if (skipped) {
      position += skipped[0].length;
      continue;
    }
    const token = readToken(source, position);
    tokens.push(token.token);
    position += token.length;
  }
  tokens.push({ kind: 'end', text: '', position: source.length });
  return tokens;
}

function readToken(source: string, position: number): { token: Token; length: number } {
  const of = (kind: Token['kind'], text: string, length = text.length) => ({
    token: { kind, text, position },
    length,
  });
  const numeral = match(number, source, position);
  if (numeral) return of('number', numeral[0]);
  const identifier = match(name, source, position);
  if (identifier) return of('name', identifier[0]);
  const literal = match(quoted, source, position);
  if (literal) return of('string', unescape(literal[1] ?? literal[2] ?? ''), literal[0].length);
  const symbol = symbols.find((candidate) => source.startsWith(candidate, position));
  if (symbol) return of('symbol', symbol);
  if (source.startsWith('/*', position)) throw new FormulaError('Syntax error. Missing */', position);
  throw new FormulaError(`Syntax error. Found '${source.charAt(position)}'`, position);
}

function match(pattern: RegExp, source: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(source);
}

function unescape(text: string): string {
  return text.replace(/\\([\s\S])/g, (_, character: string) => escapes[character.toLowerCase()] ?? character);
}
