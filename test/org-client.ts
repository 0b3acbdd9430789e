/** A person of the demo company who calls the org's API, signed in by JWT as any outside client is. */
import { createSign } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const RESOURCES = '/services/data/v68.0';
const Token = z.object({ access_token: z.string(), id: z.string() });

export interface OrgPlace {
  url: string;
  clientId: string;
  /** PEM of the key whose public half the org holds for `clientId`. */
  privateKeyFile: string;
}

export interface Answer {
  status: number;
  body: unknown;
}

export interface OrgClient {
  userId: string;
  /** Calls a resource below `/services/data/v68.0`. */
  call(method: string, resource: string, body?: unknown): Promise<Answer>;
}

/** @throws Error with the org's answer when it refuses the log-in. */
export async function signIn(place: OrgPlace, username: string): Promise<OrgClient> {
  const answer = await fetch(`${place.url}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: assertion(place, username),
    }),
  });
  if (!answer.ok) throw new Error(`The org refused the log-in of ${username}: ${await answer.text()}`);
  const { access_token: token, id } = Token.parse(await answer.json());
  return {
    userId: id.slice(id.lastIndexOf('/') + 1),
    async call(method, resource, body) {
      const response = await fetch(`${place.url}${RESOURCES}${resource}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
    },
  };
}

function assertion({ url, clientId, privateKeyFile }: OrgPlace, username: string): string {
  const exp = Math.floor(Temporal.Now.instant().epochMilliseconds / 1000) + 180;
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'RS256' })}.${part({ iss: clientId, sub: username, aud: url, exp })}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(readFileSync(privateKeyFile), 'base64url')}`;
}
