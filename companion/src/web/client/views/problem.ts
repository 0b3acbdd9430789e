/** What went wrong, as a page of its own or beside the thing that failed. Always with the next step. */
import { Failure } from '../api.ts';
import type { View } from '../app.ts';
import { el, icon } from '../dom.ts';
import { said, strings } from '../strings.ts';

/** Where another try would end in the same way. */
const FINAL = new Set(['not_found', 'invitation_invalid']);

/** Any error as words for a person. */
function asFailure(error: unknown): Failure {
  return error instanceof Failure
    ? error
    : new Failure({ code: 'unavailable', ...strings.problems.unreadable });
}

/** A page that failed to open. @param again opens it anew */
export function problemView(error: unknown, again: () => void): View {
  const failure = asFailure(error);
  const body = el(
    'section',
    { class: 'narrow sheet' },
    icon('warning'),
    el('h1', {}, said(failure.title)),
    ...lines(failure),
    el(
      'p',
      { class: 'actions' },
      !FINAL.has(failure.code) &&
        el('button', { type: 'button', class: 'primary', onclick: again }, strings.app.tryAgain),
      el('a', { class: 'button', href: '/' }, strings.app.inbox),
    ),
  );
  return { title: said(failure.title), body };
}

/** A failure beside the form it belongs to; a screen reader hears it at once. */
export function problemNotice(error: unknown, kept?: string): HTMLElement {
  const failure = asFailure(error);
  return el(
    'div',
    { class: 'notice bad', role: 'alert' },
    icon('warning'),
    el(
      'div',
      {},
      el('h3', {}, said(failure.title)),
      ...lines(failure),
      kept !== undefined && el('p', {}, kept),
    ),
  );
}

function lines({ message, next, instance }: Failure): HTMLElement[] {
  return [
    el('p', {}, said(message)),
    el('p', {}, el('strong', {}, `${strings.problems.next}: `), said(next)),
    ...(instance === null ? [] : [el('p', { class: 'soft small' }, strings.problems.number(instance))]),
  ];
}
