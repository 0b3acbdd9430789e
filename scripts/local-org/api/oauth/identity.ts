/** Who a token's user is: the identity URL and the OpenID Connect claims. */
import type { Engine } from '../../state/engine.ts';
import { normaliseId } from '../../state/ids.ts';
import type { ApiResponse, PublicHandler, Session } from '../route.ts';

/** A refusal of these endpoints: a word, not JSON, and 403 where the data API says 401. */
function refused(status: number, word: string): ApiResponse {
  return { status, headers: { 'content-type': 'text/html;charset=UTF-8' }, body: word };
}

/** Names and addresses that both endpoints tell. */
function urls(baseUrl: string): Record<string, string> {
  const rest = `${baseUrl}/services/data/v{version}/`;
  return {
    rest,
    sobjects: `${rest}sobjects/`,
    search: `${rest}search/`,
    query: `${rest}query/`,
    recent: `${rest}recent/`,
    metadata: `${baseUrl}/services/Soap/m/{version}`,
    enterprise: `${baseUrl}/services/Soap/c/{version}`,
    partner: `${baseUrl}/services/Soap/u/{version}`,
    custom_domain: baseUrl,
  };
}

function identityUrl(org: Engine, baseUrl: string, { user }: Session): string {
  return `${baseUrl}/id/${org.orgId}/${user.userId}`;
}

/** `GET /services/oauth2/userinfo`. */
export const userinfo: PublicHandler = (org, { session, baseUrl }) => {
  if (!session) return Promise.resolve(refused(403, 'Bad_OAuth_Token'));
  const { user } = session;
  return Promise.resolve({
    status: 200,
    body: {
      sub: identityUrl(org, baseUrl, session),
      user_id: user.userId,
      organization_id: org.orgId,
      preferred_username: user.username,
      nickname: user.username,
      name: user.name,
      email: user.email,
      zoneinfo: user.timeZone,
      locale: user.locale,
      language: user.language,
      active: true,
      user_type: 'STANDARD',
      urls: urls(baseUrl),
    },
  });
};

/** `GET /id/<organization>/<user>`: a token opens the page of its own user alone. */
export const identity: PublicHandler = (org, { session, baseUrl, params, headers, query }) => {
  if (!session) {
    const given = headers['authorization'] !== undefined || query.has('oauth_token');
    return Promise.resolve(refused(403, given ? 'Bad_OAuth_Token' : 'Missing_OAuth_Token'));
  }
  const { user } = session;
  if (normaliseId(params['organization'] ?? '') !== org.orgId) {
    return Promise.resolve(refused(403, 'Wrong_Org'));
  }
  if (normaliseId(params['user'] ?? '') !== user.userId) return Promise.resolve(refused(404, 'Bad_Id'));
  return Promise.resolve({
    status: 200,
    body: {
      id: identityUrl(org, baseUrl, session),
      asserted_user: true,
      user_id: user.userId,
      organization_id: org.orgId,
      username: user.username,
      nick_name: user.username,
      display_name: user.name,
      email: user.email,
      active: true,
      user_type: 'STANDARD',
      language: user.language,
      locale: user.locale,
      timezone: user.timeZone,
      urls: urls(baseUrl),
    },
  });
};
