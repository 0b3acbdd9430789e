/** The hashes and signatures that verification needs, by Node's own cryptography. Part of the offline kit. */
import crypto, { createHash, createHmac, createPublicKey, verify } from 'node:crypto';
import { toBase64url } from '../core/bytes.ts';
import { readCoseKey } from '../core/cose.ts';
import type { VerifyCrypto } from '../core/verify/verify.ts';

const SHA256_BYTES = 32;

/**
 * In one call where there is one: the first releases of Node 20 had none. It gives a text of one byte per character, which
 * takes a fraction of the time that a Buffer takes to make; a ledger of a million entries asks for two million.
 */
const digestOf =
  'hash' in crypto
    ? (bytes: Uint8Array) => crypto.hash('sha256', bytes, 'binary')
    : (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('binary');

function sha256Sync(bytes: Uint8Array): Uint8Array {
  const digest = digestOf(bytes);
  const hash = new Uint8Array(SHA256_BYTES);
  for (let index = 0; index < SHA256_BYTES; index += 1) hash[index] = digest.charCodeAt(index);
  return hash;
}

export const kitCrypto: VerifyCrypto = {
  sha256: (bytes) => Promise.resolve(sha256Sync(bytes)),
  sha256Sync,
  hmac: (key, bytes) => Promise.resolve(new Uint8Array(createHmac('sha256', key).update(bytes).digest())),
  verifySignature: (coseKey, bytes, signature) => {
    const { jwk } = readCoseKey(coseKey);
    const key = createPublicKey({ key: jwk, format: 'jwk' });
    // WebAuthn gives ECDSA signatures in DER, which is Node's default.
    return Promise.resolve(verify('sha256', bytes, key, signature));
  },
  verifyEd25519: (publicKey, bytes, signature) => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: toBase64url(publicKey) };
    return Promise.resolve(verify(null, bytes, createPublicKey({ key: jwk, format: 'jwk' }), signature));
  },
};
