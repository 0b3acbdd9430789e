/** From a client's token to a person's page: a one-time address that logs a browser in. */
import { formOf } from '../../api/oauth/token.ts';
import type { AbsoluteRoute, ApiResponse, PublicHandler } from '../../api/route.ts';
import { loginRefusal } from '../../security/login.ts';
import type { Engine } from '../../state/engine.ts';
import { notice, page } from '../chrome/layout.ts';
import { sessionCookie, wayBack } from '../login/cookie.ts';

/** The path of an address of this server; `/` for any other. */
function ownPath(baseUrl: string, address: string | undefined): string {
  if (address === undefined) return '/';
  const { port } = new URL(baseUrl);
  const url = URL.canParse(address) ? new URL(address) : null;
  const isOwn = url !== null && ['localhost', '127.0.0.1'].includes(url.hostname) && url.port === port;
  return wayBack(isOwn ? `${url.pathname}${url.search}` : address.replace(/^(?![/\\])(?!\w+:)/, '/'));
}

/** `/services/oauth2/singleaccess`: gives an address that works once, within a minute. */
const singleAccess: PublicHandler = async (org, request) => {
  const { session, baseUrl } = request;
  if (!session) {
    return { status: 403, headers: { 'content-type': 'text/html;charset=UTF-8' }, body: 'Bad_OAuth_Token' };
  }
  const grant = await org.grants.ofSession(session.id);
  const otp = await org.grants.issue('otp', {
    userId: session.user.userId,
    clientId: grant?.clientId ?? '',
    scopes: grant?.scopes ?? '',
    redirectUri: ownPath(baseUrl, formOf(request)['redirect_uri']),
    challenge: null,
  });
  const frontdoor = new URL('/secur/frontdoor.jsp', baseUrl);
  frontdoor.searchParams.set('otp', otp);
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: { frontdoor_uri: frontdoor.href } };
};

/** `/secur/frontdoor.jsp` with a one-time password (`otp`) or an access token (`sid`). */
const frontdoor: PublicHandler = async (org, request) => {
  const { otp, sid, retURL, startURL } = formOf(request);
  if (otp !== undefined) {
    const grant = await org.grants.take('otp', otp);
    return grant ? enter(org, grant.userId, grant.redirectUri ?? '/') : toLogin();
  }
  const session = sid === undefined ? undefined : await org.sessions.find(sid);
  return session ? enter(org, session.userId, ownPath(request.baseUrl, startURL ?? retURL)) : toLogin();
};

function toLogin(): ApiResponse {
  return { status: 302, headers: { location: '/login' } };
}

async function enter(org: Engine, userId: string, path: string): Promise<ApiResponse> {
  const user = await org.userContext(userId);
  if ((await loginRefusal(org, userId)) !== null) return toLogin();
  if (user.systemPermissions.has('ApiUserOnly')) {
    const body = notice('error', `${user.name} may use the API only and cannot open pages.`);
    return page({ title: 'Log in', place: 'Log in', person: null, body }, 403);
  }
  const { token } = await org.sessions.open(userId, { type: 'UI', sourceIp: '127.0.0.1' });
  const headers = { location: path, 'set-cookie': sessionCookie(token), 'cache-control': 'no-store' };
  return { status: 302, headers };
}

const access = 'public';
export const absoluteRoutes: AbsoluteRoute[] = [
  { method: 'GET', pattern: '/services/oauth2/singleaccess', access, handle: singleAccess },
  { method: 'POST', pattern: '/services/oauth2/singleaccess', access, handle: singleAccess },
  { method: 'GET', pattern: '/secur/frontdoor.jsp', access, handle: frontdoor },
  { method: 'POST', pattern: '/secur/frontdoor.jsp', access, handle: frontdoor },
];
