/**
 * The languages that people can read Countersign in. A further one is its code here; the compiler then asks for its
 * catalogue in every table: labels and sentences in core, mails in the relay, words of the page in the client, and the
 * file of `client/catalogues` that the page loads for readers of that language alone.
 */
export const LANGUAGES = ['en', 'de'] as const;

/** ISO 639-1. */
export type Language = (typeof LANGUAGES)[number];

/** How each language writes days and numbers; English the European way, day before month. */
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/**
 * @param tag ISO 639-1, or a tag that begins with it, as `de-AT` or the `de_DE` of a user in the org
 * @returns null for a language that has no catalogue
 */
export function knownLanguage(tag: string | null): Language | null {
  const code = tag?.split(/[-_]/)[0];
  return LANGUAGES.find((language) => language === code) ?? null;
}

/** The shape of a catalogue: the keys of the English one, with any words; functions take the same values. */
export type Words<Part> = Part extends string
  ? string
  : Part extends (...values: infer Values) => infer Result
    ? (...values: Values) => Words<Result>
    : Part extends readonly string[]
      ? readonly string[]
      : { readonly [Key in keyof Part]: Words<Part[Key]> };
