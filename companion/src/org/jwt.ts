import { createSign } from 'node:crypto';

/** Salesforce takes an assertion that ends at most a few minutes ahead; short enough that a leaked one is useless. */
const LIFETIME = Temporal.Duration.from({ minutes: 3 });

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export interface Claims {
  /** Consumer key of the External Client App. */
  clientId: string;
  username: string;
  /** Address of the authorization server, as the org expects it in `aud`. */
  audience: string;
}

/**
 * The signed assertion of the OAuth 2.0 JWT bearer flow (RFC 7523, RS256).
 * @param privateKey PEM of an RSA key whose certificate the External Client App holds
 */
export const signAssertion = (claims: Claims, privateKey: string, now: Temporal.Instant): string => {
  const payload = {
    iss: claims.clientId,
    sub: claims.username,
    aud: claims.audience,
    exp: Math.floor(now.add(LIFETIME).epochMilliseconds / 1000),
  };
  const head = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(payload)}`;
  return `${head}.${createSign('RSA-SHA256').update(head).sign(privateKey, 'base64url')}`;
};
