import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { fromHex, toHex } from './bytes.ts';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  type NodeAt,
  rootOf,
  treeOf,
  verifyConsistency,
  verifyInclusion,
} from './ledger.ts';

const sha256Sync = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const sha256 = (bytes: Uint8Array) => Promise.resolve(sha256Sync(bytes));

// Leaves and roots of the reference implementation of certificate transparency (RFC 6962).
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const hashes = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, index) => leafHash(sha256, `entry ${index}`)));
const root = async (leaves: readonly Uint8Array[]) => rootOf(sha256, treeOf(sha256Sync, leaves));

const nodesOf =
  (leaves: readonly Uint8Array[]): NodeAt =>
  (level, index) =>
    root(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));

describe('the ledger', () => {
  test('has the roots of the RFC 6962 reference vectors [U4]', async () => {
    const leaves = await Promise.all(LEAVES.map((hex) => leafHash(sha256, fromHex(hex))));
    const roots = await Promise.all(ROOTS.map((_, index) => root(leaves.slice(0, index + 1))));
    expect(roots.map(toHex)).toEqual(ROOTS);
    expect(toHex(await root([]))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });

  test('proves each leaf of each tree of up to 64 leaves, and no other leaf [A14 U4]', async () => {
    const all = await hashes(64);
    for (let size = 1; size <= all.length; size += 1) {
      const leaves = all.slice(0, size);
      const top = await root(leaves);
      for (const [index, leaf] of leaves.entries()) {
        const proof = await inclusionProof(sha256, nodesOf(leaves), { index, size });
        expect(await verifyInclusion(sha256, { leaf, index, size, proof, root: top })).toBe(true);
        const other = leaves[(index + 1) % size] ?? leaf;
        expect(await verifyInclusion(sha256, { leaf: other, index, size, proof, root: top })).toBe(
          size === 1,
        );
        expect(await verifyInclusion(sha256, { leaf, index: size, size, proof, root: top })).toBe(false);
      }
    }
  });

  test('proves each tree of up to 64 leaves to be a prefix of each larger one [A14 U4]', async () => {
    const leaves = await hashes(64);
    const roots = await Promise.all([...leaves, null].map((_, size) => root(leaves.slice(0, size))));
    const tree = (size: number) => ({ size, root: roots[size] ?? new Uint8Array() });
    for (let size = 1; size <= leaves.length; size += 1) {
      for (let older = 1; older <= size; older += 1) {
        const proof = await consistencyProof(sha256, nodesOf(leaves), { from: older, to: size });
        const claim = { older: tree(older), newer: tree(size), proof };
        expect(await verifyConsistency(sha256, claim)).toBe(true);
        expect(await verifyConsistency(sha256, { ...claim, proof: [...proof, tree(older).root] })).toBe(
          false,
        );
        if (older > 1) {
          const other = { size: older, root: tree(older - 1).root };
          expect(await verifyConsistency(sha256, { ...claim, older: other })).toBe(false);
        }
      }
    }
  });

  test('does not take a tree with a changed entry for a prefix [A14 U4]', async () => {
    const leaves = await hashes(33);
    const newer = { size: 33, root: await root(leaves) };
    for (let size = 1; size < 33; size += 1) {
      const changed = [...leaves.slice(0, size - 1), await leafHash(sha256, 'changed')];
      const proof = await consistencyProof(sha256, nodesOf(leaves), { from: size, to: 33 });
      const older = { size, root: await root(changed) };
      expect(await verifyConsistency(sha256, { older, newer, proof })).toBe(false);
    }
  });

  test('gives the very paths that the definition gives over all leaves [A14 U4]', async () => {
    const leaves = await hashes(70);
    /** RFC 6962 §2.1.1 and §2.1.2, word by word. */
    const path = async (m: number, list: readonly Uint8Array[]): Promise<Uint8Array[]> => {
      if (list.length === 1) return [];
      const k = 2 ** Math.floor(Math.log2(list.length - 1));
      return m < k
        ? [...(await path(m, list.slice(0, k))), await root(list.slice(k))]
        : [...(await path(m - k, list.slice(k))), await root(list.slice(0, k))];
    };
    const subproof = async (
      m: number,
      list: readonly Uint8Array[],
      whole: boolean,
    ): Promise<Uint8Array[]> => {
      if (m === list.length) return whole ? [] : [await root(list)];
      const k = 2 ** Math.floor(Math.log2(list.length - 1));
      return m <= k
        ? [...(await subproof(m, list.slice(0, k), whole)), await root(list.slice(k))]
        : [...(await subproof(m - k, list.slice(k), false)), await root(list.slice(0, k))];
    };
    for (const size of [1, 2, 3, 7, 8, 9, 31, 64, 65, 70]) {
      const tree = leaves.slice(0, size);
      for (let index = 0; index < size; index += 1) {
        const at = { index, size };
        expect(await inclusionProof(sha256, nodesOf(leaves), at)).toEqual(await path(index, tree));
        const between = { from: index + 1, to: size };
        const proof = await consistencyProof(sha256, nodesOf(leaves), between);
        expect(proof).toEqual(await subproof(index + 1, tree, true));
      }
    }
  });

  test('refuses positions that are not in the tree', async () => {
    const leaves = await hashes(3);
    await expect(inclusionProof(sha256, nodesOf(leaves), { index: 3, size: 3 })).rejects.toThrow(RangeError);
    await expect(consistencyProof(sha256, nodesOf(leaves), { from: 0, to: 3 })).rejects.toThrow(RangeError);
  });
});
