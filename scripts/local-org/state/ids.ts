/** Record ids: 15 case-sensitive characters, and 18 with three more that make them safe to compare without case. */
import type { Sql } from './database.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const CHECKSUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a 15-character id: each suffix letter encodes which of five characters are upper case. */
export function to18(id15: string): string {
  let suffix = '';
  for (let start = 0; start < 15; start += 5) {
    let bits = 0;
    for (let index = 0; index < 5; index += 1) {
      const character = id15[start + index] ?? '';
      if (character >= 'A' && character <= 'Z') bits |= 1 << index;
    }
    suffix += CHECKSUM[bits];
  }
  return id15 + suffix;
}

/** The 18-character form of an id given in either; undefined when it is no id or its checksum is wrong. */
export function normaliseId(id: string): string | undefined {
  if (!/^[0-9A-Za-z]{15}([0-9A-Za-z]{3})?$/.test(id)) return undefined;
  const full = to18(id.slice(0, 15));
  return id.length === 15 || full.slice(15) === id.slice(15).toUpperCase() ? full : undefined;
}

/** A number in base 62, padded with zeros to `length`. */
export function base62(value: number, length: number): string {
  let rest = value;
  let text = '';
  do {
    text = ALPHABET.charAt(rest % 62) + text;
    rest = Math.floor(rest / 62);
  } while (rest > 0);
  return text.padStart(length, '0');
}

/** Numbers taken from the database at a time: what a restart leaves unused. */
const BLOCK = 500;

/** New record ids of one org; numbers are taken in blocks, as asking for each would be a question per record. */
export class IdSource {
  readonly #pod: string;
  #next = 0;
  #end = 0;

  /** @param pod three characters that tell this org's ids from another's */
  constructor(pod: string) {
    this.#pod = pod;
  }

  /** 18-character ids, in order. */
  async take(sql: Sql, prefix: string, count: number): Promise<string[]> {
    const ids: string[] = [];
    while (ids.length < count) {
      if (this.#next === this.#end) await this.#reserve(sql);
      ids.push(to18(prefix + this.#pod + base62(this.#next, 9)));
      this.#next += 1;
    }
    return ids;
  }

  async #reserve(sql: Sql): Promise<void> {
    // Advancing a sequence is not undone by a rollback.
    const [row] = await sql.query<{ last: number }>(
      "SELECT setval('org_record_number', nextval('org_record_number') + $1 - 1) AS last",
      [BLOCK],
    );
    if (!row) throw new Error('The database gave no record numbers');
    this.#end = row.last + 1;
    this.#next = this.#end - BLOCK;
  }
}
