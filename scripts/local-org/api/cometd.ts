/**
 * The streaming face: Bayeux over long polling at `/cometd/68.0`, with the channels of Change Data Capture.
 * Faults of the protocol are told inside the messages with HTTP 200, because clients read no other body.
 */
import { z } from 'zod';
import { recordChanges, type ChangeLog } from '../state/changes.ts';
import type { ChangeBus, Engine } from '../state/engine.ts';
import { refusal, render } from './bayeux/channels.ts';
import { Clients, type Client } from './bayeux/clients.ts';
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

interface Streaming {
  log: ChangeLog;
  clients: Clients;
}

const running = new WeakMap<ChangeBus, Streaming>();

/**
 * Starts to record change events for an org. Called when the org is made, so that a first client can replay what
 * happened before it came. The result ends the streaming and releases held connects.
 */
export function startStreaming(org: Engine): { close(): void } {
  const streaming = streamingOf(org);
  return {
    close() {
      running.delete(org.changes);
      streaming.clients.close();
      streaming.log.close();
    },
  };
}

function streamingOf(org: Engine): Streaming {
  const known = running.get(org.changes);
  if (known) return known;
  const log = recordChanges(org);
  const streaming = { log, clients: new Clients(log) };
  running.set(org.changes, streaming);
  return streaming;
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
  if (Number.parseFloat(request.params['version'] ?? '') < oldestVersion) {
    return bad(
      "Unsupported API version. Only API versions '37.0' and later are supported. URI format: '/cometd/68.0'",
    );
  }
  if (request.raw.byteLength > largestRequest) return bad('Maximum Request Size Exceeded', 413);
  const parsed = z.union([z.array(incoming), incoming.transform((one) => [one])]).safeParse(request.body);
  if (!parsed.success) return bad('The body is not an array of Bayeux messages');
  const replies: Outgoing[] = [];
  for (const message of parsed.data) {
    // A connect that travels with other messages is answered at once: holding it would hold those as well.
    replies.push(...(await answer(org, request, message, parsed.data.length === 1)));
  }
  return { status: 200, body: replies };
}

async function answer(
  org: Engine,
  request: PublicRequest,
  message: Incoming,
  alone: boolean,
): Promise<Outgoing[]> {
  const { session } = request;
  const streaming = streamingOf(org);
  if (!session) return [unauthenticated(message)];
  if (message.channel === '/meta/handshake') return [handshake(streaming, message, session)];
  const client = streaming.clients.find(message.clientId);
  if (client?.userId !== session.user.userId) {
    return [refused(message, '403::Unknown client', { advice: { interval: 0, reconnect: 'handshake' } })];
  }
  switch (message.channel) {
    case '/meta/connect':
      return connect(org, request, message, client, alone);
    case '/meta/subscribe':
      return subscribe(streaming, message, client, session);
    case '/meta/unsubscribe':
      for (const channel of channels(message)) client.channels.delete(channel);
      client.release();
      return [accepted(message, { subscription: message.subscription })];
    case '/meta/disconnect':
      streaming.clients.drop(client);
      return [accepted(message)];
    default:
      return [refused(message, '403:denied_by_security_policy:publish_denied')];
  }
}

function unauthenticated(message: Incoming): Outgoing {
  const advice = { reconnect: 'none', interval: 0 };
  if (message.channel !== '/meta/handshake')
    return refused(message, '401::Authentication invalid', { advice });
  const ext = {
    sfdc: { failureReason: '401::Authentication invalid' },
    replay: true,
    'payload.format': true,
  };
  return refused(message, '403::Handshake denied', { ext, advice });
}

function handshake(streaming: Streaming, message: Incoming, session: Session): Outgoing {
  const { id } = streaming.clients.open(session.user.userId);
  return accepted(message, {
    clientId: id,
    version: '1.0',
    minimumVersion: '1.0',
    supportedConnectionTypes: ['long-polling'],
    ext: { replay: true, 'payload.format': true },
    advice: { reconnect: 'retry', interval: 0, timeout: holdMilliseconds },
  });
}

async function connect(
  org: Engine,
  request: PublicRequest,
  message: Incoming,
  client: Client,
  alone: boolean,
): Promise<Outgoing[]> {
  const { clients } = streamingOf(org);
  if (message.connectionType !== undefined && message.connectionType !== 'long-polling') {
    return [refused(message, `400::Invalid connection type ${message.connectionType}`)];
  }
  clients.touch(client);
  if (alone && message.advice?.timeout !== 0) await clients.hold(client, request.signal);
  const token = request.session?.token;
  // The session may have been ended while the connect was held.
  if (!token || !(await org.sessions.find(token))) return [unauthenticated(message)];
  const events = await drain(org, client);
  const advice = { reconnect: 'retry', interval: 0, timeout: holdMilliseconds };
  return [...events, accepted(message, { advice })];
}

/** Empties the queue, seen with the permissions the user has now. */
async function drain(org: Engine, client: Client): Promise<Outgoing[]> {
  const { pending } = client;
  if (pending.length === 0) return [];
  client.pending = [];
  const user = await org.userContext(client.userId);
  return pending
    .map(({ channel, change }) => render(change, channel, user, org.metadata))
    .filter((event) => event !== undefined)
    .map((event) => event as Outgoing);
}

function subscribe(streaming: Streaming, message: Incoming, client: Client, session: Session): Outgoing[] {
  const asked = channels(message);
  if (asked.length === 0) return [refused(message, '400::Channel name not specified')];
  return asked.map((channel) => {
    const fault = refusal(channel, session.user, streaming.log.entities());
    if (fault) return refused(message, fault, { subscription: channel });
    const replay = replayId(message, channel);
    if (streaming.clients.subscribe(client, channel, replay))
      return accepted(message, { subscription: channel });
    const invalid = `400::The replayId {${replay}} you provided was invalid.  Please provide a valid ID, -2 to replay all events, or -1 to replay only new events.`;
    return refused(message, invalid, { subscription: channel });
  });
}

function channels(message: Incoming): string[] {
  return [message.subscription ?? []].flat();
}

function replayId(message: Incoming, channel: string): number {
  const wanted = z.record(z.string(), z.number()).safeParse(message.ext?.replay);
  return (wanted.success ? wanted.data[channel] : undefined) ?? -1;
}
