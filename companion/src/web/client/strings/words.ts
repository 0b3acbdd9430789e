/** The shape of the page's catalogue in any language. */
import type { Words } from '../../../core/sentences/languages.ts';
import type { en } from './en.ts';

export type { Words };

export type Strings = Words<typeof en>;
