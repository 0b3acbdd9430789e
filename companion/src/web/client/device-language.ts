/** The language that this device asks for: the one chosen on it, else the browser's. */
import { knownLanguage, type Language } from '../../core/sentences/languages.ts';

const CHOICE = 'language';

export function deviceLanguage(): Language {
  return chosenLanguage() ?? browserLanguage() ?? 'en';
}

/** @returns null when nobody has chosen one on this device */
export function chosenLanguage(): Language | null {
  return typeof localStorage === 'undefined' ? null : knownLanguage(localStorage.getItem(CHOICE));
}

export function keepChoice(language: Language): void {
  localStorage.setItem(CHOICE, language);
}

function browserLanguage(): Language | null {
  if (typeof document === 'undefined') return null;
  return navigator.languages.map(knownLanguage).find((found) => found !== null) ?? null;
}
