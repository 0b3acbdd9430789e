import { createHash, createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { assert, ORIGIN, passkey, RP_ID } from '../../test/sample-keys.ts';
import { type Assertion, type AssertionExpectation, checkAssertion } from './assertion.ts';
import { fromBase64url, toBase64url, utf8 } from './bytes.ts';
import { readCoseKey } from './cose.ts';
import { AppError } from './errors.ts';

const sha256 = (bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));
const crypto = {
  sha256,
  verifySignature: (cose: Uint8Array, bytes: Uint8Array, signature: Uint8Array) =>
    Promise.resolve(
      verify('sha256', bytes, createPublicKey({ key: readCoseKey(cose).jwk, format: 'jwk' }), signature),
    ),
};

const key = passkey();
let challenge: Uint8Array;
let good: Assertion;
let expected: AssertionExpectation;
beforeAll(async () => {
  challenge = await sha256(utf8('the statement'));
  good = { ...assert(key.privateKey, key.credentialId, challenge), publicKey: toBase64url(key.cose) };
  expected = { challenge, origin: ORIGIN, rpId: RP_ID };
});

const clientData = (change: Record<string, unknown>) => {
  const data = JSON.parse(new TextDecoder().decode(fromBase64url(good.clientDataJSON))) as object;
  return { clientDataJSON: toBase64url(utf8(JSON.stringify({ ...data, ...change }))) };
};
const authenticatorData = (change: (bytes: Uint8Array) => Uint8Array) => ({
  authenticatorData: toBase64url(change(fromBase64url(good.authenticatorData))),
});
async function failure(change: Partial<Assertion>, expectation = expected): Promise<unknown> {
  try {
    await checkAssertion({ ...good, ...change }, expectation, crypto);
  } catch (error) {
    return error instanceof AppError && error.code === 'assertion_invalid' ? error.details['check'] : error;
  }
  return 'valid';
}

describe('an assertion', () => {
  test('over the statement, by the enrolled key, with the person verified, holds [U1]', async () => {
    await expect(checkAssertion(good, expected, crypto)).resolves.toMatchObject({
      userPresent: true,
      userVerified: true,
    });
  });

  test.each<[string, () => Partial<Assertion>, string]>([
    ['another type', () => clientData({ type: 'webauthn.create' }), 'type'],
    ['another challenge', () => clientData({ challenge: toBase64url(new Uint8Array(32)) }), 'challenge'],
    ['no challenge', () => clientData({ challenge: null }), 'challenge'],
    ['another page', () => clientData({ origin: 'https://evil.example' }), 'origin'],
    ['a page inside a foreign one', () => clientData({ crossOrigin: true }), 'origin'],
    ['a word more in what the browser signed', () => clientData({ extra: 1 }), 'signature'],
    [
      'authenticator data cut short',
      () => authenticatorData((bytes) => bytes.slice(0, 36)),
      'authenticator_data',
    ],
    [
      'another host',
      () => authenticatorData((bytes) => bytes.map((byte, index) => (index === 0 ? byte ^ 1 : byte))),
      'rp_id',
    ],
    [
      'an unverified person',
      () => authenticatorData((bytes) => bytes.map((byte, index) => (index === 32 ? 0x01 : byte))),
      'user_verification',
    ],
    [
      'a changed counter',
      () => authenticatorData((bytes) => bytes.map((byte, index) => (index === 36 ? byte ^ 1 : byte))),
      'signature',
    ],
    ['the key of somebody else', () => ({ publicKey: toBase64url(passkey().cose) }), 'signature'],
  ])('with %s does not hold [U1 U4]', async (_, change, check) => {
    expect(await failure(change())).toBe(check);
  });

  test('made on another of the relying party’s pages holds only where any page is accepted', async () => {
    expect(await failure({}, { ...expected, origin: 'https://other.example' })).toBe('origin');
    expect(await failure({}, { ...expected, origin: null })).toBe('valid');
  });
});

describe('a COSE key', () => {
  test('of an ES256 passkey is read, byte for byte', () => {
    expect(readCoseKey(key.cose)).toMatchObject({ alg: 'ES256', jwk: { kty: 'EC', crv: 'P-256' } });
  });

  test.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['cut off', (bytes) => bytes.slice(0, -1)],
    ['with a byte more', (bytes) => Uint8Array.of(...bytes, 0)],
    ['that is no map', () => Uint8Array.of(0x01)],
    ['of nothing', () => new Uint8Array()],
    ['with another algorithm', (bytes) => bytes.map((byte, index) => (index === 4 ? 0x27 : byte))],
  ])('%s is refused', (_, change) => {
    expect(() => readCoseKey(change(key.cose))).toThrow(AppError);
  });
});
