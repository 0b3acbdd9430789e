/** The endpoints of OAuth 2.0 that no page belongs to. */
import type { AbsoluteRoute } from '../route.ts';
import type { ClientApp } from './clients.ts';
import { identity, userinfo } from './identity.ts';
import { tokenHandler } from './token.ts';
import { introspectHandler, revoke } from './tokens.ts';

/** The endpoints for the given registered clients. */
export function oauthRoutes(clients: readonly ClientApp[]): AbsoluteRoute[] {
  const access = 'public';
  return [
    { method: 'POST', pattern: '/services/oauth2/token', access, handle: tokenHandler(clients) },
    { method: 'POST', pattern: '/services/oauth2/introspect', access, handle: introspectHandler(clients) },
    { method: 'POST', pattern: '/services/oauth2/revoke', access, handle: revoke },
    { method: 'GET', pattern: '/services/oauth2/revoke', access, handle: revoke },
    { method: 'GET', pattern: '/services/oauth2/userinfo', access, handle: userinfo },
    { method: 'POST', pattern: '/services/oauth2/userinfo', access, handle: userinfo },
    { method: 'GET', pattern: '/id/:organization/:user', access, handle: identity },
  ];
}
