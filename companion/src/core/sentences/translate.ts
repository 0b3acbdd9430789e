/** How a sentence of ours is found in a language's catalogue. The catalogue is handed in: a page loads its reader's alone. */

/**
 * An English sentence and its translation; `{1}` is the first value in both. With `ours` its values are words of ours, or
 * lists of such, and are translated too; other values are what people wrote.
 */
export type SentencePair = readonly [english: string, translated: string, ours?: true];

export interface SentenceCatalogue {
  pairs: readonly SentencePair[];
  /** Words of ours that stand as values in findings. */
  values: ReadonlyMap<string, string>;
}

export interface Translator {
  /** @returns the sentence in the catalogue's language; as it came, when the catalogue does not hold it */
  sentence: (sentence: string) => string;
  /**
   * A text of several sentences and lines, as findings have: as a whole where the catalogue holds it, else piece by piece.
   * Words of ours that stand in it as values are translated too; what the catalogue does not hold stays in English.
   */
  passage: (text: string) => string;
}

/** Where one sentence of a text ends and the next begins. */
const BETWEEN_SENTENCES = /(?<=[.?!]) (?=[\p{Lu}“])/u;

export function translatorOf({ pairs, values }: SentenceCatalogue): Translator {
  const plain = new Map(
    pairs.filter(([english]) => !english.includes('{1}')).map(([english, text]) => [english, text]),
  );
  const matchers = pairs
    .filter(([english]) => english.includes('{1}'))
    .map(([english, text, ours]) => ({ pattern: patternOf(english), translated: text, ours }));
  const word = (value: string): string =>
    values.get(value) ??
    value
      .split(', ')
      .map((part) => values.get(part) ?? part)
      .join(', ');

  const translated = (sentence: string, said: (value: string) => string): string | null => {
    const whole = plain.get(sentence);
    if (whole !== undefined) return whole;
    for (const { pattern, translated: text, ours } of matchers) {
      const found = pattern.exec(sentence);
      const own = ours === true ? word : said;
      if (found) return text.replace(/\{(\d)\}/g, (_place, number) => own(found[Number(number)] ?? ''));
    }
    return null;
  };
  const say = (part: string) => translated(part, (value) => values.get(value) ?? value);
  const line = (part: string): string =>
    say(part) ??
    part
      .split(BETWEEN_SENTENCES)
      .map((sentence) => say(sentence) ?? withoutStop(sentence, say))
      .join(' ');
  return {
    sentence: (sentence) => translated(sentence, (value) => value) ?? sentence,
    passage: (text) => values.get(text) ?? say(text) ?? text.split('\n').map(line).join('\n'),
  };
}

/** A fragment that was made a sentence by a full stop. */
function withoutStop(sentence: string, say: (part: string) => string | null): string {
  const fragment = sentence.endsWith('.') ? say(sentence.slice(0, -1)) : null;
  return fragment === null ? sentence : `${fragment}.`;
}

/** Values may hold line breaks: a reason that a person wrote is one. */
function patternOf(english: string): RegExp {
  const escaped = english.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{\d\}/g, '([^]+?)')}$`);
}
