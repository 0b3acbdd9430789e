/** A contact's own passkeys: what each is, what it is called, and the ways to a further one and to an end. */
import type { PasskeyView } from '../../ports.ts';
import { api, Failure } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, icon } from '../dom.ts';
import { instantText } from '../format.ts';
import { addPasskey, passkeysWork } from '../passkey.ts';
import { said, strings } from '../strings.ts';
import { hashBlock } from './hash.ts';
import { facts, time } from './parts.ts';
import { movingNotice } from './moving.ts';
import { problemNotice } from './problem.ts';

const words = strings.profile.passkeys;

export const passkeysPage: Page = async (app, _params, leave) => {
  const { items } = await api.passkeys(leave);
  const list = el(
    'ul',
    { class: 'cards' },
    items.map((key) => el('li', {}, sheet(app, key))),
  );
  const body = el(
    'div',
    { class: 'column' },
    el('h1', {}, words.title),
    el('p', { class: 'lead' }, words.lead),
    movingNotice(app.me?.moveTo ?? null),
    list,
    adding(app),
  );
  return { title: words.title, body };
};

function sheet(app: App, key: PasskeyView): HTMLElement {
  const { state, subject } = key;
  const title = el('h2', {}, said(key.name));
  const tone = state === 'Active' ? 'good' : state === 'Waiting' ? 'waits' : 'done';
  return el(
    'section',
    { class: 'sheet' },
    title,
    el('p', {}, el('span', { class: `chip ${tone}` }, words.state[state])),
    facts([
      [words.device, said(key.device)],
      [words.synced, key.synced ? words.isSynced : words.notSynced],
      [words.enrolled, time(key.enrolledAt, instantText(key.enrolledAt))],
      [words.used, key.lastUsedAt === null ? words.never : time(key.lastUsedAt)],
      [words.revoked, key.revokedAt && time(key.revokedAt)],
      [words.fingerprint, hashBlock(subject)],
    ]),
    state !== 'Revoked' &&
      el(
        'p',
        { class: 'actions' },
        state === 'Waiting' &&
          el('a', { class: 'button primary', href: `/signatures/key-vouch/${subject}` }, words.vouch),
        el('a', { class: 'button', href: `/signatures/key-revoke/${subject}` }, words.revoke),
      ),
    state !== 'Revoked' && renaming(app, key, title),
  );
}

function renaming(app: App, { subject, name }: PasskeyView, title: HTMLElement): HTMLElement {
  const id = `name-${subject.slice(0, 12)}`;
  const input = el('input', { id, type: 'text', maxlength: 60, value: name, autocomplete: 'off' });
  const trouble = el('div', {});
  const save = async () => {
    try {
      const renamed = await api.renamePasskey(subject, input.value);
      title.textContent = renamed.name;
      fill(trouble);
      app.announce(words.saved);
    } catch (error) {
      fill(trouble, problemNotice(error));
    }
  };
  return el(
    'details',
    {},
    el('summary', {}, words.rename),
    el('label', { for: id }, words.nameOf(name)),
    input,
    trouble,
    el('p', { class: 'actions' }, el('button', { type: 'button', onclick: () => void save() }, words.save)),
  );
}

function adding(app: App): HTMLElement {
  const name = el('input', {
    ...{ id: 'new-name', type: 'text', maxlength: 60, autocomplete: 'off' },
    'aria-describedby': 'new-name-hint',
  });
  const trouble = el('div', {});
  const button = el('button', { type: 'button', class: 'primary' }, icon('key'), words.add);
  button.addEventListener('click', () => {
    fill(trouble);
    if (name.value.trim() === '') {
      fill(trouble, el('p', { class: 'notice bad', role: 'alert' }, icon('warning'), words.nameMissing));
      name.focus();
      return;
    }
    button.disabled = true;
    addPasskey(name.value)
      .then(({ subject }) => app.go(`/signatures/key-vouch/${subject}`))
      .catch((error: unknown) => {
        fill(trouble, problemNotice(error));
        button.disabled = false;
      });
  });
  if (!passkeysWork()) {
    button.disabled = true;
    fill(trouble, problemNotice(new Failure({ code: 'unsupported', ...strings.problems.unsupported })));
  }
  return el(
    'section',
    { class: 'sheet' },
    el('h2', {}, words.addTitle),
    el('p', { class: 'soft' }, words.addLead),
    el('label', { for: 'new-name' }, words.addName),
    el('p', { id: 'new-name-hint', class: 'soft small' }, words.addNameHint),
    name,
    trouble,
    el('p', { class: 'actions' }, button),
  );
}
