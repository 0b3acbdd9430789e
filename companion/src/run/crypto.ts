/** Hashes and randomness of this machine, handed to the rules. */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Hmac, Sha256 } from '../core/bytes.ts';

export const sha256: Sha256 = (bytes) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));

export const hmac: Hmac = (key, bytes) =>
  Promise.resolve(new Uint8Array(createHmac('sha256', key).update(bytes).digest()));

export const random = (bytes: number): Uint8Array => new Uint8Array(randomBytes(bytes));
