/** OAuth 2.0: the JWT bearer flow for clients that the org registered, and what belongs to a token. */
import { createVerify } from 'node:crypto';
import { z } from 'zod';
import type { Engine } from '../state/engine.ts';
import type { AbsoluteRoute, ApiResponse, Handler, PublicHandler, PublicRequest } from './route.ts';

/** An external client app: who signs with the private half of this key may log in as a user of the org. */
export interface ClientApp {
  clientId: string;
  /** PEM (SPKI). */
  publicKey: string;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Longest life of an assertion that the platform takes, with room for clocks that differ. */
const LONGEST_SECONDS = 600;
const LOGIN_HOSTS = ['https://login.salesforce.com', 'https://test.salesforce.com'];

const Header = z.object({ alg: z.literal('RS256') });
const Claims = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  exp: z.number(),
});

/** An error of the token endpoint (RFC 6749 5.2). */
class TokenError extends Error {
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

function segment<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new TokenError('invalid_grant', 'invalid assertion');
  }
}

/** Checks an assertion and gives the username it speaks for. @throws TokenError */
function checkedSubject(
  assertion: string,
  clients: readonly ClientApp[],
  request: PublicRequest,
  now: readonly Temporal.Instant[],
): string {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  segment(Header, header);
  const claims = segment(Claims, payload);
  const client = clients.find(({ clientId }) => clientId === claims.iss);
  if (!client) throw new TokenError('invalid_client_id', 'client identifier invalid');
  const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  if (!verify.verify(client.publicKey, Buffer.from(signature, 'base64url'))) {
    throw new TokenError('invalid_grant', 'invalid assertion');
  }
  const audiences = [claims.aud].flat().map((audience) => audience.replace(/\/+$/, ''));
  const { port } = new URL(request.baseUrl);
  const own = [request.baseUrl, `http://127.0.0.1:${port}`, `http://localhost:${port}`];
  if (!audiences.some((audience) => [...own, ...LOGIN_HOSTS].includes(audience))) {
    throw new TokenError('invalid_grant', 'audience is invalid');
  }
  checkLifetime(claims.exp, now);
  return claims.sub;
}

/**
 * `exp` counts seconds; the sf CLI sends milliseconds. The assertion must be fresh by one of the clocks: its signer
 * lives by the machine's clock although the org's may have been turned.
 */
function checkLifetime(exp: number, now: readonly Temporal.Instant[]): void {
  const seconds = exp > 1e12 ? exp / 1000 : exp;
  const fresh = now.some((instant) => {
    const left = seconds - instant.epochMilliseconds / 1000;
    return left > 0 && left <= LONGEST_SECONDS;
  });
  if (!fresh) throw new TokenError('invalid_grant', 'expired authorization code');
}

async function openSession(org: Engine, username: string, request: PublicRequest): Promise<ApiResponse> {
  const user = await org.findUser(username);
  if (!user) throw new TokenError('invalid_grant', "user hasn't approved this consumer");
  if (!user.isActive) throw new TokenError('inactive_user', 'user is inactive');
  const frozen = await org.platform.query(
    `SELECT Id FROM UserLogin WHERE UserId = '${user.id}' AND IsFrozen = true`,
  );
  if (frozen.totalSize > 0) throw new TokenError('invalid_grant', 'user is frozen');
  const { token } = await org.sessions.open(user.id, { type: 'API', sourceIp: '127.0.0.1' });
  return {
    status: 200,
    headers: { 'cache-control': 'no-store' },
    body: {
      access_token: token,
      scope: 'api',
      instance_url: request.baseUrl,
      id: `${request.baseUrl}/id/${org.orgId}/${user.id}`,
      token_type: 'Bearer',
      issued_at: String(org.clock.now().epochMilliseconds),
    },
  };
}

function tokenHandler(clients: readonly ClientApp[]): PublicHandler {
  return async (org, request) => {
    const form = z.record(z.string(), z.string()).safeParse(request.body).data ?? {};
    try {
      if (form['grant_type'] !== JWT_BEARER) {
        throw new TokenError('unsupported_grant_type', 'the local org offers the JWT bearer flow alone');
      }
      const now = [org.clock.now(), Temporal.Now.instant()];
      return await openSession(org, checkedSubject(form['assertion'] ?? '', clients, request, now), request);
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return { status: 400, body: { error: error.error, error_description: error.message } };
    }
  };
}

const revoke: PublicHandler = async (org, { body, query }) => {
  const form = z.object({ token: z.string() }).safeParse(body);
  const token = form.success ? form.data.token : query.get('token');
  if (!token || !(await org.sessions.find(token))) {
    return {
      status: 400,
      body: { error: 'unsupported_token_type', error_description: 'this token type is not supported' },
    };
  }
  await org.sessions.close(token);
  return { status: 200 };
};

const userinfo: Handler = (org, { session: { user }, baseUrl }) =>
  Promise.resolve({
    status: 200,
    body: {
      sub: `${baseUrl}/id/${org.orgId}/${user.userId}`,
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
    },
  });

const identity: Handler = async (org, { session: { user }, baseUrl }) => {
  const rest = `${baseUrl}/services/data/v{version}/`;
  return Promise.resolve({
    status: 200,
    body: {
      id: `${baseUrl}/id/${org.orgId}/${user.userId}`,
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
      urls: { rest, sobjects: `${rest}sobjects/`, query: `${rest}query/` },
    },
  });
};

/** Whether a token request speaks for a user of this org. Its assertion is read, not checked: that is the org's own part. */
export async function belongsTo(org: Engine, form: Record<string, string>): Promise<boolean> {
  const payload = form['assertion']?.split('.')[1];
  if (form['grant_type'] !== JWT_BEARER || payload === undefined) return false;
  try {
    const { sub } = z
      .object({ sub: z.string() })
      .parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return (await org.findUser(sub)) !== undefined;
  } catch {
    return false;
  }
}

/** The endpoints for the given registered clients. */
export function oauthRoutes(clients: readonly ClientApp[]): AbsoluteRoute[] {
  return [
    { method: 'POST', pattern: '/services/oauth2/token', access: 'public', handle: tokenHandler(clients) },
    { method: 'POST', pattern: '/services/oauth2/revoke', access: 'public', handle: revoke },
    { method: 'GET', pattern: '/services/oauth2/revoke', access: 'public', handle: revoke },
    { method: 'GET', pattern: '/services/oauth2/userinfo', access: 'session', handle: userinfo },
    { method: 'POST', pattern: '/services/oauth2/userinfo', access: 'session', handle: userinfo },
    { method: 'GET', pattern: '/id/:organization/:user', access: 'session', handle: identity },
  ];
}
