import { api } from '../api.ts';
import type { App } from '../app.ts';
import { el, icon, type Child } from '../dom.ts';
import { strings } from '../strings.ts';

/** The bar on top: where one is, who one is, the way out. */
export function header(app: App): Child {
  const brand = [icon('shield'), el('span', {}, strings.app.name)];
  const { me } = app;
  if (!me) return el('div', { class: 'bar' }, el('span', { class: 'brand' }, brand));
  const signOut = async () => {
    await api.signOut();
    app.me = null;
    app.go('/sign-in');
  };
  return el(
    'div',
    { class: 'bar' },
    el('a', { class: 'brand', href: '/' }, brand),
    el('a', { class: 'plain', href: '/signatures' }, strings.acts.title),
    el('span', { class: 'who' }, strings.app.signedInAs(me.name, me.org.name)),
    el(
      'button',
      {
        type: 'button',
        class: 'plain',
        onclick: () => void signOut().catch((error: unknown) => app.fail(error)),
      },
      strings.app.signOut,
    ),
  );
}
