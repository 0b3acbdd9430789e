/** The external client apps that the org registered: who may ask for tokens, and how. */
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { TokenError } from './token-error.ts';

/** Flows by which a client may begin; refreshing what it got is always open to it. */
const FLOWS = ['jwtBearer', 'authorizationCode', 'clientCredentials'] as const;

/** One app, as a seed or an option registers it. */
export const ClientDefinition = z.object({
  /** The consumer key. */
  clientId: z.string().min(1),
  /** PEM (SPKI) of the certificate that signs assertions. */
  publicKey: z.string().optional(),
  /** SHA-256 of the consumer secret, in hex. Without it the app has none and lives by PKCE. */
  secretHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  callbackUrls: z.array(z.string()).default([]),
  /** A callback to this machine matches whatever its port (RFC 8252 7.3). */
  anyLoopbackPort: z.boolean().default(false),
  flows: z.array(z.enum(FLOWS)).default([...FLOWS]),
  /** Username as whom the client credentials flow acts. */
  runAs: z.string().optional(),
  scopes: z.array(z.string()).default(['api', 'web', 'refresh_token']),
});
export type ClientApp = z.infer<typeof ClientDefinition>;

/** The app that the sf CLI is to every org, unless told of another. */
export const PLATFORM_CLI: ClientApp = ClientDefinition.parse({
  clientId: 'PlatformCLI',
  callbackUrls: ['http://localhost:1717/OauthRedirect'],
  anyLoopbackPort: true,
  flows: ['authorizationCode'],
});

/** @throws TokenError invalid_client_id */
export function clientOf(clients: readonly ClientApp[], clientId: string | undefined): ClientApp {
  const client = clients.find((item) => item.clientId === clientId);
  if (!client) throw new TokenError('invalid_client_id', 'client identifier invalid');
  return client;
}

/** @throws TokenError invalid_client when the app has a secret and this is not it */
export function checkSecret(client: ClientApp, secret: string | undefined): void {
  if (client.secretHash === undefined) return;
  const given = createHash('sha256')
    .update(secret ?? '')
    .digest();
  if (timingSafeEqual(given, Buffer.from(client.secretHash, 'hex'))) return;
  throw new TokenError('invalid_client', 'invalid client credentials');
}

/** True when the app registered this callback. */
export function isCallback(client: ClientApp, uri: string): boolean {
  if (client.callbackUrls.includes(uri)) return true;
  if (!client.anyLoopbackPort) return false;
  const portless = withoutLoopbackPort(uri);
  return portless !== null && client.callbackUrls.some((own) => withoutLoopbackPort(own) === portless);
}

function withoutLoopbackPort(uri: string): string | null {
  const url = URL.canParse(uri) ? new URL(uri) : null;
  if (url?.protocol !== 'http:' || !['localhost', '127.0.0.1'].includes(url.hostname)) return null;
  url.port = '';
  return url.href;
}

/** The scopes of a grant: those asked for, or all that the app has. @throws TokenError invalid_scope */
export function scopesFor(client: ClientApp, asked: string | undefined): string {
  // `full` stands for all that the app has; identity scopes are part of every token.
  const names = (asked ?? '').split(/[\s,]+/).filter(Boolean);
  const known = [...client.scopes, 'full', 'id', 'openid', 'profile', 'email', 'offline_access'];
  if (names.some((name) => !known.includes(name))) {
    throw new TokenError('invalid_scope', 'the requested scope is not allowed');
  }
  return (names.length > 0 ? names : client.scopes).join(' ');
}

/** True when a refresh token belongs to what was granted. */
export function mayRefresh(scopes: string): boolean {
  return scopes.split(' ').some((scope) => scope === 'refresh_token' || scope === 'offline_access');
}
