/** The contacts and their keys, with the ways to help somebody who has lost one. */
import type { RosterView } from '../../ports.ts';
import { api } from '../api.ts';
import type { Page } from '../app.ts';
import { el, type Child } from '../dom.ts';
import { said, strings } from '../strings.ts';
import { hashBlock } from './hash.ts';
import { facts, labelOf, time } from './parts.ts';

const words = strings.profile.roster;
type Contact = RosterView['contacts'][number];

export const rosterPage: Page = async (_app, _params, leave) => {
  const { contacts, version } = await api.roster(leave);
  const body = el(
    'div',
    { class: 'column' },
    el('h1', {}, words.title),
    el('p', { class: 'lead' }, words.lead),
    el(
      'ul',
      { class: 'cards' },
      contacts.map((contact) => el('li', {}, sheet(contact))),
    ),
    el('p', { class: 'soft small' }, words.version(version)),
    el('p', {}, el('a', { href: '/roster/versions' }, words.history)),
  );
  return { title: words.title, body };
};

/** The worst that can be said of a contact, first. */
function state({ active, unsigned, keys, absentUntil }: Contact): { tone: string; text: string } {
  if (!active) return { tone: 'done', text: words.state.inactive };
  if (!keys.some((key) => key.state === 'Active'))
    return keys.length > 0
      ? { tone: 'waits', text: words.state.waiting }
      : { tone: 'bad', text: unsigned ? words.state.unsigned : words.state.noKey };
  return absentUntil === null
    ? { tone: 'good', text: words.state.ready }
    : { tone: 'waits', text: words.state.absent };
}

function sheet(contact: Contact): HTMLElement {
  const { id, name, role, level, mine, active, unsigned, absentUntil, delegate, moved, keys } = contact;
  const { tone, text } = state(contact);
  return el(
    'section',
    { class: 'sheet' },
    el('h2', {}, mine ? words.you(name) : name),
    el('p', {}, el('span', { class: `chip ${tone}` }, text)),
    facts([
      [words.role, labelOf(role)],
      [words.level, String(level)],
      [words.absentUntil, absentUntil && time(absentUntil)],
      [words.delegate, delegate],
      [strings.moving.row, moved === null ? null : moved ? strings.moving.moved : strings.moving.notMoved],
    ]),
    unsigned && el('p', { class: 'soft' }, words.unsignedText),
    keys.map((key) => keyOf(contact, key)),
    !mine &&
      active &&
      keys.length > 0 &&
      el(
        'p',
        { class: 'actions' },
        el('a', { class: 'button', href: `/signatures/key-recovery/${id}` }, words.recover(name)),
      ),
  );
}

function keyOf({ name, mine }: Contact, key: Contact['keys'][number]): Child {
  const { subject, enrolledAt, lastUsedAt } = key;
  const device = said(key.device);
  const { passkeys } = strings.profile;
  return [
    el('h3', {}, device),
    facts([
      [words.keyState, passkeys.state[key.state]],
      [passkeys.enrolled, time(enrolledAt)],
      [passkeys.used, lastUsedAt === null ? passkeys.never : time(lastUsedAt)],
      [passkeys.fingerprint, hashBlock(subject)],
    ]),
    !mine &&
      el(
        'p',
        { class: 'actions' },
        key.state === 'Waiting' &&
          el('a', { class: 'button primary', href: `/signatures/key-vouch/${subject}` }, words.compare(name)),
        el('a', { class: 'button', href: `/signatures/key-revoke/${subject}` }, words.revoke(device, name)),
      ),
  ];
}
