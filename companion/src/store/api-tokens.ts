/** Tokens of the API, by the hash of the token: whoever reads the table cannot use one. */
import type { Queryable } from './database.ts';
import { table } from './table.ts';

export interface ApiToken {
  /** A public name, for lists, logs and the ledger. */
  id: string;
  orgId: string;
  /** SHA-256 of the token, lower-case hex. */
  tokenHash: string;
  name: string;
  scopes: string[];
  /** Domains whose addresses it may name as senders of an intake. */
  senders: string[];
  madeAt: string;
  madeBy: string;
  expiresAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
  revokedBy: string | null;
}

const tokens = table<ApiToken>({
  name: 'api_token',
  key: ['id'],
  columns: {
    id: 'id',
    orgId: 'org_id',
    tokenHash: 'token_hash',
    name: 'name',
    scopes: 'scopes',
    senders: 'senders',
    madeAt: 'made_at',
    madeBy: 'made_by',
    expiresAt: 'expires_at',
    lastUsedAt: 'last_used_at',
    revokedAt: 'revoked_at',
    revokedBy: 'revoked_by',
  },
});

export interface ApiTokenRows {
  get(id: string): Promise<ApiToken | null>;
  /** Newest first. */
  list(): Promise<ApiToken[]>;
  put(token: Omit<ApiToken, 'orgId' | 'lastUsedAt' | 'revokedAt' | 'revokedBy'>): Promise<void>;
  /** @returns false when it was revoked already, or never was */
  revoke(id: string, revoked: { revokedAt: string; revokedBy: string }): Promise<boolean>;
}

export function apiTokenRows(query: Queryable, orgId: string): ApiTokenRows {
  return {
    get: (id) => tokens.first(query, { orgId, id }),
    list: () => tokens.find(query, { orgId }, 'ORDER BY made_at DESC, id'),
    put: async (token) => {
      await tokens.insert(query, { orgId, lastUsedAt: null, revokedAt: null, revokedBy: null, ...token });
    },
    revoke: async (id, revoked) => (await tokens.update(query, { orgId, id, revokedAt: null }, revoked)) > 0,
  };
}

/** The org is not known before the token is: looked up over all orgs. */
export function apiTokenStore(query: Queryable) {
  return {
    byHash: (tokenHash: string): Promise<ApiToken | null> => tokens.first(query, { tokenHash }),
    /** To the minute: a busy client must not make each of its reads a write. */
    used: async (id: string, at: string): Promise<void> => {
      await query.query(
        `UPDATE api_token SET last_used_at = $2
         WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2::timestamptz - interval '1 minute')`,
        [id, at],
      );
    },
  };
}
