import type { App } from '../app.ts';
import { el, icon, type Child } from '../dom.ts';
import type { PagePath } from '../paths.ts';
import { NAV } from '../nav.ts';
import { strings } from '../strings.ts';
import { signOutButton } from './sign-out.ts';

/** The bar on top: the product, where one can go, who one is, the way out. On a phone the ways stand below, for the thumb. */
export function header(app: App, here: PagePath | null, waiting: number): Child {
  const brand = [icon('shield'), el('span', {}, strings.app.name)];
  const { me } = app;
  if (!me) return el('div', { class: 'bar' }, el('span', { class: 'brand' }, brand));
  return el(
    'div',
    { class: 'bar' },
    el('a', { class: 'brand', href: '/' }, brand),
    el('nav', { class: 'ways', 'aria-label': strings.app.navigation }, ways(here, waiting)),
    el('span', { class: 'who' }, el('span', {}, me.name), el('span', {}, me.org.name)),
    signOutButton(app, 'plain'),
  );
}

function ways(here: PagePath | null, waiting: number): HTMLElement[] {
  return NAV.map(({ path, icon: drawing, label }) =>
    el(
      'a',
      { class: 'way', href: path, 'aria-current': path === here ? 'page' : null },
      icon(drawing),
      el('span', {}, label()),
      path === '/' && waiting > 0 && badge(waiting),
    ),
  );
}

function badge(waiting: number): Child {
  return [
    el('span', { class: 'badge', 'aria-hidden': 'true' }, String(waiting)),
    el('span', { class: 'heard' }, strings.inbox.waitingCount(waiting)),
  ];
}
