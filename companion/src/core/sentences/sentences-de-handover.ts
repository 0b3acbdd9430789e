/** German for what contacts are told of an entry of the roster that goes to another person. */
import type { SentencePair } from './translate.ts';

export const GERMAN_HANDOVER: readonly SentencePair[] = [
  ['The entry of {1} was given to another person', 'Der Eintrag von {1} ging an eine andere Person'],
  [
    'The passkeys of its former holder are revoked, his account of the identity provider is unbound, and his devices get no notices any more. What he signed before stays. {1} signed the change: “{2}”.',
    'Die Passkeys der Person, die ihn bisher hatte, sind gesperrt, ihr Konto beim Identitätsanbieter ist gelöst, und ihre Geräte bekommen keine Mitteilungen mehr. Was sie vorher unterschrieben hat, bleibt. {1} hat die Änderung unterschrieben: „{2}“.',
  ],
  [
    'Call {1} on a number that you have, and compare the first passkey. If the entry was given to nobody else, tell your security team.',
    'Rufen Sie {1} unter einer Nummer an, die Sie haben, und vergleichen Sie den ersten Passkey. Ging der Eintrag an niemand anderen, sagen Sie es Ihrem Sicherheitsteam.',
  ],
];
