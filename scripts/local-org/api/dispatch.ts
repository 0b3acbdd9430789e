/** From a plain request to a plain answer: version, session, route, and the platform's shape for every fault. */
import { notFound, OrgError } from '../errors.ts';
import type { Engine } from '../state/engine.ts';
import { withOrigin } from '../state/origin.ts';
import { mayUseApi } from './api-access.ts';
import { changeOrigin } from './change-origin.ts';
import type { UsageMeter } from './limits.ts';
import { ownOrigin } from './origin.ts';
import { createRouter } from './router.ts';
import type { Router } from './router.ts';
import type { AbsoluteRoute, ApiRequest, ApiResponse, PublicRequest, Route, Session } from './route.ts';

const DATA = /^\/services\/data\/v(\d+\.0)(\/.*)?$/;
const NEWEST_VERSION = 68;

/** How a token reached us: a person's cookie or a client's header. */
export interface Credentials {
  token: string;
  kind: 'cookie' | 'header';
}

export interface DispatchParts {
  engine: Engine;
  routes: readonly Route[];
  absoluteRoutes: readonly AbsoluteRoute[];
  /** Answers browsers at a path that no route has. */
  elsewhere: AbsoluteRoute;
  usage: UsageMeter;
  /** Hears of faults that are ours, not the client's. */
  onError: (error: unknown) => void;
}

/** A request before its route is found. */
type Unrouted = Omit<PublicRequest, 'params' | 'version' | 'session'>;

export type Dispatch = (request: Unrouted, credentials: Credentials | null) => Promise<ApiResponse>;

/** Answers every request; never throws. */
export function createDispatch(parts: DispatchParts): Dispatch {
  const data = createRouter(parts.routes);
  const absolute = createRouter(parts.absoluteRoutes);
  return (request, credentials) => {
    const answer = async () => {
      await parts.engine.housekeeping.keep();
      const session = await sessionOf(parts.engine, credentials);
      const match = DATA.exec(request.path);
      if (!match) return absoluteAnswer(parts, absolute, request, session);
      if (!session) throw invalidSession();
      mayCall(session, credentials, request);
      return dataAnswer(parts, data, { ...request, session }, match);
    };
    return withOrigin(changeOrigin(request, credentials), () => asAnswer(answer, parts));
  };
}

/** A resource below a version; the use of the API is counted and told in a header, whatever the answer. */
async function dataAnswer(
  { engine, usage, onError }: DispatchParts,
  find: Router<Route>,
  request: Omit<ApiRequest, 'params' | 'version'>,
  [, version = '', rest = '/']: RegExpExecArray,
): Promise<ApiResponse> {
  const { used, max } = usage.count();
  const answer = await asAnswer(
    async () => {
      // The platform lets an org run over for a while; here the limit is hard, so that clients meet it.
      if (used > max) throw new OrgError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
      const found = find(request.method, rest);
      if (Number(version) > NEWEST_VERSION) throw notFound();
      if (!('route' in found)) throw refused(request.method, found.allowed);
      return found.route.handle(engine.snapshot(), { ...request, params: found.params, version });
    },
    { onError },
  );
  return { ...answer, headers: { 'sforce-limit-info': `api-usage=${used}/${max}`, ...answer.headers } };
}

/** A resource with a path of its own. */
async function absoluteAnswer(
  { engine, elsewhere }: DispatchParts,
  find: Router<AbsoluteRoute>,
  request: Unrouted,
  session: Session | undefined,
): Promise<ApiResponse> {
  const found = find(request.method, request.path);
  const isLost = !('route' in found) && found.allowed.length === 0 && opensPage(request);
  if (!('route' in found) && !isLost) throw refused(request.method, found.allowed);
  const { route, params } = 'route' in found ? found : { route: elsewhere, params: {} };
  const whole = { ...request, params, version: `${NEWEST_VERSION}.0` };
  if (route.access === 'public') return route.handle(engine, { ...whole, session });
  if (session && (route.access === 'session' || mayOpenPages(session))) {
    return route.handle(engine, { ...whole, session });
  }
  if (route.access === 'session') throw invalidSession();
  const to = encodeURIComponent(`${request.path}${request.query.size > 0 ? `?${request.query}` : ''}`);
  return { status: 302, headers: { location: `/login?to=${to}` } };
}

/** A browser that opens an address; those of the APIs answer browsers as they do clients. */
function opensPage({ method, path, headers }: Unrouted): boolean {
  return (
    method === 'GET' && !path.startsWith('/services/') && (headers['accept'] ?? '').includes('text/html')
  );
}

async function sessionOf(engine: Engine, credentials: Credentials | null): Promise<Session | undefined> {
  const found = credentials && (await engine.sessions.find(credentials.token));
  if (!found) return undefined;
  const { id, userId, type, scopes } = found;
  return { user: await engine.userContext(userId), token: credentials.token, id, type, scopes };
}

function mayOpenPages({ user }: Session): boolean {
  return !user.systemPermissions.has('ApiUserOnly');
}

/**
 * A client must be let use the API. A person's own pages need not, but what they write must come from this server's
 * pages: the other parts of the product on this machine count as the same site for cookies.
 */
function mayCall(
  session: Session,
  credentials: Credentials | null,
  request: Pick<PublicRequest, 'method' | 'headers' | 'baseUrl'>,
): void {
  const isClient = credentials?.kind === 'header' || session.type === 'API';
  if (isClient) mayUseApi(session, session.user);
  if (credentials?.kind !== 'header' && request.method !== 'GET') ownOrigin(request);
}

function invalidSession(): OrgError {
  return new OrgError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
}

function refused(method: string, allowed: string[]): OrgError {
  if (allowed.length === 0) return notFound();
  return new OrgError(
    405,
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${method}' not allowed. Allowed are ${[...new Set(allowed)].join(',')}`,
  );
}

async function asAnswer(
  run: () => Promise<ApiResponse>,
  { onError }: Pick<DispatchParts, 'onError'>,
): Promise<ApiResponse> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof OrgError) return { status: error.status, body: error.body() };
    onError(error);
    const message = 'An unexpected error occurred in the local org; its log has the details.';
    return { status: 500, body: [{ message, errorCode: 'UNKNOWN_EXCEPTION' }] };
  }
}
