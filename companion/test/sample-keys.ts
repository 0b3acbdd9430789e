/** Keys for samples: a passkey as an authenticator holds it, and the ledger's own. Real keys, imitated hardware. */
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { concat, fromHex, toBase64url, utf8 } from '../src/core/bytes.ts';
import type { NoteSigner } from '../src/core/checkpoint.ts';

export const RP_ID = 'localhost';
export const ORIGIN = 'http://localhost:8788';

/** One passkey, as an authenticator would hold it. */
export function passkey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const cose = concat(
    fromHex('a5010203262001215820'),
    new Uint8Array(Buffer.from(x, 'base64url')),
    fromHex('225820'),
    new Uint8Array(Buffer.from(y, 'base64url')),
  );
  return { privateKey, cose, credentialId: toBase64url(new Uint8Array(randomBytes(32))) };
}

/** What the authenticator answers to `challenge`: a person was present and verified. */
export function assert(privateKey: KeyObject, credentialId: string, challenge: Uint8Array) {
  const clientData = utf8(
    JSON.stringify({
      type: 'webauthn.get',
      challenge: toBase64url(challenge),
      origin: ORIGIN,
      crossOrigin: false,
    }),
  );
  const hash = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
  // Flags: user present and verified.
  const authenticatorData = concat(hash(utf8(RP_ID)), Uint8Array.of(0x05), fromHex('00000001'));
  const signature = sign('sha256', concat(authenticatorData, hash(clientData)), privateKey);
  return {
    credentialId,
    clientDataJSON: toBase64url(clientData),
    authenticatorData: toBase64url(authenticatorData),
    signature: toBase64url(new Uint8Array(signature)),
  };
}

/** A key for checkpoints and manifests. */
export function ledgerSigner(name: string): NoteSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url'));
  return {
    name,
    publicKey: raw,
    sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
  };
}
