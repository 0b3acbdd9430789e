/**
 * Sentences that the companion makes (reasons of gates, previews of rights, lines of a timeline, problems) in another
 * language. They are written, logged and kept in English; the English sentence with places for its values is the key of
 * the catalogue. What a contact signs is translated before it is put into the statement, so that he signs what he reads.
 */
import { GERMAN } from './sentences-de.ts';

/** An English sentence and its translation; `{1}` is the first value in both. */
export type SentencePair = readonly [english: string, translated: string];

interface Matcher {
  pattern: RegExp;
  translated: string;
}

const CATALOGUES: Readonly<Record<string, readonly SentencePair[]>> = { de: GERMAN };
const compiled = new Map<string, { plain: Map<string, string>; matchers: Matcher[] }>();

/**
 * @param language ISO 639-1, or a tag that begins with it
 * @returns the sentence in that language; in English, as it came, when the catalogue does not hold it
 */
export function inLanguage(sentence: string, language: string): string {
  const catalogue = catalogueOf(language.split('-')[0] ?? '');
  if (!catalogue) return sentence;
  const plain = catalogue.plain.get(sentence);
  if (plain !== undefined) return plain;
  for (const { pattern, translated } of catalogue.matchers) {
    const values = pattern.exec(sentence);
    if (values) return translated.replace(/\{(\d)\}/g, (_place, number) => values[Number(number)] ?? '');
  }
  return sentence;
}

function catalogueOf(language: string) {
  const pairs = CATALOGUES[language];
  if (!pairs) return null;
  const known = compiled.get(language);
  if (known) return known;
  const made = {
    plain: new Map(pairs.filter(([english]) => !english.includes('{1}'))),
    matchers: pairs
      .filter(([english]) => english.includes('{1}'))
      .map(([english, translated]) => ({ pattern: patternOf(english), translated })),
  };
  compiled.set(language, made);
  return made;
}

/** Values may hold line breaks: a reason that a person wrote is one. */
function patternOf(english: string): RegExp {
  const escaped = english.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{\d\}/g, '([^]+?)')}$`);
}
