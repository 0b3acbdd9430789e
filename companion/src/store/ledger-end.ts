/**
 * The end of an org's ledger within one transaction, where it grows. The head's row lock orders appends, also between
 * companions; what is appended is written together, before it is read or the transaction ends.
 */
import { type Sha256, fromHex, toHex } from '../core/bytes.ts';
import { canonicalize, type Json } from '../core/canonical.ts';
import type { Opening } from '../core/commitments.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import { appendLeaf, emptyTree, leafHash, rootOf, type TreeState } from '../core/ledger.ts';
import type { Queryable } from './database.ts';
import { parseEntry } from './entry-schemas.ts';
import type { LateRows } from './late-writes.ts';
import { inconsistent } from './ledger-check.ts';
import { keepTiles } from './ledger-nodes.ts';

export interface Appended {
  index: number;
  /** Lower-case hex of the RFC 6962 leaf hash. */
  leaf: string;
}

/** Locked and checked where it is first needed, and known from then on. */
export interface LedgerEnd extends LateRows {
  /** Other appends of the org wait from here to the end of the transaction. @throws AppError ledger_inconsistent */
  hold(): Promise<void>;
  /** @throws ZodError when the entry does not fit its schema; AppError ledger_inconsistent */
  append(entry: LedgerEntry, openings: readonly Opening[]): Promise<Appended>;
}

interface Fresh extends Appended {
  fact: LedgerEntry;
  body: string;
  openings: readonly Opening[];
}

/** @param query the transaction itself: what is written here waits for nothing */
export function ledgerEnd(query: Queryable, orgId: string, sha256: Sha256): LedgerEnd {
  let tree: Promise<TreeState> | null = null;
  let fresh: Fresh[] = [];
  const held = () => (tree ??= lockHead(query, orgId, sha256));
  return {
    tables: ['ledger_'],
    hold: async () => {
      await held();
    },
    append: async (entry, openings) => {
      const fact = parseEntry(entry);
      // What is appended meanwhile waits for this one: it begins where this ends.
      const appended = held().then((before) => grow(sha256, before, { fact, openings }));
      tree = appended.then(({ after, entry: grown }) => {
        fresh.push(grown);
        return after;
      });
      // Told to who appends; a transaction in which it failed is over.
      tree.catch(() => undefined);
      const { index, leaf } = (await appended).entry;
      return { index, leaf };
    },
    write: async () => {
      if (tree === null) return;
      const { size, peaks } = await tree;
      const entries = fresh.filter(({ index }) => index < size);
      if (entries.length === 0) return;
      fresh = fresh.slice(entries.length);
      const root = toHex(await rootOf(sha256, { size, peaks }));
      await writeEntries(query, orgId, entries, { size, root, frontier: peaks.map(toHex) });
      await keepTiles(query, sha256, orgId, { from: size - entries.length, to: size });
    },
  };
}

interface HeadRow extends Record<string, unknown> {
  size: number;
  root: string;
  frontier: string[];
}

async function lockHead(query: Queryable, orgId: string, sha256: Sha256): Promise<TreeState> {
  let head = await readHead(query, orgId);
  if (!head) {
    const empty = toHex(await rootOf(sha256, emptyTree()));
    await query.query(
      "INSERT INTO ledger_head (org_id, size, root, frontier) VALUES ($1, 0, $2, '{}') ON CONFLICT DO NOTHING",
      [orgId, empty],
    );
    head = await readHead(query, orgId);
  }
  // A statement that had to wait for the lock has the new head and the entries of before: now that it is ours, again.
  if (head && !isComplete(head)) head = await readHead(query, orgId);
  if (!head) throw inconsistent(orgId, 'its head is missing');
  if (!isComplete(head)) {
    throw inconsistent(orgId, 'it holds another number of entries than its head says', {
      entries: head.stored,
      size: head.size,
    });
  }
  const tree = { size: head.size, peaks: head.frontier.map(fromHex) };
  if (toHex(await rootOf(sha256, tree)) !== head.root)
    throw inconsistent(orgId, 'its frontier does not give its root');
  return tree;
}

interface HeldHead extends HeadRow {
  /** Leaf of the last entry that the head counts. */
  last: string | null;
  /** By the index of the last entry that is there. */
  stored: number;
}

const isComplete = ({ size, stored, last }: HeldHead): boolean =>
  stored === size && (size === 0 || last !== null);

async function readHead(query: Queryable, orgId: string): Promise<HeldHead | undefined> {
  const { rows } = await query.query<HeldHead>(
    `SELECT size, root, frontier,
       (SELECT leaf FROM ledger_entry e WHERE e.org_id = h.org_id AND e.index = h.size - 1) AS last,
       (SELECT coalesce(max(index) + 1, 0) FROM ledger_entry e WHERE e.org_id = h.org_id) AS stored
     FROM ledger_head h WHERE org_id = $1 FOR UPDATE`,
    [orgId],
  );
  return rows[0];
}

async function grow(
  sha256: Sha256,
  before: TreeState,
  { fact, openings }: Pick<Fresh, 'fact' | 'openings'>,
): Promise<{ entry: Fresh; after: TreeState }> {
  const body = canonicalize(fact as unknown as Json);
  const leaf = await leafHash(sha256, body);
  const after = await appendLeaf(sha256, before, leaf);
  return { entry: { index: before.size, leaf: toHex(leaf), fact, body, openings }, after };
}

const requestOf = (entry: LedgerEntry): string | null =>
  'request' in entry ? (entry.request ?? null) : null;

/** Entries, their openings and the new head in one statement. */
async function writeEntries(
  query: Queryable,
  orgId: string,
  entries: readonly Fresh[],
  head: HeadRow,
): Promise<void> {
  const openings = entries.flatMap((entry) =>
    entry.openings.map((opening) => ({ index: entry.index, ...opening })),
  );
  await query.query(
    `WITH entry AS (
       INSERT INTO ledger_entry (org_id, index, at, type, request_id, leaf, body)
       SELECT $1, * FROM unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[])
     ), opening AS (
       INSERT INTO ledger_opening (org_id, index, path, value, salt)
       SELECT $1, * FROM unnest($8::bigint[], $9::text[], $10::text[], $11::text[])
     )
     UPDATE ledger_head SET size = $12, root = $13, frontier = $14 WHERE org_id = $1`,
    [
      orgId,
      entries.map(({ index }) => index),
      entries.map(({ fact }) => fact.at),
      entries.map(({ fact }) => fact.type),
      entries.map(({ fact }) => requestOf(fact)),
      entries.map(({ leaf }) => leaf),
      entries.map(({ body }) => body),
      openings.map(({ index }) => index),
      openings.map(({ path }) => path),
      openings.map(({ value }) => value),
      openings.map(({ salt }) => salt),
      head.size,
      head.root,
      head.frontier,
    ],
  );
}
