import { createHash, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { fromBase64, toBase64url } from './bytes.ts';
import { checkpointBody, type NoteSigner, parseNote, signNote, verifyNote } from './checkpoint.ts';
import { AppError } from './errors.ts';
import { isSignedBy, parseSigned } from './signed-note.ts';

const sha256 = (bytes: Uint8Array) =>
  Promise.resolve(new Uint8Array(createHash('sha256').update(bytes).digest()));
const verifier = (publicKey: Uint8Array) => (bytes: Uint8Array, signature: Uint8Array) =>
  Promise.resolve(
    verify(
      null,
      bytes,
      createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: toBase64url(publicKey) }, format: 'jwk' }),
      signature,
    ),
  );

function makeSigner(name: string): NoteSigner {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    name,
    publicKey: new Uint8Array(Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')),
    sign: (bytes) => Promise.resolve(new Uint8Array(sign(null, bytes, privateKey))),
  };
}

const checkpoint = {
  origin: 'countersign/00D5g00000ABCDEEA4',
  size: 8,
  root: fromBase64('XcncenmmWaeapVm3Ad7ZqcK1nvP+4LxX4vJH4ERPZHI='),
};

describe('a signed note', () => {
  // The example of the Go implementation of signed notes, which c2sp.org/signed-note follows.
  const text =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
  const publicKey = fromBase64('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW').slice(1);

  test('by another implementation is accepted, and no longer after a change', async () => {
    const key = { name: 'PeterNeumann', publicKey, verify: verifier(publicKey) };
    expect(await isSignedBy(sha256, parseSigned(text), key)).toBe(true);
    const changed = text.replace('answer', 'Answer');
    expect(await isSignedBy(sha256, parseSigned(changed), key)).toBe(false);
    expect(await isSignedBy(sha256, parseSigned(text), { ...key, name: 'PaulNeumann' })).toBe(false);
  });
});

describe('a checkpoint', () => {
  test('has origin, size and root on a line each, and a signature line [U22]', async () => {
    const signer = makeSigner(checkpoint.origin);
    const note = await signNote(sha256, checkpoint, signer);
    expect(note.split('\n').slice(0, 4)).toEqual([
      'countersign/00D5g00000ABCDEEA4',
      '8',
      'XcncenmmWaeapVm3Ad7ZqcK1nvP+4LxX4vJH4ERPZHI=',
      '',
    ]);
    const parsed = parseNote(note);
    expect(checkpointBody(parsed.checkpoint)).toBe(checkpointBody(checkpoint));
    const key = { ...signer, verify: verifier(signer.publicKey) };
    expect(await verifyNote(sha256, parsed, key)).toBe(true);
    const other = makeSigner(checkpoint.origin);
    expect(await verifyNote(sha256, parsed, { ...other, verify: verifier(other.publicKey) })).toBe(false);
  });

  test('of another size or root is not covered by the signature [U22]', async () => {
    const signer = makeSigner(checkpoint.origin);
    const key = { ...signer, verify: verifier(signer.publicKey) };
    const note = await signNote(sha256, checkpoint, signer);
    expect(await verifyNote(sha256, parseNote(note.replace('\n8\n', '\n9\n')), key)).toBe(false);
    expect(await verifyNote(sha256, parseNote(note.replace('Xcnc', 'Xcnd')), key)).toBe(false);
  });

  test.each([
    ['no signature', 'origin\n8\nAAAA\n'],
    ['no signature line', 'origin\n8\nAAAA\n\n'],
    ['a size with a leading zero', 'origin\n08\nAAAA\n\n— x AAAA\n'],
    ['a size that is no number', 'origin\n8.5\nAAAA\n\n— x AAAA\n'],
    ['a root that is not base 64', 'origin\n8\nA*AA\n\n— x AAAA\n'],
    ['an extra line', 'origin\n8\nAAAA\nmore\n\n— x AAAA\n'],
    ['a last line that is cut off', 'origin\n8\nAAAA\n\n— x AAAA'],
  ])('with %s is refused', (_, note) => {
    expect(() => parseNote(note)).toThrow(AppError);
  });
});
