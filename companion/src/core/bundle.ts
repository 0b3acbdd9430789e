/** The files of a report's bundle, as maker and verifier agree on them. */
import { utf8 } from './bytes.ts';
import type { Json } from './canonical.ts';
import type { Opening } from './commitments.ts';
import { AppError } from './errors.ts';

/** Files that must be there; the manifest lists the SHA-256 of each but itself. */
export const BUNDLE_FILES = {
  manifest: 'manifest.txt',
  ledger: 'ledger.jsonl',
  checkpoint: 'checkpoint.txt',
  keys: 'keys.json',
  verdicts: 'verdicts.jsonl',
  records: 'records.jsonl',
  report: 'report.html',
} as const;
/** May be removed before the bundle is handed on: it opens the commitments of personal values. */
export const PERSONAL_FILE = 'personal.jsonl';
/** First line of the manifest: names the format and its version. */
export const MANIFEST_HEAD = 'countersign-bundle v1';

/** keys.json: the key that signs checkpoints and manifests, raw 32 bytes in base 64. */
export interface BundleKeys {
  ledger: { name: string; publicKey: string };
}

/** One line of verdicts.jsonl: the newest verdict of one access or grant. */
export interface ListedVerdict {
  subject: 'access' | 'grant';
  key: string;
  verdict: string;
  strength: string;
  provisional: boolean;
  request: string | null;
  /** Ledger index of the verdict's entry. */
  index: number;
}

export type BundleFiles = ReadonlyMap<string, Uint8Array>;

/** @returns the lines of a text file of the bundle, without the last empty one. */
export function linesOf(bytes: Uint8Array): string[] {
  const lines = new TextDecoder('utf-8', { fatal: true }).decode(bytes).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** @returns one JSON value per line, each line ended by a newline. */
export function jsonLines(values: readonly unknown[]): Uint8Array {
  return utf8(values.map((value) => `${JSON.stringify(value)}\n`).join(''));
}

/** @throws AppError malformed naming file and line */
export function parseLines<Shape>(
  name: string,
  lines: readonly string[],
  read: (value: Json) => Shape,
): Shape[] {
  return lines.map((line, index) => {
    try {
      return read(JSON.parse(line) as Json);
    } catch (cause) {
      throw new AppError('malformed', `${name}, line ${index + 1}, cannot be read.`, { cause });
    }
  });
}

/** @throws TypeError when `value` is no opening */
export function readOpening(value: Json): Opening {
  const { path, value: text, salt } = value as Record<string, Json>;
  if (typeof path !== 'string' || typeof text !== 'string' || typeof salt !== 'string') {
    throw new TypeError('an opening has path, value and salt');
  }
  return { path, value: text, salt };
}
