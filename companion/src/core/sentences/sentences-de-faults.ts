/** German for what is wrong with a record of the access policy, as `core/policy-text.ts` and the schemas of its rows say it. */
import type { SentencePair } from './translate.ts';

const RECORDS: readonly SentencePair[] = [
  ['a record without a name: {1}', 'ein Datensatz ohne Namen: {1}', true],
  [
    '{1}: "{2}" is no step of a ladder; write level: minutes',
    '{1}: „{2}“ ist kein Schritt einer Eskalation; schreiben Sie Stufe: Minuten',
  ],
  [
    '{1}: the first level of a ladder is asked at 0 minutes',
    '{1}: Die erste Stufe einer Eskalation wird nach 0 Minuten gefragt',
  ],
  [
    '{1}: the minutes of a ladder must rise from level to level',
    '{1}: Die Minuten einer Eskalation müssen von Stufe zu Stufe steigen',
  ],
  ['{1}: a ladder names each level once, from 1 on', '{1}: Eine Eskalation nennt jede Stufe einmal, ab 1'],
  [
    '{1}: "{2}" is no day of the week; write Mon or Mon-Fri',
    '{1}: „{2}“ ist kein Wochentag; schreiben Sie Mon oder Mon-Fri',
  ],
  ['{1}: business hours name at least one day', '{1}: Geschäftszeiten nennen mindestens einen Tag'],
  [
    '{1}: "{2}" is no time zone; write one like Europe/Berlin',
    '{1}: „{2}“ ist keine Zeitzone; schreiben Sie eine wie Europe/Berlin',
  ],
  ['{1}: business hours from {2} to {3} are empty', '{1}: Geschäftszeiten von {2} bis {3} sind leer'],
  [
    '{1}: "{2}" is no time of day; write one like 08:30',
    '{1}: „{2}“ ist keine Uhrzeit; schreiben Sie eine wie 08:30',
  ],
  [
    '{1}: "{2}" is no day or span of days; write 2026-12-24 or 2026-12-24..2027-01-02',
    '{1}: „{2}“ ist kein Tag und keine Spanne; schreiben Sie 2026-12-24 oder 2026-12-24..2027-01-02',
  ],
  [
    '{1}: a policy names at most {2} spans of blackout days',
    '{1}: Eine Richtlinie nennt höchstens {2} Spannen von Sperrtagen',
  ],
];

/** As the library of the schemas says them. */
const SCHEMAS: readonly SentencePair[] = [
  ['{1}: Too big: expected number to be <={2}', '{1}: zu groß, höchstens {2}'],
  ['{1}: Too small: expected number to be >={2}', '{1}: zu klein, mindestens {2}'],
  ['{1}: Too small: expected string to have >={2} characters', '{1}: zu kurz, mindestens {2} Zeichen'],
  ['{1}: Invalid input: expected {2}, received {3}', '{1}: erwartet {2}, gefunden {3}'],
  ['{1}: Invalid option: expected one of {2}', '{1}: erwartet einen der Werte {2}'],
];

export const GERMAN_FAULTS: readonly SentencePair[] = [...RECORDS, ...SCHEMAS];
