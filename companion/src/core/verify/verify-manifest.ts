/** The bundle's manifest: a signed note that lists each file with its hash, so that one changed byte names its file. */
import { fromBase64, toHex, utf8 } from '../bytes.ts';
import { BUNDLE_FILES, type BundleFiles, type BundleKeys, MANIFEST_HEAD, PERSONAL_FILE } from '../bundle.ts';
import { AppError } from '../errors.ts';
import { isSignedBy, parseSigned } from '../signed-note.ts';
import type { Check, VerifyCrypto } from './verify.ts';

export interface LedgerKeyOfBundle {
  name: string;
  /** Raw 32 bytes. */
  publicKey: Uint8Array;
}

/** @throws AppError malformed */
export function readKeys(bytes: Uint8Array): LedgerKeyOfBundle {
  try {
    const { ledger } = JSON.parse(new TextDecoder().decode(bytes)) as BundleKeys;
    const publicKey = fromBase64(ledger.publicKey);
    if (publicKey.length !== 32 || typeof ledger.name !== 'string')
      throw new RangeError('not an Ed25519 key');
    return { name: ledger.name, publicKey };
  } catch (cause) {
    throw new AppError('malformed', `${BUNDLE_FILES.keys} cannot be read.`, { cause });
  }
}

/** @returns the text that is signed: a head line, then one line `<sha256> <name>` for each file, sorted by name. */
export async function manifestBody(files: BundleFiles, sha256: VerifyCrypto['sha256']): Promise<string> {
  const names = [...files.keys()]
    .filter((name) => name !== BUNDLE_FILES.manifest && name !== PERSONAL_FILE)
    .sort();
  const lines: string[] = [];
  for (const name of names) {
    lines.push(`${toHex(await sha256(files.get(name) ?? utf8('')))} ${name}`);
  }
  return `${[MANIFEST_HEAD, ...lines].join('\n')}\n`;
}

export async function checkManifest(
  files: BundleFiles,
  key: LedgerKeyOfBundle,
  crypto: VerifyCrypto,
): Promise<Check> {
  const signed = parseSigned(new TextDecoder().decode(files.get(BUNDLE_FILES.manifest)));
  const verify = (bytes: Uint8Array, signature: Uint8Array) =>
    crypto.verifyEd25519(key.publicKey, bytes, signature);
  const detail: string[] = [];
  if (!(await isSignedBy(crypto.sha256, signed, { ...key, verify }))) {
    detail.push(`${BUNDLE_FILES.manifest} is not signed by the key in ${BUNDLE_FILES.keys}`);
  }
  const listed = linesToMap(signed.body);
  const found = linesToMap(await manifestBody(files, crypto.sha256));
  for (const [name, hash] of found) {
    if (!listed.has(name)) detail.push(`${name} is not listed in ${BUNDLE_FILES.manifest}`);
    else if (listed.get(name) !== hash) detail.push(`${name} was changed after the bundle was made`);
  }
  for (const name of listed.keys()) if (!found.has(name)) detail.push(`${name} is listed but missing`);
  return detail.length === 0
    ? { name: 'files', result: 'ok', detail: [`${found.size} files are as they were signed`] }
    : { name: 'files', result: 'tampered', detail };
}

function linesToMap(body: string): Map<string, string> {
  const [, ...lines] = body.slice(0, -1).split('\n');
  return new Map(lines.map((line) => [line.slice(65), line.slice(0, 64)]));
}
