import { api, Failure } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, icon, type Child } from '../dom.ts';
import { askForPasskey, passkeysWork } from '../passkey.ts';
import { strings } from '../strings.ts';
import { problemNotice } from './problem.ts';

const words = strings.signIn;

/** Sign-in by any passkey of this site, or through the company's provider; then on to where the person wanted to go. */
export const signInPage: Page = async (app) => {
  const asked = new URLSearchParams(location.search);
  const target = asked.get('to');
  // Without an answer there is still the passkey.
  const { idp } = await api.signInWays().catch(() => ({ idp: null }));
  const trouble = el('div', {}, refusal(asked.get('problem')));
  const button = el('button', { type: 'button', class: 'primary wide' }, icon('key'), words.button);
  button.addEventListener('click', () => {
    app.announce(words.working);
    void attempt(button, trouble, async () => {
      app.me = await api.signIn(await askForPasskey());
      app.go(ownPath(target), { replace: true });
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
    target !== null && el('p', { class: 'notice' }, app.wasSignedIn ? words.returning : words.arriving),
    el('p', { class: 'lead' }, words.lead),
    trouble,
    el('p', { class: 'actions' }, button),
    idp !== null && company(app, idp.name, target, trouble),
    el('details', {}, el('summary', {}, words.help), el('p', {}, words.helpText)),
  );
  return { title: words.title, body };
};

function company(app: App, name: string, target: string | null, trouble: HTMLElement): Child {
  const button = el('button', { type: 'button', class: 'wide' }, icon('person'), words.company(name));
  button.addEventListener('click', () => {
    app.announce(words.companyWorking);
    void attempt(button, trouble, async () => {
      location.assign((await api.signInByIdp(target === null ? null : ownPath(target))).url);
    });
  });
  return [el('p', { class: 'actions' }, button), el('p', { class: 'soft small' }, words.companyText)];
}

async function attempt(button: HTMLButtonElement, trouble: HTMLElement, work: () => Promise<void>) {
  fill(trouble);
  button.disabled = true;
  try {
    await work();
  } catch (error) {
    fill(trouble, problemNotice(error));
  } finally {
    button.disabled = false;
  }
}

/** What the provider's way back ended in. The address names a code alone, so that no link can put words on this page. */
function refusal(code: string | null): Child {
  if (code === null) return null;
  const known = code === 'unavailable' ? strings.problems.companyAway : strings.problems.companyRefused;
  return problemNotice(new Failure({ code: 'idp_refused', ...known }));
}

/** A path of this site and of no other: `//elsewhere` and full addresses lead to the inbox. */
function ownPath(target: string | null): string {
  return target !== null && /^\/(?![/\\])/.test(target) ? target : '/';
}
