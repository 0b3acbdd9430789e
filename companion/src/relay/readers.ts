/** How a person reads, by what the roster or the org says of him; English and UTC where it says nothing that we know. */
import { knownLanguage } from '../core/sentences/languages.ts';
import type { Reader } from './mails/tongue.ts';

export const readerOf = (
  person: { language?: string | null; timeZone: string | null } | null | undefined,
): Reader => ({
  language: knownLanguage(person?.language ?? null) ?? 'en',
  zone: person?.timeZone ?? null,
});
