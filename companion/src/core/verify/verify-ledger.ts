/** The ledger of a bundle: canonical lines, one tree, one signed checkpoint over all of it. */
import { equalBytes, toHex } from '../bytes.ts';
import { BUNDLE_FILES } from '../bundle.ts';
import { isCanonical, type Json } from '../canonical.ts';
import { parseNote, verifyNote } from '../checkpoint.ts';
import type { LedgerEntry } from '../entries/entries.ts';
import { isEntryType, isVersionOf } from '../entries/entry-types.ts';
import { AppError } from '../errors.ts';
import { type GrowingTree, growTree, rootOf } from '../ledger.ts';
import type { Check, VerifyCrypto } from './verify.ts';
import type { LedgerKeyOfBundle } from './verify-manifest.ts';

const NEWLINE = 0x0a;
/** Longer than most entries; a longer one makes more room. */
const ROOM_BYTES = 4096;

/** @throws AppError malformed, naming the line that is no entry in canonical form */
export function readLedger(lines: readonly string[]): LedgerEntry[] {
  return lines.map((line, index) => {
    const entry = parse(line, index);
    if (!isCanonical(line, entry as unknown as Json)) {
      throw new AppError('malformed', `${BUNDLE_FILES.ledger}, line ${index + 1}, is not in canonical form.`);
    }
    return entry;
  });
}

function parse(line: string, index: number): LedgerEntry {
  try {
    const entry = JSON.parse(line) as LedgerEntry;
    if (typeof entry.v !== 'number' || typeof entry.type !== 'string')
      throw new TypeError('no entry with a version and a type');
    return entry;
  } catch (cause) {
    throw new AppError('malformed', `${BUNDLE_FILES.ledger}, line ${index + 1}, cannot be read.`, { cause });
  }
}

/**
 * @param file the ledger's lines, `entries` what they say
 * @returns the checks, and the leaf of each decision in lower-case hex by its index: the org's rows of these bear it
 */
export async function checkLedger(
  file: Uint8Array,
  entries: readonly LedgerEntry[],
  { checkpointFile, key }: { checkpointFile: Uint8Array; key: LedgerKeyOfBundle },
  crypto: VerifyCrypto,
): Promise<{ checks: Check[]; leaves: ReadonlyMap<number, string> }> {
  const note = parseNote(new TextDecoder().decode(checkpointFile));
  const verify = (bytes: Uint8Array, signature: Uint8Array) =>
    crypto.verifyEd25519(key.publicKey, bytes, signature);
  const signed = await verifyNote(crypto.sha256, note, { ...key, verify });
  const tree: GrowingTree = { size: 0, peaks: [] };
  const leaves = new Map<number, string>();
  for (const input of leafInputs(file)) {
    const leaf = crypto.sha256Sync(input);
    if (entries[tree.size]?.type === 'decision.received') leaves.set(tree.size, toHex(leaf));
    growTree(crypto.sha256Sync, tree, leaf);
  }
  const root = await rootOf(crypto.sha256, tree);
  const { size, origin } = note.checkpoint;
  const checks: Check[] = [
    {
      name: 'checkpoint',
      result: signed ? 'ok' : 'tampered',
      detail: [
        signed
          ? `${origin} signed a tree of ${size} entries`
          : 'the signature on the checkpoint does not hold',
      ],
    },
    treeCheck(tree.size, size, equalBytes(root, note.checkpoint.root), toHex(root)),
    orgCheck(entries, origin),
    typeCheck(entries),
  ];
  return { checks, leaves };
}

/**
 * Of each line what its leaf is the hash of (RFC 6962 §2.1): 0x00 and the line's bytes as they stand in the file, which
 * are never encoded anew. Each is good until the next one is asked for.
 */
function* leafInputs(file: Uint8Array): Generator<Uint8Array> {
  let room = new Uint8Array(ROOM_BYTES);
  let end = 0;
  for (let start = 0; start < file.length; start = end + 1) {
    const newline = file.indexOf(NEWLINE, start);
    end = newline < 0 ? file.length : newline;
    const length = 1 + end - start;
    if (length > room.length) room = new Uint8Array(2 * length);
    room.set(file.subarray(start, end), 1);
    yield room.subarray(0, length);
  }
}

/**
 * An entry of a type, or of a version of its shape, that this kit does not know may be of a later companion, or hide what
 * another one would show.
 */
export function typeCheck(entries: readonly LedgerEntry[]): Check {
  const strangers: string[] = [];
  for (const [index, { type, v }] of entries.entries()) {
    if (isVersionOf(type, v)) continue;
    const version = isEntryType(type) ? ` of version ${v}` : '';
    strangers.push(`line ${index + 1} is a "${String(type)}"${version}, which this kit cannot judge`);
  }
  return strangers.length === 0
    ? { name: 'entries', result: 'ok', detail: ['all entries are of types that this kit knows'] }
    : { name: 'entries', result: 'incomplete', detail: strangers };
}

function treeCheck(count: number, size: number, rootsAgree: boolean, root: string): Check {
  if (count < size) {
    return {
      name: 'ledger',
      result: 'incomplete',
      detail: [`${size - count} of ${size} entries are missing`],
    };
  }
  return rootsAgree && count === size
    ? { name: 'ledger', result: 'ok', detail: [`${count} entries give the signed root ${root}`] }
    : { name: 'ledger', result: 'tampered', detail: ['the entries do not give the root that was signed'] };
}

function orgCheck(entries: readonly LedgerEntry[], origin: string): Check {
  const strangers = entries.flatMap(({ org }, index) => (origin === `countersign/${org}` ? [] : [index + 1]));
  return strangers.length === 0
    ? { name: 'org', result: 'ok', detail: ['all entries belong to the org of the checkpoint'] }
    : {
        name: 'org',
        result: 'tampered',
        detail: strangers.map((line) => `line ${line} belongs to another org`),
      };
}
