/** What contacts were shown, what they signed, and what became of it. */
import type { SignedDecision, Snapshot } from '../core/statement.ts';
import type { Bounds } from '../core/windows.ts';
import type { Json } from '../core/canonical.ts';
import type { Queryable } from './database.ts';
import { table } from './table.ts';

export interface SnapshotRow {
  nonce: string;
  orgId: string;
  contactId: string;
  sessionId: string;
  requestId: string;
  revision: number;
  body: Snapshot;
  expiresAt: string;
  usedAt: string | null;
}

const snapshots = table<SnapshotRow>({
  name: 'snapshot',
  key: ['nonce'],
  columns: {
    nonce: 'nonce',
    orgId: 'org_id',
    contactId: 'contact_id',
    sessionId: 'session_id',
    requestId: 'request_id',
    revision: 'revision',
    body: { json: 'body' },
    expiresAt: 'expires_at',
    usedAt: 'used_at',
  },
});

export interface SnapshotRows {
  put(snapshot: Omit<SnapshotRow, 'orgId' | 'usedAt'>): Promise<void>;
  get(nonce: string): Promise<SnapshotRow | null>;
  /** @returns false when it was used already */
  use(nonce: string, at: string): Promise<boolean>;
}

export function snapshotRows(query: Queryable, orgId: string): SnapshotRows {
  return {
    put: async (snapshot) => {
      await snapshots.insert(query, { orgId, usedAt: null, ...snapshot });
    },
    get: (nonce) => snapshots.first(query, { orgId, nonce }),
    use: async (nonce, at) =>
      (await snapshots.update(query, { orgId, nonce, usedAt: null }, { usedAt: at })) > 0,
  };
}

export interface StoredDecision {
  orgId: string;
  /** Ledger index and leaf of its decision.received entry. */
  index: number;
  leaf: string;
  requestId: string;
  contactId: string;
  decision: SignedDecision;
  reason: string;
  bounds: Bounds | null;
  digest: string;
  fingerprint: string;
  statement: { readonly [name: string]: Json };
  assertion: { readonly [name: string]: Json };
  policyVersion: string;
  rosterVersion: string;
  status: 'pending' | 'effective' | 'without_effect';
  because: string | null;
  receivedAt: string;
  settledAt: string | null;
  /** When an approval stopped counting before the quorum, and why. */
  endedAt: string | null;
  endedBecause: string | null;
}

const decisions = table<StoredDecision>({
  name: 'decision',
  key: ['orgId', 'index'],
  columns: {
    orgId: 'org_id',
    index: 'index',
    leaf: 'leaf',
    requestId: 'request_id',
    contactId: 'contact_id',
    decision: 'decision',
    reason: 'reason',
    bounds: { json: 'bounds' },
    digest: 'digest',
    fingerprint: 'fingerprint',
    statement: { json: 'statement' },
    assertion: { json: 'assertion' },
    policyVersion: 'policy_version',
    rosterVersion: 'roster_version',
    status: 'status',
    because: 'because',
    receivedAt: 'received_at',
    settledAt: 'settled_at',
    endedAt: 'ended_at',
    endedBecause: 'ended_because',
  },
});

export interface DecisionRows {
  put(decision: StoredDecision): Promise<void>;
  /** In the order of receipt. */
  ofRequest(requestId: string): Promise<StoredDecision[]>;
  /** The requests that a contact has answered, with the last answer to each. */
  answersOf(contactId: string): Promise<Pick<StoredDecision, 'requestId' | 'decision'>[]>;
  /** Received, not yet effective or without effect; in the order of receipt. */
  pending(): Promise<StoredDecision[]>;
  settle(
    index: number,
    settled: { status: 'effective' | 'without_effect'; because: string | null; settledAt: string },
  ): Promise<void>;
  /** An effective approval stops counting. */
  end(index: number, ended: { endedAt: string; endedBecause: string }): Promise<void>;
}

export function decisionRows(query: Queryable, orgId: string): DecisionRows {
  return {
    put: async (decision) => {
      await decisions.insert(query, decision);
    },
    ofRequest: (requestId) => decisions.find(query, { orgId, requestId }, 'ORDER BY index'),
    answersOf: async (contactId) =>
      (
        await query.query(
          `SELECT DISTINCT ON (request_id) request_id AS "requestId", decision FROM decision
            WHERE org_id = $1 AND contact_id = $2 ORDER BY request_id, index DESC`,
          [orgId, contactId],
        )
      ).rows as Pick<StoredDecision, 'requestId' | 'decision'>[],
    pending: () => decisions.find(query, { orgId, status: 'pending' }, 'ORDER BY index'),
    settle: async (index, settled) => {
      await decisions.update(query, { orgId, index, status: 'pending' }, settled);
    },
    end: async (index, ended) => {
      await decisions.update(query, { orgId, index, status: 'effective', endedAt: null }, ended);
    },
  };
}
