/** Everything a contact reads before he decides (D111), from one view of the request. */
import type { RequestView } from '../../ports.ts';
import type { App } from '../app.ts';
import { el, icon, type Child, type IconName } from '../dom.ts';
import {
  dateText,
  instantText,
  lengthText,
  listText,
  onOwnClock,
  shortInstant,
  zoneText,
} from '../format.ts';
import { said, strings } from '../strings.ts';
import { breakGlassBanner } from './break-glass.ts';
import { freezeBanner } from './freeze.ts';
import { extendedSection, extensionSection } from './extension.ts';
import {
  breakGlassChip,
  countdown,
  facts,
  frozenChip,
  gateName,
  labelOf,
  points,
  stateChip,
  time,
} from './parts.ts';
import { quorumLine, thread } from './standing.ts';

const words = strings.request;

/** Title, state, deadline and check phrase. @param onPassed called once when the deadline passes while one looks */
export function requestHead(app: App, view: RequestView, leave: AbortSignal, onPassed: () => void): Child {
  const running = view.deadline !== null && view.decidable.allowed;
  return [
    el('p', { class: 'crumb' }, el('a', { href: '/' }, icon('arrow'), strings.app.backToInbox)),
    el('h1', {}, words.title(labelOf(view.requestingParty), view.targetUser.name)),
    el(
      'p',
      { class: 'chips' },
      view.breakGlass !== null && breakGlassChip(),
      view.frozen && frozenChip(),
      stateChip(view.state),
      el('span', { class: 'chip' }, view.name),
      el('span', { class: 'chip' }, strings.inbox.caseNumber(view.caseNumber)),
      el('span', { class: 'chip' }, labelOf(view.environment)),
    ),
    el(
      'div',
      { class: 'tiles' },
      view.deadline !== null &&
        el(
          'div',
          { class: 'tile' },
          el('span', { class: 'tile-label' }, words.deadline),
          running && countdown(app, view.deadline, leave, onPassed),
          el('span', { class: running ? 'soft small' : 'tile-value' }, time(view.deadline)),
        ),
      view.checkPhrase !== null &&
        el(
          'div',
          { class: 'tile' },
          el('span', { class: 'tile-label' }, words.checkPhrase),
          el('strong', { class: 'phrase' }, view.checkPhrase),
          el('span', { class: 'soft small' }, words.checkPhraseText),
        ),
    ),
  ];
}

/** What a contact reads before the form, in the order in which he asks. */
export function requestDetails(view: RequestView): Child {
  return [
    breakGlassBanner(view),
    freezeBanner(view),
    quorumLine(view),
    extensionSection(view),
    section(words.what, what(view)),
    section(words.whose, whose(view)),
    section(words.rules, gates(view)),
    thread(view),
    view.decidable.allowed && section(words.consider, considerations(view)),
  ];
}

/** What was before: answers, earlier requests and the timeline. */
export function requestHistory(view: RequestView): Child {
  return [
    view.decisions.length > 0 && section(words.decisions, decisions(view)),
    extendedSection(view),
    section(words.earlier, earlier(view)),
    view.timeline.length > 0 && section(words.timeline, timeline(view)),
  ];
}

function section(title: string, ...children: Child[]): HTMLElement {
  return el('section', { class: 'sheet' }, el('h2', {}, title), ...children);
}

function what(view: RequestView): Child {
  const yesNo = view.dataViewed ? words.yes : words.no;
  return facts([
    [words.facts.name, view.name],
    [words.facts.caseNumber, view.caseNumber],
    [words.facts.caseId, view.caseId],
    [words.facts.party, labelOf(view.requestingParty)],
    [words.facts.requester, person(view.requester)],
    [words.facts.incident, labelOf(view.incidentType)],
    [words.facts.purpose, el('span', { class: 'said' }, view.purpose)],
    [words.facts.necessity, el('span', { class: 'said' }, view.necessity)],
    [words.facts.dataViewed, view.dataViewed ? el('strong', { class: 'tone-waits' }, yesNo) : yesNo],
    [words.facts.hours, lengthText(Math.round(view.hoursWanted * 60))],
    [words.facts.submitted, view.submittedAt === null ? null : time(view.submittedAt)],
  ]);
}

/** To the contacts who could decide on it. */
const rosterLink = (version: string): HTMLElement =>
  el('a', { class: 'exact', href: `/roster/versions/${version}` }, version);

function whose(view: RequestView): Child {
  return [
    facts([
      [words.facts.user, person(view.targetUser)],
      [words.facts.org, view.org.name],
      [words.facts.environment, labelOf(view.environment)],
      [words.facts.mode, labelOf(view.mode)],
      [words.facts.roster, view.rosterVersion && rosterLink(view.rosterVersion)],
    ]),
    words.modeText[view.mode] !== undefined && el('p', { class: 'soft' }, words.modeText[view.mode]),
    // Once there is nothing to decide, the present rights of the user say nothing about this request.
    (view.decidable.allowed || view.accessPreview !== null) && preview(view.accessPreview),
    lesser(view),
  ];
}

function preview(found: RequestView['accessPreview']): Child {
  return [
    el('h3', {}, words.previewTitle),
    el('p', { class: 'soft' }, found === null ? words.previewMissing : words.previewText),
    found !== null && points(found.summary.map(said), 'eye'),
    found !== null && el('p', { class: 'soft small' }, words.previewAsOf(instantText(found.asOf))),
  ];
}

function lesser({ lesserUsers }: RequestView): Child {
  if (lesserUsers === null) return null;
  const { outcome, users } = lesserUsers;
  const items = users.map(({ name, without }) =>
    el('li', {}, icon('person'), el('span', {}, words.lesser.without(name, listText(without)))),
  );
  return [
    el('h3', {}, words.lesser.title),
    el('p', { class: 'soft' }, words.lesser[outcome]),
    items.length > 0 && el('ul', { class: 'points' }, items),
  ];
}

function person({ name, detail }: RequestView['requester']): Child {
  return [name, detail !== null && el('span', { class: 'soft stacked' }, detail)];
}

const GATE_ICONS = { open: 'check', closed: 'cross', unknown: 'question' } as const satisfies Record<
  string,
  IconName
>;

function gates({ gates: verdicts }: RequestView): Child {
  return el(
    'ul',
    { class: 'gates' },
    verdicts.map(({ gate, state, reason, until, overridden }) =>
      el(
        'li',
        { class: `gate ${state}` },
        icon(GATE_ICONS[state]),
        el(
          'span',
          {},
          el(
            'strong',
            {},
            `${gateName(gate)}: ${overridden === undefined ? words.gate[state] : strings.breakGlass.overridden}`,
          ),
          el('span', { class: 'soft stacked' }, onOwnClock(said(reason))),
          until !== undefined && el('span', { class: 'soft stacked' }, words.gateUntil(instantText(until))),
        ),
      ),
    ),
  );
}

function considerations({ targetUser, unavoidableEnd }: RequestView): Child {
  const end = unavoidableEnd === null ? null : dateText(unavoidableEnd);
  return [
    el('h3', {}, words.will),
    points(words.willPoints(targetUser.name, end), 'next'),
    el('h3', {}, words.willNot),
    points(words.willNotPoints, 'cross'),
  ];
}

function decisions(view: RequestView): Child {
  return el(
    'ul',
    { class: 'plainlist' },
    view.decisions.map(({ contact, decision, reason, receivedAt, ended }) =>
      el(
        'li',
        {},
        el('strong', {}, `${contact}: ${labelOf(decision)}`),
        el('span', { class: 'soft' }, ' · ', time(receivedAt)),
        el('span', { class: 'said stacked' }, reason),
        ended !== null && el('span', { class: 'soft stacked' }, `${strings.answers.ended}: ${said(ended)}`),
      ),
    ),
  );
}

function earlier(view: RequestView): Child {
  if (view.earlier.length === 0) return el('p', { class: 'soft' }, words.none);
  return el(
    'ul',
    { class: 'rows' },
    view.earlier.map(({ id, name, state, submittedAt, targetUser }) =>
      el(
        'li',
        {},
        el(
          'a',
          { class: 'row', href: `/requests/${view.org.id}/${id}` },
          el('span', {}, el('strong', {}, name), ` ${targetUser}`),
          el(
            'span',
            { class: 'row-end' },
            stateChip(state),
            submittedAt !== null &&
              el('span', { class: 'soft small' }, time(submittedAt, shortInstant(submittedAt))),
          ),
        ),
      ),
    ),
  );
}

function timeline(view: RequestView): Child {
  return [
    el(
      'ol',
      { class: 'timeline' },
      view.timeline.map(({ at, actor, summary }) =>
        el(
          'li',
          {},
          time(at, shortInstant(at)),
          el(
            'span',
            {},
            onOwnClock(said(summary)),
            actor !== null && !summary.includes(actor) && el('span', { class: 'soft' }, ` · ${actor}`),
          ),
        ),
      ),
    ),
    el('p', { class: 'soft small' }, words.times(zoneText(view.now))),
  ];
}
