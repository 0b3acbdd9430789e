/** The web server flow's pages: an app asks, the person logs in and allows or denies, and goes back with a code. */
import { z } from 'zod';
import { clientOf, isCallback, scopesFor } from '../../api/oauth/clients.ts';
import type { ClientApp } from '../../api/oauth/clients.ts';
import { formOf } from '../../api/oauth/token.ts';
import { TokenError } from '../../api/oauth/token-error.ts';
import type { AbsoluteRoute, ApiResponse, PublicHandler, PublicRequest } from '../../api/route.ts';
import type { Engine, UserContext } from '../../state/engine.ts';
import { html } from '../chrome/html.ts';
import { notice, page } from '../chrome/layout.ts';
import { ownOrigin } from '../../api/origin.ts';

const PATH = '/services/oauth2/authorize';

/** The parameters of RFC 6749 4.1.1 and RFC 7636 4.3. */
const Ask = z.object({
  client_id: z.string().optional(),
  redirect_uri: z.string().optional(),
  response_type: z.string().optional(),
  scope: z.string().optional(),
  state: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.string().optional(),
  prompt: z.string().optional(),
  login_hint: z.string().optional(),
});
type Ask = z.infer<typeof Ask>;

/** A request whose app and callback are known; from here on errors go to the callback. */
interface Asked {
  ask: Ask;
  client: ClientApp;
  redirectUri: string;
}

/** The app and the callback. @throws TokenError, which is shown to the person: nobody is sent to an unknown address */
function asked(clients: readonly ClientApp[], request: PublicRequest): Asked {
  const ask = Ask.parse(formOf(request));
  const client = clientOf(clients, ask.client_id);
  const redirectUri = ask.redirect_uri ?? client.callbackUrls[0] ?? '';
  if (!isCallback(client, redirectUri)) {
    throw new TokenError('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  return { ask, client, redirectUri };
}

/** What the code will be given for. @throws TokenError, which goes to the callback */
function granted({ ask, client }: Asked): { scopes: string; challenge: string | null } {
  if (ask.response_type !== 'code') {
    throw new TokenError('unsupported_response_type', 'response type not supported');
  }
  if (!client.flows.includes('authorizationCode')) {
    throw new TokenError('unauthorized_client', 'the app may not use the web server flow');
  }
  // A challenge without a method is S256 here, although the RFC would read it as plain.
  if (ask.code_challenge !== undefined && (ask.code_challenge_method ?? 'S256') !== 'S256') {
    throw new TokenError('invalid_request', 'invalid code challenge method');
  }
  if (ask.code_challenge === undefined && client.secretHash === undefined) {
    throw new TokenError('invalid_request', 'missing required code challenge');
  }
  return { scopes: scopesFor(client, ask.scope), challenge: ask.code_challenge ?? null };
}

function back({ ask, redirectUri }: Asked, parameters: Record<string, string>): ApiResponse {
  const url = new URL(redirectUri);
  const state = ask.state === undefined ? {} : { state: ask.state };
  for (const [name, value] of Object.entries({ ...parameters, ...state })) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href, 'cache-control': 'no-store' } };
}

/** Runs a step; its errors go to the callback, and those before the callback is known to the person. */
async function step(
  clients: readonly ClientApp[],
  request: PublicRequest,
  run: (request: Asked) => Promise<ApiResponse>,
): Promise<ApiResponse> {
  let known: Asked | undefined;
  try {
    known = asked(clients, request);
    return await run(known);
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    if (known) return back(known, { error: error.error, error_description: error.message });
    const body = notice('error', `error=${error.error}&error_description=${error.message}`);
    return page({ title: 'OAuth error', place: 'OAuth error', person: null, body }, 400);
  }
}

/** The person of the request, unless the app asks for a fresh login. */
function present(request: PublicRequest, { ask }: Asked): UserContext | null {
  if (/\blogin\b/.test(ask.prompt ?? '')) return null;
  return request.session?.user ?? null;
}

function toLogin({ query }: PublicRequest): ApiResponse {
  const again = new URLSearchParams(query);
  // The login that was asked for is the one that follows now.
  const prompt = (again.get('prompt') ?? '').split(/\s+/).filter((word) => word !== 'login' && word !== '');
  if (prompt.length > 0) again.set('prompt', prompt.join(' '));
  else again.delete('prompt');
  return { status: 302, headers: { location: `/login?to=${encodeURIComponent(`${PATH}?${again}`)}` } };
}

function approval(request: Asked, user: UserContext): ApiResponse {
  const { ask, client, redirectUri } = request;
  const { scopes } = granted(request);
  const kept = Object.entries(ask).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const body = html`<div class="faces-card slds-card slds-p-around_large">
    <h1 class="slds-text-heading_medium slds-m-bottom_small">Allow access?</h1>
    <p>${client.clientId} is asking to act as ${user.name} (${user.username}), within:</p>
    <ul class="slds-list_dotted slds-m-vertical_small">
      ${scopes.split(' ').map((scope) => html`<li>${scope}</li>`)}
    </ul>
    <form method="post" action="${PATH}">
      ${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      <button class="slds-button slds-button_neutral" name="decision" value="deny">Deny</button>
      <button class="slds-button slds-button_brand" name="decision" value="allow">Allow</button>
    </form>
  </div>`;
  const answer = page({ title: 'Allow access', place: 'Allow access', person: user.name, body });
  // Browsers hold the answer's redirect to this rule too, so the callback must be in it.
  const policy = answer.headers?.['content-security-policy'] ?? '';
  const widened = policy.replace("form-action 'self'", `form-action 'self' ${new URL(redirectUri).origin}`);
  return { ...answer, headers: { ...answer.headers, 'content-security-policy': widened } };
}

async function decide(org: Engine, request: PublicRequest, known: Asked): Promise<ApiResponse> {
  ownOrigin(request);
  const user = request.session?.user;
  if (!user) return toLogin({ ...request, query: new URLSearchParams(definedEntries(known.ask)) });
  const { scopes, challenge } = granted(known);
  if (formOf(request)['decision'] !== 'allow') {
    throw new TokenError('access_denied', 'end-user denied authorization');
  }
  const { client, redirectUri } = known;
  const grant = { userId: user.userId, clientId: client.clientId, scopes, redirectUri, challenge };
  return back(known, { code: await org.grants.issue('code', grant) });
}

function definedEntries(ask: Ask): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ask).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The authorization endpoint for the given clients. */
export function authorizeRoutes(clients: readonly ClientApp[]): AbsoluteRoute[] {
  const show: PublicHandler = (_org, request) =>
    step(clients, request, (known) => {
      granted(known);
      const user = present(request, known);
      return Promise.resolve(user ? approval(known, user) : toLogin(request));
    });
  const answer: PublicHandler = (org, request) =>
    step(clients, request, (known) => decide(org, request, known));
  return [
    { method: 'GET', pattern: PATH, access: 'public', handle: show },
    { method: 'POST', pattern: PATH, access: 'public', handle: answer },
  ];
}
