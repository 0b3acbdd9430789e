import { el } from '../dom.ts';
import type { Draft } from '../drafts.ts';
import { fromLocalInput, lengthText, toLocalInput, zoneText } from '../format.ts';
import { strings } from '../strings.ts';
import { offeredEnd, type BoundsContext } from './bounds.ts';

const words = strings.request;

/** The fields of the bounds, bound to the draft. "Not after" follows the others until the contact sets it himself. */
export function boundsFields(draft: Draft, context: BoundsContext, keep: () => void): HTMLElement {
  const notAfter = timeField('not-after', words.notAfter, words.notAfterHelp, context);
  const notBefore = timeField('not-before', words.notBefore, null, context);
  let own = draft.notAfter !== '';
  const follow = () => {
    if (!own) {
      const start = draft.later ? fromLocalInput(draft.notBefore) : null;
      const minutes = Number(draft.minutes) || context.maximumMinutes;
      notAfter.input.value = toLocalInput(offeredEnd(minutes, start, context));
      draft.notAfter = notAfter.input.value;
    }
    keep();
  };
  notAfter.input.value = draft.notAfter;
  notBefore.input.value = draft.notBefore;
  notBefore.node.hidden = !draft.later;
  notAfter.input.addEventListener('input', () => {
    own = notAfter.input.value !== '';
    draft.notAfter = notAfter.input.value;
    keep();
  });
  notBefore.input.addEventListener('input', () => {
    draft.notBefore = notBefore.input.value;
    follow();
  });
  const start = (later: boolean) => {
    draft.later = later;
    notBefore.node.hidden = !later;
    follow();
  };
  const minutes = minutesField(draft, context, follow);
  follow();
  return el(
    'fieldset',
    { class: 'bounds' },
    el('legend', {}, words.boundsTitle),
    el('p', { class: 'soft small' }, words.boundsHelp),
    minutes,
    startChoice(draft, start),
    notBefore.node,
    notAfter.node,
  );
}

function minutesField(draft: Draft, { maximumMinutes }: BoundsContext, changed: () => void): HTMLElement {
  const input = el('input', {
    id: 'field-minutes',
    name: 'minutes',
    type: 'number',
    inputmode: 'numeric',
    min: 1,
    max: maximumMinutes,
    step: 1,
    value: draft.minutes,
    'aria-describedby': 'help-minutes',
  });
  const set = () => {
    draft.minutes = input.value;
    changed();
  };
  input.addEventListener('input', set);
  const offers = [...new Set([30, 60, 120, 240, maximumMinutes])].filter((offer) => offer <= maximumMinutes);
  const buttons = offers.map((offer) =>
    el(
      'button',
      {
        type: 'button',
        class: 'small',
        onclick: () => {
          input.value = String(offer);
          set();
        },
      },
      lengthText(offer),
    ),
  );
  return el(
    'div',
    { class: 'field' },
    el('label', { for: 'field-minutes' }, words.minutes),
    el('p', { id: 'help-minutes', class: 'soft small' }, words.minutesHelp(lengthText(maximumMinutes))),
    input,
    el('div', { class: 'offers' }, buttons),
  );
}

function startChoice(draft: Draft, start: (later: boolean) => void): HTMLElement {
  const option = (later: boolean, text: string) =>
    el(
      'label',
      { class: 'line' },
      el('input', {
        type: 'radio',
        name: 'start',
        checked: draft.later === later,
        onchange: () => start(later),
      }),
      text,
    );
  return el(
    'fieldset',
    { class: 'field' },
    el('legend', {}, words.start),
    option(false, words.startNow),
    option(true, words.startLater),
  );
}

function timeField(
  id: 'not-before' | 'not-after',
  label: string,
  help: string | null,
  { now, latestEnd }: BoundsContext,
): { node: HTMLElement; input: HTMLInputElement } {
  const input = el('input', {
    id: `field-${id}`,
    name: id,
    type: 'datetime-local',
    min: toLocalInput(now),
    max: toLocalInput(latestEnd),
    'aria-describedby': `help-${id}`,
  });
  const text = [...(help === null ? [] : [help]), `${words.times(zoneText(now))}`].join(' ');
  const node = el(
    'div',
    { class: 'field' },
    el('label', { for: `field-${id}` }, label),
    input,
    el('p', { id: `help-${id}`, class: 'soft small' }, text),
  );
  return { node, input };
}
