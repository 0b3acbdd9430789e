/** What stands in the place of a page that is still on its way. */
import type { App } from '../app.ts';
import { el, fill } from '../dom.ts';
import { strings } from '../strings.ts';

/** Below this a change of the picture would only flicker. */
const SKELETON_MS = 250;
/** From here on a person wonders whether anything happens. */
const WORDS_MS = 2_000;

/** @returns `end` to call once the page is there, or has failed */
export function waiting(place: HTMLElement, app: App, leave: AbortSignal): { end(): void } {
  const words = el('p', { class: 'soft' });
  const skeleton = setTimeout(() => {
    fill(
      place,
      el(
        'div',
        { class: 'column skeleton', 'aria-busy': 'true' },
        el('p', { class: 'heard' }, strings.app.loading),
        ['title', 'line', 'tall', 'tall'].map((shape) =>
          el('div', { class: `bone ${shape}`, 'aria-hidden': 'true' }),
        ),
        words,
      ),
    );
  }, SKELETON_MS);
  const slow = setTimeout(() => {
    words.textContent = strings.app.stillLoading;
    app.announce(strings.app.stillLoading);
  }, WORDS_MS);
  const end = () => {
    clearTimeout(skeleton);
    clearTimeout(slow);
  };
  leave.addEventListener('abort', end, { once: true });
  return { end };
}
