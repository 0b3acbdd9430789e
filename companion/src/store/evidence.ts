/** Rows of the org's sources as they were read, each once. */
import type { EvidenceRow } from '../core/evidence.ts';
import type { Queryable } from './database.ts';

export interface StoredEvidence {
  source: string;
  key: string;
  /** When it happened, by the org's clock. */
  at: string;
  row: EvidenceRow;
}

export interface EvidenceRows {
  /** @returns those that were not known */
  add(rows: readonly StoredEvidence[], seenAt: string): Promise<StoredEvidence[]>;
  /** Rows of all sources at or after `from` (all when null), oldest first. */
  since(from: string | null): Promise<EvidenceRow[]>;
  /** Audit rows whose action begins with one of these, oldest first. */
  ofActions(prefix: string): Promise<EvidenceRow[]>;
}

/** Rows per statement: one text for any number, far below what a message may hold. */
const AT_ONCE = 2000;

const id = ({ source, key }: { source: string; key: string }) => `${source}:${key}`;

export function evidenceRows(query: Queryable, orgId: string): EvidenceRows {
  const bodies = async (where: string, values: unknown[]): Promise<EvidenceRow[]> => {
    const { rows } = await query.query<{ body: EvidenceRow }>(
      `SELECT body FROM evidence WHERE org_id = $1 AND ${where} ORDER BY at, source, key`,
      [orgId, ...values],
    );
    return rows.map(({ body }) => body);
  };
  const addSome = async (some: readonly StoredEvidence[], seenAt: string): Promise<StoredEvidence[]> => {
    const { rows } = await query.query<{ source: string; key: string }>(
      `INSERT INTO evidence (org_id, source, key, at, body, seen_at)
       SELECT $1, source, key, at, body::jsonb, $6
       FROM unnest($2::text[], $3::text[], $4::timestamptz[], $5::text[]) AS new (source, key, at, body)
       ON CONFLICT DO NOTHING RETURNING source, key`,
      [
        orgId,
        some.map(({ source }) => source),
        some.map(({ key }) => key),
        some.map(({ at }) => at),
        some.map(({ row }) => JSON.stringify(row)),
        seenAt,
      ],
    );
    const added = new Set(rows.map(id));
    return some.filter((row) => added.has(id(row)));
  };
  return {
    async add(rows, seenAt) {
      const added: StoredEvidence[] = [];
      for (let at = 0; at < rows.length; at += AT_ONCE) {
        added.push(...(await addSome(rows.slice(at, at + AT_ONCE), seenAt)));
      }
      return added;
    },
    since: (from) => (from === null ? bodies('true', []) : bodies('at >= $2', [from])),
    ofActions: (prefix) =>
      bodies(`source = 'SetupAuditTrail' AND starts_with(lower(body ->> 'action'), $2)`, [prefix]),
  };
}
