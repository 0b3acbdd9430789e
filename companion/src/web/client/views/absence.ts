/** When the contact is away: what stands, and a form for more. */
import type { AbsenceView } from '../../ports.ts';
import { api } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, icon } from '../dom.ts';
import { rangeText } from '../format.ts';
import { zoneName } from '../language.ts';
import { strings } from '../strings.ts';
import { problemNotice } from './problem.ts';

const words = strings.profile.absence;

export const absencePage: Page = async (app, _params, leave) => {
  const { items } = await api.absences(leave);
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
    form(app),
  );
  return { title: words.title, body };
};

function sheet(app: App, { id, from, until }: AbsenceView): HTMLElement {
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
    trouble,
    el('p', { class: 'actions' }, button),
  );
}

function form(app: App): HTMLElement {
  const first = el('input', { id: 'first-day', type: 'date', required: true });
  const last = el('input', { id: 'last-day', type: 'date', required: true });
  const trouble = el('div', {});
  const work = async () => {
    const missing = [first, last].find(({ value }) => value === '');
    if (missing) {
      fill(trouble, el('p', { class: 'notice bad', role: 'alert' }, icon('warning'), words.dayMissing));
      return missing.focus();
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
    trouble,
    el(
      'p',
      { class: 'actions' },
      el('button', { type: 'button', class: 'primary', onclick: () => void work() }, words.add),
    ),
  );
}
