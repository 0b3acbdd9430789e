/** For tests of log-ins: an org with a registered app, and a browser that walks through its pages without a window. */
import { createHash } from 'node:crypto';
import { startTestOrg } from '../../test-org.ts';
import type { TestOrg } from '../../test-org.ts';
import { ClientDefinition } from './clients.ts';

export const CALLBACK = 'https://app.example/callback?kind=org';
export const SECRET = 'a secret that only the app knows';
/** An app with a secret, and the only address that it may be called back at. */
export const APP = ClientDefinition.parse({
  clientId: 'WebApp',
  secretHash: createHash('sha256').update(SECRET).digest('hex'),
  callbackUrls: [CALLBACK],
  flows: ['authorizationCode'],
});
/** What the sf CLI sends. */
export const CLI = { client_id: 'PlatformCLI', redirect_uri: 'http://localhost:1717/OauthRedirect' };
export const VERIFIER = 'v'.repeat(64);
export const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');

export type Parameters = Record<string, string>;

export interface TokenAnswer {
  status: number;
  access_token: string;
  refresh_token: string;
  scope: string;
  error: string;
  error_description: string;
}

/** The org and what a client and a browser do with it; nothing follows a redirect by itself. */
export interface LoginSample extends TestOrg {
  post(path: string, form: Parameters, headers?: Parameters): Promise<Response>;
  visit(path: string, cookie?: string): Promise<Response>;
  /** Logs a person in and gives his cookie. */
  signIn(username: string): Promise<string>;
  /** Opens an authorization address with nobody signed in: logs in, allows, and gives where the app is called back. */
  allowedBy(username: string, address: string): Promise<URL>;
  authorizeUrl(parameters: Parameters): string;
  /** A code for the sf CLI. */
  codeFor(username: string, parameters?: Parameters): Promise<string>;
  tokens(form: Parameters): Promise<TokenAnswer>;
  /** Tokens for a code, as the sf CLI asks for them. */
  exchange(code: string, extra?: Parameters): Promise<TokenAnswer>;
  /** A request with an access token. */
  api(token: string): Promise<Response>;
}

export const locationOf = (response: Response) => response.headers.get('location') ?? '';
export const cookieOf = (response: Response) => response.headers.getSetCookie()[0]?.split(';')[0] ?? '';

/** Starts the org. */
export async function startLoginSample(): Promise<LoginSample> {
  const org = await startTestOrg({ clients: [APP] });
  const post = (path: string, form: Parameters, headers: Parameters = {}) =>
    fetch(`${org.url}${path}`, {
      ...{ method: 'POST', redirect: 'manual', headers },
      body: new URLSearchParams(form),
    });
  const visit = (path: string, cookie = '') =>
    fetch(new URL(path, org.url), { redirect: 'manual', headers: cookie ? { cookie } : {} });
  const authorizeUrl = (parameters: Parameters) =>
    `${org.url}/services/oauth2/authorize?${new URLSearchParams({
      ...{ response_type: 'code', code_challenge: CHALLENGE },
      ...parameters,
    })}`;
  const allowedBy = async (username: string, address: string) => {
    const url = new URL(address);
    const login = await visit(url.pathname + url.search);
    const to = new URL(locationOf(login), org.url).searchParams.get('to') ?? '';
    const entered = await post('/login', { username, to });
    const cookie = cookieOf(entered);
    const form = hiddenFields(await (await visit(locationOf(entered), cookie)).text());
    const answer = await post('/services/oauth2/authorize', { ...form, decision: 'allow' }, { cookie });
    return new URL(locationOf(answer));
  };
  const tokens = async (form: Parameters) => {
    const response = await post('/services/oauth2/token', form);
    return { ...((await response.json()) as Omit<TokenAnswer, 'status'>), status: response.status };
  };
  return {
    ...org,
    ...{ post, visit, allowedBy, authorizeUrl, tokens },
    signIn: async (username) => cookieOf(await post('/login', { username, to: '/' })),
    codeFor: async (username, parameters = {}) => {
      const sent = await allowedBy(username, authorizeUrl({ ...CLI, ...parameters }));
      return sent.searchParams.get('code') ?? '';
    },
    exchange: (code, extra = {}) =>
      tokens({ grant_type: 'authorization_code', code, ...CLI, code_verifier: VERIFIER, ...extra }),
    api: (token) =>
      fetch(`${org.url}/services/data/v68.0/sobjects`, { headers: { authorization: `Bearer ${token}` } }),
  };
}

function hiddenFields(page: string): Parameters {
  const fields = [...page.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
  return Object.fromEntries(
    fields.map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
  );
}
