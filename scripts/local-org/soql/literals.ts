/** Literals of a query as values of a field's type. */
import { OrgError } from '../errors.ts';
import { normaliseId } from '../state/ids.ts';
import type { Literal } from './conditions.ts';
import { wrongLiteral } from './errors.ts';

/** What the value is compared with: its kind, not the field's full type. */
export type ValueKind = 'text' | 'id' | 'boolean' | 'number' | 'date' | 'datetime' | 'time';

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
};

/** The text of a quoted literal, escapes resolved. */
export function stringValue(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, character: string) =>
      code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[character] ?? character),
    );
}

/** The same for LIKE: `\%` and `\_` stay escaped, as does a backslash itself; SQL reads them alike. */
export function likePattern(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (whole, code: string | undefined, character: string) => {
      if (code) return String.fromCharCode(Number.parseInt(code, 16));
      return '%_\\'.includes(character) ? whole : (ESCAPES[character] ?? character);
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
  if (literal.type === 'NULL') return null;
  switch (kind) {
    case 'text':
    case 'id':
      return textValue(literal, kind, name);
    case 'boolean':
      if (literal.type === 'BOOLEAN') return literal.text.toUpperCase() === 'TRUE';
      break;
    case 'number':
      if (literal.type === 'INTEGER' || literal.type === 'DECIMAL') return literal.text;
      break;
    case 'date':
      if (literal.type === 'DATE') return literal.text;
      break;
    case 'datetime':
      if (literal.type === 'DATETIME') return instant(literal.text, name, soql);
      break;
    case 'time':
      break;
  }
  throw wrongLiteral(soql, name, EXPECTED[kind]);
}

function textValue(literal: Literal, kind: 'text' | 'id', name: string): string | null {
  if (literal.type !== 'STRING') {
    throw new OrgError(
      400,
      'INVALID_FIELD',
      `value of filter criterion for field '${name}' must be of type string and should be enclosed in quotes`,
    );
  }
  const text = stringValue(literal.text);
  if (text === '') return null;
  if (kind === 'text') return text;
  const id = normaliseId(text);
  if (!id) throw new OrgError(400, 'INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
  return id;
}

function instant(text: string, name: string, soql: string): string {
  try {
    return Temporal.Instant.from(text).toString();
  } catch {
    throw wrongLiteral(soql, name, 'dateTime');
  }
}
