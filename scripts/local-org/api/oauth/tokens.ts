/** What may be asked of a token that is there: revoke it, look into it, and whose request it is. */
import type { Engine } from '../../state/engine.ts';
import type { PublicHandler } from '../route.ts';
import { claimedSubject } from './assertion.ts';
import { checkSecret, clientOf } from './clients.ts';
import type { ClientApp } from './clients.ts';
import { answered, clientCredentialsOf, formOf } from './token.ts';
import type { Form } from './token.ts';
import { TokenError } from './token-error.ts';

/** An access token ends its session; a refresh token ends with it every session that it opened. */
export const revoke: PublicHandler = (org, request) =>
  answered(async () => {
    const { token = '' } = formOf(request);
    if (await org.sessions.find(token)) {
      await org.sessions.close(token);
      return { status: 200 };
    }
    if (!(await org.grants.take('refresh', token))) {
      throw new TokenError('unsupported_token_type', 'this token type is not supported');
    }
    for (const id of await org.grants.sessionsOf(token)) {
      const { totalSize } = await org.platform.query(`SELECT Id FROM AuthSession WHERE Id = '${id}'`);
      if (totalSize > 0) await org.platform.remove('AuthSession', id);
    }
    return { status: 200 };
  });

/** Token introspection (RFC 7662) for a registered client. */
export function introspectHandler(clients: readonly ClientApp[]): PublicHandler {
  return (org, request) =>
    answered(async () => {
      const form = formOf(request);
      const { id, secret } = clientCredentialsOf(form, request);
      checkSecret(clientOf(clients, id), secret);
      return { status: 200, headers: { 'cache-control': 'no-store' }, body: await introspected(org, form) };
    });
}

async function introspected(org: Engine, { token = '' }: Form): Promise<Record<string, unknown>> {
  const session = await org.sessions.find(token);
  if (!session) return refreshTokenState(org, token);
  const grant = await org.grants.ofSession(session.id);
  const { records } = await org.platform.query(
    `SELECT LastModifiedDate, CreatedDate, NumSecondsValid FROM AuthSession WHERE Id = '${session.id}'`,
  );
  const at = (field: string) =>
    Math.floor(
      Temporal.Instant.from(String(records[0]?.[field]).replace('+0000', 'Z')).epochMilliseconds / 1000,
    );
  const lastUsed = at('LastModifiedDate');
  return {
    active: true,
    token_type: 'access_token',
    ...(grant ? { client_id: grant.clientId, scope: grant.scopes } : {}),
    ...(await subject(org, session.userId)),
    iat: at('CreatedDate'),
    nbf: at('CreatedDate'),
    exp: lastUsed + Number(records[0]?.['NumSecondsValid']),
  };
}

async function refreshTokenState(org: Engine, token: string): Promise<Record<string, unknown>> {
  const grant = await org.grants.find('refresh', token);
  if (!grant) return { active: false };
  const { clientId, scopes, userId } = grant;
  return {
    active: true,
    token_type: 'refresh_token',
    client_id: clientId,
    scope: scopes,
    ...(await subject(org, userId)),
  };
}

async function subject(org: Engine, userId: string): Promise<{ username: string; sub: string }> {
  const { username } = await org.userContext(userId);
  return { username, sub: userId };
}

/**
 * Whether a request to the token or the revocation endpoint concerns this org, by the user of its assertion, its code,
 * its token, or the user as whom its client acts. For a server that hosts several orgs.
 */
export async function belongsTo(
  org: Engine,
  form: Form,
  clients: readonly ClientApp[] = [],
): Promise<boolean> {
  const { assertion, code, refresh_token: refresh, token, client_id: clientId } = form;
  if (assertion !== undefined) {
    const username = claimedSubject(assertion);
    return username !== undefined && (await org.findUser(username)) !== undefined;
  }
  if (code !== undefined) return (await org.grants.find('code', code)) !== undefined;
  if (refresh !== undefined) return (await org.grants.find('refresh', refresh)) !== undefined;
  if (token !== undefined) {
    const isSession = (await org.sessions.find(token)) !== undefined;
    return isSession || (await org.grants.find('refresh', token)) !== undefined;
  }
  const runAs = clients.find((client) => client.clientId === clientId)?.runAs;
  return runAs !== undefined && (await org.findUser(runAs)) !== undefined;
}
