/** What marks a drill wherever it shows: in words, with a drawing and a frame of its own, and not by colour alone. */
import type { DrillView, InboxView } from '../../ports.ts';
import { api } from '../api.ts';
import type { App } from '../app.ts';
import { el, fill, icon, type Child } from '../dom.ts';
import { instantText } from '../format.ts';
import { strings } from '../strings.ts';
import { countdown } from './parts.ts';
import { problemNotice } from './problem.ts';

const words = strings.drills;

/** The label as a chip. */
export function drillChip(): HTMLElement {
  return el('span', { class: 'chip drill-mark' }, icon('warning'), words.label);
}

/** Stands above everything on the page of a drill. */
export function drillBanner(): HTMLElement {
  return el(
    'div',
    { class: 'drill-banner', role: 'note' },
    icon('warning'),
    el('p', {}, el('strong', {}, words.label), el('span', { class: 'stacked' }, words.banner)),
  );
}

/** A drill that waits, among the requests of the inbox. */
export function drillCard(app: App, drill: InboxView['drills'][number], leave: AbortSignal): HTMLElement {
  return el(
    'a',
    { class: 'card drill', href: `/drills/${drill.org}/${drill.id}` },
    el('span', { class: 'chips' }, drillChip()),
    el('span', { class: 'card-title' }, words.card(drill.name)),
    el('span', { class: 'soft' }, words.banner),
    el(
      'span',
      { class: 'due' },
      icon('clock'),
      countdown(app, drill.endsAt, leave),
      el('span', { class: 'soft' }, words.answerBy(instantText(drill.endsAt))),
    ),
  );
}

/** Ends a drill that comes at the wrong moment: opened first, so that no single touch does it. */
export function stopping({ org, id }: DrillView, then: () => Promise<void>): Child {
  const trouble = el('div', {});
  const button = el('button', { type: 'button' }, words.stopSure);
  button.addEventListener('click', () => {
    button.disabled = true;
    fill(trouble);
    api
      .stopDrill(org.id, id)
      .then(then)
      .catch((error: unknown) => {
        fill(trouble, problemNotice(error));
        button.disabled = false;
      });
  });
  return el(
    'details',
    { class: 'sheet' },
    el('summary', {}, words.stop),
    el('p', {}, words.stopText),
    trouble,
    el('p', { class: 'actions' }, button),
  );
}
