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

/**
 * New 18-character ids, in order.
 * @param pod three characters that tell this org's ids from another's
 */
export async function nextIds(sql: Sql, prefix: string, pod: string, count: number): Promise<string[]> {
  const rows = await sql.query<{ number: number }>(
    "SELECT nextval('org_record_number') AS number FROM generate_series(1, $1)",
    [count],
  );
  return rows.map(({ number }) => to18(prefix + pod + base62(number, 9)));
}
