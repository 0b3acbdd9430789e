/** From an invitation to a passkey: what it means first, then the prompt, then the fingerprint to keep. */
import type { InvitationView } from '../../ports.ts';
import { api, Failure } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, focusOn, icon } from '../dom.ts';
import { instantText } from '../format.ts';
import { createPasskey, passkeysWork } from '../passkey.ts';
import { strings } from '../strings.ts';
import { hashBlock } from './hash.ts';
import { copyButton, facts, labelOf, points, printButton } from './parts.ts';
import { problemNotice } from './problem.ts';

const words = strings.enrol;

export const enrolPage: Page = async (app, [token = '']) => {
  const invitation = await api.invitation(token);
  const trouble = el('div', {});
  const button = el('button', { type: 'button', class: 'primary wide' }, icon('key'), words.button);
  const sheet = el('section', { class: 'narrow sheet' });
  button.addEventListener('click', () => {
    fill(trouble);
    button.disabled = true;
    app.announce(words.working);
    createPasskey(token)
      .then((enrolled) => showDone(app, sheet, enrolled))
      .catch((error: unknown) => {
        fill(trouble, problemNotice(error));
        button.disabled = false;
      });
  });
  if (!passkeysWork()) {
    button.disabled = true;
    fill(trouble, problemNotice(new Failure({ code: 'unsupported', ...strings.problems.unsupported })));
  }
  fill(sheet, ...introduction(invitation), trouble, el('p', { class: 'actions' }, button));
  return { title: words.title(invitation.org.name), body: sheet };
};

function introduction({ org, contact, expiresAt }: InvitationView): HTMLElement[] {
  const role = labelOf(contact.role);
  return [
    el('h1', {}, words.title(org.name)),
    el('p', { class: 'lead' }, words.greeting(contact.name)),
    el('h2', {}, words.becomingTitle),
    el('p', {}, words.becoming(role, org.name)),
    points(words.becomingPoints, 'check'),
    el('h2', {}, words.passkeyTitle),
    points(words.passkey, 'key'),
    facts([
      [words.facts.name, contact.name],
      [words.facts.address, contact.address],
      [words.facts.role, role],
      [words.facts.org, org.name],
      [words.facts.place, location.origin],
    ]),
    el('p', { class: 'soft' }, words.validUntil(instantText(expiresAt))),
  ];
}

function showDone(
  app: App,
  sheet: HTMLElement,
  { fingerprint, waits, signAt }: { fingerprint: string; waits: boolean; signAt: string | null },
): void {
  const heading = el('h1', {}, words.doneTitle);
  fill(
    sheet,
    el('p', { class: 'stamp good' }, icon('check')),
    heading,
    el('p', { class: 'lead' }, leadOf(waits, signAt)),
    el(
      'figure',
      { class: 'fingerprint' },
      el('figcaption', {}, words.fingerprint),
      hashBlock(fingerprint, 'fingerprint'),
    ),
    el('p', { class: 'actions' }, copyButton(app, fingerprint), printButton()),
    el('p', { class: 'soft' }, words.doneWhy),
    el('hr', {}),
    ...(signAt === null ? signingIn(waits) : signingThere(signAt)),
  );
  document.title = `${words.doneTitle} · ${strings.app.name}`;
  focusOn(heading);
}

const leadOf = (waits: boolean, signAt: string | null): string =>
  !waits ? words.doneLead : signAt === null ? strings.profile.waiting.lead : strings.moving.signTitle;

const signingIn = (waits: boolean): HTMLElement[] => [
  el('p', {}, waits ? strings.profile.waiting.next : words.doneNext),
  el(
    'p',
    { class: 'actions' },
    el('a', { class: 'button primary wide', href: '/sign-in' }, strings.signIn.title),
  ),
];

/** Who moves here from another address signs there, with the key he has. */
const signingThere = (signAt: string): HTMLElement[] => [
  el('p', {}, strings.moving.sign(new URL(signAt).host)),
  el(
    'p',
    { class: 'actions' },
    el('a', { class: 'button primary wide', href: signAt }, strings.moving.signButton),
  ),
];
