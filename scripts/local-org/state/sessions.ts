/** Sessions: opaque tokens, kept as hashes, each with its AuthSession row. */
import { createHash, randomBytes } from 'node:crypto';
import type { OrgClock } from './clock.ts';
import type { Database } from './database.ts';
import type { Platform, Sessions } from './engine.ts';

/** Idle seconds after which a session ends, the platform's default. */
const SECONDS_VALID = 7200;

interface Held {
  id: string;
  userId: string;
  type: string;
  lastUsed: Temporal.Instant;
}

export interface SessionStore extends Sessions {
  /** The AuthSession row is gone: the token is worth nothing from now on. */
  ended(sessionId: string): void;
}

/** Tokens in use are held in memory; the table lets them survive a restart. */
export async function openSessions(
  database: Database,
  parts: { platform: Platform; clock: OrgClock; orgId: string },
): Promise<SessionStore> {
  const { platform, clock, orgId } = parts;
  const held = new Map<string, Held>();
  // A session whose row was deleted has ended, whatever token is still noted.
  await database.query('DELETE FROM org_session WHERE id NOT IN (SELECT id FROM authsession)');
  const rows = await database.query<{ token_hash: string; id: string; user_id: string; type: string }>(
    'SELECT * FROM org_session',
  );
  for (const { token_hash: hash, id, user_id: userId, type } of rows) {
    held.set(hash, { id, userId, type, lastUsed: clock.now() });
  }

  async function drop(hash: string): Promise<void> {
    held.delete(hash);
    await database.query('DELETE FROM org_session WHERE token_hash = $1', [hash]);
  }

  return {
    open: async (userId, { type, sourceIp }) => {
      const token = `${orgId.slice(0, 15)}!${randomBytes(48).toString('hex')}`;
      const login = { userId, loginType: type === 'API' ? 'Remote Access 2.0' : 'Application', sourceIp };
      const loginHistoryId = await recordLogin(database, { platform, clock }, login);
      const [id = ''] = await platform.insert('AuthSession', [
        {
          UsersId: userId,
          SessionType: type === 'API' ? 'Oauth2' : 'UI',
          SessionSecurityLevel: 'STANDARD',
          LoginType: login.loginType,
          LoginHistoryId: loginHistoryId,
          UserType: 'Standard',
          SourceIp: sourceIp,
          NumSecondsValid: SECONDS_VALID,
        },
      ]);
      held.set(hashOf(token), { id, userId, type, lastUsed: clock.now() });
      await database.query('INSERT INTO org_session VALUES ($1, $2, $3, $4)', [
        hashOf(token),
        id,
        userId,
        type,
      ]);
      return { token, id };
    },
    find: async (token) => {
      const session = held.get(hashOf(token));
      if (!session) return undefined;
      // People's pages stay signed in: a stand-in whose clock is turned by hand would log them out at every turn.
      const idle = clock.now().since(session.lastUsed).total('seconds');
      if (session.type === 'API' && idle > SECONDS_VALID) {
        await drop(hashOf(token));
        await platform.remove('AuthSession', session.id);
        return undefined;
      }
      session.lastUsed = clock.now();
      return { id: session.id, userId: session.userId };
    },
    close: async (token) => {
      const session = held.get(hashOf(token));
      if (!session) return;
      await drop(hashOf(token));
      await platform.remove('AuthSession', session.id);
    },
    ended: (sessionId) => {
      for (const [hash, session] of held) if (session.id === sessionId) held.delete(hash);
    },
  };
}

/** Notes a login where the platform notes it; the user's own row is not modified by it. */
async function recordLogin(
  database: Database,
  { platform, clock }: { platform: Platform; clock: OrgClock },
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
