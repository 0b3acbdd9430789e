/** Approve with bounds, deny, or what else this contact may sign; a reason always. What is typed is kept with each key, and every fault names its field. */
import type { RequestView } from '../../ports.ts';
import type { SignedDecision } from '../../../core/statement.ts';
import type { App } from '../app.ts';
import { keepDraft, readDraft, type Draft } from '../drafts.ts';
import { el, fill, focusOn, icon } from '../dom.ts';
import { strings } from '../strings.ts';
import { readBounds, type BoundsContext, type Fault, type FormBounds } from './bounds.ts';
import { boundsFields } from './bounds-fields.ts';

export interface FormChoice {
  decision: SignedDecision;
  reason: string;
  window: FormBounds | null;
}

export interface DecisionForm {
  node: HTMLElement;
  /** What is written in the reason now. */
  reason(): string;
  /** A place below the button for a notice. */
  trouble: HTMLElement;
  busy(working: boolean): void;
}

const words = strings.request;
const SHORTEST_REASON = 3;

export function decisionForm(
  app: App,
  view: RequestView,
  onReview: (choice: FormChoice) => void,
): DecisionForm {
  const context = contextOf(app, view);
  const kept = readDraft(view.org.id, view.id);
  const draft: Draft = kept ?? emptyDraft(Math.min(view.limits.defaultMinutes, context.maximumMinutes));
  const { choices } = view.decidable;
  // What was begun may not be open any more; of one choice alone there is nothing to choose.
  if (draft.decision !== null && !choices.includes(draft.decision)) draft.decision = null;
  if (choices.length === 1) draft.decision = choices[0] ?? null;
  const keep = () => keepDraft(view.org.id, view.id, draft);
  const summary = el('div', {});
  const trouble = el('div', {});
  const bounds = boundsFields(draft, context, keep);
  const reason = reasonField(draft, keep);
  const choose = (decision: SignedDecision) => {
    draft.decision = decision;
    bounds.hidden = decision !== 'Approve';
    keep();
  };
  bounds.hidden = draft.decision !== 'Approve';
  const mended = ({ target }: Event) => {
    if (target instanceof Element) target.closest('[aria-invalid]')?.removeAttribute('aria-invalid');
    if (!form.querySelector('[aria-invalid]')) fill(summary);
  };
  const button = el('button', { type: 'submit', class: 'primary wide' }, words.review);
  const submit = (event: Event) => {
    event.preventDefault();
    const outcome = readForm(draft, { ...context, now: app.clock.now() });
    markFaults(form, 'faults' in outcome ? outcome.faults : []);
    if ('choice' in outcome) {
      fill(summary);
      onReview(outcome.choice);
      return;
    }
    fill(summary, faultList(outcome.faults));
    focusOn(summary.firstElementChild as HTMLElement);
  };
  const form = el(
    'form',
    { class: 'decision', novalidate: true, onsubmit: submit, oninput: mended },
    choices.includes('Revoke')
      ? el('h2', {}, strings.answers.revokeTitle)
      : el('h2', { id: 'decide' }, words.decideTitle),
    kept !== null && kept.reason !== '' && el('p', { class: 'soft small' }, words.draftKept),
    summary,
    el(
      'fieldset',
      { class: 'choices', id: 'field-decision', tabindex: '-1' },
      el('legend', { class: 'heard' }, words.decideTitle),
      choices.map((value) => choice(value, draft, choose)),
    ),
    reason,
    bounds,
    trouble,
    el('p', { class: 'actions' }, button),
  );
  return {
    node: form,
    reason: () => draft.reason,
    trouble,
    busy: (working) => {
      button.disabled = working;
      button.textContent = working ? words.reviewing : words.review;
    },
  };
}

/** The bounds that this request and the policy leave. */
function contextOf(app: App, view: RequestView): BoundsContext {
  return {
    maximumMinutes: Math.min(view.limits.maximumMinutes, Math.round(view.hoursWanted * 60)),
    latestEnd: view.limits.latestEnd,
    deadline: view.deadline,
    now: app.clock.now(),
  };
}

function emptyDraft(minutes: number): Draft {
  return { decision: null, reason: '', minutes: String(minutes), later: false, notBefore: '', notAfter: '' };
}

function readForm(draft: Draft, context: BoundsContext): { choice: FormChoice } | { faults: Fault[] } {
  const faults: Fault[] = [];
  if (draft.decision === null) faults.push({ field: 'decision', text: words.choiceMissing });
  if (draft.reason.trim().length < SHORTEST_REASON)
    faults.push({ field: 'reason', text: words.reasonMissing });
  const bounds = draft.decision === 'Approve' ? readBounds(draft, context) : null;
  if (bounds !== null && 'faults' in bounds) faults.push(...bounds.faults);
  if (draft.decision === null || faults.length > 0) return { faults };
  const window = bounds !== null && 'bounds' in bounds ? bounds.bounds : null;
  return { choice: { decision: draft.decision, reason: draft.reason.trim(), window } };
}

const TONES = {
  Approve: 'good',
  Deny: 'bad',
  Ask_for_more: 'waits',
  Withdraw: 'waits',
  Revoke: 'bad',
} as const;
const DRAWINGS = {
  Approve: 'check',
  Deny: 'cross',
  Ask_for_more: 'question',
  Withdraw: 'arrow',
  Revoke: 'cross',
} as const;

function choice(value: SignedDecision, draft: Draft, choose: (value: SignedDecision) => void): HTMLElement {
  const { title, text } = strings.answers.choices[value];
  return el(
    'label',
    { class: `choice ${TONES[value]}` },
    el('input', {
      type: 'radio',
      name: 'decision',
      value,
      checked: draft.decision === value,
      onchange: () => choose(value),
    }),
    icon(DRAWINGS[value]),
    el('span', {}, el('strong', {}, title), el('span', { class: 'soft stacked small' }, text)),
  );
}

function reasonField(draft: Draft, keep: () => void): HTMLElement {
  const area = el('textarea', {
    id: 'field-reason',
    name: 'reason',
    rows: 4,
    maxlength: 4000,
    required: true,
    'aria-describedby': 'help-reason',
  });
  area.value = draft.reason;
  area.addEventListener('input', () => {
    draft.reason = area.value;
    keep();
  });
  return el(
    'div',
    { class: 'field' },
    el('label', { for: 'field-reason' }, words.reason),
    el('p', { id: 'help-reason', class: 'soft small' }, words.reasonHelp),
    area,
  );
}

function faultList(faults: readonly Fault[]): HTMLElement {
  return el(
    'div',
    { class: 'notice bad', role: 'alert', tabindex: '-1' },
    icon('warning'),
    el(
      'div',
      {},
      el('h3', {}, words.errors),
      el(
        'ul',
        {},
        faults.map(({ field, text }) => el('li', {}, el('a', { href: `#field-${field}` }, text))),
      ),
    ),
  );
}

function markFaults(form: HTMLElement, faults: readonly Fault[]): void {
  for (const field of form.querySelectorAll('[aria-invalid]')) field.removeAttribute('aria-invalid');
  for (const { field } of faults) form.querySelector(`#field-${field}`)?.setAttribute('aria-invalid', 'true');
}
