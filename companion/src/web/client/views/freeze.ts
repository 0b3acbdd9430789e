/** What stands on top of a request that is frozen: what was altered, by whom, and the way to the look that ends it. */
import type { RequestView } from '../../ports.ts';
import { alterationText, bothValues, fieldName } from '../altered-text.ts';
import { el, icon, type Child } from '../dom.ts';
import { said, strings } from '../strings.ts';
import { facts } from './parts.ts';

/** Nothing for a request that is not frozen. */
export function freezeBanner({ freeze, id }: RequestView): Child {
  if (freeze === null) return null;
  const words = strings.freeze;
  const { alterations, mayLook, because } = freeze;
  return el(
    'section',
    { class: 'notice bad frozen', 'aria-labelledby': 'frozen' },
    icon('warning'),
    el(
      'div',
      {},
      el('h2', { id: 'frozen' }, words.title),
      el('p', {}, words.lead),
      alterations.length === 0 && el('p', {}, words.unknown),
      alterations.map((alteration) => [
        el('p', {}, alterationText(alteration)),
        facts(
          alteration.fields.map(({ name, logged, found }) => [
            fieldName(name),
            el('span', { class: 'said' }, bothValues(logged, found)),
          ]),
        ),
      ]),
      mayLook
        ? el(
            'p',
            {},
            el('a', { class: 'button primary', href: `/signatures/alteration-look/${id}` }, words.link),
          )
        : because !== null && el('p', {}, said(because)),
    ),
  );
}
