/**
 * In which language and zone this person reads. The language is the one chosen on this device, else the roster's, else
 * the browser's; the zone is the roster's, else the device's.
 */
import { knownLanguage, type Language, LANGUAGE_TAGS } from '../../core/sentences/languages.ts';
import { chosenLanguage, keepChoice } from './device-language.ts';
import { language, speak } from './strings.ts';

const deviceZone = Intl.DateTimeFormat().resolvedOptions().timeZone;

let zone = deviceZone;

/** For `Intl`. */
export const languageTag = (): string => LANGUAGE_TAGS[language()];
/** Every time shown on the page is in this zone (IANA name) and says so. */
export const zoneName = (): string => zone;

/** Says to the browser, and so to screen readers, in which language the page is. */
export function nameLanguage(): void {
  document.documentElement.lang = language();
}

/**
 * Where the words of his language cannot be loaded, those in use stay: a decision must not wait for them.
 * @param person `language` and `timeZone` (IANA) of the roster; null where it says nothing
 */
export async function usePerson(person: { language: string | null; timeZone: string | null }): Promise<void> {
  zone = person.timeZone ?? deviceZone;
  const next = chosenLanguage() ?? knownLanguage(person.language) ?? language();
  if (next === language()) return;
  await speak(next).then(nameLanguage, () => undefined);
}

/**
 * Keeps the choice on this device, above the roster's.
 * @throws Error when the words of that language cannot be loaded; nothing is changed then
 */
export async function chooseLanguage(next: Language): Promise<void> {
  await speak(next);
  keepChoice(next);
  nameLanguage();
}
