/** Enrolled passkeys and the challenges of enrolment and sign-in. */
import type { KeyState } from '../core/keys.ts';
import type { Queryable } from './database.ts';
import { table } from './table.ts';

export interface PasskeyRow {
  credentialId: string;
  orgId: string;
  contactId: string;
  publicKey: string;
  alg: number;
  aaguid: string;
  rpId: string;
  transports: string[];
  signCount: number;
  backedUp: boolean;
  fingerprint: string;
  enrolledAt: string;
  state: KeyState;
  /** As its holder calls it; empty when he has not named it. */
  name: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

const passkeys = table<PasskeyRow>({
  name: 'passkey',
  key: ['credentialId'],
  columns: {
    credentialId: 'credential_id',
    orgId: 'org_id',
    contactId: 'contact_id',
    publicKey: 'public_key',
    alg: 'alg',
    aaguid: 'aaguid',
    rpId: 'rp_id',
    transports: 'transports',
    signCount: 'sign_count',
    backedUp: 'backed_up',
    fingerprint: 'fingerprint',
    enrolledAt: 'enrolled_at',
    state: 'state',
    name: 'name',
    lastUsedAt: 'last_used_at',
    revokedAt: 'revoked_at',
  },
});

const ORDER = 'ORDER BY enrolled_at, number';

export interface PasskeyRows {
  put(passkey: Omit<PasskeyRow, 'orgId'>): Promise<void>;
  /** In whatever state, in the order of enrolment. */
  ofContact(contactId: string): Promise<PasskeyRow[]>;
  list(): Promise<PasskeyRow[]>;
  /** @param fingerprint printed, in groups of four */
  byFingerprint(fingerprint: string): Promise<PasskeyRow | null>;
  change(
    credentialId: string,
    change: Partial<Pick<PasskeyRow, 'state' | 'name' | 'revokedAt'>>,
  ): Promise<void>;
  /** Number of passkeys that may sign, by contact id. */
  counts(): Promise<Map<string, number>>;
}

export function passkeyRows(query: Queryable, orgId: string): PasskeyRows {
  return {
    put: async (passkey) => {
      await passkeys.insert(query, { orgId, ...passkey });
    },
    ofContact: (contactId) => passkeys.find(query, { orgId, contactId }, ORDER),
    list: () => passkeys.find(query, { orgId }, ORDER),
    byFingerprint: (fingerprint) => passkeys.first(query, { orgId, fingerprint }),
    change: async (credentialId, change) => {
      await passkeys.update(query, { orgId, credentialId }, change);
    },
    counts: async () => {
      const { rows } = await query.query<{ contact_id: string; count: number }>(
        `SELECT contact_id, count(*) AS count FROM passkey WHERE org_id = $1 AND state = 'Active' GROUP BY contact_id`,
        [orgId],
      );
      return new Map(rows.map((row) => [row.contact_id, row.count]));
    },
  };
}

interface ContactRef {
  org: string;
  id: string;
}

/** As the web part stores and reads them: contact as one reference, over all orgs. */
export function passkeyStore(query: Queryable) {
  const stored = ({ orgId, contactId, ...passkey }: PasskeyRow) => ({
    ...passkey,
    contact: { org: orgId, id: contactId },
  });
  return {
    async byCredential(credentialId: string) {
      const row = await passkeys.first(query, { credentialId });
      return row ? stored(row) : null;
    },
    async byContact({ org, id }: ContactRef) {
      return (await passkeyRows(query, org).ofContact(id)).map(stored);
    },
    async used(credentialId: string, use: { signCount: number; backedUp: boolean; lastUsedAt: string }) {
      await passkeys.update(query, { credentialId }, use);
    },
  };
}

type Purpose = 'enrol' | 'sign-in';

/** A challenge is taken once, by the session it was given to, before it expires. */
export function challengeStore(query: Queryable, now: () => Promise<Temporal.Instant>) {
  return {
    async put(challenge: { value: string; purpose: Purpose; sessionId: string; expiresAt: string }) {
      await query.query('DELETE FROM challenge WHERE expires_at < $1', [
        Temporal.Instant.from(challenge.expiresAt).subtract({ hours: 1 }).toString(),
      ]);
      await query.query(
        'INSERT INTO challenge (value, purpose, session_id, expires_at) VALUES ($1, $2, $3, $4)',
        [challenge.value, challenge.purpose, challenge.sessionId, challenge.expiresAt],
      );
    },
    async take(challenge: { value: string; purpose: Purpose; sessionId: string }) {
      const { rows } = await query.query<{ live: boolean }>(
        `DELETE FROM challenge WHERE value = $1 AND purpose = $2 AND session_id = $3
         RETURNING expires_at > $4 AS live`,
        [challenge.value, challenge.purpose, challenge.sessionId, (await now()).toString()],
      );
      return rows[0]?.live ?? false;
    },
  };
}

/** Counts attempts per key; a window begins with its first attempt. */
export function rateStore(query: Queryable) {
  return {
    async hit(key: string, windowSeconds: number): Promise<{ hits: number; resetsAt: string }> {
      const { rows } = await query.query<{ hits: number; resetsAt: string }>(
        `INSERT INTO rate AS r (key, hits, resets_at)
         VALUES ($1, 1, clock_timestamp() + make_interval(secs => $2))
         ON CONFLICT (key) DO UPDATE SET
           hits = CASE WHEN r.resets_at <= clock_timestamp() THEN 1 ELSE r.hits + 1 END,
           resets_at = CASE WHEN r.resets_at <= clock_timestamp() THEN EXCLUDED.resets_at ELSE r.resets_at END
         RETURNING hits, resets_at AS "resetsAt"`,
        [key, windowSeconds],
      );
      const row = rows[0];
      if (!row) throw new Error('An upsert always returns its row.');
      return row;
    },
  };
}
