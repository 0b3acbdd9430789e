/**
 * SOQL as a tagged template: every value is written as a literal of its own type, so that no text from outside can
 * change a query. Salesforce has no bind variables over REST, hence the escaping here.
 */

/** A finished piece of SOQL. Only `soql`, `names` and `recordId` make one, so a plain string never passes as a query. */
export class Soql {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

export type SoqlValue =
  string | number | boolean | null | Temporal.Instant | Temporal.PlainDate | Soql | readonly SoqlValue[];

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** The backslash first: escaping it last would double the ones that the other escapes bring in. */
const quote = (text: string): string => {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replace(/[\n\r\t\b\f]/g, (sign) => ESCAPES[sign] ?? sign);
  return `'${escaped}'`;
};

const literal = (value: SoqlValue): string => {
  if (value === null) return 'null';
  if (value instanceof Soql) return value.text;
  if (value instanceof Temporal.Instant) return value.toString({ smallestUnit: 'millisecond' });
  if (value instanceof Temporal.PlainDate) return value.toString();
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('SOQL has no literal for a number that is not finite');
    return String(value);
  }
  if (value.length === 0) throw new TypeError('SOQL has no empty list: ask nothing instead');
  return `(${value.map(literal).join(', ')})`;
};

/**
 * Builds a query; `${value}` becomes a literal: text quoted and escaped, instants and dates bare, lists in brackets.
 *
 *     soql`SELECT Id FROM User WHERE Username IN ${names} AND CreatedDate >= ${instant}`
 *
 * @throws TypeError for an empty list or a number that is not finite
 */
export const soql = (parts: TemplateStringsArray, ...values: SoqlValue[]): Soql =>
  new Soql(parts.reduce((text, part, at) => text + literal(values[at - 1] ?? null) + part));

/** Object, field and relationship names, which cannot be quoted. @throws TypeError for anything else */
export const names = (...list: readonly string[]): Soql => {
  const wrong = list.find((name) => !/^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(name));
  if (wrong !== undefined || list.length === 0)
    throw new TypeError(`not a name of SOQL: ${wrong ?? '(none)'}`);
  return new Soql(list.join(', '));
};

/** A record id of 15 or 18 characters as a literal. @throws TypeError for anything else */
export const recordId = (id: string): Soql => {
  if (!/^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(id)) throw new TypeError('not a record id');
  return new Soql(`'${id}'`);
};
