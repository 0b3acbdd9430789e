/** For tests: the streaming client of the CometD project, another code base than the one in jsforce. */
import { CometD } from 'cometd';
import type { Message } from 'cometd';
import { adapt } from 'cometd-nodejs-client';
import type { ChangeMessage } from '../sample-listener.ts';

export interface CometdListener {
  events: ChangeMessage[];
  /** Refusals of any kind, as `<channel> <error>`. */
  refusals: string[];
  /** Resolves when `wanted` holds of what has come so far. */
  until(wanted: () => boolean): Promise<void>;
  /** Goes away without a word, as a machine does that loses its network. */
  vanish(): void;
  end(): Promise<void>;
}

/** Shakes hands and subscribes; after each new handshake it subscribes again from the last event it saw. */
export async function listenWithCometd(
  url: string,
  token: string,
  { channel, replay, logLevel = 'warn' }: { channel: string; replay: number; logLevel?: string },
): Promise<CometdListener> {
  adapt();
  const client = new CometD();
  client.unregisterTransport('websocket');
  client.configure({
    url: `${url}/cometd/68.0`,
    requestHeaders: { Authorization: `OAuth ${token}` },
    appendMessageTypeToURL: false,
    logLevel,
  } as Parameters<CometD['configure']>[0]);
  const events: ChangeMessage[] = [];
  const refusals: string[] = [];
  let position = replay;
  let wake = () => {};
  const noted = () => wake();
  client.registerExtension('replay', {
    outgoing: (message: Message) =>
      message.channel === '/meta/subscribe'
        ? { ...message, ext: { ...(message.ext as object), replay: { [channel]: position } } }
        : message,
  });
  const refused = (message: Message) => {
    if (message.successful === false) refusals.push(`${message.channel} ${message.error ?? 'no answer'}`);
    noted();
  };
  client.addListener('/meta/unsuccessful', refused);
  const subscribe = () =>
    client.subscribe(channel, (message) => {
      const data = message.data as ChangeMessage;
      position = data.event.replayId;
      events.push(data);
      noted();
    });
  await new Promise<void>((resolve) => {
    client.addListener('/meta/subscribe', () => resolve());
    client.addListener('/meta/handshake', (message) => {
      if (message.successful) client.batch(subscribe);
      else resolve();
    });
    client.handshake();
  });
  return {
    events,
    refusals,
    async until(wanted) {
      while (!wanted()) await new Promise<void>((resolve) => void (wake = resolve));
    },
    vanish: () => void client.getTransport()?.abort(),
    end: () => new Promise((resolve) => client.disconnect(() => resolve())),
  };
}
