/** In the place of the form when this contact has nothing to decide: why, and what he had written. */
import type { RequestView } from '../../ports.ts';
import type { App } from '../app.ts';
import { el, icon, type Child } from '../dom.ts';
import { instantText, rangeText } from '../format.ts';
import { strings } from '../strings.ts';
import { copyButton, labelOf, stateChip } from './parts.ts';

const words = strings.request;

/** @param before what was shown until now, when it ended while the person was reading; @param typed his reason */
export function closedPanel(app: App, view: RequestView, before: RequestView | null, typed: string): Child {
  const lead = before === null ? standing(view) : whileReading(view);
  return el(
    'div',
    { class: 'closed', role: before === null ? null : 'alert' },
    el('h2', { id: 'decide' }, view.frozen ? strings.freeze.badge : words.closedTitle),
    el('p', {}, stateChip(view.state)),
    lead !== null && el('p', { class: 'lead' }, lead),
    view.window !== null &&
      el('p', {}, icon('clock'), ` ${words.window}: ${rangeText(view.window.start, view.window.end)}`),
    typed !== '' &&
      el(
        'div',
        { class: 'kept' },
        el('h3', {}, words.yourText),
        el('p', { class: 'said' }, typed),
        copyButton(app, typed),
      ),
  );
}

/** Null where nothing but what can still be signed below is to be said. */
function standing({ decidable, decisions, frozen }: RequestView): string | null {
  const last = decisions.at(-1);
  if (frozen) return words.frozen;
  if (decidable.because === 'request_closed' && last !== undefined) {
    const done = words.past[last.decision] ?? labelOf(last.decision);
    return words.settledBy(done, last.contact, instantText(last.receivedAt));
  }
  if (decisions.some(({ mine }) => mine) && decidable.because === 'not_eligible') return words.alreadyDecided;
  if (decidable.because === 'not_asked') return strings.answers.notAsked;
  if (decidable.because === 'not_eligible') return words.notEligible;
  return decidable.choices.length > 0 ? null : strings.signing.closedText;
}

function whileReading(view: RequestView): string {
  const last = view.decisions.at(-1);
  if (view.frozen) return words.frozen;
  if (view.state === 'Expired') return words.expiredWhileReading;
  if (view.decidable.because === 'not_eligible') return words.notEligible;
  return words.settledWhileReading(last?.contact ?? view.requester.name, labelOf(view.state));
}
