/** Reads the COSE keys that passkeys have: EC2 P-256 (ES256) and RSA (RS256), RFC 9052 §7, RFC 9053 §7. */
import { toBase64url } from './bytes.ts';
import { AppError } from './errors.ts';

/** The key as a JSON Web Key, and the algorithm it is used with. */
export type PasskeyJwk =
  | { alg: 'ES256'; jwk: { kty: 'EC'; crv: 'P-256'; x: string; y: string } }
  | { alg: 'RS256'; jwk: { kty: 'RSA'; n: string; e: string } };

type CoseValue = number | Uint8Array;

/** @throws AppError malformed for a key of another kind, or bytes that are no COSE_Key */
export function readCoseKey(bytes: Uint8Array): PasskeyJwk {
  const map = readMap(bytes);
  const binary = (label: number) => {
    const value = map.get(label);
    if (!(value instanceof Uint8Array)) throw malformed();
    return toBase64url(value);
  };
  if (map.get(1) === 2 && map.get(3) === -7 && map.get(-1) === 1) {
    return { alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256', x: binary(-2), y: binary(-3) } };
  }
  if (map.get(1) === 3 && map.get(3) === -257) {
    return { alg: 'RS256', jwk: { kty: 'RSA', n: binary(-1), e: binary(-2) } };
  }
  throw malformed();
}

/** A CBOR map of small integers to integers and byte strings, which is all that these keys hold (RFC 8949). */
function readMap(bytes: Uint8Array): Map<number, CoseValue> {
  const reader = { bytes, offset: 0 };
  const head = readHead(reader);
  if (head.major !== 5) throw malformed();
  const map = new Map<number, CoseValue>();
  for (let count = 0; count < head.argument; count += 1) {
    const label = readValue(reader);
    if (typeof label !== 'number') throw malformed();
    map.set(label, readValue(reader));
  }
  if (reader.offset !== bytes.length) throw malformed();
  return map;
}

interface Reader {
  bytes: Uint8Array;
  offset: number;
}

function readValue(reader: Reader): CoseValue {
  const { major, argument } = readHead(reader);
  if (major === 0) return argument;
  if (major === 1) return -1 - argument;
  if (major !== 2) throw malformed();
  const end = reader.offset + argument;
  if (end > reader.bytes.length) throw malformed();
  const value = reader.bytes.slice(reader.offset, end);
  reader.offset = end;
  return value;
}

function readHead(reader: Reader): { major: number; argument: number } {
  const initial = readByte(reader);
  const info = initial & 0x1f;
  if (info < 24) return { major: initial >> 5, argument: info };
  // Lengths of one and two bytes suffice: an RSA modulus of 4096 bits has 512 bytes.
  if (info === 24) return { major: initial >> 5, argument: readByte(reader) };
  if (info === 25) return { major: initial >> 5, argument: readByte(reader) * 256 + readByte(reader) };
  throw malformed();
}

function readByte(reader: Reader): number {
  const byte = reader.bytes[reader.offset];
  if (byte === undefined) throw malformed();
  reader.offset += 1;
  return byte;
}

function malformed(): AppError {
  return new AppError('malformed', 'The key is no COSE key of a passkey (ES256 or RS256).');
}
