/** Field paths, names and functions. */
import type { Reader } from './reader.ts';
import type { Call, Literal, Path } from './tree.ts';

/** Words that cannot be aliases. */
const RESERVED = new Set(
  'AND ASC DESC EXCLUDES FIRST FROM GROUP HAVING IN INCLUDES LAST LIKE LIMIT NOT NULL NULLS OR SELECT USING WHERE WITH'.split(
    ' ',
  ),
);

/** Words that may follow FROM and its object, so they are no alias there. */
const CLAUSES = new Set([...RESERVED, 'ORDER', 'OFFSET', 'FOR', 'ALL', 'UPDATE', 'TYPEOF', 'END']);

/** A dotted name. @throws OrgError MALFORMED_QUERY for a reserved word or anything else */
export function readPath(reader: Reader): Path {
  const token = reader.peek();
  const word = token.text.toUpperCase();
  // `Group` is an object too.
  const isReserved = RESERVED.has(word) && (word !== 'GROUP' || reader.sees('GROUP', 'BY'));
  if (!isName(token.kind) || isReserved) throw reader.unexpected();
  reader.next();
  return { kind: 'path', text: token.text, at: token.at };
}

/** An alias if one comes next. */
export function readAlias(reader: Reader): Path | null {
  const { kind, text } = reader.peek();
  if (!isName(kind) || text.includes('.') || CLAUSES.has(text.toUpperCase())) return null;
  return readPath(reader);
}

/** Names such as `abc1` look like amounts of a currency. */
function isName(kind: string): boolean {
  return kind === 'word' || kind === 'currency';
}

/** A field or a function. */
export function readTarget(reader: Reader): Path | Call {
  const path = readPath(reader);
  return reader.sees('(') ? readCall(reader, path) : path;
}

function readCall(reader: Reader, { text: name, at }: Path): Call {
  reader.expects('(');
  const args: Call['args'] = [];
  if (!reader.sees(')')) {
    args.push(readArgument(reader));
    while (reader.takes(',')) args.push(readArgument(reader));
  }
  reader.expects(')');
  const inside = args.map(({ text }) => text.toLowerCase()).join(',');
  return { kind: 'call', name: name.toUpperCase(), args, text: `${name.toLowerCase()}(${inside})`, at };
}

function readArgument(reader: Reader): Path | Call | Literal {
  const { kind, text, at } = reader.peek();
  if (kind === 'string' || kind === 'number') {
    reader.next();
    return { kind: 'literal', type: kind === 'string' ? 'string' : 'decimal', text, at };
  }
  return readTarget(reader);
}
