/** The frame around the views: address, header, focus, and what a screen reader hears. */
import { api, Failure } from './api.ts';
import { ServerClock, type App, type View } from './app.ts';
import { el, fill, focusOn, refill } from './dom.ts';
import { nameLanguage, usePerson } from './language.ts';
import { matchPath, PAGE_PATHS, type PagePath } from './paths.ts';
import { ROUTES } from './routes.ts';
import { strings } from './strings.ts';
import { header } from './views/header.ts';
import { offlineNotice } from './views/offline.ts';
import { problemView } from './views/problem.ts';
import { waiting } from './views/waiting.ts';
import { WaitingCount } from './waiting-count.ts';

const root = document.querySelector('#app') ?? document.body;
const skip = el('a', { class: 'skip', href: '#content' });
const top = el('header', { class: 'top' });
const main = el('main', { id: 'content' });
const live = el('div', { class: 'heard', role: 'status', 'aria-live': 'polite' });
const waitingCount = new WaitingCount((count) => refill(top, header(app, here, count)));
let leave = new AbortController();
let here: PagePath | null = null;
let first = true;

const app: App = {
  me: null,
  wasSignedIn: false,
  clock: new ServerClock(),
  go: (path, { replace = false } = {}) => {
    if (replace) history.replaceState(null, '', path);
    else history.pushState(null, '', path);
    void show();
  },
  again: () => void show(),
  waiting: (count) => waitingCount.set(count),
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
  const waited = waiting(main, app, signal);
  try {
    await open(location.pathname, signal);
  } catch (error) {
    if (signal.aborted) return;
    if (error instanceof Failure && error.code === 'not_signed_in') return toSignIn();
    app.fail(error);
  } finally {
    waited.end();
  }
}

async function open(path: string, signal: AbortSignal): Promise<void> {
  for (const pattern of PAGE_PATHS) {
    const values = matchPath(pattern, path);
    if (!values) continue;
    const { page, signedIn, nav = null } = ROUTES[pattern];
    if (signedIn) {
      await usePerson((app.me ??= await api.me(signal)));
      app.wasSignedIn = true;
    } else waitingCount.set(0);
    const view = await page(app, values, signal);
    if (signal.aborted) return;
    here = nav;
    present(view);
    if (signedIn && pattern !== '/') waitingCount.watch(app, signal);
    return;
  }
  here = null;
  throw new Failure({ code: 'not_found', ...strings.problems.notHere });
}

function present({ title, body }: View): void {
  waitingCount.title(title);
  skip.textContent = strings.app.skip;
  fill(top, header(app, here, app.me ? waitingCount.count : 0));
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

nameLanguage();
fill(root, skip, top, offlineNotice(app), main, live);
document.addEventListener('click', followed);
addEventListener('popstate', () => void show());
void show();
