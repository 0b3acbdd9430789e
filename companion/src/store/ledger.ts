/**
 * The append-only ledger of each org as it is read: canonical JSON entries as leaves of an RFC 6962 tree, the frontier
 * kept beside them, clear values of commitments apart.
 */
import { type Sha256, toHex, fromHex } from '../core/bytes.ts';
import { signNote } from '../core/checkpoint.ts';
import type { Opening } from '../core/commitments.ts';
import type { EntryType, LedgerEntry } from '../core/entries/entries.ts';
import { emptyTree, type NodeAt, rootOf } from '../core/ledger.ts';
import type { Database, Queryable } from './database.ts';
import { parseEntry } from './entry-schemas.ts';
import { checkLedger } from './ledger-check.ts';
import { ledgerNodes } from './ledger-nodes.ts';
import type { Appended } from './ledger-end.ts';
import type { LedgerKey } from './signing-key.ts';

export interface LedgerHead {
  size: number;
  /** Lower-case hex. */
  root: string;
}

export interface StoredEntry extends Appended {
  at: string;
  /** The canonical text whose leaf hash is `leaf`. */
  body: string;
  entry: LedgerEntry;
}

export interface StoredCheckpoint extends LedgerHead {
  note: string;
  at: string;
}

export interface EntryChoice {
  from?: number;
  /** Exclusive. */
  to?: number;
  types?: readonly EntryType[];
  request?: string;
}

export interface Ledger {
  head(orgId: string): Promise<LedgerHead>;
  /** Entries in order; a large ledger is read in pages by `from` and `to`. */
  entries(orgId: string, choice?: EntryChoice): Promise<StoredEntry[]>;
  /** The tree's perfect subtrees, of entries that are there, for proofs. @throws AppError ledger_inconsistent */
  nodes(orgId: string): NodeAt;
  /** Openings of entries `from` to `to` (exclusive), with the index of their entry. */
  openings(orgId: string, from?: number, to?: number): Promise<(Opening & { index: number })[]>;
  /** Signs the head if it has grown since the last checkpoint, and gives the newest checkpoint. */
  checkpoint(orgId: string, at: string): Promise<StoredCheckpoint>;
  checkpoints(orgId: string): Promise<StoredCheckpoint[]>;
  /**
   * Recomputes the whole tree and holds it against the stored head and every checkpoint.
   * @throws AppError ledger_inconsistent
   */
  check(orgId: string): Promise<LedgerHead>;
}

interface HeadRow extends Record<string, unknown> {
  size: number;
  root: string;
}

/** The ledger as its readers see it. */
export function createLedger(database: Database, sha256: Sha256, key: LedgerKey): Ledger {
  const head = async (orgId: string): Promise<LedgerHead> => {
    const { rows } = await database.query<HeadRow>('SELECT size, root FROM ledger_head WHERE org_id = $1', [
      orgId,
    ]);
    return rows[0] ?? { size: 0, root: toHex(await rootOf(sha256, emptyTree())) };
  };
  const checkpoints = async (orgId: string) =>
    (
      await database.query<StoredCheckpoint & Record<string, unknown>>(
        'SELECT size, root, note, at FROM checkpoint WHERE org_id = $1 ORDER BY size',
        [orgId],
      )
    ).rows;

  return {
    head,
    checkpoints,
    entries: (orgId, choice = {}) => readEntries(database, orgId, choice),
    nodes: (orgId) => ledgerNodes(database, sha256, orgId),
    openings: async (orgId, from = 0, to = Number.MAX_SAFE_INTEGER) =>
      (
        await database.query<Opening & { index: number }>(
          `SELECT index, path, value, salt FROM ledger_opening
           WHERE org_id = $1 AND index >= $2 AND index < $3 ORDER BY index, path`,
          [orgId, from, to],
        )
      ).rows,
    async checkpoint(orgId, at) {
      const { size, root } = await head(orgId);
      const last = (await checkpoints(orgId)).at(-1);
      if (last && last.size === size) return last;
      const signer = key.forOrg(orgId);
      const note = await signNote(sha256, { origin: signer.name, size, root: fromHex(root) }, signer);
      await database.query(
        'INSERT INTO checkpoint (org_id, size, root, note, at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING',
        [orgId, size, root, note, at],
      );
      return { size, root, note, at };
    },
    async check(orgId) {
      const stored = { head: await head(orgId), checkpoints: await checkpoints(orgId) };
      await checkLedger(database, sha256, orgId, stored, key.forOrg(orgId));
      return stored.head;
    },
  };
}

async function readEntries(query: Queryable, orgId: string, choice: EntryChoice): Promise<StoredEntry[]> {
  const { rows } = await query.query<{ index: number; leaf: string; at: string; body: string }>(
    `SELECT index, leaf, at, body FROM ledger_entry
     WHERE org_id = $1 AND index >= $2 AND index < $3
       AND ($4::text[] IS NULL OR type = ANY($4)) AND ($5::text IS NULL OR request_id = $5)
     ORDER BY index`,
    [
      orgId,
      choice.from ?? 0,
      choice.to ?? Number.MAX_SAFE_INTEGER,
      choice.types ?? null,
      choice.request ?? null,
    ],
  );
  return rows.map((row) => ({ ...row, entry: parseEntry(JSON.parse(row.body) as LedgerEntry) }));
}
