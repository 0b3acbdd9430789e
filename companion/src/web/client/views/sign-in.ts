import { api } from '../api.ts';
import type { Page } from '../app.ts';
import { el, fill, icon } from '../dom.ts';
import { askForPasskey, passkeysWork } from '../passkey.ts';
import { strings } from '../strings.ts';
import { problemNotice } from './problem.ts';
import { Failure } from '../api.ts';

/** Sign-in by any passkey of this site; then on to where the person wanted to go. */
export const signInPage: Page = (app) => {
  const words = strings.signIn;
  const target = new URLSearchParams(location.search).get('to');
  const trouble = el('div', {});
  const button = el('button', { type: 'button', class: 'primary wide' }, icon('key'), words.button);
  button.addEventListener('click', () => {
    const work = async () => {
      app.me = await api.signIn(await askForPasskey());
      app.go(ownPath(target), { replace: true });
    };
    fill(trouble);
    button.disabled = true;
    app.announce(words.working);
    void work()
      .catch((error: unknown) => fill(trouble, problemNotice(error)))
      .finally(() => {
        button.disabled = false;
      });
  });
  if (!passkeysWork()) {
    button.disabled = true;
    fill(trouble, problemNotice(new Failure({ code: 'unsupported', ...strings.problems.unsupported })));
  }
  const body = el(
    'section',
    { class: 'narrow sheet' },
    icon('shield'),
    el('h1', {}, words.title),
    target !== null && el('p', { class: 'notice' }, words.returning),
    el('p', { class: 'lead' }, words.lead),
    trouble,
    el('p', { class: 'actions' }, button),
    el('details', {}, el('summary', {}, words.help), el('p', {}, words.helpText)),
  );
  return Promise.resolve({ title: words.title, body });
};

/** A path of this site and of no other: `//elsewhere` and full addresses lead to the inbox. */
function ownPath(target: string | null): string {
  return target !== null && /^\/(?![/\\])/.test(target) ? target : '/';
}
