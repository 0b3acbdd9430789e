/** Literals of a query as values of a field's type. */
import type { OrgError } from '../errors.ts';
import type { FieldType } from '../metadata/model.ts';
import { normaliseId } from '../state/ids.ts';
import { malformed, placedFault, wrongLiteral } from './errors.ts';
import type { Literal } from './syntax/tree.ts';

/** What the value is compared with: its kind, not the field's full type. */
export type ValueKind = 'text' | 'id' | 'boolean' | 'number' | 'date' | 'datetime' | 'time';

/** The kind of a field's values. */
export function kindOf(type: FieldType): ValueKind {
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

const ESCAPES: Record<string, string> = {
  n: '\n',
  N: '\n',
  r: '\r',
  R: '\r',
  t: '\t',
  T: '\t',
  b: '\b',
  B: '\b',
  f: '\f',
  F: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
  '%': '%',
  _: '_',
};

/** The text of a quoted literal, escapes resolved. @throws OrgError MALFORMED_QUERY for an escape that is none */
export function stringValue(literal: string): string {
  return unescaped(literal, (character) => ESCAPES[character]);
}

/** The same for LIKE: `\%` and `\_` stay escaped, as does a backslash itself; SQL reads them alike. */
export function likePattern(literal: string): string {
  return unescaped(
    literal,
    (character) => ('%_\\'.includes(character) ? `\\${character}` : ESCAPES[character]),
    (character) => ('%_\\'.includes(character) ? `\\${character}` : character),
  );
}

function unescaped(
  literal: string,
  resolve: (character: string) => string | undefined,
  plain = (character: string) => character,
): string {
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (whole, code: string | undefined, character: string) => {
      const text = code ? plain(String.fromCharCode(Number.parseInt(code, 16))) : resolve(character);
      if (text === undefined) throw malformed(`Illegal character sequence '${whole}' in string literal`);
      return text;
    });
}

/** Type names of the platform's message for a literal of the wrong kind. */
const EXPECTED: Record<ValueKind, string> = {
  text: 'string',
  id: 'id',
  boolean: 'boolean',
  number: 'double',
  date: 'date',
  datetime: 'dateTime',
  time: 'time',
};

/**
 * The value of a literal for a field of `kind`; null for NULL and for the empty text, which the platform treats alike.
 * Date literals (`TODAY`) are not values and are handled before.
 * @throws OrgError INVALID_FIELD when the literal is of another kind
 */
export function literalValue(literal: Literal, kind: ValueKind, name: string, soql: string): unknown {
  if (literal.type === 'null') return null;
  switch (kind) {
    case 'text':
    case 'id':
      if (literal.type === 'string') return textValue(literal, kind, soql);
      break;
    case 'boolean':
      if (literal.type === 'boolean') return literal.text.toUpperCase() === 'TRUE';
      break;
    case 'number':
      if (['integer', 'decimal'].includes(literal.type) && Number.isFinite(Number(literal.text))) {
        return literal.text;
      }
      if (literal.type === 'currency') throw noSuchCurrency(literal, soql);
      break;
    case 'date':
      if (literal.type === 'date') return plainDate(literal, name, soql);
      break;
    case 'datetime':
      if (literal.type === 'datetime') return instant(literal, name, soql);
      break;
    case 'time':
      if (literal.type === 'time') return literal.text.replace(/z$/i, '');
      break;
  }
  throw wrongLiteral(soql, literal.at, name, EXPECTED[kind]);
}

function textValue(literal: Literal, kind: 'text' | 'id', soql: string): string | null {
  const text = stringValue(literal.text);
  if (text === '') return null;
  // A text of the database has no NUL, so nothing can equal one.
  if (kind === 'text') return text.replaceAll('\u0000', '\ufffd');
  const id = normaliseId(text);
  if (!id) throw placedFault('INVALID_QUERY_FILTER_OPERATOR', soql, literal.at, `invalid ID field: ${text}`);
  return id;
}

/** An amount such as `EUR5` needs an org of several currencies. */
function noSuchCurrency({ text, at }: Literal, soql: string): OrgError {
  return placedFault('MALFORMED_QUERY', soql, at, `Bind variables only allowed in Apex code: ${text}`);
}

function plainDate(literal: Literal, name: string, soql: string): string {
  try {
    return Temporal.PlainDate.from(literal.text, { overflow: 'reject' }).toString();
  } catch {
    throw wrongLiteral(soql, literal.at, name, 'date');
  }
}

function instant(literal: Literal, name: string, soql: string): string {
  try {
    return Temporal.Instant.from(literal.text).toString();
  } catch {
    throw wrongLiteral(soql, literal.at, name, 'dateTime');
  }
}
