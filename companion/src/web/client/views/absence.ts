/** When the contact is away and who decides meanwhile: what stands, and a form for more. */
import type { AbsenceView, RosterView } from '../../ports.ts';
import { api } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, icon } from '../dom.ts';
import { rangeText } from '../format.ts';
import { zoneName } from '../language.ts';
import { strings } from '../strings.ts';
import { problemNotice } from './problem.ts';

const words = strings.profile.absence;

export const absencePage: Page = async (app, _params, leave) => {
  const [{ items }, { contacts }] = await Promise.all([api.absences(leave), api.roster(leave)]);
  const body = el(
    'div',
    { class: 'column' },
    el('h1', {}, words.title),
    el('p', { class: 'lead' }, words.lead),
    items.length === 0
      ? el('p', { class: 'quiet' }, words.none)
      : el(
          'ul',
          { class: 'cards' },
          items.map((absence) => el('li', {}, sheet(app, absence))),
        ),
    form(app, contacts.filter(canStandIn)),
  );
  return { title: words.title, body };
};

type Contact = RosterView['contacts'][number];

/** Whoever cannot sign himself cannot sign for another; the server looks at the rest. */
const canStandIn = ({ mine, active, keys }: Contact): boolean =>
  !mine && active && keys.some(({ state }) => state === 'Active');

function sheet(app: App, { id, from, until, delegate }: AbsenceView): HTMLElement {
  const trouble = el('div', {});
  const button = el('button', { type: 'button' }, words.withdraw);
  const work = async () => {
    try {
      await api.withdrawAbsence(id);
      app.again();
      app.announce(words.withdrawn);
    } catch (error) {
      fill(trouble, problemNotice(error));
    }
  };
  button.addEventListener('click', () => void work());
  return el(
    'section',
    { class: 'sheet' },
    el('h2', {}, rangeText(from, until)),
    delegate !== null && el('p', {}, words.delegated(delegate)),
    trouble,
    el(
      'p',
      { class: 'actions' },
      delegate !== null &&
        el('a', { class: 'button', href: `/signatures/delegation-end/${id}` }, words.endDelegation),
      button,
    ),
  );
}

function form(app: App, others: readonly Contact[]): HTMLElement {
  const first = el('input', { id: 'first-day', type: 'date', required: true });
  const last = el('input', { id: 'last-day', type: 'date', required: true });
  const delegate = el(
    'select',
    { id: 'delegate', 'aria-describedby': 'delegate-hint' },
    el('option', { value: '' }, words.nobody),
    others.map(({ id, name }) => el('option', { value: id }, name)),
  );
  const trouble = el('div', {});
  const work = async () => {
    const missing = [first, last].find(({ value }) => value === '');
    if (missing) {
      fill(trouble, el('p', { class: 'notice bad', role: 'alert' }, icon('warning'), words.dayMissing));
      return missing.focus();
    }
    // A delegation is signed, and brings its absence with it.
    if (delegate.value !== '') {
      const subject = [delegate.value, first.value, last.value].join(':');
      return app.go(`/signatures/delegation/${encodeURIComponent(subject)}`);
    }
    try {
      await api.setAbsence(first.value, last.value);
      app.again();
      app.announce(words.saved);
    } catch (error) {
      fill(trouble, problemNotice(error));
    }
  };
  return el(
    'section',
    { class: 'sheet' },
    el('h2', {}, words.addTitle),
    el('p', { class: 'soft' }, words.zone(zoneName())),
    el('label', { for: 'first-day' }, words.first),
    first,
    el('label', { for: 'last-day' }, words.last),
    last,
    el('label', { for: 'delegate' }, words.delegate),
    delegate,
    el('p', { id: 'delegate-hint', class: 'soft small' }, words.delegateHint),
    trouble,
    el(
      'p',
      { class: 'actions' },
      el('button', { type: 'button', class: 'primary', onclick: () => void work() }, words.add),
    ),
  );
}
