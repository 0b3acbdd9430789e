/** The grantor's page: what is asked, how to grant it in Salesforce, and a way to decline. It never asks for a password. */
import type { GrantorView } from '../../ports.ts';
import { api, Failure } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, focusOn, icon, type Child } from '../dom.ts';
import { dateText, listText } from '../format.ts';
import { said, strings } from '../strings.ts';
import { facts, labelOf, time } from './parts.ts';
import { problemNotice } from './problem.ts';

const words = strings.grant;
const SHORTEST_REASON = 3;

export const grantPage: Page = async (app, [token = '']) => {
  const view = await api.grant(token);
  app.clock.set(view.now);
  const body = el('div', { class: 'column' });
  fill(body, content(app, token, view, body));
  return { title: words.title(labelOf(view.requestingParty)), body };
};

/** @param refused why a decline was not taken: the grant stands */
function content(
  app: App,
  token: string,
  view: GrantorView,
  body: HTMLElement,
  refused: Failure | null = null,
): Child {
  const open = view.step === 'Asked' || view.step === 'Not_asked';
  const approvers = listText(view.approvers.map(said));
  return [
    el('h1', {}, words.title(labelOf(view.requestingParty))),
    el(
      'p',
      { class: 'lead' },
      view.approvers.length === 0
        ? strings.breakGlass.grantLead(view.requester)
        : words.lead(view.requester, approvers),
    ),
    el('p', { class: 'notice' }, icon('shield'), words.noPassword),
    standing(view),
    refused !== null && problemNotice(refused),
    el(
      'section',
      { class: 'sheet' },
      el(
        'div',
        { class: 'tile flat' },
        el('span', { class: 'tile-label' }, strings.request.checkPhrase),
        el('strong', { class: 'phrase' }, view.checkPhrase),
        el('span', { class: 'soft small' }, strings.request.checkPhraseText),
      ),
      facts([
        [words.facts.case, view.caseNumber],
        [words.facts.requester, view.requester],
        [words.facts.approvers, view.approvers.length === 0 ? strings.breakGlass.nobody : approvers],
        [words.facts.purpose, el('span', { class: 'said' }, view.purpose)],
        [words.facts.from, time(view.window.start)],
        [words.facts.until, time(view.window.end)],
      ]),
    ),
    open && steps(view),
    open && declineForm(app, token, view, body),
  ];
}

function standing({ step, settingsUrl }: GrantorView): Child {
  const says: Partial<Record<GrantorView['step'], readonly [string, string]>> = {
    Granted: [words.grantedTitle, words.granted],
    Declined: [words.declinedTitle, words.declined],
    Ended: [words.endedTitle, words.ended],
  };
  const [title, text] = says[step] ?? [];
  if (title === undefined || text === undefined) return null;
  const back = step === 'Granted' && settingsUrl !== null;
  return el(
    'section',
    { class: 'sheet', role: 'status' },
    el('h2', {}, title),
    el('p', {}, text),
    step === 'Granted' && el('p', {}, words.takeBack),
    back && el('p', { class: 'actions' }, settingsLink(settingsUrl)),
  );
}

const settingsLink = (href: string): HTMLElement =>
  el('a', { class: 'button', href, target: '_blank', rel: 'noopener noreferrer' }, words.open);

function steps(view: GrantorView): HTMLElement {
  return el(
    'section',
    { class: 'sheet' },
    el('h2', {}, words.steps),
    el(
      'ol',
      { class: 'steps' },
      el(
        'li',
        {},
        words.menu,
        view.settingsUrl !== null &&
          el(
            'p',
            {},
            settingsLink(view.settingsUrl),
            el('span', { class: 'soft small stacked wrap' }, view.settingsUrl),
          ),
      ),
      el('li', {}, words.choose(view.duration)),
      el('li', {}, words.until(dateText(view.unavoidableEnd))),
    ),
  );
}

function declineForm(app: App, token: string, view: GrantorView, body: HTMLElement): HTMLElement {
  const granted: GrantorView = { ...view, step: 'Granted' };
  const trouble = el('div', {});
  const area = el('textarea', { id: 'field-reason', rows: 3, maxlength: 4000, required: true });
  const button = el('button', { type: 'submit', class: 'danger' }, words.decline);
  const submit = (event: Event) => {
    event.preventDefault();
    const reason = area.value.trim();
    if (reason.length < SHORTEST_REASON) {
      area.setAttribute('aria-invalid', 'true');
      fill(
        trouble,
        el('p', { class: 'notice bad', role: 'alert' }, icon('warning'), strings.request.reasonMissing),
      );
      area.focus();
      return;
    }
    button.disabled = true;
    api
      .decline(token, reason)
      .then((now) => {
        fill(body, content(app, token, now, body));
        const heading = body.querySelector<HTMLElement>('[role=status] h2');
        if (heading) focusOn(heading);
      })
      .catch((error: unknown) => {
        if (error instanceof Failure && error.code === 'grant_stands')
          return fill(body, content(app, token, granted, body, error));
        fill(trouble, problemNotice(error, strings.signing.kept));
        button.disabled = false;
      });
  };
  return el(
    'form',
    { class: 'sheet', novalidate: true, onsubmit: submit },
    el('h2', {}, words.declineTitle),
    el('p', {}, words.declineText),
    el('div', { class: 'field' }, el('label', { for: 'field-reason' }, words.reason), area),
    trouble,
    el('p', { class: 'actions' }, button),
  );
}
