/**
 * Sentences that the companion makes (reasons of gates, previews of rights, lines of a timeline, problems) in another
 * language. They are written, logged and kept in English; the English sentence with places for its values is the key of
 * the catalogue. What a contact signs is translated before it is put into the statement, so that he signs what he reads.
 */
import { knownLanguage, type Language } from './languages.ts';
import { GERMAN, GERMAN_VALUES } from './sentences-de.ts';

/** An English sentence and its translation; `{1}` is the first value in both. */
export type SentencePair = readonly [english: string, translated: string];

interface Matcher {
  pattern: RegExp;
  translated: string;
}

interface Catalogue {
  pairs: readonly SentencePair[];
  /** Words of ours that stand as values in findings. */
  values: ReadonlyMap<string, string>;
}

const CATALOGUES: Readonly<Record<Exclude<Language, 'en'>, Catalogue>> = {
  de: { pairs: GERMAN, values: GERMAN_VALUES },
};
const compiled = new Map<Language, { plain: Map<string, string>; matchers: Matcher[] }>();

/**
 * @param language ISO 639-1, or a tag that begins with it
 * @returns the sentence in that language; in English, as it came, when the catalogue does not hold it
 */
export function inLanguage(sentence: string, language: string): string {
  return translated(sentence, language, (value) => value) ?? sentence;
}

/** Where one sentence of a text ends and the next begins. */
const BETWEEN_SENTENCES = /(?<=[.?!]) (?=[\p{Lu}“])/u;

/**
 * A text of several sentences and lines, as findings have: as a whole where the catalogue holds it, else piece by piece.
 * Words of ours that stand in it as values are translated too; what the catalogue does not hold stays in English.
 */
export function passageInLanguage(text: string, language: string): string {
  const known = knownLanguage(language);
  const values = known === null || known === 'en' ? null : CATALOGUES[known].values;
  const say = (part: string): string | null =>
    translated(part, language, (value) => values?.get(value) ?? value);
  const line = (part: string): string =>
    say(part) ??
    part
      .split(BETWEEN_SENTENCES)
      .map((sentence) => say(sentence) ?? withoutStop(sentence, say))
      .join(' ');
  return values?.get(text) ?? say(text) ?? text.split('\n').map(line).join('\n');
}

/** A fragment that was made a sentence by a full stop. */
function withoutStop(sentence: string, say: (part: string) => string | null): string {
  const fragment = sentence.endsWith('.') ? say(sentence.slice(0, -1)) : null;
  return fragment === null ? sentence : `${fragment}.`;
}

function translated(sentence: string, language: string, said: (value: string) => string): string | null {
  const catalogue = catalogueOf(knownLanguage(language));
  if (!catalogue) return null;
  const plain = catalogue.plain.get(sentence);
  if (plain !== undefined) return plain;
  for (const { pattern, translated: text } of catalogue.matchers) {
    const values = pattern.exec(sentence);
    if (values) return text.replace(/\{(\d)\}/g, (_place, number) => said(values[Number(number)] ?? ''));
  }
  return null;
}

function catalogueOf(language: Language | null) {
  if (language === null || language === 'en') return null;
  const known = compiled.get(language);
  if (known) return known;
  const { pairs } = CATALOGUES[language];
  const made = {
    plain: new Map(pairs.filter(([english]) => !english.includes('{1}'))),
    matchers: pairs
      .filter(([english]) => english.includes('{1}'))
      .map(([english, text]) => ({ pattern: patternOf(english), translated: text })),
  };
  compiled.set(language, made);
  return made;
}

/** Values may hold line breaks: a reason that a person wrote is one. */
function patternOf(english: string): RegExp {
  const escaped = english.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{\d\}/g, '([^]+?)')}$`);
}
