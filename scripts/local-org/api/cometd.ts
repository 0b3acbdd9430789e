/**
 * The streaming face: Bayeux over long polling at `/cometd/68.0`, with the channels of Change Data Capture.
 * Faults of the protocol are told inside the messages with HTTP 200, because clients read no other body.
 */
import { z } from 'zod';
import type { ChangeBus, Engine } from '../state/engine.ts';
import { apiRefusal } from './api-access.ts';
import { refusal, render } from './bayeux/channels.ts';
import { Clients, type Client } from './bayeux/clients.ts';
import { faultGate, refusalReasons, type RefusalReason } from './bayeux/faults.ts';
import {
  accepted,
  holdMilliseconds,
  incoming,
  refused,
  type Incoming,
  type Outgoing,
} from './bayeux/message.ts';
import type { AbsoluteRoute, ApiResponse, PublicRequest, Session } from './route.ts';

const largestRequest = 32_768;
const oldestVersion = 37;
const newestVersion = 68;

/** Cookie by which the platform's servers find a client's session. */
const browserCookie = 'BAYEUX_BROWSER';

/** Clients that may be there at a time, by the organisation's edition. */
const mostClients: Readonly<Record<string, number>> = {
  'Developer Edition': 20,
  'Enterprise Edition': 1_000,
};
const mostClientsElsewhere = 2_000;
const fewestClients = 20;

const running = new WeakMap<ChangeBus, Clients>();

/** Starts the streaming face of an org. The result ends it and releases held connects. */
export function startStreaming(org: Engine): { close(): void } {
  const clients = clientsOf(org);
  return {
    close() {
      running.delete(org.changes);
      clients.close();
    },
  };
}

function clientsOf(org: Engine): Clients {
  const known = running.get(org.changes) ?? new Clients(org);
  running.set(org.changes, known);
  return known;
}

export const absoluteRoutes: AbsoluteRoute[] = [
  { method: 'POST', pattern: '/cometd/:version', access: 'public', handle: exchange },
  // WebSocket probes and GETs are told at once that only long polling is spoken.
  {
    method: 'GET',
    pattern: '/cometd/:version',
    access: 'public',
    handle: () => Promise.resolve(bad('Invalid connection type')),
  },
  {
    method: 'POST',
    pattern: '/cometd',
    access: 'public',
    handle: () => Promise.resolve(bad("API version in the URI is mandatory. URI format: '/cometd/68.0'")),
  },
];

function bad(message: string, status = 400): ApiResponse {
  return { status, body: message, headers: { 'content-type': 'text/plain' } };
}

async function exchange(org: Engine, request: PublicRequest): Promise<ApiResponse> {
  const version = /^(\d+)\.0$/.exec(request.params['version'] ?? '')?.[1];
  if (!version || Number(version) < oldestVersion || Number(version) > newestVersion) {
    return bad(
      "Unsupported API version. Only API versions '37.0' and later are supported. URI format: '/cometd/68.0'",
    );
  }
  if (request.raw.byteLength > largestRequest) return bad('Maximum Request Size Exceeded', 413);
  const parsed = z.union([z.array(incoming), incoming.transform((one) => [one])]).safeParse(request.body);
  if (!parsed.success) return bad('The body is not an array of Bayeux messages');
  const replies: Outgoing[] = [];
  const headers: Record<string, string> = {};
  for (const message of parsed.data) {
    // A connect that travels with other messages is answered at once: holding it would hold those as well.
    const alone = parsed.data.length === 1;
    replies.push(...(await answer(org, { request, message, alone, headers })));
  }
  return { status: 200, body: replies, headers };
}

/** One message of a request. */
interface Turn {
  request: PublicRequest;
  message: Incoming;
  /** No other message came with it. */
  alone: boolean;
  /** Headers of the answer. */
  headers: Record<string, string>;
}

async function answer(org: Engine, turn: Turn): Promise<Outgoing[]> {
  const { request, message } = turn;
  const { session } = request;
  const clients = clientsOf(org);
  if (!session || !mayStream(session, request)) return [unauthenticated(request, message)];
  const fault = faultGate(org).refusalOf(message.channel);
  if (fault) return [faulty(message, fault)];
  if (message.channel === '/meta/handshake') return [await handshake(org, turn, session)];
  const client = clients.find(message.clientId);
  if (client?.userId !== session.user.userId) return [unknown(message)];
  if (cookieOf(request) !== client.browser) {
    const text = `Client ${client.id} has established a session, but no ${browserCookie} cookie present`;
    return [refused(message, `400::${text}`)];
  }
  switch (message.channel) {
    case '/meta/connect':
      return connect(org, turn, client);
    case '/meta/subscribe':
      return subscribe(org, message, client, session);
    case '/meta/unsubscribe':
      for (const channel of channels(message)) clients.unsubscribe(client, channel);
      return [accepted(message, { subscription: message.subscription })];
    case '/meta/disconnect':
      clients.drop(client);
      return [accepted(message)];
    default:
      return [refused(message, '403:denied_by_security_policy:publish_denied')];
  }
}

/** A person's own page may, as on the platform; a client needs what every API asks of it. */
function mayStream(session: Session, { headers }: PublicRequest): boolean {
  const isPerson = session.type === 'UI' && headers['authorization'] === undefined;
  return isPerson || apiRefusal(session, session.user) === null;
}

function unknown(message: Incoming): Outgoing {
  return refused(message, '403::Unknown client', { advice: { interval: 0, reconnect: 'handshake' } });
}

function unauthenticated({ headers }: PublicRequest, message: Incoming): Outgoing {
  const reason = headers['authorization'] ? refusalReasons.session : '401::Request requires authentication';
  return denied(message, reason);
}

/** Refuses a message of a client that has to log in again, or to come back later. */
function denied(message: Incoming, reason: string): Outgoing {
  const advice = { reconnect: 'none', interval: 0 };
  if (message.channel !== '/meta/handshake') return refused(message, reason, { advice });
  const ext = { sfdc: { failureReason: reason }, replay: true, 'payload.format': true };
  return refused(message, '403::Handshake denied', { ext, advice });
}

function faulty(message: Incoming, reason: RefusalReason): Outgoing {
  const text = refusalReasons[reason];
  if (reason !== 'busy' || message.channel === '/meta/handshake') return denied(message, text);
  // A busy server tells so beside another error.
  const ext = { sfdc: { failureReason: text } };
  return refused(message, '403::Unknown client', { ext, advice: { interval: 0, reconnect: 'handshake' } });
}

async function handshake(
  org: Engine,
  { request, message, headers }: Turn,
  session: Session,
): Promise<Outgoing> {
  const clients = clientsOf(org);
  if (await isFull(org, clients.count())) return denied(message, refusalReasons.clients);
  const brought = cookieOf(request);
  const { id, browser } = clients.open(session.user.userId, brought);
  if (brought === undefined) headers['set-cookie'] = `${browserCookie}=${browser}; Path=/cometd/; HttpOnly`;
  return accepted(message, {
    clientId: id,
    version: '1.0',
    minimumVersion: '1.0',
    supportedConnectionTypes: ['long-polling'],
    ext: { replay: true, 'payload.format': true },
    advice: { reconnect: 'retry', interval: 0, timeout: holdMilliseconds },
  });
}

/** True when the organisation's edition allows no further client. */
async function isFull(org: Engine, count: number): Promise<boolean> {
  if (count < fewestClients) return false;
  const { records } = await org.platform.query('SELECT OrganizationType FROM Organization');
  const limit = mostClients[String(records[0]?.['OrganizationType'])] ?? mostClientsElsewhere;
  return count >= limit;
}

function cookieOf({ headers }: PublicRequest): string | undefined {
  const cookies = (headers['cookie'] ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(`${browserCookie}=`))?.slice(browserCookie.length + 1);
}

async function connect(org: Engine, { request, message, alone }: Turn, client: Client): Promise<Outgoing[]> {
  const clients = clientsOf(org);
  if (message.connectionType !== undefined && message.connectionType !== 'long-polling') {
    return [refused(message, `400::Invalid connection type ${message.connectionType}`)];
  }
  clients.touch(client);
  if (alone && message.advice?.timeout !== 0) await clients.hold(client, request.signal);
  const token = request.session?.token;
  // The session may have been ended, and the client forgotten, while the connect was held.
  if (!token || !(await org.sessions.find(token))) return [unauthenticated(request, message)];
  // To shake hands anew would bring back a client that has just gone.
  if (client.ended) return [accepted(message, { advice: { reconnect: 'none', interval: 0 } })];
  if (clients.find(client.id) !== client) return [unknown(message)];
  const events = await drain(org, client);
  const advice = { reconnect: 'retry', interval: 0, timeout: holdMilliseconds };
  return [...events, accepted(message, { advice })];
}

/** Takes what waits for the client, seen with the permissions the user has now. */
async function drain(org: Engine, client: Client): Promise<Outgoing[]> {
  const pending = await clientsOf(org).take(client);
  if (pending.length === 0) return [];
  const user = await org.userContext(client.userId);
  return pending
    .map(({ channel, event }) => render(event, channel, user, org.metadata))
    .filter((event) => event !== undefined)
    .map((event) => event as Outgoing);
}

async function subscribe(
  org: Engine,
  message: Incoming,
  client: Client,
  session: Session,
): Promise<Outgoing[]> {
  const asked = channels(message);
  if (asked.length === 0) return [refused(message, '400::Channel name not specified')];
  const replies: Outgoing[] = [];
  for (const channel of asked) {
    const more = { subscription: channel };
    const replay = replayId(message, channel);
    const fault = refusal(org, channel, session.user);
    if (fault) replies.push(refused(message, fault, more));
    else if (replay !== null && (await clientsOf(org).subscribe(client, channel, replay)))
      replies.push(accepted(message, more));
    else replies.push(refused(message, invalidReplay(replay), more));
  }
  return replies;
}

function invalidReplay(replay: number | null): string {
  return `400::The replayId {${replay ?? ''}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`;
}

function channels(message: Incoming): string[] {
  return [message.subscription ?? []].flat();
}

/** -1 when the client asks for no replay; null when what it asks for is no id. */
function replayId(message: Incoming, channel: string): number | null {
  const wanted = z.record(z.string(), z.unknown()).safeParse(message.ext?.replay);
  const asked = wanted.success ? wanted.data[channel] : undefined;
  if (asked === undefined || asked === null) return -1;
  return typeof asked === 'number' && Number.isSafeInteger(asked) ? asked : null;
}
