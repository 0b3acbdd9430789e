/** All that a reader of German needs. */
import { GERMAN, GERMAN_VALUES } from '../../../core/sentences/sentences-de.ts';
import { de } from '../strings/de.ts';
import type { PageCatalogue } from '../strings.ts';

export const catalogue: PageCatalogue = {
  strings: de,
  sentences: { pairs: GERMAN, values: GERMAN_VALUES },
};
