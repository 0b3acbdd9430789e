/** What a client holds between two requests: authorization codes, refresh tokens, one-time passwords of single access. */
import { createHash, randomBytes } from 'node:crypto';
import type { OrgClock } from './clock.ts';
import type { Database } from './database.ts';

export type GrantKind = 'code' | 'refresh' | 'otp';

/** Whom a secret speaks for, and what it was given for. */
export interface Grant {
  userId: string;
  clientId: string;
  /** Separated by blanks. */
  scopes: string;
  /** Where a code was sent, or the page that single access leads to. */
  redirectUri: string | null;
  /** S256 of the verifier that must come with a code (RFC 7636). */
  challenge: string | null;
}

/** The client that an access token was given to. */
export interface SessionGrant {
  clientId: string;
  scopes: string;
  /** The refresh token that goes with it; revoking that ends the session too. */
  refreshToken: string | null;
}

/** Only hashes are kept, in the org's database, so that a restart breaks no client's login. */
export interface Grants {
  issue(kind: GrantKind, grant: Grant): Promise<string>;
  /** The grant of a secret that is still good, or undefined. */
  find(kind: GrantKind, secret: string): Promise<Grant | undefined>;
  /** The same, and the secret is worth nothing from now on. */
  take(kind: GrantKind, secret: string): Promise<Grant | undefined>;
  /** Notes to whom an access token was given. */
  bind(sessionId: string, session: SessionGrant): Promise<void>;
  /** To whom the access token of a session was given; undefined for a person's own session. */
  ofSession(sessionId: string): Promise<Omit<SessionGrant, 'refreshToken'> | undefined>;
  /** Ids of the sessions whose tokens came from a refresh token. */
  sessionsOf(refreshToken: string): Promise<string[]>;
}

/** Seconds for which a secret is good; a refresh token is good until it is revoked, the platform's default policy. */
const LIFETIMES: Record<GrantKind, number | null> = { code: 600, otp: 60, refresh: null };
/** Secrets of each kind look as on the platform. */
const PREFIXES: Record<GrantKind, string> = { code: 'aPrx', otp: '0Ag', refresh: '5Aep861' };

const COLUMNS = `user_id AS "userId", client_id AS "clientId", scopes, redirect_uri AS "redirectUri", challenge`;
const GOOD = '(valid_until IS NULL OR valid_until > $3::timestamptz)';

/** The grants of an org. */
export function createGrants(database: Database, clock: OrgClock): Grants {
  const lookUp = async (statement: string, kind: GrantKind, secret: string) => {
    const [grant] = await database.query<Grant>(statement, [hashOf(secret), kind, clock.now().toString()]);
    return grant;
  };
  return {
    issue: async (kind, { userId, clientId, scopes, redirectUri, challenge }) => {
      const secret = PREFIXES[kind] + randomBytes(36).toString('base64url');
      const seconds = LIFETIMES[kind];
      const until = seconds === null ? null : clock.now().add({ seconds }).toString();
      await database.query('INSERT INTO org_grant VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', [
        ...[hashOf(secret), kind, userId, clientId, scopes, redirectUri, challenge, until],
      ]);
      return secret;
    },
    find: (kind, secret) =>
      lookUp(`SELECT ${COLUMNS} FROM org_grant WHERE hash = $1 AND kind = $2 AND ${GOOD}`, kind, secret),
    take: (kind, secret) =>
      lookUp(
        `DELETE FROM org_grant WHERE hash = $1 AND kind = $2 AND ${GOOD} RETURNING ${COLUMNS}`,
        kind,
        secret,
      ),
    bind: async (sessionId, { clientId, scopes, refreshToken }) => {
      const refresh = refreshToken === null ? null : hashOf(refreshToken);
      await database.query('INSERT INTO org_session_grant VALUES ($1, $2, $3, $4)', [
        ...[sessionId, clientId, scopes, refresh],
      ]);
    },
    ofSession: async (sessionId) => {
      const [found] = await database.query<{ clientId: string; scopes: string }>(
        'SELECT client_id AS "clientId", scopes FROM org_session_grant WHERE session_id = $1',
        [sessionId],
      );
      return found;
    },
    sessionsOf: async (refreshToken) => {
      const rows = await database.query<{ id: string }>(
        'SELECT session_id AS id FROM org_session_grant WHERE refresh_hash = $1',
        [hashOf(refreshToken)],
      );
      return rows.map(({ id }) => id);
    },
  };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
