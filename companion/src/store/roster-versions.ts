/** Each version of the roster, as it follows from the ledger; see migration 23 for what it holds of people. */
import type { Opening } from '../core/commitments.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import type { RosterVersion } from '../core/roster-versions.ts';
import type { Queryable } from './database.ts';
import { parseEntry } from './entry-schemas.ts';
import { table } from './table.ts';

/** `number` counts from 1 and tells apart two times at which the same roster was in force. */
export type RosterVersionRow = RosterVersion & { orgId: string; number: number };

const versions = table<RosterVersionRow>({
  name: 'roster_version',
  key: ['orgId', 'number'],
  columns: {
    orgId: 'org_id',
    number: 'number',
    version: 'version',
    since: 'since',
    index: 'index',
    cause: 'cause',
    signed: { json: 'signed' },
    entries: { json: 'entries' },
  },
});

export interface RosterVersionRows {
  newest(): Promise<RosterVersionRow | null>;
  add(row: Omit<RosterVersionRow, 'orgId'>): Promise<void>;
  /** Newest first, `limit` at most, with numbers below `before`. */
  list(choice: { before?: number | undefined; limit: number }): Promise<RosterVersionRow[]>;
  /** All times at which this roster was in force, the oldest first. */
  named(version: string): Promise<RosterVersionRow[]>;
  byNumber(numbers: readonly number[]): Promise<RosterVersionRow[]>;
  /** What opens commitments beside entries of the ledger. */
  openings(indexes: readonly number[]): Promise<(Opening & { index: number })[]>;
  /** Who signed at indexes of the ledger. */
  signers(indexes: readonly number[]): Promise<{ index: number; contactId: string }[]>;
  /** The entries of the ledger from which versions follow, in order. */
  ground(): Promise<{ index: number; entry: LedgerEntry }[]>;
}

const NO_NUMBER = 2_147_483_647;

export function rosterVersionRows(query: Queryable, orgId: string): RosterVersionRows {
  return {
    newest: () => versions.first(query, { orgId }, 'ORDER BY number DESC'),
    add: async (row) => {
      await versions.insert(query, { orgId, ...row });
    },
    list: async ({ before = NO_NUMBER, limit }) => {
      const { rows } = await query.query<{ number: number }>(
        'SELECT number FROM roster_version WHERE org_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3',
        [orgId, before, limit],
      );
      const number = rows.map((row) => row.number);
      return versions.find(query, { orgId, number }, 'ORDER BY number DESC');
    },
    named: (version) => versions.find(query, { orgId, version }, 'ORDER BY number'),
    byNumber: (number) => versions.find(query, { orgId, number }, 'ORDER BY number'),
    openings: async (indexes) =>
      (
        await query.query<Opening & { index: number }>(
          'SELECT index, path, value, salt FROM ledger_opening WHERE org_id = $1 AND index = ANY($2)',
          [orgId, indexes],
        )
      ).rows,
    signers: async (indexes) =>
      (
        await query.query<{ index: number; contactId: string }>(
          'SELECT index, contact_id AS "contactId" FROM act WHERE org_id = $1 AND index = ANY($2)',
          [orgId, indexes],
        )
      ).rows,
    ground: async () => {
      const { rows } = await query.query<{ index: number; body: string }>(
        `SELECT index, body FROM ledger_entry
         WHERE org_id = $1 AND type IN ('roster.sealed', 'roster.changed', 'roster.narrowed') ORDER BY index`,
        [orgId],
      );
      return rows.map(({ index, body }) => ({ index, entry: parseEntry(JSON.parse(body) as LedgerEntry) }));
    },
  };
}
