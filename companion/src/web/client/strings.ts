/**
 * Every word of the pages, in the language in use. A topic is a file `strings/en-TOPIC.ts` with its twin `de-TOPIC.ts`;
 * the compiler holds the twin to the same keys, and a test holds tables of values to them too.
 */
import type { Language } from '../../core/sentences/languages.ts';
import { de } from './strings/de.ts';
import { en } from './strings/en.ts';
import type { Strings } from './strings/words.ts';

export const CATALOGUES: Readonly<Record<Language, Strings>> = { en, de };

/** The same object for as long as the page lives; only its words change, so read them when you show them. */
export const strings = adopt({}, en) as Strings;

/** Puts the words of a language in the place of those in use. */
export function speak(language: Language): void {
  adopt(strings, CATALOGUES[language]);
}

type Branch = Record<string, unknown>;

function adopt(into: object, from: object): object {
  const target = into as Branch;
  for (const [key, value] of Object.entries(from)) {
    target[key] = isBranch(value) ? adopt(isBranch(target[key]) ? target[key] : {}, value) : value;
  }
  return into;
}

function isBranch(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
