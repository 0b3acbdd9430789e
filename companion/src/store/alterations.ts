/** Alterations of records by which a request is frozen, as the ledger holds them; read within a unit as it will be committed. */
import { type Altered, type Freezes, learnFreezes } from '../core/alterations.ts';
import type { Opening } from '../core/commitments.ts';
import type { LedgerEntry } from '../core/entries/entries.ts';
import type { Queryable } from './database.ts';
import { parseEntry } from './entry-schemas.ts';

/** An alteration, with what opens its commitments. */
export type OpenedAlteration = Altered & { openings: Opening[] };

export interface AlterationRows {
  /** Those at which no contact has looked yet, oldest first. */
  standing(requestId: string): Promise<OpenedAlteration[]>;
}

export function alterationRows(
  query: Queryable,
  orgId: string,
  openings: (index: number) => Promise<Opening[]>,
): AlterationRows {
  return {
    async standing(requestId) {
      // Entries of earlier versions do not name the request that they freeze.
      const { rows } = await query.query<{ index: number; body: string }>(
        `SELECT index, body FROM ledger_entry
         WHERE org_id = $1 AND type IN ('record.altered', 'freeze.ended') AND (request_id = $2 OR request_id IS NULL)
         ORDER BY index`,
        [orgId, requestId],
      );
      const freezes: Freezes = new Map();
      for (const { index, body } of rows)
        learnFreezes(freezes, parseEntry(JSON.parse(body) as LedgerEntry), index);
      const found: OpenedAlteration[] = [];
      for (const altered of freezes.get(requestId) ?? [])
        found.push({ ...altered, openings: await openings(altered.index) });
      return found;
    },
  };
}
