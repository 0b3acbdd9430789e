/** What a request follows on and what follows on it, and the form with which a contact asks for more time. */
import type { RequestView } from '../../ports.ts';
import { api } from '../api.ts';
import type { App, Page } from '../app.ts';
import { el, fill, icon, type Child } from '../dom.ts';
import { dateText, instantText, lengthText, listText, rangeText } from '../format.ts';
import { strings } from '../strings.ts';
import { facts, stateChip } from './parts.ts';
import { problemNotice } from './problem.ts';

const words = strings.extension;
const SHORTEST = 3;

type Earlier = NonNullable<RequestView['extension']>['earlier'][number];

/** Nothing for a request that extends none. */
export function extensionSection({ extension, org }: RequestView): Child {
  if (extension === null) return null;
  const { earlier, minutes } = extension;
  return el(
    'section',
    { class: 'sheet' },
    el('h2', {}, words.title(Math.max(1, earlier.length))),
    earlier.length === 0
      ? el('p', { class: 'notice bad' }, icon('warning'), words.unknown)
      : el('p', {}, words.total(lengthText(minutes)), ' ', el('span', { class: 'soft' }, words.own)),
    earlier.map((each) => [
      el(
        'h3',
        {},
        el('a', { href: `/requests/${org.id}/${each.id}` }, each.name),
        ' ',
        stateChip(each.state),
      ),
      facts([
        [words.window, each.window ? rangeText(each.window.start, each.window.end) : words.noWindow],
        [words.approvers, each.approvers.length > 0 ? listText(each.approvers) : words.nobody],
        [words.seen, seen(each)],
        [words.grant, grant(each)],
      ]),
    ]),
  );
}

function seen({ logins, findings }: Earlier): Child {
  const found = findings === 0 ? words.noFindings : words.findings(findings);
  return [`${words.logins(logins)}, `, findings === 0 ? found : el('strong', { class: 'tone-waits' }, found)];
}

function grant({ grant: { step, end } }: Earlier): string {
  return step === 'Granted' && end !== null ? words.grantUntil(dateText(end)) : (words.grants[step] ?? step);
}

/** Links to what extends it, and the way to ask for more; nothing where neither is. */
export function extendedSection({ id, org, extendedBy, notExtendable }: RequestView): Child {
  if (extendedBy.length === 0 && notExtendable !== null) return null;
  return el(
    'section',
    { class: 'sheet' },
    extendedBy.length > 0 && [
      el('h2', {}, words.extendedBy),
      el(
        'ul',
        { class: 'rows' },
        extendedBy.map((later) =>
          el(
            'li',
            {},
            el(
              'a',
              { class: 'row', href: `/requests/${org.id}/${later.id}` },
              el('strong', {}, later.name),
              el('span', { class: 'row-end' }, stateChip(later.state)),
            ),
          ),
        ),
      ),
    ],
    notExtendable === null && [
      el('h2', {}, words.ask),
      el('p', { class: 'soft' }, words.askText),
      el(
        'p',
        { class: 'actions' },
        el('a', { class: 'button', href: `/requests/${org.id}/${id}/extend` }, words.ask),
      ),
    ],
  );
}

export const extendPage: Page = async (app, [org = '', id = ''], leave) => {
  const view = await api.request(org, id, leave);
  const title = words.formTitle(view.name);
  const body = el(
    'div',
    { class: 'column' },
    el('p', { class: 'crumb' }, el('a', { href: `/requests/${org}/${id}` }, icon('arrow'), view.name)),
    el('h1', {}, title),
    el('p', { class: 'lead' }, words.formLead),
    facts([
      [strings.request.facts.caseNumber, view.caseNumber],
      [strings.request.facts.user, view.targetUser.name],
    ]),
    view.window !== null && el('p', {}, icon('clock'), ' ', words.until(instantText(view.window.end))),
    form(app, view),
  );
  return { title, body };
};

function form(app: App, view: RequestView): HTMLElement {
  const text = (id: string, rows: number) =>
    el('textarea', { id, rows, maxlength: 4000, required: true, 'aria-describedby': `${id}-hint` });
  const purpose = el('textarea', { id: 'purpose', rows: 3, maxlength: 4000, required: true });
  purpose.value = view.purpose;
  const necessity = text('necessity', 4);
  const hours = el('input', {
    ...{ id: 'hours', type: 'number', min: 0.25, max: 336, step: 0.25, required: true },
    'aria-describedby': 'hours-hint',
  });
  const trouble = el('div', {});
  const send = el('button', { type: 'submit', class: 'primary' }, words.send);
  // Of this form: sent twice, as after a lost answer, it makes one request.
  const key = crypto.randomUUID();
  const submit = (event: Event) => {
    event.preventDefault();
    const short = [purpose, necessity].find(({ value }) => value.trim().length < SHORTEST);
    const wanted = hours.valueAsNumber;
    const wrong = short ?? (wanted >= 0.25 && wanted <= 336 ? null : hours);
    if (wrong) {
      const fault = wrong === hours ? words.hoursWrong : words.textShort;
      fill(trouble, el('p', { class: 'notice bad', role: 'alert' }, icon('warning'), fault));
      wrong.setAttribute('aria-invalid', 'true');
      return wrong.focus();
    }
    fill(trouble);
    send.disabled = true;
    const asked = { purpose: purpose.value.trim(), necessity: necessity.value.trim(), hoursWanted: wanted };
    api
      .extend(view.org.id, view.id, { key, ...asked })
      .then(({ id }) => {
        app.announce(words.raised);
        app.go(`/requests/${view.org.id}/${id}`);
      })
      .catch((error: unknown) => {
        fill(trouble, problemNotice(error, strings.signing.kept));
        send.disabled = false;
      });
  };
  const hint = (id: string, said: string) => el('p', { id: `${id}-hint`, class: 'soft small' }, said);
  const field = (id: string, label: string, ...children: Child[]) =>
    el('div', { class: 'field' }, el('label', { for: id }, label), children);
  return el(
    'form',
    { class: 'sheet', novalidate: true, onsubmit: submit },
    field('purpose', words.purpose, purpose),
    field('necessity', words.necessity, hint('necessity', words.necessityHint), necessity),
    field('hours', words.hours, hint('hours', words.hoursHint), hours),
    trouble,
    el('p', { class: 'actions' }, send),
  );
}
