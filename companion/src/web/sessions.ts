/** Who is signed in: a server-side session behind a cookie that no script can read. */
import { createHash } from 'node:crypto';
import connectPgSimple from 'connect-pg-simple';
import type { Request, RequestHandler } from 'express';
import session from 'express-session';
import { AppError } from '../core/errors.ts';
import type { IdpFlow } from './idp.ts';
import type { ContactRef } from './ports.ts';

declare module 'express-session' {
  interface SessionData {
    contact: ContactRef;
    /** The passkey it began with; absent where somebody signed in without one. */
    credential: string;
    /** When the sign-in ends, ISO 8601 with Z. The store's own end moves on with each use, this one does not. */
    until: string;
    /** Set when a ceremony begins, so that a visitor without a sign-in has a session to bind it to. */
    ceremony: true;
    /** A sign-in at the identity provider that is under way, and where it leads afterwards. */
    idp: IdpFlow & { to: string };
  }
}

const SESSION_COOKIE = 'countersign_sid';

/** A night's duty; then the passkey is asked again. Not extended by use: an open page must not stay signed in for ever. */
const LIFETIME = Temporal.Duration.from({ hours: 8 });

type PgPool = NonNullable<connectPgSimple.PGStoreOptions['pool']>;

/**
 * Sessions in the table `session` of the given pool; expired rows are removed every quarter of an hour, until it is closed,
 * which must come before the pool ends.
 * @param onError told when expired rows could not be removed; they are tried again
 */
export function pgSessions(
  pool: PgPool,
  onError: (error: unknown) => void,
): session.Store & { close(): void } {
  const PgStore = connectPgSimple(session);
  return new PgStore({
    ...{ pool, tableName: 'session', createTableIfMissing: false, pruneSessionInterval: 900 },
    errorLog: (_message: string, error: unknown) => onError(error),
  });
}

/** @param secrets the newest first; older ones still verify, so that a change signs nobody out */
export function sessions(options: {
  store: session.Store;
  secrets: readonly string[];
  secure: boolean;
}): RequestHandler {
  return session({
    name: SESSION_COOKIE,
    store: options.store,
    secret: [...options.secrets],
    resave: false,
    saveUninitialized: false,
    proxy: options.secure,
    cookie: {
      httpOnly: true,
      sameSite: 'lax',
      secure: options.secure,
      path: '/',
      maxAge: LIFETIME.total('milliseconds'),
    },
  });
}

/** What the store may keep to bind a ceremony or a snapshot to this session, without being able to take the session over. */
export function sessionTag(request: Request): string {
  return createHash('sha256').update(request.sessionID).digest('hex');
}

/** Keeps the session of a visitor who begins a ceremony. */
export async function beginCeremony(request: Request): Promise<{ sessionId: string }> {
  request.session.ceremony = true;
  await settled((done) => request.session.save(done));
  return { sessionId: sessionTag(request) };
}

/** Keeps what the provider's answer is held against. A later start replaces it. */
export async function beginIdp(request: Request, flow: IdpFlow & { to: string }): Promise<void> {
  request.session.idp = flow;
  await settled((done) => request.session.save(done));
}

/** Takes it out for good before the answer is looked at, so that an answer counts once. */
export async function takeIdp(request: Request): Promise<(IdpFlow & { to: string }) | null> {
  const flow = request.session.idp ?? null;
  if (flow === null) return null;
  delete request.session.idp;
  await settled((done) => request.session.save(done));
  return flow;
}

/** A new session id at each sign-in, so that an id planted before it is worth nothing. */
export async function signIn(
  request: Request,
  { contact, credential }: { contact: ContactRef; credential?: string },
  now: Temporal.Instant,
): Promise<void> {
  await settled((done) => request.session.regenerate(done));
  request.session.contact = contact;
  if (credential !== undefined) request.session.credential = credential;
  request.session.until = now.add(LIFETIME).toString();
  await settled((done) => request.session.save(done));
}

/** Without a passkey: through the company's identity provider. */
export const cameByIdp = ({ session: { contact, credential } }: Request): boolean =>
  contact !== undefined && credential === undefined;

export async function signOut(request: Request): Promise<void> {
  await settled((done) => request.session.destroy(done));
}

/** A session ends with the passkey it began with: who has found a lost device must not read on. */
export function endWithPasskey(isLive: (credentialId: string) => Promise<boolean>): RequestHandler {
  return async (request, _response, next) => {
    const { credential } = request.session;
    if (credential !== undefined && !(await isLive(credential))) delete request.session.contact;
    next();
  };
}

/**
 * Is the session of this id still there, signed in, not too old, and its passkey in force? For answers that outlive
 * their request.
 */
export async function stillSignedIn(
  store: session.Store,
  id: string,
  now: Temporal.Instant,
  isLive: (credentialId: string) => Promise<boolean>,
): Promise<boolean> {
  const kept = await keptSession(store, id);
  if (!kept?.contact || !isFresh(kept.until, now)) return false;
  return kept.credential === undefined || isLive(kept.credential);
}

function keptSession(store: session.Store, id: string): Promise<Partial<session.SessionData> | null> {
  return new Promise((resolve, reject) => {
    store.get(id, (error: unknown, kept) => {
      if (error) reject(error instanceof Error ? error : new Error('The session could not be read.'));
      else resolve(kept ?? null);
    });
  });
}

const isFresh = (until: string | undefined, now: Temporal.Instant): boolean =>
  until !== undefined && Temporal.Instant.compare(now, Temporal.Instant.from(until)) < 0;

/** @throws AppError not_signed_in, also when the sign-in is older than {@link LIFETIME} */
export function signedIn(request: Request, now: Temporal.Instant): ContactRef {
  const { contact, until } = request.session;
  if (!contact || !isFresh(until, now))
    throw new AppError('not_signed_in', 'Sign in with your passkey first.');
  return contact;
}

function settled(start: (done: (error?: unknown) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    start((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('The session could not be kept.'));
    });
  });
}
