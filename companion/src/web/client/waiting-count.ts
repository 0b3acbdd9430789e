/** How many requests wait for this contact, beside "Inbox" on every page and in the title of the tab. */
import { api } from './api.ts';
import type { App } from './app.ts';
import { onChange } from './live.ts';
import type { InboxView } from '../ports.ts';
import { strings } from './strings.ts';

/** Requests and drills that wait for this contact. */
export function waitingIn({ items, drills }: InboxView): number {
  return items.filter(({ waiting }) => waiting).length + drills.length;
}

export class WaitingCount {
  #count = 0;
  #title = '';
  readonly #draw: (count: number) => void;

  constructor(draw: (count: number) => void) {
    this.#draw = draw;
  }

  get count(): number {
    return this.#count;
  }

  set(count: number): void {
    if (count !== this.#count) this.#draw(count);
    this.#count = count;
    this.title(this.#title);
  }

  /** @param title of the page that is open */
  title(title: string): void {
    this.#title = title;
    const waiting = this.#count > 0 ? `(${this.#count}) ` : '';
    document.title = `${waiting}${title} · ${strings.app.name}`;
  }

  /** On the pages that do not read the inbox themselves; a request that comes in is said aloud. */
  watch(app: App, leave: AbortSignal): void {
    const look = async (first = false) => {
      const inbox = await api.inbox(leave).catch(() => null);
      if (inbox === null) return;
      const count = waitingIn(inbox);
      if (!first && count > this.#count) app.announce(strings.inbox.arrived(count));
      this.set(count);
    };
    void look(true);
    onChange(leave, () => look());
  }
}
