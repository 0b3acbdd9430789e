/** All that a reader of German needs. */
import { GERMAN_PAGE } from '../../../core/sentences/sentences-de.ts';
import { GERMAN_VALUES } from '../../../core/sentences/sentences-de-values.ts';
import { de } from '../strings/de.ts';
import type { PageCatalogue } from '../strings.ts';

export const catalogue: PageCatalogue = {
  strings: de,
  sentences: { pairs: GERMAN_PAGE, values: GERMAN_VALUES },
};
