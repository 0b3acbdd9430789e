import { FormulaEvaluationError } from '../types.ts';
import type { Bound, FormulaValue } from '../types.ts';
import { Decimal } from '../values.ts';
import { argument, requireType, strict } from './definition.ts';
import { regex } from './regex.ts';
import type { FunctionDefinition } from './definition.ts';

/** Text as TEXT() writes it: numbers without exponent, dates as ISO, date-times in UTC as `2026-01-31 10:00:00Z`. */
function writeText(value: FormulaValue): string {
  if (value === null) return '';
  if (value instanceof Decimal) return value.toFixed();
  if (value instanceof Temporal.Instant) {
    return value.toString({ smallestUnit: 'second' }).replace('T', ' ');
  }
  if (value instanceof Temporal.PlainTime) return value.toString({ smallestUnit: 'millisecond' });
  return value.toString();
}

const text: FunctionDefinition = {
  least: 1,
  most: 1,
  bind(call) {
    const operand: Bound = argument(call, 0);
    requireType(call, operand, 0, ['number', 'date', 'datetime', 'time', 'picklist']);
    return { type: 'text', run: (env) => writeText(operand.run(env)) };
  },
};

const numeral = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function parseNumber(source: string): Decimal | null {
  if (source === '') return null;
  if (!numeral.test(source)) throw new FormulaEvaluationError(`The value '${source}' is not a valid number.`);
  return new Decimal(source);
}

/** Fills up to `size` characters, or cuts to it; a size below one leaves nothing. */
function pad(source: string, size: Decimal, filling: string | undefined, side: 'left' | 'right'): string {
  const length = Math.max(0, size.trunc().toNumber());
  if (source === '' || length === 0) return '';
  if (source.length >= length) return source.slice(0, length);
  if (filling === '') return source;
  return side === 'left' ? source.padStart(length, filling ?? ' ') : source.padEnd(length, filling ?? ' ');
}

function whole(size: Decimal): number {
  return Math.max(0, size.trunc().toNumber());
}

function find(needle: string, hay: string, start: Decimal | undefined): Decimal {
  const from = start ? start.trunc().toNumber() : 1;
  if (needle === '' || hay === '') return new Decimal(0);
  return new Decimal(hay.indexOf(needle, from - 1) + 1);
}

/** `%` stands for any text, `_` for one character, a backslash takes the next character as it is. */
function like(source: string, pattern: string): boolean {
  const expression = pattern.replace(/\\([\s\S])|[\s\S]/g, (found, escaped: string | undefined) => {
    if (escaped === undefined && found === '%') return '[\\s\\S]*';
    if (escaped === undefined && found === '_') return '[\\s\\S]';
    return (escaped ?? found).replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${expression}$`).test(source);
}

const idAlphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a 15-character id: three characters that tell which letters are capitals. */
function caseSafeId(id: string): string {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((start) => {
    const bits = [...id.slice(start, start + 5)].map((character, bit) =>
      /[A-Z]/.test(character) ? 1 << bit : 0,
    );
    return idAlphabet[bits.reduce((sum, bit) => sum + bit, 0)] ?? '';
  });
  return id + suffix.join('');
}

function substring(source: string, start: Decimal, length: Decimal | undefined): string {
  const first = start.trunc().toNumber();
  if (first < -source.length) return '';
  const from = first < 0 ? source.length + first : Math.max(0, first - 1);
  return length ? source.slice(from, from + whole(length)) : source.slice(from);
}

/** A word begins after anything but a cased letter or a digit. Every letter stays one letter. */
function capitalize(source: string): string {
  let first = true;
  return Array.from(source, (letter) => {
    const isLower = /\p{Lowercase}/u.test(letter);
    const isUpper = /\p{Uppercase}/u.test(letter);
    const begins = first;
    first = !isLower && !isUpper && !/\p{Nd}/u.test(letter);
    if (isLower && begins) return single(letter, letter.toUpperCase());
    return isUpper && !begins ? single(letter, letter.toLowerCase()) : letter;
  }).join('');
}

function single(letter: string, changed: string): string {
  const [only = letter, ...rest] = changed;
  return rest.length > 0 && /\p{L}/u.test(rest[0] ?? '') ? letter : only;
}

/** An impossible code point is no character: the result is empty. */
function character(code: number): string {
  return code >= 1 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** Everything contains and begins with nothing; whether an empty text does with anything else is neither true nor false. */
function search(run: (source: string, part: string) => boolean): FunctionDefinition {
  return strict(['text', 'text'], 'boolean', ([source, part]) => {
    if (part === '') return true;
    return source === '' ? null : run(source, part);
  });
}

/** Text functions. Positions count from 1; an empty text is ''. */
export const textFunctions: Readonly<Record<string, FunctionDefinition>> = {
  TEXT: text,
  VALUE: strict(['text'], 'number', ([source]) => parseNumber(source)),
  ISNUMBER: strict(['text'], 'boolean', ([source]) => numeral.test(source)),
  LEN: strict(['text'], 'number', ([source]) => new Decimal(source.length)),
  LEFT: strict(['text', 'number'], 'text', ([source, count]) => source.slice(0, whole(count))),
  RIGHT: strict(['text', 'number'], 'text', ([source, count]) =>
    whole(count) === 0 ? '' : source.slice(-whole(count)),
  ),
  MID: strict(['text', 'number', 'number'], 'text', ([source, start, count]) => {
    const from = Math.max(0, start.trunc().toNumber() - 1);
    return source.slice(from, from + whole(count));
  }),
  SUBSTR: strict(['text', 'number', 'number?'], 'text', ([source, start, count]) =>
    substring(source, start, count),
  ),
  TRIM: strict(['text'], 'text', ([source]) => source.replace(/^ +| +$/g, '')),
  UPPER: strict(['text', 'text?'], 'text', ([source, locale]) => source.toLocaleUpperCase(language(locale))),
  LOWER: strict(['text', 'text?'], 'text', ([source, locale]) => source.toLocaleLowerCase(language(locale))),
  INITCAP: strict(['text'], 'text', ([source]) => capitalize(source)),
  REVERSE: strict(['text'], 'text', ([source]) => [...source].reverse().join('')),
  CONTAINS: search((source, part) => source.includes(part)),
  BEGINS: search((source, part) => source.startsWith(part)),
  FIND: strict(['text', 'text', 'number?'], 'number', ([part, source, start]) => find(part, source, start)),
  SUBSTITUTE: strict(['text', 'text', 'text'], 'text', ([source, old, replacement]) =>
    old === '' ? '' : source.replaceAll(old, () => replacement),
  ),
  LPAD: strict(['text', 'number', 'text?'], 'text', ([source, size, filling]) =>
    pad(source, size, filling, 'left'),
  ),
  RPAD: strict(['text', 'number', 'text?'], 'text', ([source, size, filling]) =>
    pad(source, size, filling, 'right'),
  ),
  REGEX: regex,
  LIKE: strict(['text', 'text'], 'boolean', ([source, pattern]) => like(source, pattern)),
  CASESAFEID: strict(['text'], 'text', ([id]) => caseSafeId(id)),
  BR: strict([], 'text', () => '\n'),
  CHR: strict(['number'], 'text', ([code]) => character(code.trunc().toNumber())),
  ASCII: strict(['text'], 'number', ([source]) =>
    source === '' ? null : new Decimal(source.codePointAt(0) ?? 0),
  ),
};

function language(locale: string | undefined): string | undefined {
  return locale?.slice(0, 2).toLowerCase() || undefined;
}
