/** What every view gets: where to go, how to speak to a screen reader, and the server's clock. */
import type { MeView } from '../ports.ts';
import type { Child } from './dom.ts';

export interface App {
  me: MeView | null;
  clock: ServerClock;
  /** Opens a page of this site without loading it anew. */
  go(path: string, options?: { replace?: boolean }): void;
  /** Shows what went wrong in the place of the page. */
  fail(error: unknown): void;
  /** Says something to who listens instead of looking. */
  announce(text: string): void;
}

export interface View {
  title: string;
  body: Child;
}

/** `leave` is aborted when the person goes elsewhere: timers and requests of the view end with it. */
export type Page = (app: App, params: readonly string[], leave: AbortSignal) => Promise<View>;

/** Deadlines are of the server's clock; a device that goes wrong must not show another time left. */
export class ServerClock {
  #offset = 0;

  /** @param iso what the server calls now */
  set(iso: string): void {
    this.#offset = Date.parse(iso) - Date.now();
  }

  /** Milliseconds until an instant; negative once it has passed. */
  until(iso: string): number {
    return Date.parse(iso) - (Date.now() + this.#offset);
  }

  now(): string {
    return new Date(Date.now() + this.#offset).toISOString();
  }
}

/** Calls `work` every `milliseconds` while the page is looked at, until `leave`. One call at a time. */
export function every(milliseconds: number, leave: AbortSignal, work: () => void | Promise<void>): void {
  let busy = false;
  const timer = setInterval(() => {
    if (busy || document.visibilityState === 'hidden') return;
    busy = true;
    void Promise.resolve(work()).finally(() => {
      busy = false;
    });
  }, milliseconds);
  leave.addEventListener('abort', () => clearInterval(timer), { once: true });
}
