/** The ledger for those who check it from outside: entries, signed heads, and proofs made from the tree's nodes. */
import { toHex } from '../../core/bytes.ts';
import { AppError } from '../../core/errors.ts';
import { consistencyProof, inclusionProof, rootAt, verifyInclusion } from '../../core/ledger.ts';
import type { Store } from '../../store/store.ts';
import type { LedgerReads } from '../../web/api/ports.ts';
import { sha256 } from '../crypto.ts';

export function ledgerReads({ ledger }: Pick<Store, 'ledger'>): LedgerReads {
  /** What is signed is proved: without a size, the newest checkpoint's. */
  const sizeOf = async (org: string, size: number | null): Promise<number> => {
    const { size: entries } = await ledger.head(org);
    const newest = (await ledger.checkpoints(org)).at(-1);
    if (size === null && !newest) throw new AppError('not_found', 'The ledger has no checkpoint yet.');
    const wanted = size ?? newest?.size ?? 0;
    if (wanted > entries) throw new AppError('not_found', `The ledger has ${entries} entries.`);
    return wanted;
  };
  /** The nodes are kept apart from the entries: what they give must be what was signed. */
  const rootOf = async (org: string, size: number): Promise<Uint8Array> => {
    const root = await rootAt(sha256, ledger.nodes(org), size);
    const signed = (await ledger.checkpoints(org)).find((checkpoint) => checkpoint.size === size);
    if (signed && signed.root !== toHex(root)) throw inconsistent(org);
    return root;
  };
  return {
    checkpoints: (org) => ledger.checkpoints(org),
    entries: async (org, from, limit) =>
      (await ledger.entries(org, { from, to: from + limit })).map(({ index, leaf, at, body, entry }) => ({
        ...{ index, leaf, type: entry.type, at, body },
      })),
    async inclusion(org, index, wanted) {
      const size = await sizeOf(org, wanted);
      if (index >= size) throw new AppError('not_found', `A tree of ${size} entries has no entry ${index}.`);
      const nodes = ledger.nodes(org);
      const [leaf, root] = [await nodes(0, index), await rootOf(org, size)];
      const proof = await inclusionProof(sha256, nodes, { index, size });
      if (!(await verifyInclusion(sha256, { leaf, index, size, proof, root }))) throw inconsistent(org);
      return { index, size, leaf: toHex(leaf), root: toHex(root), proof: proof.map(toHex) };
    },
    async consistency(org, from, to) {
      const size = await sizeOf(org, to);
      if (from > size) {
        throw new AppError('malformed', `The older tree has more entries than the newer: ${size}.`);
      }
      const proof = await consistencyProof(sha256, ledger.nodes(org), { from, to: size });
      return {
        from: { size: from, root: toHex(await rootOf(org, from)) },
        to: { size, root: toHex(await rootOf(org, size)) },
        proof: proof.map(toHex),
      };
    },
  };
}

const inconsistent = (org: string): AppError =>
  new AppError('ledger_inconsistent', `The nodes of the ledger of org ${org} do not give its root.`);
