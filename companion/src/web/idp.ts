/**
 * Sign-in through the company's identity provider (OpenID Connect): code flow with PKCE, state and nonce, the ID token's
 * signature checked against the provider's keys, one issuer pinned by the configuration. It says who somebody is; it signs
 * no decision.
 */
import * as oidc from 'openid-client';
import { AppError } from '../core/errors.ts';

export interface IdpSettings {
  /** As the provider names itself; https, or http on this machine. */
  issuer: string;
  clientId: string;
  clientSecret: string;
}

/** What the provider has signed about the account. */
export interface IdpAccount {
  issuer: string;
  subject: string;
  /** Null unless the provider says that it is verified. */
  address: string | null;
}

/** Kept in the session from the start to the answer, and taken out of it before the answer is looked at. */
export interface IdpFlow {
  state: string;
  nonce: string;
  verifier: string;
}

export interface Idp {
  /** Its host, for the button and for doctor. */
  name: string;
  /** @throws AppError unavailable when the provider cannot be reached */
  begin(): Promise<{ url: string; flow: IdpFlow }>;
  /**
   * @param answer the address to which the provider sent the browser back, with its query
   * @throws AppError idp_refused for whatever does not belong to this flow, unavailable
   */
  finish(answer: URL, flow: IdpFlow): Promise<IdpAccount>;
  /** Where the browser signs out there, too (OpenID Connect RP-Initiated Logout 1.0); null when it is not offered. */
  signOutUrl(): Promise<string | null>;
}

/** @param origin of this site, as it is registered with the provider: `${origin}/sign-in/callback` */
export function createIdp(settings: IdpSettings, origin: string): Idp {
  const callback = `${origin}/sign-in/callback`;
  let found: Promise<oidc.Configuration> | null = null;
  const provider = async () => {
    found ??= discover(settings);
    try {
      return await found;
    } catch (cause) {
      found = null;
      throw new AppError('unavailable', 'The identity provider cannot be reached.', { cause });
    }
  };
  return {
    name: new URL(settings.issuer).host,
    async begin() {
      const flow = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(await provider(), {
        redirect_uri: callback,
        scope: 'openid email',
        code_challenge: await oidc.calculatePKCECodeChallenge(flow.verifier),
        code_challenge_method: 'S256',
        state: flow.state,
        nonce: flow.nonce,
      });
      return { url: url.href, flow };
    },
    async signOutUrl() {
      try {
        const config = await provider();
        if (config.serverMetadata().end_session_endpoint === undefined) return null;
        return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: `${origin}/sign-in` }).href;
      } catch {
        // Signing out here must not wait for a provider that is away.
        return null;
      }
    },
    async finish(answer, flow) {
      const config = await provider();
      try {
        return await accountOf(config, new URL(answer.search, callback), flow);
      } catch (cause) {
        throw refused(cause);
      }
    },
  };
}

async function discover({ issuer, clientId, clientSecret }: IdpSettings): Promise<oidc.Configuration> {
  const insecure = new URL(issuer).protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
  return oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, {
    execute: [oidc.enableNonRepudiationChecks, ...insecure],
    timeout: 10,
  });
}

async function accountOf(config: oidc.Configuration, answer: URL, flow: IdpFlow): Promise<IdpAccount> {
  const tokens = await oidc.authorizationCodeGrant(config, answer, {
    expectedState: flow.state,
    expectedNonce: flow.nonce,
    pkceCodeVerifier: flow.verifier,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  if (!claims) throw new TypeError('there is no ID token');
  // Many providers put the address into the answer about the user alone.
  const told =
    claims['email'] === undefined
      ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
      : claims;
  const { email, email_verified: verified } = told;
  const address = typeof email === 'string' && verified === true ? email : null;
  return { issuer: claims.iss, subject: claims.sub, address };
}

/** One answer for every reason: who tries learns nothing about the roster or the provider. The log has the cause. */
export function refused(cause?: unknown): AppError {
  return new AppError('idp_refused', 'The company account was not accepted.', { cause });
}
