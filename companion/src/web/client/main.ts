/** The frame around the views: address, header, focus, and what a screen reader hears. */
import { api, Failure } from './api.ts';
import { ServerClock, type App, type Page } from './app.ts';
import { el, fill, focusOn } from './dom.ts';
import { language, strings } from './strings.ts';
import { enrolPage } from './views/enrol.ts';
import { grantPage } from './views/grant.ts';
import { header } from './views/header.ts';
import { inboxPage } from './views/inbox.ts';
import { problemView } from './views/problem.ts';
import { requestPage } from './views/request.ts';
import { actPage, actsPage } from './views/acts.ts';
import { signInPage } from './views/sign-in.ts';

interface Route {
  pattern: RegExp;
  page: Page;
  /** Pages that a contact sees; the others are for people who are not signed in. */
  signedIn: boolean;
}

const ROUTES: readonly Route[] = [
  { pattern: /^\/$/, page: inboxPage, signedIn: true },
  { pattern: /^\/requests\/([^/]+)\/([^/]+)$/, page: requestPage, signedIn: true },
  { pattern: /^\/signatures$/, page: actsPage, signedIn: true },
  { pattern: /^\/signatures\/([^/]+)\/([^/]+)$/, page: actPage, signedIn: true },
  { pattern: /^\/sign-in$/, page: signInPage, signedIn: false },
  { pattern: /^\/enrol\/([^/]+)$/, page: enrolPage, signedIn: false },
  { pattern: /^\/grants\/([^/]+)(?:\/decline)?$/, page: grantPage, signedIn: false },
];

const root = document.querySelector('#app') ?? document.body;
const top = el('header', { class: 'top' });
const main = el('main', { id: 'content' });
const live = el('div', { class: 'heard', role: 'status', 'aria-live': 'polite' });
let leave = new AbortController();
let first = true;

const app: App = {
  me: null,
  clock: new ServerClock(),
  go: (path, { replace = false } = {}) => {
    if (replace) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    void show();
  },
  fail: (error) => present(problemView(error, () => void show())),
  announce: (text) => {
    // Emptied first, so that the same words are heard again.
    live.textContent = '';
    requestAnimationFrame(() => {
      live.textContent = text;
    });
  },
};

async function show(): Promise<void> {
  leave.abort();
  leave = new AbortController();
  const { signal } = leave;
  const waiting = setTimeout(() => fill(main, el('p', { class: 'loading' }, strings.app.loading)), 250);
  try {
    await open(location.pathname, signal);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof Failure && error.code === 'not_signed_in') return toSignIn();
    app.fail(error);
  } finally {
    clearTimeout(waiting);
  }
}

async function open(path: string, signal: AbortSignal): Promise<void> {
  for (const { pattern, page, signedIn } of ROUTES) {
    const match = pattern.exec(path);
    if (!match) continue;
    if (signedIn) app.me ??= await api.me(signal);
    const view = await page(app, match.slice(1).map(decodeURIComponent), signal);
    if (!signal.aborted) present(view);
    return;
  }
  throw new Failure({ code: 'not_found', ...strings.problems.notHere });
}

function present({ title, body }: Awaited<ReturnType<Page>>): void {
  document.title = `${title} · ${strings.app.name}`;
  fill(top, header(app));
  fill(main, body);
  scrollTo(0, 0);
  // On the first page the browser begins at the top by itself; afterwards the new heading is where reading goes on.
  const heading = main.querySelector('h1');
  if (heading && !first) focusOn(heading);
  first = false;
}

function toSignIn(): void {
  app.me = null;
  const back = location.pathname;
  app.go(back === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(back)}`, { replace: true });
}

/** A link to a place on this page moves the reader there. The address stays, as a new one would open the page anew. */
function jump(link: HTMLAnchorElement): void {
  const place = document.querySelector<HTMLElement>(link.getAttribute('href') ?? '');
  if (!place) return;
  place.scrollIntoView({ block: 'start' });
  focusOn(place);
}

/** Links of this site change the view; all others, and those with a key held down, are the browser's. */
function followed(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || link.target !== '') return;
  if (link.origin !== location.origin) return;
  event.preventDefault();
  if (link.getAttribute('href')?.startsWith('#') === true) return jump(link);
  app.go(link.pathname + link.search);
}

document.documentElement.lang = language;
fill(root, el('a', { class: 'skip', href: '#content' }, strings.app.skip), top, main, live);
document.addEventListener('click', followed);
addEventListener('popstate', () => void show());
void show();
