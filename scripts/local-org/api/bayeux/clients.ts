/** The clients of the streaming face: what each listens to, what waits for it, and its held connect. */
import { randomBytes } from 'node:crypto';
import type { Engine, PublishedChange } from '../../state/engine.ts';
import { carries, entityOf } from './channels.ts';
import { faultGate } from './faults.ts';
import { absenceMilliseconds, holdMilliseconds } from './message.ts';

/** An event that waits for a client, under the channel through which it hears of it. */
export interface Pending {
  channel: string;
  event: PublishedChange;
}

/** Retained events that a client asked for and has not had: those after one id, up to another. */
interface Backlog {
  after: number;
  upTo: number;
}

export interface Client {
  readonly id: string;
  readonly userId: string;
  /** The cookie that the client has to bring along. */
  readonly browser: string;
  readonly channels: Set<string>;
  /** By channel; told before what is pending. */
  readonly backlog: Map<string, Backlog>;
  pending: Pending[];
  /** It has said goodbye. */
  ended: boolean;
  /** Wakes the held connect, if there is one. */
  release: () => void;
  /** Milliseconds of the monotonic clock after which the client counts as gone; infinite while a connect is held. */
  gone: number;
}

/** Events told by one answer out of a backlog. */
const mostAtOnce = 500;

/** All clients of one org. */
export class Clients {
  private readonly clients = new Map<string, Client>();
  private readonly stop: () => void;
  private readonly org: Engine;

  constructor(org: Engine) {
    this.org = org;
    const gate = faultGate(org);
    gate.onForget = () => this.forget();
    this.stop = org.changes.subscribe((events) => gate.pass(events, (event) => this.spread(event)));
  }

  /** A new client; `browser` is the cookie it brought, if any. */
  open(userId: string, browser: string | undefined): Client {
    const id = randomBytes(14).toString('hex');
    const client: Client = {
      id,
      userId,
      browser: browser ?? randomBytes(16).toString('hex'),
      channels: new Set(),
      backlog: new Map(),
      pending: [],
      ended: false,
      release: () => undefined,
      gone: performance.now() + absenceMilliseconds,
    };
    this.clients.set(id, client);
    return client;
  }

  /** Clients that are there. */
  count(): number {
    this.sweep();
    return this.clients.size;
  }

  /** The client of an id that was not away for too long. */
  find(id: string | undefined): Client | undefined {
    this.sweep();
    return id === undefined ? undefined : this.clients.get(id);
  }

  /** A client goes by its own will. */
  drop(client: Client): void {
    client.ended = true;
    this.clients.delete(client.id);
    client.release();
  }

  /**
   * Listens to a channel, from a replay id on: -1 only new events, -2 all retained ones, else those after that id.
   * False when the id is none that is still retained.
   */
  async subscribe(client: Client, channel: string, replay: number): Promise<boolean> {
    const { retained } = this.org;
    if (replay < -2 || (replay >= 0 && !(await retained.has(replay)))) return false;
    if (replay !== -1) {
      client.backlog.set(channel, { after: replay === -2 ? 0 : replay, upTo: retained.last });
    }
    client.channels.add(channel);
    if (replay !== -1) client.release();
    return true;
  }

  unsubscribe(client: Client, channel: string): void {
    client.channels.delete(channel);
    client.backlog.delete(channel);
    client.release();
  }

  /** Takes what waits for the client: retained events it asked for, and when those are told, the live ones. */
  async take(client: Client): Promise<Pending[]> {
    for (const [channel, { after, upTo }] of client.backlog) {
      const entity = entityOf(this.org, channel);
      const events = await this.org.retained.after({ after, upTo, entity }, mostAtOnce);
      const last = events.at(-1);
      if (events.length < mostAtOnce || !last) client.backlog.delete(channel);
      else client.backlog.set(channel, { after: last.replayId, upTo });
      const carried = events.filter(({ entityName }) => carries(channel, entityName));
      if (carried.length > 0) return carried.map((event) => ({ channel, event }));
    }
    const { pending } = client;
    client.pending = [];
    return pending;
  }

  /** Waits until something is there to tell, the hold ends, the request goes away or the client is released. */
  async hold(client: Client, signal: AbortSignal): Promise<void> {
    client.release();
    if (client.pending.length > 0 || client.backlog.size > 0 || signal.aborted) return;
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
    this.forget();
  }

  private forget(): void {
    const all = [...this.clients.values()];
    this.clients.clear();
    for (const client of all) client.release();
  }

  private spread(event: PublishedChange): void {
    for (const client of this.clients.values()) {
      for (const channel of client.channels) {
        if (carries(channel, event.entityName)) client.pending.push({ channel, event });
      }
      if (client.pending.length > 0) client.release();
    }
  }

  private sweep(): void {
    const now = performance.now();
    for (const client of this.clients.values()) if (client.gone < now) this.clients.delete(client.id);
  }
}
