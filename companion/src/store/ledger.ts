/**
 * The append-only ledger of each org: canonical JSON entries as leaves of an RFC 6962 tree, the frontier kept beside
 * them, clear values of commitments apart. The head's row lock orders appends, also between companions.
 */
import { type Sha256, toHex, fromHex } from '../core/bytes.ts';
import { canonicalize, type Json } from '../core/canonical.ts';
import { signNote } from '../core/checkpoint.ts';
import type { Opening } from '../core/commitments.ts';
import type { EntryType, LedgerEntry } from '../core/entries/entries.ts';
import { appendLeaf, emptyTree, leafHash, type NodeAt, rootOf, type TreeState } from '../core/ledger.ts';
import type { Database, Queryable } from './database.ts';
import { parseEntry } from './entry-schemas.ts';
import { checkLedger, inconsistent } from './ledger-check.ts';
import { keepTile, ledgerNodes } from './ledger-nodes.ts';
import type { LedgerKey } from './signing-key.ts';

export interface Appended {
  index: number;
  /** Lower-case hex of the RFC 6962 leaf hash. */
  leaf: string;
}

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
  frontier: string[];
}

function requestOf(entry: LedgerEntry): string | null {
  return 'request' in entry ? (entry.request ?? null) : null;
}

/** The end of an org's ledger within one transaction: locked and checked where it is first needed, and known from then on. */
export interface LedgerEnd {
  /** Other appends of the org wait from here to the end of the transaction. @throws AppError ledger_inconsistent */
  hold(): Promise<void>;
  /** @throws ZodError when the entry does not fit its schema; AppError ledger_inconsistent */
  append(entry: LedgerEntry, openings: readonly Opening[]): Promise<Appended>;
}

export function ledgerEnd(query: Queryable, orgId: string, sha256: Sha256): LedgerEnd {
  let tree: Promise<TreeState> | null = null;
  const held = () => (tree ??= lockHead(query, orgId, sha256));
  return {
    hold: async () => {
      await held();
    },
    append: async (entry, openings) => {
      const fact = parseEntry(entry);
      // What is appended meanwhile waits for this one: it begins where this ends.
      const appended = held().then((before) => appendEntry(query, sha256, { fact, openings, before }));
      tree = appended.then(({ after }) => after);
      // Told to who appends; a transaction in which it failed is over.
      tree.catch(() => undefined);
      const { index, leaf } = await appended;
      return { index, leaf };
    },
  };
}

async function lockHead(query: Queryable, orgId: string, sha256: Sha256): Promise<TreeState> {
  // Locked first and read after: a statement that waits for the lock still sees the entries of before.
  const lock = () => query.query('SELECT 1 FROM ledger_head WHERE org_id = $1 FOR UPDATE', [orgId]);
  if ((await lock()).rows.length === 0) {
    const empty = toHex(await rootOf(sha256, emptyTree()));
    await query.query(
      "INSERT INTO ledger_head (org_id, size, root, frontier) VALUES ($1, 0, $2, '{}') ON CONFLICT DO NOTHING",
      [orgId, empty],
    );
    await lock();
  }
  const { rows } = await query.query<HeadRow & { last: string | null; stored: number }>(
    `SELECT size, root, frontier,
       (SELECT leaf FROM ledger_entry e WHERE e.org_id = h.org_id AND e.index = h.size - 1) AS last,
       (SELECT coalesce(max(index) + 1, 0) FROM ledger_entry e WHERE e.org_id = h.org_id) AS stored
     FROM ledger_head h WHERE org_id = $1`,
    [orgId],
  );
  const head = rows[0];
  if (!head) throw inconsistent(orgId, 'its head is missing');
  const tree = { size: head.size, peaks: head.frontier.map(fromHex) };
  if (head.stored !== head.size || (head.size > 0 && head.last === null)) {
    throw inconsistent(orgId, 'it holds another number of entries than its head says', {
      entries: head.stored,
      size: head.size,
    });
  }
  if (toHex(await rootOf(sha256, tree)) !== head.root)
    throw inconsistent(orgId, 'its frontier does not give its root');
  return tree;
}

interface Append {
  fact: LedgerEntry;
  openings: readonly Opening[];
  /** The tree that the entry is appended to. */
  before: TreeState;
}

async function appendEntry(
  query: Queryable,
  sha256: Sha256,
  { fact, openings, before: tree }: Append,
): Promise<Appended & { after: TreeState }> {
  const body = canonicalize(fact as unknown as Json);
  const leaf = await leafHash(sha256, body);
  const grown = await appendLeaf(sha256, tree, leaf);
  const index = tree.size;
  await query.query(
    `INSERT INTO ledger_entry (org_id, index, at, type, request_id, leaf, body)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [fact.org, index, fact.at, fact.type, requestOf(fact), toHex(leaf), body],
  );
  await query.query('UPDATE ledger_head SET size = $2, root = $3, frontier = $4 WHERE org_id = $1', [
    fact.org,
    grown.size,
    toHex(await rootOf(sha256, grown)),
    grown.peaks.map(toHex),
  ]);
  await keepTile(query, sha256, fact.org, grown.size);
  for (const { path, value, salt } of openings) {
    await query.query(
      'INSERT INTO ledger_opening (org_id, index, path, value, salt) VALUES ($1, $2, $3, $4, $5)',
      [fact.org, index, path, value, salt],
    );
  }
  return { index, leaf: toHex(leaf), after: grown };
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
