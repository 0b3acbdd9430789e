/** For a contact whose passkeys are at an address that will end: what happens, and the way to the new one. */
import { api } from '../api.ts';
import { type Child, el, fill, icon } from '../dom.ts';
import { strings } from '../strings.ts';
import { problemNotice } from './problem.ts';

/** @param moveTo the new address; null when there is nothing to do */
export function movingNotice(moveTo: string | null): Child {
  if (moveTo === null) return null;
  const words = strings.moving;
  const trouble = el('div', {});
  const button = el('button', { type: 'button', class: 'primary' }, icon('key'), words.button);
  button.addEventListener('click', () => {
    fill(trouble);
    button.disabled = true;
    api
      .beginMoving()
      .then(({ url }) => location.assign(url))
      .catch((error: unknown) => {
        fill(trouble, problemNotice(error));
        button.disabled = false;
      });
  });
  return el(
    'section',
    { class: 'sheet', 'aria-labelledby': 'moving' },
    el('h2', { id: 'moving' }, words.title(new URL(moveTo).host)),
    el('p', {}, words.text(moveTo)),
    trouble,
    el('p', { class: 'actions' }, button),
  );
}
