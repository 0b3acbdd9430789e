/** Drills: the list with a contact's own results and the team's, and one drill to answer or to look back on. */
import type { DrillSummary, DrillView } from '../../ports.ts';
import { api } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, icon, type Child } from '../dom.ts';
import { instantText, shortInstant, tookText, zoneText } from '../format.ts';
import { onChange } from '../live.ts';
import { strings } from '../strings.ts';
import { actStage } from './acts.ts';
import { drillBanner, drillChip, stopping } from './drill-parts.ts';
import { countdown, facts, labelOf, time } from './parts.ts';

const words = strings.drills;

export const drillsPage: Page = async (app, _params, leave) => {
  const list = el('div', { class: 'column' });
  const draw = async () => {
    const { now, nextBy, org, items } = await api.drills(leave);
    app.clock.set(now);
    fill(
      list,
      el(
        'p',
        { class: 'notice' },
        icon('clock'),
        nextBy === null ? words.noNext : words.next(instantText(nextBy)),
      ),
      items.length === 0
        ? el('p', { class: 'quiet' }, words.nothing)
        : el(
            'ul',
            { class: 'rows' },
            items.map((drill) => el('li', {}, drillRow(org, drill))),
          ),
      el('p', { class: 'soft small' }, strings.request.times(zoneText(now))),
    );
  };
  await draw();
  onChange(leave, () => draw().catch(() => undefined));
  const body = el(
    'div',
    { class: 'column' },
    el('h1', {}, words.title),
    el('p', { class: 'lead' }, words.lead),
    list,
  );
  return { title: words.title, body };
};

function drillRow(org: string, drill: DrillSummary): HTMLElement {
  const { answered, asked, firstAnswerSeconds: first } = drill;
  const result = words.result(answered, asked);
  return el(
    'a',
    { class: 'row', href: `/drills/${org}/${drill.id}` },
    el(
      'span',
      {},
      el('span', { class: 'row-title' }, drillChip(), ' ', drill.name),
      el(
        'span',
        { class: 'soft small stacked' },
        first === null ? result : `${result}, ${words.first(tookText(first))}`,
      ),
      el('span', { class: 'small stacked' }, ownResult(drill)),
    ),
    el(
      'span',
      { class: 'row-end' },
      el('span', { class: drill.endedAt === null ? 'chip waits' : 'chip done' }, stateOf(drill)),
      el('span', { class: 'soft small' }, time(drill.startedAt, shortInstant(drill.startedAt))),
    ),
  );
}

const stateOf = ({ endedAt, stoppedBy }: DrillSummary): string =>
  endedAt === null ? words.running : stoppedBy === null ? words.ended : words.stopped;

function ownResult({ mine, waiting, endsAt }: DrillSummary): string {
  if (mine === null) return words.notAsked;
  if (mine.seconds !== null) return words.own(tookText(mine.seconds));
  return waiting ? words.answerBy(instantText(endsAt)) : words.notOwn;
}

export const drillPage: Page = async (app, [org = '', id = ''], leave) => {
  let view = await api.drill(org, id, leave);
  const { name, waiting } = view;
  app.clock.set(view.now);
  const head = el('div', { class: 'head' });
  const results = el('div', { class: 'column' });
  const answering = waiting ? await actStage(app, { type: 'drill-answer', subject: id }, leave) : null;
  const stage = el('div', { class: 'column' }, answering?.body);
  // Drawn once: a change elsewhere must not close what somebody has opened, nor take the focus from it.
  const ending = el('div', { class: 'column' }, view.running && stopping(view, () => refresh()));
  let drawn = new AbortController();
  const draw = () => {
    drawn.abort();
    drawn = new AbortController();
    const signal = AbortSignal.any([leave, drawn.signal]);
    fill(
      head,
      drillHead(app, view, signal, () => void refresh()),
    );
    fill(
      results,
      view.stoppedBy !== null && el('p', { class: 'notice' }, icon('clock'), words.stoppedBy(view.stoppedBy)),
      answering === null || !view.waiting ? measured(view) : null,
    );
    if (!view.running) fill(ending);
  };
  const refresh = async () => {
    const next = await api.drill(org, id, leave).catch(() => null);
    if (next === null) return;
    const before = view;
    view = next;
    app.clock.set(next.now);
    // Over without an answer of this contact: the form would only lead to a refusal.
    if (before.waiting && !next.waiting && next.mine?.answeredAt === null) {
      fill(
        stage,
        el('h1', {}, words.heading(name)),
        el('p', { class: 'notice', role: 'status' }, icon('clock'), words.over),
      );
      app.announce(words.over);
    }
    draw();
  };
  draw();
  onChange(leave, refresh);
  const body = el(
    'div',
    { class: 'column' },
    el('p', { class: 'crumb' }, el('a', { href: '/drills' }, icon('arrow'), words.title)),
    drillBanner(),
    answering === null && el('h1', {}, words.heading(name)),
    head,
    answering === null && el('p', { class: 'lead' }, view.mine?.seconds === null ? words.over : words.thanks),
    stage,
    results,
    ending,
  );
  return { title: `${words.label}: ${name}`, body };
};

/** State, time left and check phrase, as a request has them. */
function drillHead(app: App, view: DrillView, leave: AbortSignal, onPassed: () => void): Child {
  const tile = (label: string, ...value: Child[]) =>
    el('div', { class: 'tile' }, el('span', { class: 'tile-label' }, label), ...value);
  return [
    el(
      'p',
      { class: 'chips' },
      drillChip(),
      el('span', { class: 'chip' }, view.name),
      el('span', { class: 'chip' }, stateOf(view)),
    ),
    el(
      'div',
      { class: 'tiles' },
      tile(
        words.until,
        view.waiting && countdown(app, view.endsAt, leave, onPassed),
        el('span', { class: view.waiting ? 'soft small' : 'tile-value' }, time(view.endsAt)),
      ),
      tile(strings.request.checkPhrase, el('strong', { class: 'phrase' }, view.checkPhrase)),
    ),
  ];
}

function measured(view: DrillView): Child {
  const { figures } = words;
  return [
    el(
      'section',
      { class: 'sheet' },
      el('h2', {}, words.resultsTitle),
      facts([
        [figures.started, time(view.startedAt)],
        [figures.ended, view.endedAt === null ? words.notYet : time(view.endedAt)],
        [figures.asked, String(view.asked)],
        [figures.reached, String(view.reached)],
        [figures.opened, String(view.opened)],
        [figures.answered, String(view.answered)],
        [figures.first, firstAnswer(view)],
        [figures.note, view.note],
      ]),
    ),
    el(
      'section',
      { class: 'sheet' },
      el('h2', {}, words.peopleTitle),
      facts(
        view.people.map((person) => [
          person.mine ? words.you(person.name) : person.name,
          personResult(person),
        ]),
      ),
    ),
  ];
}

function firstAnswer({ firstAnswerSeconds: first, endedAt }: DrillView): string {
  if (first !== null) return tookText(first);
  return endedAt === null ? words.notYet : words.noAnswer;
}

function personResult({ answer, seconds, openedAt, deliveries }: DrillView['people'][number]): Child {
  const line = (text: string) => el('span', { class: 'soft small stacked' }, text);
  return [
    answer === null || seconds === null ? words.noAnswer : words.answered(labelOf(answer), tookText(seconds)),
    line(openedAt === null ? words.notOpened : words.opened(shortInstant(openedAt))),
    deliveries.map(({ channel, at, result }) =>
      line(
        (result === 'accepted' ? words.handedOver : words.failed)(
          words.channels[channel] ?? channel,
          shortInstant(at),
        ),
      ),
    ),
  ];
}
