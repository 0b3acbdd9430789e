/** The ledger for those who check it from outside: entries, signed heads, and proofs made from the leaves. */
import { fromHex, toHex } from '../../core/bytes.ts';
import { AppError } from '../../core/errors.ts';
import { consistencyProof, inclusionProof, rootOf, treeOf } from '../../core/ledger.ts';
import type { Store } from '../../store/store.ts';
import type { LedgerReads } from '../../web/api/ports.ts';
import { sha256 } from '../crypto.ts';

export function ledgerReads({ ledger }: Pick<Store, 'ledger'>): LedgerReads {
  const leaves = async (org: string, size: number): Promise<Uint8Array[]> => {
    const found = (await ledger.leaves(org, size)).map(fromHex);
    if (found.length < size) throw new AppError('not_found', `The ledger has ${found.length} entries.`);
    return found;
  };
  /** What is signed is proved: without a size, the newest checkpoint's. */
  const sizeOr = async (org: string, size: number | null): Promise<number> => {
    const newest = (await ledger.checkpoints(org)).at(-1);
    if (size === null && !newest) throw new AppError('not_found', 'The ledger has no checkpoint yet.');
    return size ?? newest?.size ?? 0;
  };
  const headOf = async (hashes: readonly Uint8Array[]) => ({
    size: hashes.length,
    root: toHex(await rootOf(sha256, await treeOf(sha256, hashes))),
  });
  return {
    checkpoints: (org) => ledger.checkpoints(org),
    entries: async (org, from, limit) =>
      (await ledger.entries(org, { from, to: from + limit })).map(({ index, leaf, at, body, entry }) => ({
        ...{ index, leaf, type: entry.type, at, body },
      })),
    async inclusion(org, index, size) {
      const hashes = await leaves(org, await sizeOr(org, size));
      const leaf = hashes[index];
      if (!leaf) throw new AppError('not_found', `A tree of ${hashes.length} entries has no entry ${index}.`);
      const { size: found, root } = await headOf(hashes);
      const proof = (await inclusionProof(sha256, hashes, index)).map(toHex);
      return { index, size: found, leaf: toHex(leaf), root, proof };
    },
    async consistency(org, from, to) {
      const hashes = await leaves(org, await sizeOr(org, to));
      if (from > hashes.length) {
        throw new AppError('malformed', `The older tree has more entries than the newer: ${hashes.length}.`);
      }
      return {
        from: await headOf(hashes.slice(0, from)),
        to: await headOf(hashes),
        proof: (await consistencyProof(sha256, hashes, from)).map(toHex),
      };
    },
  };
}
