/** Reads the tokens of a statement one after another. */
import type { OrgError } from '../../errors.ts';
import { syntaxFault } from './fault.ts';
import { tokensOf } from './lexer.ts';
import type { Token } from './lexer.ts';

export interface Reader {
  readonly soql: string;
  /** The token `ahead` steps on, without taking it. */
  peek(ahead?: number): Token;
  next(): Token;
  /** True when the coming words are these, in any case; they are not taken. */
  sees(...words: string[]): boolean;
  /** Takes the words if they come next. */
  takes(...words: string[]): boolean;
  /** Takes one word or sign. @throws OrgError MALFORMED_QUERY */
  expects(text: string): Token;
  /** The fault that the coming token should not be there. */
  unexpected(token?: Token): OrgError;
  fault(at: number, message: string): OrgError;
}

/** A reader over the tokens of `text`; faults show `soql`, of the same length. @throws OrgError MALFORMED_QUERY */
export function readerOf(text: string, soql = text): Reader {
  const tokens = tokensOf(text);
  let position = 0;
  const peek = (ahead = 0) => tokens[Math.min(position + ahead, tokens.length - 1)] as Token;
  const is = (token: Token, word: string) =>
    (token.kind === 'word' || token.kind === 'sign') && token.text.toUpperCase() === word;
  const sees = (...words: string[]) => words.every((word, index) => is(peek(index), word));
  const reader: Reader = {
    soql,
    peek,
    next: () => {
      const token = peek();
      position += 1;
      return token;
    },
    sees,
    takes: (...words) => {
      if (!sees(...words)) return false;
      position += words.length;
      return true;
    },
    expects: (text) => {
      if (sees(text)) return reader.next();
      const { at, text: found } = peek();
      if (text !== ')') throw reader.unexpected();
      throw syntaxFault(soql, at, `expecting a right parentheses, found '${found}'`);
    },
    unexpected: (token = peek()) => syntaxFault(soql, token.at, `unexpected token: '${token.text}'`),
    fault: (at, message) => syntaxFault(soql, at, message),
  };
  return reader;
}
