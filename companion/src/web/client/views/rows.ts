/** The rows of a review as labels and values, with the exact value where the text says it in another form. */
import { el, type Child } from '../dom.ts';
import type { ReviewRow, ReviewSection } from '../review.ts';

export function rowList({ rows }: ReviewSection): HTMLElement {
  return el(
    'dl',
    { class: 'facts' },
    rows.map((row) =>
      el('div', { 'data-paths': row.paths.join(' ') }, el('dt', {}, row.label), el('dd', {}, value(row))),
    ),
  );
}

function value(row: ReviewRow): Child {
  const text = row.kind === 'code' ? el('code', {}, row.text) : el('span', { class: 'said' }, row.text);
  return [text, row.exact !== null && el('code', { class: 'exact' }, row.exact)];
}
