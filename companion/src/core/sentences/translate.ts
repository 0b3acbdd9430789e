/** How a sentence of ours is found in a language's catalogue. The catalogue is handed in: a page loads its reader's alone. */

/**
 * An English sentence and its translation; `{1}` is the first value in both. With `ours` all its values, or those of the
 * places that it names, are words or sentences of ours and are translated too; other values are what people wrote.
 */
export type SentencePair = readonly [english: string, translated: string, ours?: true | readonly number[]];

export interface SentenceCatalogue {
  pairs: readonly SentencePair[];
  /** Words of ours that stand as values, and what joins them: `and`, `or`. */
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
const BETWEEN_SENTENCES = /(?<=[.?!]) (?=[\p{Lu}\p{N}“])/u;
const BETWEEN_WORDS = /(, | and | or )/;

type Say = (value: string) => string;
type Find = (part: string) => string | null;

export function translatorOf({ pairs, values }: SentenceCatalogue): Translator {
  const plain = new Map(
    pairs.filter(([english]) => !english.includes('{1}')).map(([english, text]) => [english, text]),
  );
  const matchers = pairs
    .filter(([english]) => english.includes('{1}'))
    .map(([english, text, ours]) => ({ pattern: patternOf(english), text, ours }));

  const matched = (sentence: string, said: Say): string | null => {
    for (const { pattern, text, ours } of matchers) {
      const found = pattern.exec(sentence);
      if (!found) continue;
      return filled(text, (place) => (isOurs(ours, place) ? own : said)(found[place] ?? ''));
    }
    return null;
  };
  const translated = (sentence: string, said: Say) => plain.get(sentence) ?? matched(sentence, said);
  const word: Say = (value) => values.get(value) ?? value;
  const say: Find = (part) => translated(part, word);
  const piece: Find = (part) => say(part) ?? withoutStop(part, say) ?? beginning(part, pairs);
  /** `A, B and C`, each of which may be a word of ours. */
  const list: Say = (value) =>
    value
      .split(BETWEEN_WORDS)
      .map((part) => part.replace(part.trim(), word))
      .join('');

  const line: Say = (text) => say(text) ?? inOrder(sentencesIn(text, piece));
  /** What is ours throughout: as one text only where its sentences are not held one by one. */
  const own: Say = (value) => {
    const known = values.get(value) ?? plain.get(value);
    if (known !== undefined) return known;
    const sentences = sentencesIn(value, piece);
    if (sentences.every(({ found }) => found !== null)) return inOrder(sentences);
    return matched(value, word) ?? (sentences.length === 1 ? list(value) : inOrder(sentences));
  };
  return {
    sentence: (sentence) => translated(sentence, (value) => value) ?? sentence,
    passage: (text) => values.get(text) ?? say(text) ?? text.split('\n').map(line).join('\n'),
  };
}

const isOurs = (ours: SentencePair[2], place: number): boolean =>
  ours === true || (ours?.includes(place) ?? false);

const filled = (text: string, valueAt: (place: number) => string): string =>
  text.replace(/\{(\d)\}/g, (_place, number) => valueAt(Number(number)));

interface Sentence {
  english: string;
  /** Null where the catalogue does not hold it. */
  found: string | null;
}

const inOrder = (sentences: readonly Sentence[]): string =>
  sentences.map(({ english, found }) => found ?? english).join(' ');

/** The catalogue may hold two sentences as one: each is the shortest run of pieces that is found. */
function sentencesIn(text: string, find: Find): Sentence[] {
  const pieces = text.split(BETWEEN_SENTENCES);
  const sentences: Sentence[] = [];
  for (let at = 0; at < pieces.length;) {
    const runs = pieces.slice(at).map((_piece, more) => pieces.slice(at, at + more + 1));
    const run = runs.find((parts) => find(parts.join(' ')) !== null) ?? pieces.slice(at, at + 1);
    const english = run.join(' ');
    sentences.push({ english, found: find(english) });
    at += run.length;
  }
  return sentences;
}

/** A fragment that was made a sentence by a full stop. */
function withoutStop(sentence: string, say: Find): string | null {
  const fragment = sentence.endsWith('.') ? say(sentence.slice(0, -1)) : null;
  return fragment === null ? null : `${fragment}.`;
}

/** What stands at the end of a text that a field of the org has cut short. */
const CUT = '…';
/** Fewer letters do not tell which sentence was cut short. */
const ENOUGH = 12;

/** A sentence that was cut short, whole again but for the values that are not there: the one that most of it fits. */
function beginning(cut: string, pairs: readonly SentencePair[]): string | null {
  const text = cut.slice(0, -CUT.length);
  if (!cut.endsWith(CUT) || text.length < ENOUGH) return null;
  let best: Begun & { translated: string } = { held: ENOUGH - 1, values: [], translated: '' };
  for (const [english, translated] of pairs) {
    const begun = begunBy(text, english.split(/\{\d\}/));
    if (begun.held > best.held) best = { ...begun, translated };
  }
  const { values, translated } = best;
  return translated === '' ? null : filled(translated, (place) => values[place - 1] ?? CUT);
}

/** How many letters of a text are those of a sentence, and its values as far as the text goes. */
interface Begun {
  held: number;
  values: string[];
}

function begunBy(text: string, [first = '', ...others]: readonly string[]): Begun {
  if (first.startsWith(text)) return { held: text.length, values: [] };
  const values: string[] = [];
  if (!text.startsWith(first)) return { held: 0, values };
  let held = first.length;
  let rest = text.slice(held);
  for (const next of others) {
    const at = next === '' ? -1 : rest.indexOf(next);
    if (at < 0) {
      const begun = lengthBegun(rest, next);
      return { held: held + begun, values: [...values, begun > 0 ? rest.slice(0, -begun) : `${rest}${CUT}`] };
    }
    values.push(rest.slice(0, at));
    held += next.length;
    rest = rest.slice(at + next.length);
  }
  return { held: rest === '' ? held : 0, values };
}

/** With how many letters of its beginning the next part stands at the end of the text. */
function lengthBegun(text: string, next: string): number {
  let length = Math.min(text.length, next.length);
  while (!text.endsWith(next.slice(0, length))) length -= 1;
  return length;
}

/** Values may hold line breaks: a reason that a person wrote is one. */
function patternOf(english: string): RegExp {
  const escaped = english.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replace(/\{\d\}/g, '([^]+?)')}$`);
}
