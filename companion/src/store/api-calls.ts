/** Answers kept by Idempotency-Key: a call that is repeated gets the answer of the first. */
import type { Queryable } from './database.ts';

export interface KeptAnswer {
  status: number;
  contentType: string;
  body: string;
}

/** What stands under a key: nothing yet (the caller goes on), another call, one under way, or an answer. */
export type CallState =
  { kind: 'new' } | { kind: 'other' } | { kind: 'running' } | { kind: 'answered'; answer: KeptAnswer };

export interface CallKey {
  tokenId: string;
  key: string;
  /** SHA-256 of method, path and body, lower-case hex. */
  fingerprint: string;
}

interface Row extends Record<string, unknown> {
  fingerprint: string;
  status: number | null;
  contentType: string | null;
  body: string | null;
}

/** A client may repeat a call for a day; later the key is free again. */
const KEPT = '24 hours';
/** A call that has no answer after this died with its process. */
const LONGEST_CALL = '2 minutes';

export function apiCallStore(query: Queryable) {
  return {
    /** @param at the companion's clock, ISO 8601 with Z */
    async begin({ tokenId, key, fingerprint }: CallKey, at: string): Promise<CallState> {
      await query.query(
        `DELETE FROM api_call WHERE made_at < $1::timestamptz - interval '${KEPT}'
           OR (token_id = $2 AND key = $3 AND status IS NULL AND made_at < $1::timestamptz - interval '${LONGEST_CALL}')`,
        [at, tokenId, key],
      );
      const { rowCount } = await query.query(
        'INSERT INTO api_call (token_id, key, fingerprint, made_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING',
        [tokenId, key, fingerprint, at],
      );
      if (rowCount === 1) return { kind: 'new' };
      const { rows } = await query.query<Row>(
        'SELECT fingerprint, status, content_type AS "contentType", body FROM api_call WHERE token_id = $1 AND key = $2',
        [tokenId, key],
      );
      const [row] = rows;
      if (row && row.fingerprint !== fingerprint) return { kind: 'other' };
      if (!row || row.status === null) return { kind: 'running' };
      const { status, contentType, body } = row;
      return { kind: 'answered', answer: { status, contentType: contentType ?? '', body: body ?? '' } };
    },
    async answered({ tokenId, key }: CallKey, { status, contentType, body }: KeptAnswer): Promise<void> {
      await query.query(
        'UPDATE api_call SET status = $3, content_type = $4, body = $5 WHERE token_id = $1 AND key = $2',
        [tokenId, key, status, contentType, body],
      );
    },
    /** What failed by itself may be tried again under the same key. */
    async forget({ tokenId, key }: CallKey): Promise<void> {
      await query.query('DELETE FROM api_call WHERE token_id = $1 AND key = $2 AND status IS NULL', [
        tokenId,
        key,
      ]);
    },
  };
}
