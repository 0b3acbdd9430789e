/** Every word of the pages by language. A second language is a second catalogue of the same shape. */
import { en, type Strings } from './strings/en.ts';

const catalogues: Readonly<Record<string, Strings>> = { en };

/** The first of the person's languages that there is a catalogue for, else English. */
export const language: string =
  (typeof navigator === 'undefined' ? [] : navigator.languages)
    .map((tag) => tag.split('-')[0] ?? '')
    .find((tag) => tag in catalogues) ?? 'en';

export const strings: Strings = catalogues[language] ?? en;
