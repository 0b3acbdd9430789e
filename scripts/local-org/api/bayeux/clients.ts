/** The clients of the streaming face: what each listens to, what waits for it, and its held connect. */
import { randomBytes } from 'node:crypto';
import type { ChangeLog, RetainedChange } from '../../state/changes.ts';
import { carries } from './channels.ts';
import { absenceMilliseconds, holdMilliseconds } from './message.ts';

/** An event that waits for a client, under the channel through which it hears of it. */
export interface Pending {
  channel: string;
  change: RetainedChange;
}

export interface Client {
  readonly id: string;
  readonly userId: string;
  readonly channels: Set<string>;
  pending: Pending[];
  /** Wakes the held connect, if there is one. */
  release: () => void;
  /** Milliseconds of the monotonic clock after which the client counts as gone; infinite while a connect is held. */
  gone: number;
}

/** All clients of one org. */
export class Clients {
  private readonly clients = new Map<string, Client>();
  private readonly stop: () => void;
  private readonly log: ChangeLog;

  constructor(log: ChangeLog) {
    this.log = log;
    this.stop = log.onChange((change) => this.spread(change));
  }

  open(userId: string): Client {
    this.sweep();
    const id = randomBytes(14).toString('hex');
    const client: Client = {
      id,
      userId,
      channels: new Set(),
      pending: [],
      release: () => undefined,
      gone: performance.now() + absenceMilliseconds,
    };
    this.clients.set(id, client);
    return client;
  }

  /** The client of an id that was not away for too long. */
  find(id: string | undefined): Client | undefined {
    this.sweep();
    return id === undefined ? undefined : this.clients.get(id);
  }

  drop(client: Client): void {
    this.clients.delete(client.id);
    client.release();
  }

  /**
   * Listens to a channel, from a replay id on: -1 only new events, -2 all retained ones, else those after that id.
   * False when the id is none that is still retained.
   */
  subscribe(client: Client, channel: string, replay: number): boolean {
    const retained = this.log.retained().filter((change) => carries(channel, change.event.entityName));
    if (replay >= 0 && !this.log.retained().some((change) => change.replayId === replay)) return false;
    if (replay === -1) return !!client.channels.add(channel);
    const missed = retained.filter((change) => replay === -2 || change.replayId > replay);
    client.pending.push(...missed.map((change) => ({ channel, change })));
    client.channels.add(channel);
    client.release();
    return true;
  }

  /** Waits until something is pending, the hold ends, the request goes away or the client is released. */
  async hold(client: Client, signal: AbortSignal): Promise<void> {
    client.release();
    if (client.pending.length > 0 || signal.aborted) return;
    client.gone = Number.POSITIVE_INFINITY;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        client.release = () => undefined;
        resolve();
      };
      const timer = setTimeout(done, holdMilliseconds).unref();
      signal.addEventListener('abort', done, { once: true });
      client.release = done;
    });
    this.touch(client);
  }

  /** Counts the client as present from now on. */
  touch(client: Client): void {
    client.gone = performance.now() + absenceMilliseconds;
  }

  /** Ends all held connects and stops listening. */
  close(): void {
    this.stop();
    for (const client of this.clients.values()) client.release();
    this.clients.clear();
  }

  private spread(change: RetainedChange): void {
    for (const client of this.clients.values()) {
      for (const channel of client.channels) {
        if (carries(channel, change.event.entityName)) client.pending.push({ channel, change });
      }
      if (client.pending.length > 0) client.release();
    }
  }

  private sweep(): void {
    const now = performance.now();
    for (const client of this.clients.values()) if (client.gone < now) this.clients.delete(client.id);
  }
}
