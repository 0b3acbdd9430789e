/**
 * Sentences that the companion makes (reasons of gates, previews of rights, lines of a timeline, problems) in another
 * language. They are written, logged and kept in English; the English sentence with places for its values is the key of
 * the catalogue. What a contact signs is translated before it is put into the statement, so that he signs what he reads.
 *
 * All catalogues are here, for the companion itself; the contacts' page loads its reader's (`client/catalogues`).
 */
import { knownLanguage, type Language } from './languages.ts';
import { GERMAN } from './sentences-de-all.ts';
import { GERMAN_NAMES } from './sentences-de-names.ts';
import { GERMAN_VALUES } from './sentences-de-values.ts';
import { type SentenceCatalogue, type Translator, translatorOf } from './translate.ts';

const CATALOGUES: Readonly<Record<Exclude<Language, 'en'>, SentenceCatalogue>> = {
  de: { pairs: GERMAN, values: new Map([...GERMAN_VALUES, ...GERMAN_NAMES]) },
};
const translators = new Map<Language, Translator>();

/**
 * @param language ISO 639-1, or a tag that begins with it
 * @returns the sentence in that language; in English, as it came, when the catalogue does not hold it
 */
export function inLanguage(sentence: string, language: string): string {
  return translatorFor(language)?.sentence(sentence) ?? sentence;
}

/** A text of several sentences and lines; see {@link Translator}. @param language ISO 639-1, or a tag that begins with it */
export function passageInLanguage(text: string, language: string): string {
  return translatorFor(language)?.passage(text) ?? text;
}

function translatorFor(tag: string): Translator | null {
  const language = knownLanguage(tag);
  if (language === null || language === 'en') return null;
  const known = translators.get(language) ?? translatorOf(CATALOGUES[language]);
  translators.set(language, known);
  return known;
}
