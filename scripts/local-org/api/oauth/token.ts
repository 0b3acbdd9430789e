/** The token endpoint: each flow checks its own proof, then all open a session and answer alike. */
import { createHash, createHmac } from 'node:crypto';
import { z } from 'zod';
import { loginRefusal } from '../../security/login.ts';
import type { Engine } from '../../state/engine.ts';
import type { ApiResponse, PublicHandler, PublicRequest } from '../route.ts';
import { checkedAssertion } from './assertion.ts';
import { checkSecret, clientOf, mayRefresh } from './clients.ts';
import type { ClientApp } from './clients.ts';
import { TokenError } from './token-error.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** Fields of a form, as any OAuth client posts them. */
export type Form = Readonly<Record<string, string | undefined>>;

interface TokenCall {
  org: Engine;
  clients: readonly ClientApp[];
  request: PublicRequest;
  form: Form;
}

/** What a flow found proved. */
interface Proved {
  userId: string;
  client: ClientApp;
  scopes: string;
  /** A new refresh token is told to the client; a known one only ties the session to it. */
  refresh?: { token: string; isNew: boolean };
}

type Flow = (call: TokenCall) => Promise<Proved>;

const FLOWS = new Map<string, Flow>([
  [JWT_BEARER, jwtBearer],
  ['authorization_code', authorizationCode],
  ['refresh_token', refreshToken],
  ['client_credentials', clientCredentials],
]);

/** The form of a request, wherever its fields stand. */
export function formOf({ body, query }: PublicRequest): Form {
  const posted = z.record(z.string(), z.string()).safeParse(body).data ?? {};
  return { ...Object.fromEntries(query), ...posted };
}

/** Id and secret of the client, from the form or from a Basic header. */
export function clientCredentialsOf(form: Form, request: PublicRequest): { id?: string; secret?: string } {
  const header = /^Basic\s+(\S+)$/i.exec(request.headers['authorization'] ?? '')?.[1];
  if (header !== undefined) {
    const [id = '', ...secret] = Buffer.from(header, 'base64').toString('utf8').split(':');
    return { id: formDecoded(id), secret: formDecoded(secret.join(':')) };
  }
  const { client_id: id, client_secret: secret } = form;
  return { ...(id === undefined ? {} : { id }), ...(secret === undefined ? {} : { secret }) };
}

/** RFC 6749 2.3.1 has both encoded as in a form; what is not stands for itself. */
function formDecoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function knownClient({ clients, form, request }: TokenCall): ClientApp {
  const { id, secret } = clientCredentialsOf(form, request);
  const client = clientOf(clients, id);
  checkSecret(client, secret);
  return client;
}

async function jwtBearer({ org, clients, request, form }: TokenCall): Promise<Proved> {
  const now = [org.clock.now(), Temporal.Now.instant()];
  const { client, username } = checkedAssertion(form['assertion'] ?? '', clients, request, now);
  const user = await org.findUser(username);
  if (!user) throw new TokenError('invalid_grant', "user hasn't approved this consumer");
  return { userId: user.id, client, scopes: withoutRefresh(client.scopes.join(' ')) };
}

async function authorizationCode(call: TokenCall): Promise<Proved> {
  const { org, form } = call;
  const client = knownClient(call);
  const grant = await org.grants.take('code', form['code'] ?? '');
  if (grant?.clientId !== client.clientId) {
    throw new TokenError(
      'invalid_grant',
      form['code'] ? 'expired authorization code' : 'invalid authorization code',
    );
  }
  if (grant.redirectUri !== form['redirect_uri']) {
    throw new TokenError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  const verifier = form['code_verifier'];
  if (grant.challenge !== null && grant.challenge !== challengeOf(verifier ?? '')) {
    throw new TokenError('invalid_grant', 'invalid code verifier');
  }
  const { userId, clientId, scopes } = grant;
  if (!mayRefresh(scopes)) return { userId, client, scopes };
  const token = await org.grants.issue('refresh', {
    userId,
    clientId,
    scopes,
    redirectUri: null,
    challenge: null,
  });
  return { userId, client, scopes, refresh: { token, isNew: true } };
}

/** S256 (RFC 7636 4.2). */
function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

async function refreshToken(call: TokenCall): Promise<Proved> {
  const client = knownClient(call);
  const token = call.form['refresh_token'] ?? '';
  const grant = await call.org.grants.find('refresh', token);
  if (grant?.clientId !== client.clientId) {
    throw new TokenError('invalid_grant', 'expired access/refresh token');
  }
  return { userId: grant.userId, client, scopes: grant.scopes, refresh: { token, isNew: false } };
}

async function clientCredentials(call: TokenCall): Promise<Proved> {
  const client = knownClient(call);
  if (client.secretHash === undefined) throw new TokenError('invalid_client', 'invalid client credentials');
  if (!client.flows.includes('clientCredentials')) {
    throw new TokenError('invalid_grant', 'client credentials flow not enabled');
  }
  const user = client.runAs === undefined ? undefined : await call.org.findUser(client.runAs);
  if (!user) throw new TokenError('invalid_grant', 'no client credentials user enabled');
  return { userId: user.id, client, scopes: withoutRefresh(client.scopes.join(' ')) };
}

/** Flows without a person present give no refresh token, so their tokens do not speak of one. */
function withoutRefresh(scopes: string): string {
  return scopes
    .split(' ')
    .filter((scope) => !mayRefresh(scope))
    .join(' ');
}

async function openSession(call: TokenCall, proved: Proved): Promise<ApiResponse> {
  const { org, request, form } = call;
  const { userId, client, scopes, refresh } = proved;
  const refusal = await loginRefusal(org, userId);
  if (refusal === 'inactive') throw new TokenError('inactive_user', 'user is inactive');
  if (refusal === 'frozen') throw new TokenError('invalid_grant', 'user is frozen');
  const { token, id } = await org.sessions.open(userId, { type: 'API', sourceIp: '127.0.0.1', scopes });
  await org.grants.bind(id, { clientId: client.clientId, scopes, refreshToken: refresh?.token ?? null });
  const identity = `${request.baseUrl}/id/${org.orgId}/${userId}`;
  const issuedAt = String(org.clock.now().epochMilliseconds);
  const { secret = '' } = clientCredentialsOf(form, request);
  return {
    status: 200,
    headers: { 'cache-control': 'no-store', pragma: 'no-cache' },
    body: {
      access_token: token,
      ...(refresh?.isNew ? { refresh_token: refresh.token } : {}),
      signature: createHmac('sha256', secret)
        .update(identity + issuedAt)
        .digest('base64'),
      scope: scopes,
      instance_url: request.baseUrl,
      id: identity,
      token_type: 'Bearer',
      issued_at: issuedAt,
    },
  };
}

/** `POST /services/oauth2/token` for the given clients. */
export function tokenHandler(clients: readonly ClientApp[]): PublicHandler {
  return (org, request) =>
    answered(async () => {
      const form = formOf(request);
      const flow = FLOWS.get(form['grant_type'] ?? '');
      if (!flow) throw new TokenError('unsupported_grant_type', 'grant type not supported');
      const call = { org, clients, request, form };
      return openSession(call, await flow(call));
    });
}

/** The answer of an endpoint, or its error in the form of RFC 6749. */
export async function answered(run: () => Promise<ApiResponse>): Promise<ApiResponse> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const headers = { 'cache-control': 'no-store', pragma: 'no-cache' };
    return { status: 400, headers, body: { error: error.error, error_description: error.message } };
  }
}
