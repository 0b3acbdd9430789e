/** `lightning/messageService`: components of one page talk to each other over a message channel. */

interface Channel {
  developerName: string;
}
interface Subscription {
  channel: string;
  listener: (message: unknown) => void;
}

/** The platform tells areas of the page apart; here there is one. */
export const APPLICATION_SCOPE = Symbol('APPLICATION_SCOPE');

const subscriptions = new Set<Subscription>();

/** Wire adapter that hands a component its context. */
export class MessageContext {
  readonly #receive: (context: object) => void;

  constructor(receive: (context: object) => void) {
    this.#receive = receive;
    receive({});
  }

  update(): void {
    this.#receive({});
  }

  connect(): void {
    this.#receive({});
  }

  disconnect(): void {
    // The context is the same for all; there is nothing to give back.
  }
}

/** Sends `message` to everyone who listens to the channel. */
export function publish(_context: unknown, channel: Channel, message: unknown): void {
  for (const { channel: name, listener } of [...subscriptions]) {
    if (name === channel.developerName) listener(message);
  }
}

/** Listens to a channel until `unsubscribe`. */
export function subscribe(
  _context: unknown,
  channel: Channel,
  listener: (message: unknown) => void,
): Subscription {
  const subscription = { channel: channel.developerName, listener };
  subscriptions.add(subscription);
  return subscription;
}

export function unsubscribe(subscription: Subscription | undefined): void {
  if (subscription) subscriptions.delete(subscription);
}
