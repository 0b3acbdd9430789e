/** What became different on a request between two readings, in sentences. */
import type { RequestView } from '../../ports.ts';
import { el, icon, type Child } from '../dom.ts';
import { instantText } from '../format.ts';
import { strings } from '../strings.ts';
import { labelOf } from './parts.ts';

const words = strings.request.news;

/** Is nothing new to see? Times that move with every answer say nothing new. */
export function unchanged(before: RequestView, next: RequestView): boolean {
  const bare = ({ limits, accessPreview, ...view }: RequestView) =>
    JSON.stringify({
      ...view,
      now: null,
      limits: { ...limits, latestEnd: null },
      accessPreview: accessPreview && { ...accessPreview, asOf: null },
    });
  return bare(before) === bare(next);
}

/** @returns a sentence for each thing that a person would want to be told; one at least */
export function newsOf(before: RequestView, next: RequestView): string[] {
  const known = new Set(before.decisions.map(({ digest }) => digest));
  const answers = next.decisions.filter(({ mine, digest }) => !mine && !known.has(digest));
  const differs = (key: keyof RequestView) => JSON.stringify(before[key]) !== JSON.stringify(next[key]);
  const news = [
    ...answers.map(({ contact, decision }) => words.answered(contact, labelOf(decision))),
    ...(differs('state') ? [words.state(labelOf(next.state))] : []),
    ...(differs('deadline') && next.deadline !== null ? [words.deadline(instantText(next.deadline))] : []),
    ...(differs('revision') ? [words.content] : []),
    ...(differs('gates') ? [words.rules] : []),
  ];
  return news.length > 0 ? news : [words.other];
}

/** @param news newest last */
export function newsNotice(news: readonly string[]): Child {
  return el(
    'div',
    { class: 'notice' },
    icon('clock'),
    el(
      'div',
      {},
      el('h2', { class: 'small' }, words.title),
      news.map((text) => el('p', {}, text)),
    ),
  );
}
