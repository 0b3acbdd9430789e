/** One server, several orgs: a request belongs to the org whose token it carries, or whose user it logs in. */
import { z } from 'zod';
import type { ClientApp } from '../api/oauth/clients.ts';
import { belongsTo } from '../api/oauth/tokens.ts';
import type { Credentials, Dispatch } from '../api/dispatch.ts';
import type { ScratchOrgs, ServedOrg } from './scratch-orgs.ts';

type Request = Parameters<Dispatch>[0];

/** A token or session id begins with the 15 characters of its org. */
const TOKEN = /^(00D[0-9A-Za-z]{12})[0-9A-Za-z]{0,3}!/;
const SOAP_SESSION = /<(?:\w+:)?sessionId>\s*(00D[0-9A-Za-z]{12})/;
/** Longer than any SOAP header; what follows may be megabytes of a deployment. */
const SOAP_HEADER_BYTES = 4096;

const Form = z.record(z.string(), z.string());

/** Answers for the hub and its scratch orgs; what names no other org is the hub's. */
export function dispatchAmong(
  hub: ServedOrg,
  scratchOrgs: ScratchOrgs,
  clients: readonly ClientApp[],
): Dispatch {
  return async (request, credentials) => {
    await scratchOrgs.settle();
    const org =
      (await chosenOrg(scratchOrgs, request, credentials)) ??
      (await loginOrg(hub, scratchOrgs, request, clients));
    return (org ?? hub).dispatch(request, credentials);
  };
}

function chosenOrg(
  scratchOrgs: ScratchOrgs,
  request: Request,
  credentials: Credentials | null,
): Promise<ServedOrg> | undefined {
  const orgId =
    orgOf(credentials?.token) ?? orgOf(soapSession(request)) ?? formTokens(request).map(orgOf).find(Boolean);
  return orgId === undefined ? undefined : scratchOrgs.find(orgId);
}

function orgOf(token: string | undefined): string | undefined {
  return TOKEN.exec(token ?? '')?.[1];
}

function soapSession({ path, raw }: Request): string | undefined {
  if (!path.startsWith('/services/Soap/')) return undefined;
  const orgId = SOAP_SESSION.exec(Buffer.from(raw.subarray(0, SOAP_HEADER_BYTES)).toString('utf8'))?.[1];
  return orgId && `${orgId}!`;
}

/** Tokens that stand in the request itself: a session to open pages with, a token to revoke or look into. */
function formTokens({ body, query }: Request): string[] {
  const form = Form.safeParse(body).data ?? {};
  return [form['token'], query.get('token'), query.get('sid')].filter((token) => typeof token === 'string');
}

/** Where no token tells yet whose a request is: there the org is that of the user, the code or the one-time password. */
async function loginOrg(
  hub: ServedOrg,
  scratchOrgs: ScratchOrgs,
  { path, body, query }: Request,
  clients: readonly ClientApp[],
): Promise<ServedOrg | undefined> {
  const ask = ASKED[path];
  if (!ask) return hub;
  const form = { ...Object.fromEntries(query), ...Form.safeParse(body).data };
  if (await ask(hub.engine, form, clients)) return hub;
  for await (const org of scratchOrgs.all()) if (await ask(org.engine, form, clients)) return org;
  return undefined;
}

const ASKED: Record<string, typeof belongsTo> = {
  '/services/oauth2/token': belongsTo,
  '/services/oauth2/revoke': belongsTo,
  '/services/oauth2/introspect': belongsTo,
  '/secur/frontdoor.jsp': async ({ grants }, { otp }) =>
    otp !== undefined && (await grants.find('otp', otp)) !== undefined,
};
