/**
 * PostgreSQL's messages as they lie in a run of bytes: a letter, a length that counts itself, a body.
 * Source: PostgreSQL documentation, "Message Formats".
 */

export interface Message {
  /** `P` Parse, `B` Bind, `D` Describe, `E` Execute, `S` Sync, `Q` Query, `X` Terminate, … */
  kind: string;
  /** What follows the length. */
  body: Buffer;
}

const HEADER = 5;

/** @throws RangeError when the last message is not whole */
export function messagesOf(bytes: Uint8Array): Message[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const messages: Message[] = [];
  for (let at = 0; at < buffer.length;) {
    const end = at + 1 + buffer.readInt32BE(at + 1);
    if (end > buffer.length) throw new RangeError('A message of the database client is not whole.');
    messages.push({
      kind: String.fromCharCode(buffer.readUInt8(at)),
      body: buffer.subarray(at + HEADER, end),
    });
    at = end;
  }
  return messages;
}

/** One message of these parts. */
export function messageOf(kind: string, ...parts: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(HEADER);
  header.write(kind, 'latin1');
  header.writeInt32BE(
    parts.reduce((size, part) => size + part.length, HEADER - 1),
    1,
  );
  return Buffer.concat([header, ...parts]);
}

/** A text as messages hold it: ended by a zero byte. */
export const textOf = (text: string): Buffer => Buffer.from(`${text}\0`);

/** @returns the text that begins there, and where it ends, its zero byte counted */
export function textAt(body: Buffer, start = 0): { text: string; end: number } {
  const zero = body.indexOf(0, start);
  return { text: body.toString('utf8', start, zero), end: zero + 1 };
}
