/** What waits for signatures besides decisions, as a list, and one of it to read, review and sign. */
import type { ActBase } from '../../../core/acts.ts';
import { ACT_CHOICES } from '../../../core/acts.ts';
import type { OpenAct } from '../../ports.ts';
import { checkOpenings } from '../../../core/commitments.ts';
import type { Json } from '../../../core/canonical.ts';
import { api, Failure, type StartedAct } from '../api.ts';
import type { App, Page, View } from '../app.ts';
import { hmac } from '../crypto.ts';
import { el, fill, focusOn, icon, type Child } from '../dom.ts';
import { reviewSections } from '../review.ts';
import { language, said, strings } from '../strings.ts';
import { actReview, wayBack } from './act-review.ts';
import { problemNotice } from './problem.ts';
import { rowList } from './rows.ts';

const words = strings.acts;
/** What is read before choosing; the answer and the particulars come with the review. */
const SHOWN: readonly string[] = ['change', 'asked', 'simulation', 'drill'];

export const actsPage: Page = async (_app, _params, leave) => {
  const { items } = await api.acts(leave);
  const mine = items.filter(({ mayAct }) => mayAct);
  const others = items.filter(({ mayAct }) => !mayAct);
  const body = el(
    'div',
    { class: 'column' },
    el('h1', {}, words.title),
    el('p', { class: 'lead' }, words.lead),
    mine.length === 0
      ? el('p', { class: 'quiet' }, words.nothing)
      : el(
          'ul',
          { class: 'cards' },
          mine.map((item) => el('li', {}, card(item))),
        ),
    others.length > 0 && [
      el('h2', {}, words.forOthers),
      el(
        'ul',
        { class: 'points' },
        others.map(({ title, because, signatures }) =>
          el(
            'li',
            {},
            icon('clock'),
            el(
              'span',
              {},
              said(title),
              ' ',
              signatures && signatures.needed > 1 && `(${words.signedBy(signatures)}) `,
              el('span', { class: 'soft' }, because && said(because)),
            ),
          ),
        ),
      ),
    ],
    el('p', {}, el('a', { href: '/roster/versions' }, strings.rosterVersions.title)),
  );
  return { title: words.title, body };
};

function card({ type, subject, title, signatures, founding }: OpenAct): HTMLElement {
  return el(
    'a',
    { class: 'card', href: `/signatures/${type}/${encodeURIComponent(subject)}` },
    el('span', { class: 'card-title' }, said(title)),
    founding === true && el('span', {}, words.founding),
    signatures && signatures.needed > 1 && el('span', { class: 'chip waits' }, words.signedBy(signatures)),
    el('span', { class: 'soft' }, words.open),
  );
}

export const actPage: Page = (app, [type = '', subject = ''], leave) =>
  actStage(app, { type, subject }, leave);

/** Reading, choosing, review and receipt of one act, in one place of a page. */
export async function actStage(
  app: App,
  { type, subject }: { type: string; subject: string },
  leave: AbortSignal,
): Promise<View> {
  const started = await api.startAct(type, subject, language(), leave);
  const stage = el('div', { class: 'column review' });
  const form = await readingForm(app, started, (choice, reason) => void toReview(choice, reason));
  const back = () => {
    fill(stage, form.node);
    land(stage);
  };
  const toReview = async (choice: string, reason: string) => {
    form.busy(true);
    try {
      const fresh = await api.startAct(type, subject, language(), leave);
      const changed = JSON.stringify(shownOf(fresh)) !== JSON.stringify(shownOf(started));
      fill(stage, await actReview(app, { started: fresh, choice, reason, changed }, back, stage));
      land(stage);
    } catch (error) {
      if (!leave.aborted) form.trouble(error);
    } finally {
      form.busy(false);
    }
  };
  fill(stage, form.node);
  return { title: headingOf(started), body: stage };
}

/** What is shown in the clear: nonces and salts differ at each start. */
const shownOf = ({ snapshot }: StartedAct) => snapshot.openings.map(({ path, value }) => [path, value]);

/** The first policy, or the first mode: it holds before anybody has signed it. */
const isFounding = ({ snapshot }: StartedAct) => snapshot.base.shown['kind'] === 'Founding';

const isFirstPolicy = (started: StartedAct) =>
  started.snapshot.base.type === 'policy-change' && isFounding(started);

const headingOf = (started: StartedAct) =>
  isFirstPolicy(started)
    ? words.firstPolicy.heading
    : (words.headings[started.snapshot.base.type] ?? words.title);

const leadOf = (started: StartedAct) =>
  isFirstPolicy(started) ? words.firstPolicy.lead : words.leads[started.snapshot.base.type];

function land(stage: HTMLElement): void {
  const heading = stage.querySelector('h1');
  scrollTo(0, 0);
  if (heading) focusOn(heading);
}

interface ReadingForm {
  node: Child;
  busy(on: boolean): void;
  trouble(error: unknown): void;
}

async function readingForm(
  app: App,
  started: StartedAct,
  onReview: (choice: string, reason: string) => void,
): Promise<ReadingForm> {
  const { base, openings } = started.snapshot;
  const { opened, withheld } = await checkOpenings(hmac, base as unknown as Json, openings);
  if (withheld.length > 0) throw new Failure({ code: 'digest_mismatch', ...strings.signing.openingsWrong });
  const change = reviewSections(base, opened).filter(({ key }) => SHOWN.includes(key));
  const choices = choiceFields(choicesOf(base));
  const reason = el('textarea', {
    id: 'reason',
    rows: 3,
    maxlength: 4000,
    'aria-describedby': 'reason-hint',
  });
  const trouble = el('div', {});
  const go = el('button', { type: 'button', class: 'primary' }, words.review);
  go.addEventListener('click', () => {
    const choice = choices.chosen();
    const text = reason.value.trim();
    const fault = choice === null ? words.chooseFirst : text.length < 3 ? words.reasonShort : null;
    fill(trouble, fault !== null && el('p', { class: 'notice bad', role: 'alert' }, icon('warning'), fault));
    if (fault !== null) return (choice === null ? choices.first : reason).focus();
    if (choice !== null) onReview(choice, text);
  });
  return {
    node: [
      el('h1', {}, headingOf(started)),
      el('p', { class: 'lead' }, leadOf(started)),
      isFounding(started) && el('p', { class: 'notice' }, icon('clock'), el('span', {}, words.foundingLead)),
      change.map((section) =>
        el('section', { class: 'sheet' }, el('h2', {}, section.title), rowList(section)),
      ),
      choices.node,
      el('label', { for: 'reason' }, words.reason),
      el('p', { id: 'reason-hint', class: 'soft small' }, words.reasonHint),
      reason,
      trouble,
      el('p', { class: 'actions' }, go, wayBack(base.type, { primary: false })),
    ],
    busy: (on) => {
      go.disabled = on;
      if (on) app.announce(strings.app.loading);
    },
    trouble: (error) => fill(trouble, problemNotice(error, strings.signing.kept)),
  };
}

/** What is settled cannot be ended any more. */
const choicesOf = ({ type, shown }: ActBase): readonly string[] =>
  ACT_CHOICES[type].filter((choice) => choice !== 'End_request' || shown['mayEnd'] === true);

function choiceFields(offered: readonly string[]): {
  node: HTMLElement;
  first: HTMLElement;
  chosen(): string | null;
} {
  const inputs = offered.map((choice) =>
    el('input', { type: 'radio', name: 'choice', value: choice, id: `choice-${choice}` }),
  );
  const [first] = inputs;
  if (!first) throw new RangeError('an act offers a choice');
  // The only one there is need not be chosen.
  if (inputs.length === 1) first.checked = true;
  const node = el(
    'fieldset',
    { class: 'choices' },
    el('legend', {}, words.choose),
    inputs.map((input) =>
      el('label', { class: 'choice', for: input.id }, input, words.choices[input.value] ?? input.value),
    ),
  );
  return { node, first, chosen: () => inputs.find(({ checked }) => checked)?.value ?? null };
}
