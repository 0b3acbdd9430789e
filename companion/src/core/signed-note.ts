/** C2SP signed notes with Ed25519 (c2sp.org/signed-note): a text, a blank line, signature lines. Signing is handed in. */
import { concat, equalBytes, fromBase64, type Sha256, toBase64, utf8 } from './bytes.ts';
import { AppError } from './errors.ts';

export interface SignedText {
  /** The signed text, with its last newline. */
  body: string;
  signatures: readonly { name: string; keyId: Uint8Array; signature: Uint8Array }[];
}

export interface NoteSigner {
  name: string;
  /** Raw 32 bytes. */
  publicKey: Uint8Array;
  sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

export interface NoteKey {
  name: string;
  /** Raw 32 bytes. */
  publicKey: Uint8Array;
  verify: (bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>;
}

/** Signature type of plain Ed25519 in a signed note. */
const ED25519 = 0x01;
const KEY_ID_BYTES = 4;

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
async function noteKeyId(sha256: Sha256, name: string, publicKey: Uint8Array): Promise<Uint8Array> {
  const hash = await sha256(concat(utf8(name), Uint8Array.of(0x0a, ED25519), publicKey));
  return hash.slice(0, KEY_ID_BYTES);
}

/** @param body the text to sign; must end in a newline and hold no blank line */
export async function signText(sha256: Sha256, body: string, signer: NoteSigner): Promise<string> {
  const keyId = await noteKeyId(sha256, signer.name, signer.publicKey);
  const signature = await signer.sign(utf8(body));
  return `${body}\n— ${signer.name} ${toBase64(concat(keyId, signature))}\n`;
}

/** @throws AppError malformed when `text` is no signed note */
export function parseSigned(text: string): SignedText {
  const end = text.indexOf('\n\n');
  if (end < 0) throw malformed('no blank line before the signatures');
  const lines = text.slice(end + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw malformed('no signature line');
  try {
    return { body: text.slice(0, end + 1), signatures: lines.map(signatureLine) };
  } catch (error) {
    throw error instanceof RangeError ? malformed(error.message) : error;
  }
}

function signatureLine(line: string): SignedText['signatures'][number] {
  const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  if (!name || !encoded) throw new RangeError('a signature line has a name and a signature');
  const bytes = fromBase64(encoded);
  return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) };
}

/** @returns whether the text carries a signature by `key` that holds. Signatures by other keys are passed over. */
export async function isSignedBy(sha256: Sha256, signed: SignedText, key: NoteKey): Promise<boolean> {
  const keyId = await noteKeyId(sha256, key.name, key.publicKey);
  for (const { name, keyId: claimed, signature } of signed.signatures) {
    if (name !== key.name || !equalBytes(claimed, keyId)) continue;
    return key.verify(utf8(signed.body), signature);
  }
  return false;
}

function malformed(detail: string): AppError {
  return new AppError('malformed', `Not a signed note: ${detail}.`);
}
