/** The entries of a ledger from which it follows who can sign; read within a unit, as it will be committed. */
import type { Opening } from '../core/commitments.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import type { Queryable } from './database.ts';
import { parseEntry } from './entry-schemas.ts';

export interface SignerChainRows {
  /** Entries about the roster, its keys and signed acts, in order. */
  entries(): Promise<{ index: number; entry: LedgerEntry }[]>;
  /** What opens the commitments of one entry. */
  openings(index: number): Promise<Opening[]>;
}

/** As in the partial index of migration 16, which a parameter would not match. A move, which ends keys, is rare. */
const TYPES = `'roster.sealed', 'roster.changed', 'key.enrolled', 'key.vouched', 'key.revoked', 'act.signed'`;

export function signerChainRows(query: Queryable, orgId: string): SignerChainRows {
  return {
    entries: async () => {
      const { rows } = await query.query<{ index: number; body: string }>(
        `SELECT index, body FROM ledger_entry WHERE org_id = $1 AND type IN (${TYPES})
         UNION ALL SELECT index, body FROM ledger_entry WHERE org_id = $1 AND type = 'host.moved' ORDER BY index`,
        [orgId],
      );
      return rows.map(({ index, body }) => ({ index, entry: parseEntry(JSON.parse(body) as LedgerEntry) }));
    },
    openings: async (index) =>
      (
        await query.query<Opening & Record<string, unknown>>(
          'SELECT path, value, salt FROM ledger_opening WHERE org_id = $1 AND index = $2 ORDER BY path',
          [orgId, index],
        )
      ).rows,
  };
}
