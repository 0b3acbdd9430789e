/** The versions of the roster: the list with what each changed, and one of them with its contacts. */
import type { VersionsView, VersionView } from '../../ports.ts';
import { api } from '../api.ts';
import type { Page } from '../app.ts';
import { el, fill, focusOn, icon, type Child } from '../dom.ts';
import { listText, zoneText } from '../format.ts';
import { strings } from '../strings.ts';
import { facts, labelOf, time } from './parts.ts';
import { problemNotice } from './problem.ts';

const words = strings.rosterVersions;

export const rosterVersionsPage: Page = async (app, _params, leave) => {
  const first = await api.rosterVersions(null, leave);
  const list = el('ul', { class: 'cards' });
  const more = el('div', {});
  const show = ({ items, next }: VersionsView) => {
    const before = list.children.length;
    list.append(...items.map((item) => el('li', {}, sheet(item, 'h2', true))));
    fill(more, next !== null && moreButton(next));
    if (before > 0) focusOn(list.children.item(before)?.querySelector('a') ?? list);
  };
  const moreButton = (next: number) => {
    const button = el('button', { type: 'button' }, words.more);
    button.addEventListener('click', () => {
      button.disabled = true;
      api
        .rosterVersions(next, leave)
        .then(show)
        .catch((error: unknown) => fill(more, problemNotice(error), moreButton(next)));
    });
    return button;
  };
  show(first);
  const body = el(
    'div',
    { class: 'column' },
    el('p', { class: 'crumb' }, el('a', { href: '/roster' }, icon('arrow'), strings.profile.roster.title)),
    el('h1', {}, words.title),
    el('p', { class: 'lead' }, words.lead),
    first.items.length === 0 && el('p', { class: 'quiet' }, words.nothing),
    list,
    more,
    el('p', { class: 'soft small' }, strings.request.times(zoneText(app.clock.now()))),
  );
  return { title: words.title, body };
};

export const rosterVersionPage: Page = async (app, [named = ''], leave) => {
  const { version, times, entries } = await api.rosterVersion(named, leave);
  const body = el(
    'div',
    { class: 'column' },
    el('p', { class: 'crumb' }, el('a', { href: '/roster/versions' }, icon('arrow'), words.back)),
    el('h1', {}, words.one),
    el('p', { class: 'exact' }, version),
    el('p', { class: 'lead' }, words.oneLead),
    el(
      'ul',
      { class: 'cards' },
      entries.map(({ id, name, role, level, active, mayDecide }) =>
        el(
          'li',
          { class: 'sheet' },
          el('h2', {}, name ?? words.erased(id)),
          facts([
            [strings.profile.roster.role, labelOf(role)],
            [strings.profile.roster.level, String(level)],
            [words.voice, words.voices[active ? (mayDecide ? 'vote' : 'told') : 'off']],
          ]),
        ),
      ),
    ),
    el('h2', {}, words.times),
    el(
      'ul',
      { class: 'cards' },
      times.map((each) => el('li', {}, sheet(each, 'h3', false))),
    ),
    el('p', { class: 'soft small' }, strings.request.times(zoneText(app.clock.now()))),
  );
  return { title: words.one, body };
};

/** @param linked whether it leads to the version's own page */
function sheet(view: VersionView, heading: 'h2' | 'h3', linked: boolean): HTMLElement {
  const { version, since, until, deciders } = view;
  const standing = until === null ? words.inForce : words.over;
  return el(
    'section',
    { class: 'sheet' },
    el(heading, {}, standing, ' ', time(since)),
    facts([
      [words.until, until && time(until)],
      [words.cause, causeOf(view)],
      [words.deciders, words.count(deciders)],
      [words.changes, changesOf(view)],
      [words.name, el('span', { class: 'exact' }, version)],
    ]),
    linked &&
      el(
        'p',
        { class: 'actions' },
        el('a', { class: 'button', href: `/roster/versions/${version}` }, words.show),
      ),
  );
}

function causeOf({ cause, signedBy }: VersionView): string {
  return cause === 'Signed'
    ? words.signedBy(listText(signedBy.map(({ name }) => name)))
    : words.causes[cause];
}

function changesOf({ changes }: VersionView): Child {
  if (changes.length === 0) return words.noChange;
  return el(
    'ul',
    {},
    changes.map(({ kind, name, before, after }) => {
      const said = (value: string | null) => (kind === 'Role' ? labelOf(value ?? '') : (value ?? ''));
      return el('li', {}, words.change[kind]({ name, before: said(before), after: said(after) }));
    }),
  );
}
