/**
 * A checkpoint of the ledger: the C2SP tlog-checkpoint text in a C2SP signed note with Ed25519
 * (c2sp.org/tlog-checkpoint, c2sp.org/signed-note). Signing and verifying are handed in.
 */
import { concat, equalBytes, fromBase64, type Sha256, toBase64, utf8 } from './bytes.ts';
import { AppError } from './errors.ts';

export interface Checkpoint {
  /** Names the log: `countersign/<org id>`. */
  origin: string;
  size: number;
  root: Uint8Array;
}

export interface Note {
  checkpoint: Checkpoint;
  /** The signed text, with its last newline. */
  body: string;
  signatures: readonly { name: string; keyId: Uint8Array; signature: Uint8Array }[];
}

/** Signature type of plain Ed25519 in a signed note. */
const ED25519 = 0x01;
const KEY_ID_BYTES = 4;

/** @returns the text that is signed: origin, size, root in base 64, each on its line. */
export function checkpointBody({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** The first four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key); `publicKey` is the raw 32 bytes. */
export async function noteKeyId(sha256: Sha256, name: string, publicKey: Uint8Array): Promise<Uint8Array> {
  const hash = await sha256(concat(utf8(name), Uint8Array.of(0x0a, ED25519), publicKey));
  return hash.slice(0, KEY_ID_BYTES);
}

export interface NoteSigner {
  name: string;
  publicKey: Uint8Array;
  sign: (bytes: Uint8Array) => Promise<Uint8Array>;
}

/** @returns the checkpoint as a signed note: body, blank line, one signature line. */
export async function signNote(sha256: Sha256, checkpoint: Checkpoint, signer: NoteSigner): Promise<string> {
  const body = checkpointBody(checkpoint);
  const keyId = await noteKeyId(sha256, signer.name, signer.publicKey);
  const signature = await signer.sign(utf8(body));
  return `${body}\n— ${signer.name} ${toBase64(concat(keyId, signature))}\n`;
}

/** @throws AppError malformed when `text` is not a signed checkpoint of exactly this form */
export function parseNote(text: string): Note {
  const malformed = (detail: string) => new AppError('malformed', `Not a signed checkpoint: ${detail}.`);
  const end = text.indexOf('\n\n');
  if (end < 0) throw malformed('no blank line before the signatures');
  const body = text.slice(0, end + 1);
  const [origin, size, root, ...rest] = body.slice(0, -1).split('\n');
  if (!origin || !root || rest.length > 0 || !/^(0|[1-9]\d{0,15})$/.test(size ?? ''))
    throw malformed('three lines expected');
  const lines = text.slice(end + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) throw malformed('no signature line');
  try {
    const checkpoint = { origin, size: Number(size), root: fromBase64(root) };
    return { checkpoint, body, signatures: lines.map(signatureLine) };
  } catch (error) {
    throw error instanceof RangeError ? malformed(error.message) : error;
  }
}

function signatureLine(line: string): Note['signatures'][number] {
  const [, name, encoded] = /^— (\S+) (\S+)$/.exec(line) ?? [];
  if (!name || !encoded) throw new RangeError('a signature line has a name and a signature');
  const bytes = fromBase64(encoded);
  return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) };
}

export interface NoteKey {
  name: string;
  /** Raw 32 bytes. */
  publicKey: Uint8Array;
  verify: (bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>;
}

/** @returns whether the note carries a signature by `key` that holds. Signatures by other keys are passed over. */
export async function verifyNote(sha256: Sha256, note: Note, key: NoteKey): Promise<boolean> {
  const keyId = await noteKeyId(sha256, key.name, key.publicKey);
  for (const { name, keyId: claimed, signature } of note.signatures) {
    if (name !== key.name || !equalBytes(claimed, keyId)) continue;
    return key.verify(utf8(note.body), signature);
  }
  return false;
}
