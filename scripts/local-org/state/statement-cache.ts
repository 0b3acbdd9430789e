/**
 * Statements that come again are parsed once: a client's unnamed statements are given names on their way to the
 * database, which then parses and plans a text no more than once. The client notices nothing of it.
 *
 * Clients send a statement as Parse, Bind, Describe, Execute and Sync of PostgreSQL's extended query protocol, all with
 * empty names (https://www.postgresql.org/docs/current/protocol-flow.html). Of a text that is known the Parse is left
 * out and the Bind refers to the prepared statement; the answer then lacks its ParseComplete.
 */

/** Prepared statements at a time; beyond it the one that was not used for the longest time goes. */
const MOST = 400;
/** Texts that came once and are not prepared yet. */
const MOST_SEEN = 2_000;
/** A longer text is one of many rows, and hardly comes again. */
const LONGEST = 20_000;
/** Bytes of writes after which a plan may be bad for what the tables have become; and at least as many as before it. */
const RENEWED_AFTER = 65_536;

/** Statements that leave the shape of tables as it is; after any other one, what is prepared may be void. */
const PLAIN =
  /^\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH|VALUES|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|ANALYZE|SHOW)\b/i;

/** Statements by which tables grow. */
const WRITING = /^\s*(?:INSERT|UPDATE|DELETE|WITH)\b/i;

const BIND = 'B'.charCodeAt(0);
const ERROR = 'E'.charCodeAt(0);
const PARSE = 'P'.charCodeAt(0);
const QUERY = 'Q'.charCodeAt(0);
const IDLE = 'I'.charCodeAt(0);
const NOTHING = Buffer.alloc(0);

interface Prepared {
  name: string;
  /** Bytes that had been written when it was parsed. */
  written: number;
}

export class StatementCache {
  /** Prepared statements by text, the one used last at the end. */
  readonly #prepared = new Map<string, Prepared>();
  readonly #seen = new Set<string>();
  #closing: string[] = [];
  #count = 0;
  /** Bytes of statements that write: how much the tables may have grown, for nobody in this database analyses them. */
  #written = 0;
  /** The text of the statement that is being carried out, if it is prepared or about to be. */
  #current: string | null = null;
  /** A transaction that changed tables is open: what is prepared in it may be void after a rollback. */
  #suspended = false;

  /** Gives a client's message the name of a prepared statement, when it is a statement that came before. */
  rewrite(message: Uint8Array): Uint8Array {
    this.#current = null;
    const bytes = Buffer.from(message.buffer, message.byteOffset, message.byteLength);
    const text = textOf(bytes);
    if (text !== null && !isPlain(text, bytes[0] === QUERY)) this.#forgetAll();
    if (text !== null && WRITING.test(text)) this.#written += bytes.length;
    if (text === null || this.#suspended || text.length > LONGEST || !isOneStatement(bytes)) {
      return message;
    }
    const known = this.#prepared.get(text);
    if (known === undefined && !this.#isRepeated(text)) return message;
    this.#current = text;
    if (known === undefined || this.#isOutgrown(known)) return this.#prepare(bytes, text);
    // To the end: it was used last.
    this.#prepared.delete(text);
    this.#prepared.set(text, known);
    return bound(bytes, known.name, NOTHING);
  }

  /** Messages that free statements no longer needed, to be carried out first and their answer dropped; null = none. */
  takeClosing(): Uint8Array | null {
    if (this.#closing.length === 0) return null;
    const messages = this.#closing.map((name) => message('C', Buffer.from(`S${name}\0`)));
    this.#closing = [];
    return Buffer.concat([...messages, message('S', NOTHING)]);
  }

  /** Hears what the database answered: a statement that failed is parsed anew when it comes again. */
  answered(answer: Buffer): void {
    if (this.#current !== null && hasError(answer)) this.#forget(this.#current);
    if (this.#suspended && answer.at(-1) === IDLE) this.#suspended = false;
  }

  /** Parses a statement under a new name, which the next of its kind refer to. */
  #prepare(bytes: Buffer, text: string): Buffer {
    this.#forget(text);
    const [oldest] = this.#prepared.keys();
    if (oldest !== undefined && this.#prepared.size >= MOST) this.#forget(oldest);
    const name = `s${(this.#count += 1)}`;
    this.#prepared.set(text, { name, written: this.#written });
    const parse = message('P', Buffer.from(`${name}\0`), bytes.subarray(6, parseEnd(bytes)));
    return bound(bytes, name, parse);
  }

  /** A plan is made for tables as they are; one that was made for few rows reads all of many. */
  #isOutgrown({ written }: Prepared): boolean {
    return this.#written - written > Math.max(RENEWED_AFTER, written);
  }

  /** True for a text that came before; most texts with a value in them come once. */
  #isRepeated(text: string): boolean {
    if (this.#seen.delete(text)) return true;
    const [oldest] = this.#seen;
    if (oldest !== undefined && this.#seen.size >= MOST_SEEN) this.#seen.delete(oldest);
    this.#seen.add(text);
    return false;
  }

  #forget(text: string): void {
    const known = this.#prepared.get(text);
    if (known) this.#closing.push(known.name);
    this.#prepared.delete(text);
  }

  #forgetAll(): void {
    for (const text of [...this.#prepared.keys()]) this.#forget(text);
    this.#suspended = true;
  }
}

/** The text of a simple query or of an unnamed Parse without declared types; null for any other message. */
function textOf(bytes: Buffer): string | null {
  if (bytes[0] === QUERY) return bytes.toString('latin1', 5, bytes.indexOf(0, 5));
  if (bytes[0] !== PARSE || bytes[5] !== 0) return null;
  return bytes.toString('latin1', 6, bytes.indexOf(0, 6));
}

/** Of several statements in one message any may change tables. */
function isPlain(text: string, isQuery: boolean): boolean {
  return PLAIN.test(text) && !(isQuery && text.includes(';'));
}

/** True for an unnamed Parse without declared types that an unnamed Bind follows. */
function isOneStatement(bytes: Buffer): boolean {
  if (bytes[0] !== PARSE || bytes[5] !== 0) return false;
  const end = parseEnd(bytes);
  return bytes.readInt16BE(end - 2) === 0 && bytes[end] === BIND && bytes.readInt16BE(end + 5) === 0;
}

function parseEnd(bytes: Buffer): number {
  return 1 + bytes.readInt32BE(1);
}

/** The message with `start` in place of its Parse, and the name in its Bind. */
function bound(bytes: Buffer, name: string, start: Buffer): Buffer {
  const bind = parseEnd(bytes);
  const length = Buffer.alloc(4);
  length.writeInt32BE(bytes.readInt32BE(bind + 1) + name.length);
  return Buffer.concat([
    start,
    Buffer.from('B'),
    length,
    Buffer.from(`\0${name}\0`),
    bytes.subarray(bind + 7),
  ]);
}

function message(kind: string, ...parts: readonly Buffer[]): Buffer {
  const head = Buffer.from(`${kind}\0\0\0\0`);
  head.writeInt32BE(
    parts.reduce((sum, { length }) => sum + length, 4),
    1,
  );
  return Buffer.concat([head, ...parts]);
}

function hasError(answer: Buffer): boolean {
  for (let at = 0; at + 5 <= answer.length; at += 1 + answer.readInt32BE(at + 1)) {
    if (answer[at] === ERROR) return true;
  }
  return false;
}
