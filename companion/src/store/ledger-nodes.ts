/**
 * Subtrees of the ledger's tree, for proofs: of every eighth level the hashes are kept, so that a proof reads some hundred
 * of them instead of all leaves. They follow from the leaves alone; one that is not there is made and kept.
 */
import { fromHex, type Sha256, toHex } from '../core/bytes.ts';
import { type NodeAt, parentHash } from '../core/ledger.ts';
import type { Queryable } from './database.ts';
import { inconsistent } from './ledger-check.ts';

/** Levels between those that are kept; a tile has 2^8 children. */
const TILE_LEVELS = 8;
const TILE = 2 ** TILE_LEVELS;

interface HashRow extends Record<string, unknown> {
  index: number;
  hash: string;
}

/** @returns the nodes of an org's tree, read from the store */
export function ledgerNodes(query: Queryable, sha256: Sha256, orgId: string): NodeAt {
  const nodeAt: NodeAt = async (level, index) => {
    const base = level - (level % TILE_LEVELS);
    const count = 2 ** (level - base);
    return merged(sha256, await kept(base, index * count, count));
  };
  /** Hashes of a level that is kept, made where they are not there. */
  const kept = async (level: number, from: number, count: number): Promise<Uint8Array[]> => {
    const known = await read(query, orgId, level, { from, count });
    const hashes: Uint8Array[] = [];
    for (let index = from; index < from + count; index += 1) {
      hashes.push(known.get(index) ?? (await make(level, index)));
    }
    return hashes;
  };
  const make = async (level: number, index: number): Promise<Uint8Array> => {
    if (level === 0) throw inconsistent(orgId, 'an entry is missing', { index });
    const hash = await merged(sha256, await kept(level - TILE_LEVELS, index * TILE, TILE));
    await query.query(
      'INSERT INTO ledger_node (org_id, level, index, hash) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
      [orgId, level, index, toHex(hash)],
    );
    return hash;
  };
  return nodeAt;
}

/** After appends that made the tree grow from one size to another: keeps the subtrees that they have completed. */
export async function keepTiles(
  query: Queryable,
  sha256: Sha256,
  orgId: string,
  { from, to }: { from: number; to: number },
): Promise<void> {
  for (let tile = Math.floor(from / TILE); (tile + 1) * TILE <= to; tile += 1) {
    await ledgerNodes(query, sha256, orgId)(TILE_LEVELS, tile);
  }
}

async function read(
  query: Queryable,
  orgId: string,
  level: number,
  { from, count }: { from: number; count: number },
): Promise<Map<number, Uint8Array>> {
  const range = [orgId, from, from + count];
  const { rows } = await (level === 0
    ? query.query<HashRow>(
        'SELECT index, leaf AS hash FROM ledger_entry WHERE org_id = $1 AND index >= $2 AND index < $3',
        range,
      )
    : query.query<HashRow>(
        'SELECT index, hash FROM ledger_node WHERE org_id = $1 AND index >= $2 AND index < $3 AND level = $4',
        [...range, level],
      ));
  return new Map(rows.map(({ index, hash }) => [index, fromHex(hash)]));
}

/** @param hashes of one level, as many as a power of two */
async function merged(sha256: Sha256, hashes: readonly Uint8Array[]): Promise<Uint8Array> {
  let row = [...hashes];
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let place = 0; place + 1 < row.length; place += 2) {
      above.push(await parentHash(sha256, row[place] as Uint8Array, row[place + 1] as Uint8Array));
    }
    row = above;
  }
  const [root] = row;
  if (!root) throw new RangeError('there is no root of nothing');
  return root;
}
