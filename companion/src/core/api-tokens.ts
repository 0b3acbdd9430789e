/**
 * The text of an API token: `cs_`, 43 characters that carry the secret, 6 that carry its CRC-32. The fixed prefix and the
 * checksum let secret scanners tell a leaked token from a text that only looks like one.
 */
import { utf8 } from './bytes.ts';

const PREFIX = 'cs_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_LENGTH = 43;
const CHECK_LENGTH = 6;
const FORM = new RegExp(`^${PREFIX}[0-9A-Za-z]{${SECRET_LENGTH + CHECK_LENGTH}}$`);

/** Bytes of the secret: 62^43 is just more than 2^256. */
export const TOKEN_BYTES = 32;

/** @throws RangeError when there are not {@link TOKEN_BYTES} bytes */
export function tokenText(secret: Uint8Array): string {
  if (secret.length !== TOKEN_BYTES) throw new RangeError(`a token has ${TOKEN_BYTES} bytes`);
  let value = 0n;
  for (const byte of secret) value = value * 256n + BigInt(byte);
  const text = PREFIX + base62(value, SECRET_LENGTH);
  return text + base62(BigInt(crc32(utf8(text))), CHECK_LENGTH);
}

/** Is it a token by form and checksum? Nothing else needs to be looked up. */
export function isTokenText(text: string): boolean {
  if (!FORM.test(text)) return false;
  const signed = text.slice(0, -CHECK_LENGTH);
  return text.slice(-CHECK_LENGTH) === base62(BigInt(crc32(utf8(signed))), CHECK_LENGTH);
}

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = (DIGITS[Number(rest % 62n)] ?? '') + text;
  return text;
}

/** CRC-32 of ISO 3309 (the one of zip and PNG), as an unsigned number. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
