/**
 * Rows of the database as JSON, made of the bytes of PostgreSQL's protocol: long results are sent on as they are, and
 * making objects of their rows only to write them out again would be most of the work.
 */
import { Scratch } from './scratch.ts';
import { PARSERS, TIMESTAMPTZ } from './value-parsers.ts';

/** A part of a record's JSON: text as it stands, a column's value, or what is there if a column is not empty. */
export type JsonPiece =
  | { kind: 'literal'; text: string }
  | { kind: 'value'; column: number }
  /** The column's letters within a text; ids alone, as they need no escape. */
  | { kind: 'letters'; column: number }
  | { kind: 'present'; column: number; pieces: readonly JsonPiece[] };

export interface JsonShape {
  pieces: readonly JsonPiece[];
  /** Rows that are written; further ones are only counted. */
  most: number;
}

const ROW = 'D'.charCodeAt(0);
const DESCRIPTION = 'T'.charCodeAt(0);
const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);
const COMMA = ','.charCodeAt(0);
const SPACE = ' '.charCodeAt(0);

/** The records of an answer's rows as JSON, divided by commas, and how many rows there were. */
export interface JsonRows {
  records: Uint8Array<ArrayBuffer>;
  count: number;
}

/**
 * Takes the rows out of an answer.
 * @param answer whole messages of the protocol
 * @returns the answer without them, and what they become
 */
export function takeRows(answer: Buffer, { pieces, most }: JsonShape): { rest: Buffer; rows: JsonRows } {
  const writer = new RecordWriter(answer, pieces);
  const rest: Buffer[] = [];
  let count = 0;
  for (let at = 0; at < answer.length;) {
    const end = at + 1 + answer.readInt32BE(at + 1);
    if (answer[at] === ROW) {
      if (count < most) writer.row(at + 5);
      count += 1;
    } else {
      if (answer[at] === DESCRIPTION) writer.describe(at + 5);
      rest.push(answer.subarray(at, end));
    }
    at = end;
  }
  return { rest: Buffer.concat(rest), rows: { records: writer.written(), count } };
}

const out = new Scratch();

/** Writes records of rows that lie in one buffer; one at a time. */
class RecordWriter {
  readonly #source: Buffer;
  readonly #pieces: readonly JsonPiece[];
  /** Literals as bytes. */
  readonly #bytes = new Map<JsonPiece, Buffer>();
  #types: number[] = [];
  /** Where the columns of the current row begin, and how long they are; -1 = empty. */
  #starts: number[] = [];
  #lengths: number[] = [];

  constructor(source: Buffer, pieces: readonly JsonPiece[]) {
    this.#source = source;
    this.#pieces = pieces;
    out.clear();
    this.#keepBytes(pieces);
  }

  #keepBytes(pieces: readonly JsonPiece[]): void {
    for (const piece of pieces) {
      if (piece.kind === 'literal') this.#bytes.set(piece, Buffer.from(piece.text));
      if (piece.kind === 'present') this.#keepBytes(piece.pieces);
    }
  }

  /** Reads the types of the columns; the description begins at `at`. */
  describe(at: number): void {
    const count = this.#source.readInt16BE(at);
    let place = at + 2;
    this.#types = Array.from({ length: count }, () => {
      place = this.#source.indexOf(0, place) + 1;
      const type = this.#source.readInt32BE(place + 6);
      place += 18;
      return type;
    });
  }

  /** Writes the row that begins at `at`. */
  row(at: number): void {
    let place = at + 2;
    for (let column = 0; column < this.#types.length; column += 1) {
      const length = this.#source.readInt32BE(place);
      place += 4;
      this.#starts[column] = place;
      this.#lengths[column] = length;
      if (length > 0) place += length;
    }
    if (out.size > 0) out.byte(COMMA);
    this.#write(this.#pieces);
  }

  written(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(out.bytes);
  }

  #write(pieces: readonly JsonPiece[]): void {
    for (const piece of pieces) {
      switch (piece.kind) {
        case 'literal': {
          const bytes = this.#bytes.get(piece);
          if (bytes) out.part(bytes, 0, bytes.length);
          break;
        }
        case 'letters':
          out.part(this.#source, this.#starts[piece.column] ?? 0, this.#lengths[piece.column] ?? 0);
          break;
        case 'value':
          this.#value(piece.column);
          break;
        case 'present':
          if ((this.#lengths[piece.column] ?? -1) < 0) out.text('null');
          else this.#write(piece.pieces);
      }
    }
  }

  #value(column: number): void {
    const [start = 0, length = -1, type = 0] = [
      this.#starts[column],
      this.#lengths[column],
      this.#types[column],
    ];
    if (length < 0) return out.text('null');
    if (type === TIMESTAMPTZ && length >= 19) return this.#moment(start);
    const parser = PARSERS[type];
    if (parser) {
      out.text(JSON.stringify(parser(this.#source.toString('latin1', start, start + length))));
    } else if (this.#isPlain(start, length)) {
      out.byte(QUOTE);
      out.part(this.#source, start, length);
      out.byte(QUOTE);
    } else {
      out.text(JSON.stringify(this.#source.toString('utf8', start, start + length)));
    }
  }

  #moment(start: number): void {
    out.byte(QUOTE);
    out.part(this.#source, start, 10);
    out.text('T');
    out.part(this.#source, start + 11, 8);
    out.text('.000+0000"');
  }

  /** True for a text that stands in JSON as it is. */
  #isPlain(start: number, length: number): boolean {
    const source = this.#source;
    for (let at = start; at < start + length; at += 1) {
      const byte = source[at] ?? 0;
      if (byte < SPACE || byte === QUOTE || byte === BACKSLASH) return false;
    }
    return true;
  }
}
