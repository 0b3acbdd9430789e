/** JSON Canonicalization Scheme, RFC 8785: one text for one value, so that a hash of it means the value. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * @returns the canonical text of `value`. Numbers and strings are written as ECMAScript writes them, names are sorted
 * by UTF-16 code units (RFC 8785 §3.2).
 * @throws RangeError for what JSON cannot hold: numbers that are not finite, lone surrogates, undefined.
 */
export function canonicalize(value: Json): string {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return number(value);
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map((item) => canonicalize(item)).join(',')}]`;
  if (typeof value === 'object') return object(value);
  throw new RangeError(`JSON has no ${typeof value}`);
}

/**
 * Says the same as `canonicalize(value) === line` in a part of the time: a verifier holds each line of a ledger against it.
 * @param value what `JSON.parse` made of `line`
 * @throws RangeError for a lone surrogate
 */
export function isCanonical(line: string, value: Json): boolean {
  // With all names in order JSON.stringify writes the same, but for lone surrogates: these stand in a line as escapes.
  const isPlain = !line.includes('\\u') && isInOrder(value);
  return line === (isPlain ? JSON.stringify(value) : canonicalize(value));
}

function isInOrder(value: Json): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (isList(value)) return value.every(isInOrder);
  let before = '';
  for (const name in value) {
    if (name < before || !isInOrder(value[name] as Json)) return false;
    before = name;
  }
  return true;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function object(value: { readonly [name: string]: Json }): string {
  const members = Object.keys(value)
    .sort()
    .map((name) => `${text(name)}:${canonicalize(value[name] as Json)}`);
  return `{${members.join(',')}}`;
}

function number(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError('JSON has no number that is not finite');
  return JSON.stringify(value);
}

function text(value: string): string {
  if (!value.isWellFormed()) throw new RangeError('JSON text must not hold a lone surrogate');
  return JSON.stringify(value);
}
