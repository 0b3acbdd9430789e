/** German for what the companion says of a frozen request and of the look that ends the freeze. */
import type { SentencePair } from './translate.ts';

export const GERMAN_FREEZE: readonly SentencePair[] = [
  [
    'This request is frozen until a contact has looked at the alteration.',
    'Diese Anfrage ist eingefroren, bis sich ein Kontakt die Veränderung angesehen hat.',
  ],
  [
    'Frozen: look at the alteration of {1}, case {2}',
    'Eingefroren: die Veränderung von {1} ansehen, Fall {2}',
  ],
  [
    'You may not decide on this request; another contact must look at the alteration.',
    'Sie dürfen über diese Anfrage nicht entscheiden; ein anderer Kontakt muss sich die Veränderung ansehen.',
  ],
  [
    'The alteration was made as your own user; another contact must look at it.',
    'Die Veränderung wurde mit Ihrem eigenen Benutzer vorgenommen; ein anderer Kontakt muss sie sich ansehen.',
  ],
  [
    '{1} looked at the alteration: the request goes on as it is on record. The org holds the values on record. Reason: {2}',
    '{1} hat sich die Veränderung angesehen: Die Anfrage geht weiter, wie sie festgehalten ist. Die Org hat die festgehaltenen Werte. Grund: {2}',
  ],
  [
    '{1} looked at the alteration: the request goes on as it is on record. The org could not be written yet: the values on record count all the same. Reason: {2}',
    '{1} hat sich die Veränderung angesehen: Die Anfrage geht weiter, wie sie festgehalten ist. Die Org konnte noch nicht geschrieben werden: Es zählen trotzdem die festgehaltenen Werte. Grund: {2}',
  ],
  [
    '{1} looked at the alteration: the request goes on as it is on record. The row is gone from the org: what is on record counts all the same. Reason: {2}',
    '{1} hat sich die Veränderung angesehen: Die Anfrage geht weiter, wie sie festgehalten ist. Der Datensatz fehlt in der Org: Es zählt trotzdem, was festgehalten ist. Grund: {2}',
  ],
  [
    '{1} looked at the alteration: the request is ended. Reason: {2}',
    '{1} hat sich die Veränderung angesehen: Die Anfrage ist beendet. Grund: {2}',
  ],
  ['Ended by {1}: {2}', 'Beendet von {1}: {2}'],
];
