/**
 * The Merkle tree of RFC 6962 §2.1 over the ledger's entries: append with a frontier of O(log n) hashes, proofs of
 * inclusion and of consistency, and their verification (RFC 9162 §2.1.3.2 and §2.1.4.2).
 */
import { concat, equalBytes, type Sha256, type Sha256Sync, utf8 } from './bytes.ts';

const LEAF = Uint8Array.of(0x00);
const NODE = Uint8Array.of(0x01);
const HASH_BYTES = 32;

/** Hash of one entry's canonical text. */
export function leafHash(sha256: Sha256, entry: string | Uint8Array): Promise<Uint8Array> {
  // The character of code 0 is the byte 0x00 in UTF-8: a text is encoded once and never copied.
  return sha256(typeof entry === 'string' ? utf8(`\0${entry}`) : concat(LEAF, entry));
}

/** Hash of a node over its two children. */
export function parentHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Promise<Uint8Array> {
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
    merged = await parentHash(sha256, left, merged);
  }
  return { size: tree.size + 1, peaks: [...peaks, merged] };
}

/** @returns the root hash; of an empty tree, the hash of nothing (RFC 6962 §2.1). */
export async function rootOf(sha256: Sha256, tree: TreeState): Promise<Uint8Array> {
  let root = tree.peaks.at(-1);
  if (!root) return sha256(new Uint8Array());
  for (const peak of tree.peaks.slice(0, -1).reverse()) root = await parentHash(sha256, peak, root);
  return root;
}

/** A tree that is built leaf by leaf, on one list: for ledgers of a million entries. */
export interface GrowingTree {
  size: number;
  peaks: Uint8Array[];
}

/** What a node is the hash of, written anew for each: 0x01 and the two children. */
const node = concat(NODE, new Uint8Array(2 * HASH_BYTES));

/** As {@link appendLeaf} does, in place and without waiting. */
export function growTree(sha256: Sha256Sync, tree: GrowingTree, leaf: Uint8Array): void {
  let merged = leaf;
  for (let rest = tree.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    const left = tree.peaks.pop();
    if (!left) throw new RangeError('a tree has as many peaks as its size has ones');
    node.set(left, NODE.length);
    node.set(merged, NODE.length + HASH_BYTES);
    merged = sha256(node);
  }
  tree.peaks.push(merged);
  tree.size += 1;
}

/** @returns the tree over `leaves`, which are leaf hashes in order. */
export function treeOf(sha256: Sha256Sync, leaves: Iterable<Uint8Array>): TreeState {
  const tree: GrowingTree = { size: 0, peaks: [] };
  for (const leaf of leaves) growTree(sha256, tree, leaf);
  return tree;
}

/** The largest power of two below `size`, where a tree of more than one leaf splits. */
function split(size: number): number {
  let power = 1;
  while (power * 2 < size) power *= 2;
  return power;
}

/**
 * Hash of a perfect subtree: node `index` of `level` covers the leaves from `index × 2^level` on; level 0 is the leaves. A
 * proof asks for as many of them as the tree is high, give or take a factor of two.
 */
export type NodeAt = (level: number, index: number) => Promise<Uint8Array>;

/** Root over the leaves `from` to `to` (exclusive); `from` is where a subtree of that size may begin. */
async function rangeHash(sha256: Sha256, nodeAt: NodeAt, from: number, to: number): Promise<Uint8Array> {
  const level = Math.log2(to - from);
  if (Number.isInteger(level)) return nodeAt(level, from / 2 ** level);
  const middle = from + split(to - from);
  const left = await rangeHash(sha256, nodeAt, from, middle);
  return parentHash(sha256, left, await rangeHash(sha256, nodeAt, middle, to));
}

/** @returns the root of the first `size` leaves */
export function rootAt(sha256: Sha256, nodeAt: NodeAt, size: number): Promise<Uint8Array> {
  return size === 0 ? sha256(new Uint8Array()) : rangeHash(sha256, nodeAt, 0, size);
}

/**
 * @returns the audit path of leaf `index` in the tree of `size` leaves (RFC 6962 §2.1.1), from the leaf up
 * @throws RangeError when there is no such leaf
 */
export async function inclusionProof(
  sha256: Sha256,
  nodeAt: NodeAt,
  { index, size }: { index: number; size: number },
): Promise<Uint8Array[]> {
  if (!Number.isInteger(index) || index < 0 || index >= size) throw new RangeError('no such leaf');
  const path: Uint8Array[] = [];
  let [from, to] = [0, size];
  while (to - from > 1) {
    const middle = from + split(to - from);
    const isLeft = index < middle;
    path.push(
      await (isLeft ? rangeHash(sha256, nodeAt, middle, to) : rangeHash(sha256, nodeAt, from, middle)),
    );
    [from, to] = isLeft ? [from, middle] : [middle, to];
  }
  return path.reverse();
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
      hash = await parentHash(sha256, sibling, hash);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      hash = await parentHash(sha256, hash, sibling);
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
 * @returns the proof that the tree of `from` leaves is a prefix of the one of `to` (RFC 6962 §2.1.2)
 * @throws RangeError when the older tree is empty or larger
 */
export async function consistencyProof(
  sha256: Sha256,
  nodeAt: NodeAt,
  { from: size, to: newer }: { from: number; to: number },
): Promise<Uint8Array[]> {
  if (!Number.isInteger(size) || size < 1 || size > newer) throw new RangeError('no such older tree');
  const path: Uint8Array[] = [];
  let [from, to] = [0, newer];
  while (size < to) {
    const middle = from + split(to - from);
    const isLeft = size <= middle;
    path.push(
      await (isLeft ? rangeHash(sha256, nodeAt, middle, to) : rangeHash(sha256, nodeAt, from, middle)),
    );
    [from, to] = isLeft ? [from, middle] : [middle, to];
  }
  // The older tree's own root is known to whoever asks, as long as it is a subtree of the newer one.
  if (from > 0) path.push(await rangeHash(sha256, nodeAt, from, to));
  return path.reverse();
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
      olderRoot = await parentHash(sha256, hash, olderRoot);
      newerRoot = await parentHash(sha256, hash, newerRoot);
      while (node % 2 === 0 && node !== 0) [node, last] = [node / 2, Math.floor(last / 2)];
    } else {
      newerRoot = await parentHash(sha256, newerRoot, hash);
    }
    [node, last] = [Math.floor(node / 2), Math.floor(last / 2)];
  }
  return last === 0 && equalBytes(olderRoot, older.root) && equalBytes(newerRoot, newer.root);
}
