/**
 * Change events over CometD. They are hints that save seconds: whoever gets one reads the org again. Everything that may
 * have been missed (a new connection, an event that says GAP, a replay position the org no longer knows) asks for a full
 * re-read. The companion's own changes are dropped.
 */
import { Streaming } from 'jsforce/lib/api/streaming.js';
import { z } from 'zod';
import type { Session } from './session.ts';

export interface ChangeHint {
  entity: string;
  recordIds: string[];
  commitUser: string;
}

export interface PushListener {
  changed(hint: ChangeHint): void;
  /** Read everything since the watermark again. */
  reread(reason: string): void;
  /** Whether events arrive, and if not, why. Polling goes on in either case. */
  status(up: boolean, reason: string): void;
}

export interface PushSubscription {
  close(): void;
}

/** A message of the Bayeux protocol as far as it is looked at. */
interface BayeuxMessage {
  /** Absent when the org or a gateway before it answers in another shape than the protocol's. */
  channel?: string;
  subscription?: unknown;
  successful?: boolean;
  error?: string;
  data?: unknown;
  ext?: Record<string, unknown>;
}
type Pass = (message: BayeuxMessage | null) => void;

/** The part of faye's client that is used; jsforce's typing of it is loose. */
interface CometdClient {
  subscribe(channel: string, listener: (data: unknown) => void): unknown;
  disconnect(): unknown;
  on(event: 'transport:down' | 'transport:up', listener: () => void): void;
  /**
   * Stops the repetition of requests that found no server; jsforce reaches for it in the same way. What was never
   * answered would wait there for minutes, and with it the end of the process.
   */
  _dispatcher: { close(): void; _envelopes: Map<string, { timer?: NodeJS.Timeout | null }> };
}

const changeEvent = z.object({
  event: z.object({ replayId: z.number() }),
  payload: z.object({
    ChangeEventHeader: z.object({
      entityName: z.string(),
      recordIds: z.array(z.string()),
      changeType: z.string(),
      commitUser: z.string(),
    }),
  }),
});

const restError = z.object({ errorCode: z.string(), message: z.string() });

const NEWEST = -1;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 60_000;
/** An org without the channel, or one that forbids it, will hardly change its mind within minutes. */
const PAUSE_WHEN_DENIED = 600_000;

type Failure = 'session' | 'replay' | 'denied' | 'outage';

/** Error texts as in the streaming guide: `401::…`, `400::The replayId … is invalid`, `403::…`, `503::…`. */
export const classify = (reason: string): Failure => {
  if (/^401|401::|authentication invalid|INVALID_SESSION_ID/i.test(reason)) return 'session';
  if (/replay/i.test(reason)) return 'replay';
  if (/^(400|403|404)/.test(reason) && !/unknown client/i.test(reason)) return 'denied';
  return 'outage';
};

const failureReason = (message: BayeuxMessage): string => {
  const sfdc = message.ext?.['sfdc'] as { failureReason?: unknown } | undefined;
  return typeof sfdc?.failureReason === 'string' ? sfdc.failureReason : (message.error ?? 'no reason given');
};

/** What an answer says that is none of the protocol, such as the REST error of an org in maintenance. */
const refusal = (answer: unknown): string => {
  const { data } = restError.safeParse(answer);
  return data ? `${data.errorCode}: ${data.message}` : 'the org answered in an unknown form';
};

const sameUser = (a: string, b: string): boolean => a.slice(0, 15) === b.slice(0, 15);

class Push implements PushSubscription {
  readonly #session: Session;
  readonly #listener: PushListener;
  /** The last position seen on each channel. */
  readonly #replay: Map<string, number>;
  /** Settles with the first attempt. */
  readonly first: Promise<void>;
  #settle: () => void = () => undefined;
  #stopClient: () => void = () => undefined;
  #pause = FIRST_PAUSE;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(session: Session, channels: readonly string[], listener: PushListener) {
    this.#session = session;
    this.#listener = listener;
    this.#replay = new Map(channels.map((channel) => [channel, NEWEST]));
    this.first = new Promise((resolve) => (this.#settle = resolve));
    this.#connect();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#stopClient();
    this.#settle();
  }

  #connect(): void {
    let ended = false;
    const waiting = new Set(this.#replay.keys());
    const end = (then: () => void) => {
      if (ended) return;
      ended = true;
      client.disconnect();
      client._dispatcher.close();
      for (const { timer } of client._dispatcher._envelopes.values()) clearTimeout(timer ?? undefined);
      then();
    };
    const fail = (reason: string) => end(() => this.#recover(reason));
    const extension = {
      // After the end nothing is sent but the farewell, which faye would otherwise follow by new handshakes.
      outgoing: (message: BayeuxMessage, pass: Pass) =>
        pass(ended && message.channel !== '/meta/disconnect' ? null : this.#withReplay(message)),
      incoming: (message: BayeuxMessage, pass: Pass) => {
        if (!ended) this.#inspect(message, waiting, fail);
        pass(message);
      },
    };
    const client = new Streaming(this.#session.connection).createClient([
      extension,
    ]) as unknown as CometdClient;
    this.#stopClient = () => end(() => undefined);
    client.on('transport:down', () => {
      if (!ended) this.#listener.status(false, 'the org cannot be reached for push');
    });
    for (const channel of this.#replay.keys()) {
      client.subscribe(channel, (data) => this.#receive(channel, data));
    }
  }

  /** Every channel's own position stands in its own subscribe message. */
  #withReplay(message: BayeuxMessage): BayeuxMessage {
    const channel = message.subscription;
    if (message.channel !== '/meta/subscribe' || typeof channel !== 'string') return message;
    const position = this.#replay.get(channel) ?? NEWEST;
    return { ...message, ext: { ...message.ext, replay: { [channel]: position } } };
  }

  #inspect(message: BayeuxMessage, waiting: Set<string>, fail: (reason: string) => void): void {
    if (typeof message.channel !== 'string') return fail(refusal(message));
    if (!message.channel.startsWith('/meta/')) return;
    if (message.successful === false) {
      const reason = failureReason(message);
      // The org forgets clients when it moves them; faye shakes hands and subscribes again by itself.
      if (!/unknown client/i.test(reason)) fail(reason);
      return;
    }
    if (message.channel === '/meta/subscribe' && typeof message.subscription === 'string') {
      waiting.delete(message.subscription);
      if (waiting.size > 0) return;
      this.#pause = FIRST_PAUSE;
      this.#listener.status(true, 'change events arrive');
      this.#listener.reread('connected for change events');
      this.#settle();
    }
  }

  #receive(channel: string, data: unknown): void {
    const parsed = changeEvent.safeParse(data);
    if (!parsed.success) return this.#listener.reread('a change event in an unknown form');
    const { event, payload } = parsed.data;
    const { entityName, recordIds, changeType, commitUser } = payload.ChangeEventHeader;
    this.#replay.set(channel, event.replayId);
    if (changeType.startsWith('GAP_')) return this.#listener.reread(`the org announces a gap: ${changeType}`);
    if (sameUser(commitUser, this.#session.userId)) return;
    this.#listener.changed({ entity: entityName, recordIds, commitUser });
  }

  #recover(reason: string): void {
    this.#settle();
    if (this.#closed) return;
    const failure = classify(reason);
    this.#listener.status(false, reason);
    if (failure === 'replay') {
      for (const channel of this.#replay.keys()) this.#replay.set(channel, NEWEST);
      this.#listener.reread('the org no longer knows where we stopped');
    }
    const pause = failure === 'denied' ? PAUSE_WHEN_DENIED : this.#pause;
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
    this.#timer = setTimeout(() => void this.#again(failure), pause).unref();
  }

  async #again(failure: Failure): Promise<void> {
    try {
      // The token is copied into the client when it is made, so a new session needs a new client.
      if (failure === 'session') await this.#session.renew();
      if (!this.#closed) this.#connect();
    } catch (error) {
      this.#recover(error instanceof Error ? error.message : String(error));
    }
  }
}

/**
 * Listens for changes of the given objects. Resolves once the first attempt has succeeded or failed; `status` says which,
 * and failed attempts are repeated with growing pauses.
 */
export const subscribe = async (
  session: Session,
  objects: readonly string[],
  listener: PushListener,
): Promise<PushSubscription> => {
  const channels = objects.map((object) => `/data/${object.replace(/__c$/, '__')}ChangeEvent`);
  const push = new Push(session, channels, listener);
  await push.first;
  return push;
};
