/** What a mail needs of its reader's language: its words, the names of values, instants, lists, and made sentences. */
import { labelsDe } from '../../core/sentences/labels-de.ts';
import { labelsEn } from '../../core/sentences/labels-en.ts';
import { LANGUAGE_TAGS, type Language, type Words } from '../../core/sentences/languages.ts';
import { passageInLanguage } from '../../core/sentences/sentences.ts';
import { mailsDe } from './words/de.ts';
import { mailsEn } from './words/en.ts';

export type MailWords = Words<typeof mailsEn>;

const MAILS: Readonly<Record<Language, MailWords>> = { en: mailsEn, de: mailsDe };
const LABELS: Readonly<Record<Language, Words<typeof labelsEn>>> = { en: labelsEn, de: labelsDe };

/** Who reads: instants are given in his zone (IANA name; null is UTC) and say so. */
export interface Reader {
  language: Language;
  zone: string | null;
}

export interface Tongue {
  language: Language;
  words: MailWords;
  terms: Words<typeof labelsEn>['terms'];
  /** A value of the org by its API name; one that has no label is shown as people read it. */
  label: (apiName: string) => string;
  /** `A, B and C` */
  list: (names: readonly string[]) => string;
  /** `Sat, 21 Nov 2026, 18:04 (Europe/Berlin, GMT+1)` */
  instant: (instant: string) => string;
  /** The same and in UTC, as contacts in several zones speak of one deadline: `…, 15:04 (Europe/Berlin, GMT+1) = 14:04 UTC`. */
  instantWithUtc: (instant: string) => string;
  /** `Sun, 22 Nov 2026` */
  date: (date: string) => string;
  /** A sentence that the companion made in English; as it came where there is no translation. */
  said: (sentence: string) => string;
}

export function tongueOf({ language, zone }: Reader): Tongue {
  const tag = LANGUAGE_TAGS[language];
  const { values, terms } = LABELS[language];
  return {
    ...{ language, terms, words: MAILS[language] },
    label: (apiName) => values[apiName] ?? apiName.replaceAll('_', ' '),
    list: (names) => new Intl.ListFormat(tag, { type: 'conjunction' }).format(names),
    instant: (instant) => readableInstant(instant, zone, tag),
    instantWithUtc: (instant) => instantWithUtc(instant, zone, tag),
    date: (date) => Temporal.PlainDate.from(date).toLocaleString(tag, DAY),
    said: (sentence) => passageInLanguage(sentence, language),
  };
}

const DAY = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' } as const;
const TIME = { hour: '2-digit', minute: '2-digit' } as const;
const OFFSET = { timeZoneName: 'shortOffset' } as const;

type Format = typeof DAY | typeof TIME | typeof OFFSET;

/** Each takes half a millisecond to make, and a mail needs a dozen. */
const formats = new Map<Format, Map<string, Intl.DateTimeFormat>>();

/** @param zone IANA name; the contacts' zones are few */
function inFormat(instant: string, tag: string, timeZone: string, format: Format): string {
  const made = formats.get(format) ?? new Map<string, Intl.DateTimeFormat>();
  formats.set(format, made);
  const key = `${tag} ${timeZone}`;
  const formatter = made.get(key) ?? new Intl.DateTimeFormat(tag, { ...format, timeZone });
  made.set(key, formatter);
  return formatter.format(Temporal.Instant.from(instant).epochMilliseconds);
}

function readableInstant(instant: string, zone: string | null, tag: string): string {
  const timeZone = zone ?? 'UTC';
  const text = `${inFormat(instant, tag, timeZone, DAY)}, ${inFormat(instant, tag, timeZone, TIME)}`;
  return timeZone === 'UTC' ? `${text} (UTC)` : `${text} (${timeZone}, ${offsetOf(instant, timeZone)})`;
}

/** `GMT+1`, in any language. */
const offsetOf = (instant: string, timeZone: string): string =>
  inFormat(instant, 'en-GB', timeZone, OFFSET).split(' ').at(-1) ?? '';

function instantWithUtc(instant: string, zone: string | null, tag: string): string {
  const readable = readableInstant(instant, zone, tag);
  if (zone === null || zone === 'UTC') return readable;
  const [there, utc] = [zone, 'UTC'].map((name) => inFormat(instant, tag, name, DAY));
  return `${readable} = ${there === utc ? '' : `${utc}, `}${inFormat(instant, tag, 'UTC', TIME)} UTC`;
}
