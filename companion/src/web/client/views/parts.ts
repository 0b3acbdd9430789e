/** Small pieces that several views show alike. */
import type { App } from '../app.ts';
import { every } from '../app.ts';
import { el, icon, type Child, type IconName } from '../dom.ts';
import { instantText, readable, remainingText } from '../format.ts';
import { strings } from '../strings.ts';

/** Labels with their values; a value of null is left out. */
export function facts(rows: readonly (readonly [label: string, value: Child])[]): HTMLElement {
  return el(
    'dl',
    { class: 'facts' },
    rows.map(([label, value]) =>
      value === null ? null : el('div', {}, el('dt', {}, label), el('dd', {}, value)),
    ),
  );
}

export function points(items: readonly string[], drawing: IconName): HTMLElement {
  return el(
    'ul',
    { class: 'points' },
    items.map((item) => el('li', {}, icon(drawing), el('span', {}, item))),
  );
}

/** An instant as text that machines can read too. */
export function time(iso: string, text = instantText(iso)): HTMLElement {
  return el('time', { datetime: iso }, text);
}

/** How a request stands, as a chip with its own tone. */
export function stateChip(state: string): HTMLElement {
  const tone = ['Awaiting_decision', 'More_information'].includes(state)
    ? 'waits'
    : ['Approved', 'Window_open', 'Completed'].includes(state)
      ? 'good'
      : ['Denied', 'Revoked', 'Refused_by_policy'].includes(state)
        ? 'bad'
        : 'done';
  return el('span', { class: `chip ${tone}` }, labelOf(state));
}

/** The mark of break-glass: for ever, with a drawing and in words. */
export function breakGlassChip(): HTMLElement {
  return el('span', { class: 'chip bad break-glass' }, icon('warning'), strings.breakGlass.badge);
}

/** Nothing is decided on it until a contact has looked. */
export function frozenChip(): HTMLElement {
  return el('span', { class: 'chip bad' }, icon('warning'), strings.freeze.badge);
}

/** The label of a value that the org keeps by its API name. */
export function labelOf(value: string): string {
  return strings.labels[value] ?? readable(value);
}

/** A rule by the name under which it is kept: `target_can_grant` → `Target can grant`. */
export function gateName(gate: string): string {
  const text = readable(gate);
  return strings.gates[gate] ?? text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * The time that is left, moving every second. Hidden from screen readers, which would hear it all the time: the
 * deadline itself stands beside it as text.
 */
export function countdown(
  app: App,
  deadline: string,
  leave: AbortSignal,
  onPassed: () => void = () => undefined,
): HTMLElement {
  const node = el('span', { class: 'countdown', 'aria-hidden': 'true' });
  let over = app.clock.until(deadline) <= 0;
  const show = () => {
    const left = app.clock.until(deadline);
    node.textContent = left > 0 ? strings.request.left(remainingText(left)) : strings.request.passed;
    node.classList.toggle('soon', left < 30 * 60_000);
    if (left <= 0 && !over) {
      over = true;
      onPassed();
    }
  };
  show();
  every(1_000, leave, show);
  return node;
}

export function copyButton(app: App, text: string): HTMLElement {
  const button = el('button', { type: 'button' }, strings.app.copy);
  const say = (words: string) => {
    button.textContent = words;
    app.announce(words);
  };
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(text).then(
      () => say(strings.app.copied),
      () => say(strings.app.copyRefused),
    );
  });
  return button;
}

export function printButton(): HTMLElement {
  return el('button', { type: 'button', onclick: () => print() }, strings.app.print);
}
