/** What stands on top of a request that asked for break-glass: that nobody approved it, and the review. */
import type { RequestView } from '../../ports.ts';
import { el, icon, type Child } from '../dom.ts';
import { instantText, rangeText } from '../format.ts';
import { strings } from '../strings.ts';
import { facts } from './parts.ts';

type Use = NonNullable<RequestView['breakGlass']>;

/** Nothing for an ordinary request. */
export function breakGlassBanner({ breakGlass: use, window, requester, id }: RequestView): Child {
  if (use === null) return null;
  const words = strings.breakGlass;
  return el(
    'section',
    { class: 'notice bad break-glass', 'aria-labelledby': 'break-glass' },
    icon('warning'),
    el(
      'div',
      {},
      el('h2', { id: 'break-glass' }, use.opened ? words.title : words.badge),
      el('p', {}, use.opened ? words.lead(requester.name) : words.refused(requester.name)),
      facts([
        [words.reason, el('span', { class: 'said' }, use.reason)],
        [words.window, use.opened && window !== null ? rangeText(window.start, window.end) : null],
        [['due', 'overdue'].includes(use.review) ? words.reviewDue : words.reviewed, reviewText(use)],
      ]),
      use.mayReview &&
        el(
          'p',
          {},
          el('a', { class: 'button primary', href: `/signatures/break-glass-review/${id}` }, words.link),
        ),
    ),
  );
}

function reviewText({ review, reviewDue, reviewedBy, reviewedAt }: Use): string | null {
  const words = strings.breakGlass.review;
  if (review === 'none') return null;
  if (review === 'due' || review === 'overdue')
    return `${reviewDue && instantText(reviewDue)}. ${words[review]}`;
  return words[review](reviewedBy ?? '', reviewedAt === null ? '' : instantText(reviewedAt));
}
