/**
 * What every view gets: where to go, how to speak to a screen reader, and the server's clock.
 *
 * To add a view: write a `Page` in `views/`; name its address in `paths.ts` and the page in `routes.ts` (and in `nav.ts`
 * if it is a place of its own; a section of "My account" is one more function in `views/account.ts`). Its words go to
 * `strings/en-TOPIC.ts` and `strings/de-TOPIC.ts`, named in `strings/en.ts` and `strings/de.ts`; no text stands in a
 * view. Colours are the tokens of `styles/1-base.css`; numbered style files are joined in their order.
 */
import type { MeView } from '../ports.ts';
import type { Child } from './dom.ts';

export interface App {
  me: MeView | null;
  /** Whether somebody was signed in since this page was loaded: then a sign-in that is asked for is a second one. */
  wasSignedIn: boolean;
  clock: ServerClock;
  /** Opens a page of this site without loading it anew. */
  go(path: string, options?: { replace?: boolean }): void;
  /** Draws the page that is open anew, as after a change of the language. */
  again(): void;
  /** Shows what went wrong in the place of the page. */
  fail(error: unknown): void;
  /** How many requests wait, as the page that reads the inbox knows it. */
  waiting(count: number): void;
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
