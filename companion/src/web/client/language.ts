/**
 * In which language and zone this person reads. The language is the one chosen on this device, else the roster's, else
 * the browser's; the zone is the roster's, else the device's.
 */
import { knownLanguage, type Language, LANGUAGE_TAGS } from '../../core/sentences/languages.ts';
import { inLanguage } from '../../core/sentences/sentences.ts';
import { speak } from './strings.ts';

const CHOICE = 'language';
const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

let current: Language = 'en';
let zone = deviceZone;

/** The language in use, as it stands in a statement that is signed. */
export const language = (): Language => current;
/** For `Intl`. */
export const languageTag = (): string => LANGUAGE_TAGS[current];
/** Every time shown on the page is in this zone (IANA name) and says so. */
export const zoneName = (): string => zone;

function use(next: Language): void {
  current = next;
  speak(next);
  if (typeof document !== 'undefined') document.documentElement.lang = next;
}

/** Nobody is known yet: what this device says. */
export function useDevice(): void {
  const languages = typeof navigator === 'undefined' ? [] : navigator.languages;
  use(chosen() ?? languages.map(knownLanguage).find((found) => found !== null) ?? 'en');
}

/** @param person `language` and `timeZone` (IANA) of the roster; null where it says nothing */
export function usePerson(person: { language: string | null; timeZone: string | null }): void {
  zone = person.timeZone ?? deviceZone;
  use(chosen() ?? knownLanguage(person.language) ?? current);
}

/** A sentence that the companion made in English, in the language in use; English where there is no translation. */
export const said = (sentence: string): string => inLanguage(sentence, current);

/** Keeps the choice on this device, above the roster's. */
export function chooseLanguage(next: Language): void {
  localStorage.setItem(CHOICE, next);
  use(next);
}

function chosen(): Language | null {
  return typeof localStorage === 'undefined' ? null : knownLanguage(localStorage.getItem(CHOICE));
}
