/** The assertion of the JWT bearer flow (RFC 7523): who signed it, for whom it speaks, and whether it still may. */
import { createVerify } from 'node:crypto';
import { z } from 'zod';
import type { PublicRequest } from '../route.ts';
import { clientOf } from './clients.ts';
import type { ClientApp } from './clients.ts';
import { TokenError } from './token-error.ts';

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

function segment<T extends z.ZodType>(schema: T, text: string): z.output<T> {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
  } catch {
    throw new TokenError('invalid_grant', 'invalid assertion');
  }
}

/** The username that an assertion claims to speak for, unchecked; undefined when it cannot be read. */
export function claimedSubject(assertion: string): string | undefined {
  try {
    return segment(Claims, assertion.split('.')[1] ?? '').sub;
  } catch {
    return undefined;
  }
}

/** Checks an assertion and gives the client that signed it and the username it speaks for. @throws TokenError */
export function checkedAssertion(
  assertion: string,
  clients: readonly ClientApp[],
  request: PublicRequest,
  now: readonly Temporal.Instant[],
): { client: ClientApp; username: string } {
  const [header = '', payload = '', signature = ''] = assertion.split('.');
  segment(Header, header);
  const claims = segment(Claims, payload);
  const client = clientOf(clients, claims.iss);
  const verify = createVerify('RSA-SHA256').update(`${header}.${payload}`);
  const signed =
    client.publicKey !== undefined && verify.verify(client.publicKey, Buffer.from(signature, 'base64url'));
  if (!signed) throw new TokenError('invalid_grant', 'invalid assertion');
  if (!client.flows.includes('jwtBearer')) {
    throw new TokenError('invalid_grant', 'app must enable token exchange by assertion');
  }
  const audiences = [claims.aud].flat().map((audience) => audience.replace(/\/+$/, ''));
  const { port } = new URL(request.baseUrl);
  const own = [request.baseUrl, `http://127.0.0.1:${port}`, `http://localhost:${port}`];
  if (!audiences.some((audience) => [...own, ...LOGIN_HOSTS].includes(audience))) {
    throw new TokenError('invalid_grant', 'audience is invalid');
  }
  checkLifetime(claims.exp, now);
  return { client, username: claims.sub };
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
