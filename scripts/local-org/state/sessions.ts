/** Sessions: opaque tokens, kept as hashes, each with its AuthSession row. */
import { createHash, randomBytes } from 'node:crypto';
import type { OrgClock } from './clock.ts';
import type { Database } from './database.ts';
import type { FoundSession, Platform, Sessions, SessionType } from './engine.ts';

/** Idle seconds after which a new session ends, the platform's default. */
const SECONDS_VALID = 7200;

interface Held extends FoundSession {
  /** The row's LastModifiedDate. */
  lastUsed: Temporal.Instant;
  /** The row's NumSecondsValid. */
  secondsValid: number;
}

export interface SessionStore extends Sessions {
  /** The AuthSession row is gone: the token is worth nothing from now on. */
  ended(sessionId: string): void;
}

interface Parts {
  database: Database;
  platform: Platform;
  clock: OrgClock;
  orgId: string;
}

/** Tokens in use are held in memory; the table lets them survive a restart. */
export async function openSessions(parts: Parts): Promise<SessionStore> {
  const { database, clock } = parts;
  // A session whose row was deleted has ended, whatever token is still noted.
  await database.query('DELETE FROM org_session WHERE id NOT IN (SELECT id FROM authsession)');
  await database.query('DELETE FROM org_session_grant WHERE session_id NOT IN (SELECT id FROM authsession)');
  const rows = await database.query<Omit<Held, 'lastUsed'> & { hash: string; lastUsed: string | null }>(
    `SELECT s.token_hash AS hash, s.id, s.user_id AS "userId", s.type, a.lastmodifieddate AS "lastUsed",
       a.numsecondsvalid AS "secondsValid", g.scopes FROM org_session s JOIN authsession a ON a.id = s.id
       LEFT JOIN org_session_grant g ON g.session_id = s.id`,
  );
  const held = rows.map(({ hash, lastUsed, ...rest }) => {
    const used = lastUsed === null ? clock.now() : Temporal.Instant.from(lastUsed.replace('+0000', 'Z'));
    return [hash, { ...rest, lastUsed: used }] as const;
  });
  return new SessionTable(parts, new Map(held));
}

class SessionTable implements SessionStore {
  readonly #parts: Parts;
  readonly #held: Map<string, Held>;

  constructor(parts: Parts, held: Map<string, Held>) {
    this.#parts = parts;
    this.#held = held;
  }

  async open(
    userId: string,
    { type, sourceIp, scopes = null }: { type: SessionType; sourceIp: string; scopes?: string | null },
  ): Promise<{ token: string; id: string }> {
    const { database, platform, clock, orgId } = this.#parts;
    const token = `${orgId.slice(0, 15)}!${randomBytes(48).toString('hex')}`;
    const login = { userId, loginType: type === 'API' ? 'Remote Access 2.0' : 'Application', sourceIp };
    const [id = ''] = await platform.insert('AuthSession', [
      {
        UsersId: userId,
        SessionType: type === 'API' ? 'Oauth2' : 'UI',
        SessionSecurityLevel: 'STANDARD',
        LoginType: login.loginType,
        LoginHistoryId: await recordLogin(this.#parts, login),
        UserType: 'Standard',
        SourceIp: sourceIp,
        NumSecondsValid: SECONDS_VALID,
      },
    ]);
    const lastUsed = clock.now();
    this.#held.set(hashOf(token), { id, userId, type, scopes, lastUsed, secondsValid: SECONDS_VALID });
    await database.query('INSERT INTO org_session VALUES ($1, $2, $3, $4)', [
      hashOf(token),
      id,
      userId,
      type,
    ]);
    return { token, id };
  }

  async find(token: string): Promise<FoundSession | undefined> {
    const session = this.#held.get(hashOf(token));
    if (!session) return undefined;
    const now = this.#parts.clock.now();
    const idle = now.since(session.lastUsed).total('seconds');
    // People's pages stay signed in: a stand-in whose clock is turned by hand would log them out at every turn.
    if (session.type === 'API' && idle > session.secondsValid) {
      await this.close(token);
      return undefined;
    }
    // As on the platform, use counts from the middle of the time on; before, the end stays where it is.
    if (idle > session.secondsValid / 2) await this.#prolong(session, now);
    const { id, userId, type, scopes } = session;
    return { id, userId, type, scopes };
  }

  async #prolong(session: Held, now: Temporal.Instant): Promise<void> {
    session.lastUsed = now;
    await this.#parts.database.query(
      'UPDATE authsession SET lastmodifieddate = $2::timestamptz WHERE id = $1',
      [session.id, now.toString()],
    );
  }

  async close(token: string): Promise<void> {
    const session = this.#held.get(hashOf(token));
    if (!session) return;
    this.#held.delete(hashOf(token));
    await this.#parts.database.query('DELETE FROM org_session WHERE token_hash = $1', [hashOf(token)]);
    await this.#parts.platform.remove('AuthSession', session.id);
  }

  ended(sessionId: string): void {
    for (const [hash, session] of this.#held) if (session.id === sessionId) this.#held.delete(hash);
  }
}

/** Notes a login where the platform notes it; the user's own row is not modified by it. */
async function recordLogin(
  { database, platform, clock }: Parts,
  { userId, loginType, sourceIp }: { userId: string; loginType: string; sourceIp: string },
): Promise<string | undefined> {
  const now = clock.now().toString();
  await database.query('UPDATE "user" SET lastlogindate = $2::timestamptz WHERE id = $1', [userId, now]);
  const [id] = await platform.insert('LoginHistory', [
    { UserId: userId, LoginTime: now, LoginType: loginType, SourceIp: sourceIp, Status: 'Success' },
  ]);
  return id;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
