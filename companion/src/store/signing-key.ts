/** The Ed25519 key that signs checkpoints: a PKCS #8 file that only its owner may read, made when it is not there. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import type { NoteKey, NoteSigner } from '../core/checkpoint.ts';
import { AppError } from '../core/errors.ts';

export interface LedgerKey {
  /** Raw 32 bytes. */
  publicKey: Uint8Array;
  /** Signs and verifies under the name of one org's log. */
  forOrg(orgId: string): NoteSigner & NoteKey;
}

/** Name of an org's log in its checkpoints. */
function logName(orgId: string): string {
  return `countersign/${orgId}`;
}

/** @throws AppError configuration when the file holds no Ed25519 key or others may read it */
export function readSigningKey(file: string): LedgerKey {
  if (!fs.existsSync(file)) makeKey(file);
  if (process.platform !== 'win32' && (fs.statSync(file).mode & 0o077) !== 0) {
    throw new AppError('configuration', `Others may read the signing key ${file}; make it mode 600.`);
  }
  return ledgerKey(parseKey(file));
}

/** A key that lives in memory alone, for tests and in-memory runs. */
export function temporarySigningKey(): LedgerKey {
  return ledgerKey(generateKeyPairSync('ed25519').privateKey);
}

function makeKey(file: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const pem = generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });
  fs.writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
}

function parseKey(file: string): KeyObject {
  try {
    const key = createPrivateKey(fs.readFileSync(file));
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new AppError('configuration', `The signing key ${file} cannot be read.`, { cause });
  }
  throw new AppError('configuration', `The signing key ${file} is not an Ed25519 key.`);
}

function ledgerKey(privateKey: KeyObject): LedgerKey {
  const publicObject = createPublicKey(privateKey);
  const publicKey = new Uint8Array(Buffer.from(publicObject.export({ format: 'jwk' }).x ?? '', 'base64url'));
  return {
    publicKey,
    forOrg: (orgId) => ({
      name: logName(orgId),
      publicKey,
      sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
      verify: (bytes, signature) => Promise.resolve(verify(null, bytes, publicObject, signature)),
    }),
  };
}
