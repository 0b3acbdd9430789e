/** All that a reader of English needs; sentences of the companion are English as they come. */
import { en } from '../strings/en.ts';
import type { PageCatalogue } from '../strings.ts';

export const catalogue: PageCatalogue = { strings: en, sentences: null };
