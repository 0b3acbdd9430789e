/**
 * The Merkle tree of RFC 6962 §2.1 over the ledger's entries: append with a frontier of O(log n) hashes, proofs of
 * inclusion and of consistency, and their verification (RFC 9162 §2.1.3.2 and §2.1.4.2).
 */
import { concat, equalBytes, type Sha256, utf8 } from './bytes.ts';

const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);

/** Hash of one entry's canonical text. */
export function leafHash(sha256: Sha256, entry: string | Uint8Array): Promise<Uint8Array> {
  return sha256(concat(LEAF, typeof entry === 'string' ? utf8(entry) : entry));
}

function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
  return sha256(concat(NODE, left, right));
}

/** A tree as its size and the roots of its perfect subtrees, largest first: all that appending needs. */
export interface TreeState {
  size: number;
  peaks: readonly Uint8Array[];
}

export function emptyTree(): TreeState {
  return { size: 0, peaks: [] };
}

/** @returns the tree with one more leaf; `tree` is left as it is. */
export async function appendLeaf(sha256: Sha256, tree: TreeState, leaf: Uint8Array): Promise<TreeState> {
  const peaks = [...tree.peaks];
  let merged = leaf;
  // Each trailing 1 of the size is a perfect subtree as large as the one that has just been completed.
  for (let size = tree.size; size % 2 === 1; size = (size - 1) / 2) {
    const left = peaks.pop();
    if (!left) throw new RangeError('a tree has as many peaks as its size has ones');
    merged = await nodeHash(sha256, left, merged);
  }
  return { size: tree.size + 1, peaks: [...peaks, merged] };
}

/** @returns the root hash; of an empty tree, the hash of nothing (RFC 6962 §2.1). */
export async function rootOf(sha256: Sha256, tree: TreeState): Promise<Uint8Array> {
  let root = tree.peaks.at(-1);
  if (!root) return sha256(new Uint8Array());
  for (const peak of tree.peaks.slice(0, -1).reverse()) root = await nodeHash(sha256, peak, root);
  return root;
}

/** @returns the tree over `leaves`, which are leaf hashes in order. */
export async function treeOf(sha256: Sha256, leaves: Iterable<Uint8Array>): Promise<TreeState> {
  let tree = emptyTree();
  for (const leaf of leaves) tree = await appendLeaf(sha256, tree, leaf);
  return tree;
}

/** The largest power of two below `size`, where a tree of more than one leaf splits. */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

async function rootOfLeaves(sha256: Sha256, leaves: readonly Uint8Array[]): Promise<Uint8Array> {
  return rootOf(sha256, await treeOf(sha256, leaves));
}

/**
 * @param leaves all leaf hashes of the tree
 * @returns the audit path of leaf `index` (RFC 6962 §2.1.1), from the leaf up
 * @throws RangeError when there is no such leaf
 */
export async function inclusionProof(
  sha256: Sha256,
  leaves: readonly Uint8Array[],
  index: number,
): Promise<Uint8Array[]> {
  if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError('no such leaf');
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return index < k
    ? [...(await inclusionProof(sha256, left, index)), await rootOfLeaves(sha256, right)]
    : [...(await inclusionProof(sha256, right, index - k)), await rootOfLeaves(sha256, left)];
}

/** @returns whether `proof` shows `leaf` to be number `index` of the tree of `size` leaves under `root`. */
export async function verifyInclusion(
  sha256: Sha256,
  { leaf, index, size, proof, root }: InclusionClaim,
): Promise<boolean> {
  if (!Number.isInteger(index) || index < 0 || index >= size) return false;
  let [node, last, hash] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      hash = await nodeHash(sha256, sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = await nodeHash(sha256, hash, sibling);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && equalBytes(hash, root);
}

export interface InclusionClaim {
  leaf: Uint8Array;
  index: number;
  size: number;
  proof: readonly Uint8Array[];
  root: Uint8Array;
}

/**
 * @returns the proof that the first `size` leaves are a prefix of `leaves` (RFC 6962 §2.1.2)
 * @throws RangeError when the older tree is empty or larger
 */
export async function consistencyProof(
  sha256: Sha256,
  leaves: readonly Uint8Array[],
  size: number,
): Promise<Uint8Array[]> {
  if (!Number.isInteger(size) || size < 1 || size > leaves.length) throw new RangeError('no such older tree');
  return subproof(sha256, leaves, size, true);
}

async function subproof(
  sha256: Sha256,
  leaves: readonly Uint8Array[],
  size: number,
  complete: boolean,
): Promise<Uint8Array[]> {
  if (size === leaves.length) return complete ? [] : [await rootOfLeaves(sha256, leaves)];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return size <= k
    ? [...(await subproof(sha256, left, size, complete)), await rootOfLeaves(sha256, right)]
    : [...(await subproof(sha256, right, size - k, false)), await rootOfLeaves(sha256, left)];
}

export interface ConsistencyClaim {
  older: { size: number; root: Uint8Array };
  newer: { size: number; root: Uint8Array };
  proof: readonly Uint8Array[];
}

/** @returns whether `proof` shows that the older tree is a prefix of the newer one. */
export async function verifyConsistency(
  sha256: Sha256,
  { older, newer, proof }: ConsistencyClaim,
): Promise<boolean> {
  if (older.size < 1 || older.size > newer.size) return false;
  if (older.size === newer.size) return proof.length === 0 && equalBytes(older.root, newer.root);
  // An older tree that is perfect is itself the first hash of the path.
  const path = Number.isInteger(Math.log2(older.size)) ? [older.root, ...proof] : [...proof];
  let [node, last] = [older.size - 1, newer.size - 1];
  while (node % 2 === 1) [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  const first = path.shift();
  if (!first) return false;
  let [olderRoot, newerRoot] = [first, first];
  for (const hash of path) {
    if (last === 0) return false;
    if (node % 2 === 1 || node === last) {
      olderRoot = await nodeHash(sha256, hash, olderRoot);
      newerRoot = await nodeHash(sha256, hash, newerRoot);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      newerRoot = await nodeHash(sha256, newerRoot, hash);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && equalBytes(olderRoot, older.root) && equalBytes(newerRoot, newer.root);
}
