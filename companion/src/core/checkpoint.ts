/** A checkpoint of the ledger: the C2SP tlog-checkpoint text in a signed note (c2sp.org/tlog-checkpoint). */
import { fromBase64, type Sha256, toBase64 } from './bytes.ts';
import { AppError } from './errors.ts';
import {
  isSignedBy,
  type NoteKey,
  type NoteSigner,
  parseSigned,
  type SignedText,
  signText,
} from './signed-note.ts';

export type { NoteKey, NoteSigner } from './signed-note.ts';

export interface Checkpoint {
  /** Names the log: `countersign/<org id>`. */
  origin: string;
  size: number;
  root: Uint8Array;
}

export interface Note extends SignedText {
  checkpoint: Checkpoint;
}

/** @returns the text that is signed: origin, size, root in base 64, each on its line. */
export function checkpointBody({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${toBase64(root)}\n`;
}

/** @returns the checkpoint as a signed note: body, blank line, one signature line. */
export function signNote(sha256: Sha256, checkpoint: Checkpoint, signer: NoteSigner): Promise<string> {
  return signText(sha256, checkpointBody(checkpoint), signer);
}

/** @throws AppError malformed when `text` is not a signed checkpoint of exactly this form */
export function parseNote(text: string): Note {
  const signed = parseSigned(text);
  const [origin, size, root, ...rest] = signed.body.slice(0, -1).split('\n');
  if (!origin || !root || rest.length > 0 || !/^(0|[1-9]\d{0,15})$/.test(size ?? '')) {
    throw new AppError('malformed', 'Not a checkpoint: three lines are expected.');
  }
  try {
    return { ...signed, checkpoint: { origin, size: Number(size), root: fromBase64(root) } };
  } catch (cause) {
    throw new AppError('malformed', 'Not a checkpoint: its root is not base 64.', { cause });
  }
}

/** @returns whether the checkpoint carries a signature by `key` that holds. */
export function verifyNote(sha256: Sha256, note: Note, key: NoteKey): Promise<boolean> {
  return isSignedBy(sha256, note, key);
}
