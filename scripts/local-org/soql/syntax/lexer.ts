/** The words, literals and signs of a SOQL statement. */
export interface Token {
  kind: 'word' | 'string' | 'number' | 'date' | 'datetime' | 'time' | 'currency' | 'sign' | 'end';
  /** As written; `<EOF>` at the end. */
  text: string;
  at: number;
}

const DATE = String.raw`\d{4}-\d\d-\d\d`;
const CLOCK = String.raw`\d\d:\d\d:\d\d(?:\.\d+)?`;
const ZONE = String.raw`(?:Z|[+-]\d\d:?\d\d)`;

/** In the order in which they are tried; a name may have dots, and blanks are skipped between tokens. */
const RULES: readonly [Token['kind'], RegExp][] = [
  ['datetime', new RegExp(`${DATE}T${CLOCK}${ZONE}`, 'iy')],
  ['date', new RegExp(DATE, 'y')],
  ['time', new RegExp(`${CLOCK}Z?`, 'iy')],
  ['number', /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?/iy],
  ['string', /'(?:\\[\s\S]|[^'\\])*'/y],
  ['currency', /[A-Za-z]{3}\d+(?:\.\d+)?(?![\w.])/y],
  ['word', /[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y],
  ['sign', /<=|>=|!=|<>|[=<>(),:]/y],
];

/** A character that begins nothing is a sign of its own, which no rule of the grammar takes. */
export function tokensOf(soql: string): Token[] {
  const tokens: Token[] = [];
  const blank = /\s*/y;
  let at = 0;
  for (;;) {
    blank.lastIndex = at;
    at += blank.exec(soql)?.[0].length ?? 0;
    if (at >= soql.length) break;
    const token = tokenAt(soql, at);
    tokens.push(token);
    at += token.text.length;
  }
  tokens.push({ kind: 'end', text: '<EOF>', at: soql.length });
  return tokens;
}

function tokenAt(soql: string, at: number): Token {
  for (const [kind, rule] of RULES) {
    rule.lastIndex = at;
    const text = rule.exec(soql)?.[0];
    if (text !== undefined) return { kind, text, at };
  }
  return { kind: 'sign', text: soql[at] ?? '', at };
}
