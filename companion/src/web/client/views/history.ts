/** Requests that are decided, newest first, by state and by case; more of them on demand. */
import { ASKED_ANSWERS } from '../../../core/answers.ts';
import type { HistoryView } from '../../ports.ts';
import { api } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, focusOn } from '../dom.ts';
import { zoneText } from '../format.ts';
import { strings } from '../strings.ts';
import { requestRow } from './inbox.ts';
import { labelOf } from './parts.ts';
import { problemNotice } from './problem.ts';

const words = strings.history;
const STATES = [
  'Approved',
  'Window_open',
  'Completed',
  'Denied',
  'Revoked',
  'Expired',
  'Refused_by_policy',
  'Cancelled',
];

export const historyPage: Page = async (app, _params, leave) => {
  const asked = new URLSearchParams(location.search);
  const query = Object.fromEntries(
    [...asked].filter(([name, value]) => ['state', 'case', 'answer'].includes(name) && value !== ''),
  );
  const first = await api.history(query, leave);
  const list = el('ul', { class: 'rows' });
  const more = el('div', {});
  const show = (view: HistoryView) => {
    const before = list.children.length;
    list.append(...view.items.map(row));
    fill(more, view.more !== null && moreButton(view.more));
    if (before > 0) focusOn(list.children.item(before)?.querySelector('a') ?? list);
  };
  const moreButton = ({ at, id }: NonNullable<HistoryView['more']>) => {
    const button = el('button', { type: 'button' }, words.more);
    button.addEventListener('click', () => {
      button.disabled = true;
      api
        .history({ ...query, after: `${at} ${id}` }, leave)
        .then(show)
        .catch((error: unknown) => fill(more, problemNotice(error), moreButton({ at, id })));
    });
    return button;
  };
  show(first);
  const body = el(
    'div',
    { class: 'column' },
    el('h1', {}, words.title),
    filters(app, query),
    first.items.length === 0 && nothing(query),
    list,
    more,
    el('p', {}, el('a', { href: '/drills' }, strings.drills.title)),
    el('p', { class: 'soft small' }, strings.request.times(zoneText(app.clock.now()))),
  );
  return { title: words.title, body };
};

/** Says what to do, too, where a filter hides the rest. */
function nothing(query: Readonly<Record<string, string>>): HTMLElement {
  if (Object.keys(query).length === 0) return el('p', { class: 'quiet' }, words.none);
  return el(
    'p',
    { class: 'quiet' },
    query['answer'] === undefined ? words.nothing : words.nothingAnswered,
    ' ',
    el('a', { href: '/history' }, words.all),
  );
}

function row(item: HistoryView['items'][number]): HTMLElement {
  const mine = item.mine === null ? null : words.mine(labelOf(item.mine));
  return el('li', {}, requestRow(item, mine));
}

function filters(app: App, query: Readonly<Record<string, string>>): HTMLElement {
  const state = el(
    'select',
    { id: 'filter-state', name: 'state' },
    el('option', { value: '' }, words.anyState),
    STATES.map((each) => el('option', { value: each, selected: query['state'] === each }, labelOf(each))),
  );
  const answer = el(
    'select',
    { id: 'filter-answer', name: 'answer' },
    el('option', { value: '' }, words.anyAnswer),
    ASKED_ANSWERS.map((each) =>
      el(
        'option',
        { value: each, selected: query['answer'] === each },
        each === 'Any' ? words.answered : labelOf(each),
      ),
    ),
  );
  const number = el('input', { id: 'filter-case', name: 'case', type: 'search', value: query['case'] ?? '' });
  const submit = (event: Event) => {
    event.preventDefault();
    const chosen = new URLSearchParams(
      Object.entries({ state: state.value, answer: answer.value, case: number.value.trim() }).filter(
        ([, value]) => value !== '',
      ),
    );
    app.go(chosen.size === 0 ? '/history' : `/history?${chosen.toString()}`);
  };
  return el(
    'form',
    { class: 'filters', role: 'search', onsubmit: submit },
    el('div', { class: 'field' }, el('label', { for: 'filter-state' }, words.state), state),
    el('div', { class: 'field' }, el('label', { for: 'filter-answer' }, words.ownAnswer), answer),
    el('div', { class: 'field' }, el('label', { for: 'filter-case' }, words.caseNumber), number),
    el('button', { type: 'submit' }, words.filter),
  );
}
