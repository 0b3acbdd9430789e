import { api } from '../api.ts';
import type { App } from '../app.ts';
import { el } from '../dom.ts';
import { strings } from '../strings.ts';

/** @param look the button's class */
export function signOutButton(app: App, look: string): HTMLElement {
  const signOut = async () => {
    const elsewhere = await api.signOut();
    app.me = null;
    app.wasSignedIn = false;
    if (elsewhere) return location.assign(elsewhere.url);
    app.go('/sign-in');
  };
  return el(
    'button',
    {
      type: 'button',
      class: look,
      onclick: () => void signOut().catch((error: unknown) => app.fail(error)),
    },
    strings.app.signOut,
  );
}
