/** What contacts were shown and signed besides decisions on requests. */
import type { ActSnapshot, ActType } from '../core/acts.ts';
import type { Queryable } from './database.ts';
import { table } from './table.ts';

export interface ActSnapshotRow {
  nonce: string;
  orgId: string;
  contactId: string;
  sessionId: string;
  type: ActType;
  subject: string;
  body: ActSnapshot;
  /** Canonical text of what the snapshot was made from. */
  ground: string;
  expiresAt: string;
  usedAt: string | null;
}

const snapshots = table<ActSnapshotRow>({
  name: 'act_snapshot',
  key: ['nonce'],
  columns: {
    nonce: 'nonce',
    orgId: 'org_id',
    contactId: 'contact_id',
    sessionId: 'session_id',
    type: 'type',
    subject: 'subject',
    body: { json: 'body' },
    ground: 'ground',
    expiresAt: 'expires_at',
    usedAt: 'used_at',
  },
});

export interface StoredAct {
  orgId: string;
  /** Ledger index and leaf of its act.signed entry. */
  index: number;
  leaf: string;
  contactId: string;
  type: ActType;
  subject: string;
  choice: string;
  reason: string;
  digest: string;
  fingerprint: string;
  signedAt: string;
  /** A second person must sign, too. */
  waiting: boolean;
}

const acts = table<StoredAct>({
  name: 'act',
  key: ['orgId', 'index'],
  columns: {
    orgId: 'org_id',
    index: 'index',
    leaf: 'leaf',
    contactId: 'contact_id',
    type: 'type',
    subject: 'subject',
    choice: 'choice',
    reason: 'reason',
    digest: 'digest',
    fingerprint: 'fingerprint',
    signedAt: 'signed_at',
    waiting: 'waiting',
  },
});

export interface ActRows {
  show(snapshot: Omit<ActSnapshotRow, 'orgId' | 'usedAt'>): Promise<void>;
  shown(nonce: string): Promise<ActSnapshotRow | null>;
  /** @returns false when it was used already */
  use(nonce: string, at: string): Promise<boolean>;
  put(act: StoredAct): Promise<void>;
  /** In the order of signing. */
  ofSubject(type: ActType, subject: string): Promise<StoredAct[]>;
  /** Those that need a second signature and wait for it, in the order of signing. */
  waiting(type: ActType, subject: string): Promise<StoredAct[]>;
  wait(index: number): Promise<void>;
  /** The change took force, or was turned down: none of its signatures waits any more. */
  settle(type: ActType, subject: string): Promise<void>;
}

export function actRows(query: Queryable, orgId: string): ActRows {
  return {
    show: async (snapshot) => {
      await snapshots.insert(query, { orgId, usedAt: null, ...snapshot });
    },
    shown: (nonce) => snapshots.first(query, { orgId, nonce }),
    use: async (nonce, at) =>
      (await snapshots.update(query, { orgId, nonce, usedAt: null }, { usedAt: at })) > 0,
    put: async (act) => {
      await acts.insert(query, act);
    },
    ofSubject: (type, subject) => acts.find(query, { orgId, type, subject }, 'ORDER BY index'),
    waiting: (type, subject) => acts.find(query, { orgId, type, subject, waiting: true }, 'ORDER BY index'),
    wait: async (index) => {
      await acts.update(query, { orgId, index }, { waiting: true });
    },
    settle: async (type, subject) => {
      await acts.update(query, { orgId, type, subject, waiting: true }, { waiting: false });
    },
  };
}
