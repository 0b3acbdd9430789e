/** What was seen in a break-glass window, as rows: each log-in as one. */
import type { Json } from '../../core/canonical.ts';
import { instantText } from './format.ts';
import { strings } from './strings.ts';

type Seen = { from: string; until: string | null; actor: string; verdict: string; provisional: boolean };

const PLACE = /^shown\.accesses\[(\d+)\]$/;

/** @returns whether people read the value at this path as one */
export function isSeenLeaf(value: Json, path: string): value is { readonly [name: string]: Json } & Seen {
  return PLACE.test(path) && typeof value === 'object' && value !== null;
}

export function seenRow(
  { from, until, actor, verdict, provisional }: Seen,
  path: string,
): { label: string; text: string } {
  const { breakGlass, labels } = strings;
  const named = (name: string) => labels[name] ?? name.replaceAll('_', ' ');
  const end = until === null ? null : instantText(until);
  const text = breakGlass.seenText(instantText(from), end, named(actor), named(verdict));
  return {
    label: breakGlass.seenLabel(Number(PLACE.exec(path)?.[1] ?? 0) + 1),
    text: provisional ? `${text} (${breakGlass.provisional})` : text,
  };
}
