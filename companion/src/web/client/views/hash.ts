import { el } from '../dom.ts';
import { grouped } from '../format.ts';

/** A hash in groups of four that stay in columns, so that two can be compared by eye. */
export function hashBlock(hex: string, id?: string): HTMLElement {
  const groups = grouped(hex).split(' ');
  return el(
    'code',
    { class: 'hash', ...(id === undefined ? {} : { id }) },
    groups.map((group) => el('span', {}, `${group} `)),
  );
}
