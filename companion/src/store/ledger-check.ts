/** Recomputes a ledger from its entries and holds the result against its head and its signed checkpoints. */
import { type Sha256, toHex } from '../core/bytes.ts';
import { type NoteKey, parseNote, verifyNote } from '../core/checkpoint.ts';
import { AppError } from '../core/errors.ts';
import { appendLeaf, emptyTree, leafHash, rootOf, type TreeState } from '../core/ledger.ts';
import type { Queryable } from './database.ts';
import type { LedgerHead, StoredCheckpoint } from './ledger.ts';

/** Entries read at once: memory stays flat for a ledger of any length. */
const PAGE = 5000;

export function inconsistent(orgId: string, what: string, details: Record<string, unknown> = {}): AppError {
  return new AppError('ledger_inconsistent', `The ledger of org ${orgId} is not consistent: ${what}.`, {
    details: { orgId, ...details },
  });
}

/** @throws AppError ledger_inconsistent, which names the first thing that does not agree */
export async function checkLedger(
  query: Queryable,
  sha256: Sha256,
  orgId: string,
  { head, checkpoints }: { head: LedgerHead; checkpoints: readonly StoredCheckpoint[] },
  key: NoteKey,
): Promise<void> {
  await checkSignatures(sha256, orgId, checkpoints, key);
  const expected = new Map(checkpoints.map(({ size, root }) => [size, root]));
  let tree = emptyTree();
  while (tree.size < head.size) {
    const rows = await page(query, orgId, tree.size, head.size);
    if (rows.length === 0) throw inconsistent(orgId, 'entries are missing', { index: tree.size });
    for (const row of rows) {
      tree = await grow(sha256, orgId, tree, row);
      const root = expected.get(tree.size);
      if (root !== undefined && toHex(await rootOf(sha256, tree)) !== root) {
        throw inconsistent(orgId, 'an entry was changed before a checkpoint', { size: tree.size });
      }
    }
  }
  if (toHex(await rootOf(sha256, tree)) !== head.root) {
    throw inconsistent(orgId, 'its entries do not give its root');
  }
  const longest = checkpoints.at(-1);
  if (longest && longest.size > head.size) {
    throw inconsistent(orgId, 'it is shorter than a checkpoint', {
      size: head.size,
      checkpoint: longest.size,
    });
  }
}

interface LeafRow extends Record<string, unknown> {
  index: number;
  leaf: string;
  body: string;
}

async function page(query: Queryable, orgId: string, from: number, size: number): Promise<LeafRow[]> {
  const { rows } = await query.query<LeafRow>(
    'SELECT index, leaf, body FROM ledger_entry WHERE org_id = $1 AND index >= $2 AND index < $3 ORDER BY index',
    [orgId, from, Math.min(from + PAGE, size)],
  );
  return rows;
}

async function grow(sha256: Sha256, orgId: string, tree: TreeState, row: LeafRow): Promise<TreeState> {
  if (row.index !== tree.size) throw inconsistent(orgId, 'an entry is missing', { index: tree.size });
  const hash = await leafHash(sha256, row.body);
  if (toHex(hash) !== row.leaf) throw inconsistent(orgId, 'an entry was changed', { index: row.index });
  return appendLeaf(sha256, tree, hash);
}

async function checkSignatures(
  sha256: Sha256,
  orgId: string,
  checkpoints: readonly StoredCheckpoint[],
  key: NoteKey,
): Promise<void> {
  for (const { note, size, root } of checkpoints) {
    const parsed = parseNote(note);
    const { checkpoint } = parsed;
    const same =
      checkpoint.origin === key.name && checkpoint.size === size && toHex(checkpoint.root) === root;
    if (!same || !(await verifyNote(sha256, parsed, key))) {
      throw inconsistent(orgId, 'a checkpoint is not signed by this companion’s key', { size });
    }
  }
}
