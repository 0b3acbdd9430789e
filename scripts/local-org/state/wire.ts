/**
 * PostgreSQL's protocol, the client's side: the bytes that a statement is sent as, and what the bytes of an answer say
 * (https://www.postgresql.org/docs/current/protocol-message-formats.html).
 */
import { types } from 'pg';
import { PARSERS } from './value-parsers.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** How rows are wanted: as objects by column name, or as arrays in the order of the columns. */
export type RowForm = 'objects' | 'arrays';

interface Column {
  name: string;
  parse: (text: string) => unknown;
}

/** A statement that the database refused. */
class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
  /** SQLSTATE, e.g. `23505`. */
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** Describe, Execute and Sync of the unnamed portal. */
const CARRY_OUT = Buffer.from([0x44, 0, 0, 0, 6, 0x50, 0, 0x45, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0x53, 0, 0, 0, 4]);
const BINARY = 1;

/** A text without parameters, which may be several statements. */
export function simpleQuery(text: string): Bytes {
  const length = Buffer.byteLength(text) + 6;
  const out = Buffer.from(new ArrayBuffer(length));
  out.write('Q');
  out.writeInt32BE(length - 1, 1);
  out.write(text, 5);
  return bytesOf(out);
}

/** One statement with its parameters: Parse, Bind, Describe, Execute and Sync. */
export function extendedQuery(text: string, values: readonly unknown[]): Bytes {
  const parameters = values.map(asParameter);
  const lengths = parameters.map((value) => (value === null ? 0 : Buffer.byteLength(value)));
  const parse = Buffer.byteLength(text) + 8;
  const bind = lengths.reduce((sum, length) => sum + length + 6, 12);
  const out = Buffer.from(new ArrayBuffer(2 + parse + bind + CARRY_OUT.length));
  out.write('P');
  out.writeInt32BE(parse, 1);
  out.write(text, 6);
  let at = 1 + parse;
  out.write('B', at);
  out.writeInt32BE(bind, at + 1);
  at = out.writeInt16BE(parameters.length, at + 7);
  for (const value of parameters) at = out.writeInt16BE(typeof value === 'string' ? 0 : BINARY, at);
  at = out.writeInt16BE(parameters.length, at);
  for (const [index, value] of parameters.entries()) {
    at = out.writeInt32BE(value === null ? -1 : (lengths[index] ?? 0), at);
    if (typeof value === 'string') at += out.write(value, at);
    else if (value) at += value.copy(out, at);
  }
  CARRY_OUT.copy(out, at + 2);
  return bytesOf(out);
}

function bytesOf({ buffer }: Buffer<ArrayBuffer>): Bytes {
  return new Uint8Array(buffer);
}

/** A value as a parameter: bytes as they are, all else in the text form of its type; objects as JSON. */
function asParameter(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (Array.isArray(value)) return `{${value.map(asElement).join(',')}}`;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
    return String(value);
  return JSON.stringify(value);
}

function asElement(value: unknown): string {
  if (Array.isArray(value)) return String(asParameter(value));
  const text = asParameter(value);
  if (text === null) return 'NULL';
  if (typeof text !== 'string') return `"\\\\x${text.toString('hex')}"`;
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

const ROW = 'D'.charCodeAt(0);
const DESCRIPTION = 'T'.charCodeAt(0);
const ERROR = 'E'.charCodeAt(0);
const MOST_KNOWN = 500;

/** Columns by the statement that they came of, with the bytes that described them. */
const known = new Map<string, { described: Buffer; columns: readonly Column[] }>();

/**
 * The rows of an answer: of several statements in one text those of the last that has any.
 * @param text the statement, by which its columns are remembered
 * @throws DatabaseError when the database refused the statement
 */
export function rowsOf(answer: Uint8Array, text: string, form: RowForm): unknown[] {
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  let columns: readonly Column[] = [];
  let rows: unknown[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + bytes.readInt32BE(at + 1);
    switch (bytes[at]) {
      case DESCRIPTION:
        columns = columnsOf(bytes.subarray(at + 5, end), text);
        rows = [];
        break;
      case ROW:
        rows.push(form === 'arrays' ? asArray(bytes, at + 7, columns) : asObject(bytes, at + 7, columns));
        break;
      case ERROR:
        throw errorOf(bytes.subarray(at + 5, end));
      default:
    }
    at = end;
  }
  return rows;
}

function asArray(bytes: Buffer, start: number, columns: readonly Column[]): unknown[] {
  let at = start;
  return columns.map(({ parse }) => {
    const length = bytes.readInt32BE(at);
    at += 4;
    if (length < 0) return null;
    at += length;
    return parse(bytes.toString('utf8', at - length, at));
  });
}

function asObject(bytes: Buffer, start: number, columns: readonly Column[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  let at = start;
  for (const { name, parse } of columns) {
    const length = bytes.readInt32BE(at);
    at += 4 + Math.max(length, 0);
    row[name] = length < 0 ? null : parse(bytes.toString('utf8', at - length, at));
  }
  return row;
}

function columnsOf(described: Buffer, text: string): readonly Column[] {
  const last = known.get(text);
  if (last?.described.equals(described)) return last.columns;
  const columns = readColumns(described);
  const [oldest] = known.keys();
  if (oldest !== undefined && known.size >= MOST_KNOWN) known.delete(oldest);
  // A copy: the answer's memory goes with the answer.
  known.set(text, { described: Buffer.from(described), columns });
  return columns;
}

function readColumns(described: Buffer): Column[] {
  let at = 2;
  return Array.from({ length: described.readInt16BE(0) }, () => {
    const end = described.indexOf(0, at);
    const name = described.toString('utf8', at, end);
    const type = described.readInt32BE(end + 7);
    at = end + 19;
    return { name, parse: PARSERS[type] ?? (types.getTypeParser(type, 'text') as Column['parse']) };
  });
}

function errorOf(bytes: Buffer): DatabaseError {
  const parts = bytes.toString('utf8').split('\0');
  const part = (letter: string) => parts.find((one) => one.startsWith(letter))?.slice(1) ?? '';
  return new DatabaseError(part('M'), part('C'));
}
