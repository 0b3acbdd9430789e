/** Entries in a tree whose head the ledger's key has signed. */
import { toHex } from '../src/core/bytes.ts';
import { canonicalize, type Json } from '../src/core/canonical.ts';
import { signNote } from '../src/core/checkpoint.ts';
import type { LedgerEntry } from '../src/core/entries/entries.ts';
import { leafHash, rootOf, treeOf } from '../src/core/ledger.ts';
import { kitCrypto } from '../src/reports/kit-crypto.ts';
import { ledgerSigner } from './sample-keys.ts';

export async function sealed(org: string, entries: readonly LedgerEntry[]) {
  const signer = ledgerSigner(`countersign/${org}`);
  const hashes = await Promise.all(
    entries.map((entry) => leafHash(kitCrypto.sha256, canonicalize(entry as unknown as Json))),
  );
  const root = await rootOf(kitCrypto.sha256, treeOf(kitCrypto.sha256Sync, hashes));
  const head = { origin: signer.name, size: entries.length, root };
  const checkpoint = await signNote(kitCrypto.sha256, head, signer);
  return { leaves: hashes.map(toHex), checkpoint, signer, ledgerKey: signer.publicKey };
}
