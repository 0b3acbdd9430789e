/**
 * The words in use. Each language is a file of its own beside the page's script, so that nobody loads another one's:
 * this module loads the device's before any view is made, and another one when somebody turns out to read it.
 */
import type { Language } from '../../core/sentences/languages.ts';
import { type SentenceCatalogue, type Translator, translatorOf } from '../../core/sentences/translate.ts';
import { deviceLanguage } from './device-language.ts';
import type { Strings } from './strings/words.ts';

/** What the file of one language holds. */
export interface PageCatalogue {
  strings: Strings;
  /** Translations of the companion's own sentences; null where these are read as they come. */
  sentences: SentenceCatalogue | null;
}

interface Tongue {
  language: Language;
  strings: Strings;
  translator: Translator | null;
}

/** The bundler makes a file of each. */
const FILES: Readonly<Record<Language, () => Promise<{ catalogue: PageCatalogue }>>> = {
  en: () => import('./catalogues/en.ts'),
  de: () => import('./catalogues/de.ts'),
};
const loaded = new Map<Language, Tongue>();

let current = await load(deviceLanguage()).catch(() => load('en'));

/** The same object for as long as the page lives; only its words change, so read them when you show them. */
export const strings = adopt({}, current.strings) as Strings;

/** The language in use, as it stands in a statement that is signed. */
export const language = (): Language => current.language;

/** A sentence that the companion made in English, in the language in use; English where there is no translation. */
export const said = (sentence: string): string => current.translator?.sentence(sentence) ?? sentence;

/**
 * Puts the words of a language in the place of those in use.
 * @throws Error when its file cannot be loaded; the words in use stay
 */
export async function speak(next: Language): Promise<void> {
  current = await load(next);
  adopt(strings, current.strings);
}

async function load(next: Language): Promise<Tongue> {
  const known = loaded.get(next);
  if (known) return known;
  const { catalogue } = await FILES[next]();
  const translator = catalogue.sentences === null ? null : translatorOf(catalogue.sentences);
  const tongue = { language: next, strings: catalogue.strings, translator };
  loaded.set(next, tongue);
  return tongue;
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
