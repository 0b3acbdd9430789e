/** `lightning/navigation`, and the router behind it: addresses are real, the page stays. */
import { addressOf, referenceOf, type PageReference } from './pages.ts';

type Listener = (reference: PageReference | undefined) => void;

const listeners = new Set<Listener>();

/** The page that the address bar names. */
export const currentPage = (): PageReference | undefined => referenceOf(new URL(location.href));

/** Hears of every change of page until the returned function is called. */
export function onPage(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function announce(): void {
  const reference = currentPage();
  for (const listener of listeners) listener(reference);
}

/** Goes to an address: within the page when the face has it, else as a browser does. */
export function goTo(address: string, { replace = false } = {}): void {
  const url = new URL(address, location.href);
  if (url.origin !== location.origin || !referenceOf(url)) {
    location.assign(url);
    return;
  }
  if (replace) history.replaceState({}, '', url);
  else history.pushState({}, '', url);
  announce();
}

/** Keeps clicks on links within the page; keys that open a new window or tab still do. */
export function startRouter(): void {
  addEventListener('popstate', announce);
  document.addEventListener('click', (event) => {
    const path = event.composedPath();
    const link = path.find((target): target is HTMLAnchorElement => target instanceof HTMLAnchorElement);
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (!link?.href || event.defaultPrevented || !isPlain || link.target || link.download) return;
    if (link.hasAttribute('download')) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !referenceOf(url)) return;
    event.preventDefault();
    goTo(url.href);
  });
}

/** Wire adapter that tells a component on which page it stands. */
export class CurrentPageReference {
  readonly #receive: (reference: PageReference | null) => void;
  #leave: (() => void) | undefined;

  constructor(receive: (reference: PageReference | null) => void) {
    this.#receive = receive;
  }

  connect(): void {
    this.#receive(currentPage() ?? null);
    this.#leave = onPage((reference) => this.#receive(reference ?? null));
  }

  update(): void {
    this.#receive(currentPage() ?? null);
  }

  disconnect(): void {
    this.#leave?.();
  }
}

const Navigate: unique symbol = Symbol('Navigate');
const GenerateUrl: unique symbol = Symbol('GenerateUrl');

type Constructor = new (...parts: never[]) => object;

/** Gives a component `this[NavigationMixin.Navigate](reference, replace)` and `GenerateUrl`. */
export function NavigationMixin<Base extends Constructor>(base: Base) {
  // @ts-expect-error TS2545: a mixin's constructor would have to take any[], which the rules forbid
  return class extends base {
    [Navigate](reference: PageReference, replace = false): void {
      goTo(addressOf(reference), { replace });
    }

    [GenerateUrl](reference: PageReference): Promise<string> {
      return Promise.resolve(addressOf(reference));
    }
  };
}
NavigationMixin.Navigate = Navigate;
NavigationMixin.GenerateUrl = GenerateUrl;
