/** What a rule looked at, as the review shows it. */
import type { Json } from '../../core/canonical.ts';
import { strings } from './strings.ts';

/** Evidence of a gate on one line: `eligible 2, level 1`. */
export function plain(value: Json): string {
  if (Array.isArray(value)) return value.map((item: Json) => plain(item)).join(', ');
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, item]) => `${wordsOf(name)} ${plain(item)}`)
      .join(', ');
  }
  return value === null ? strings.signing.none : String(value);
}

/** `wantedMinutes` → `wanted minutes`. */
function wordsOf(name: string): string {
  return strings.evidence[name] ?? name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
