/** German for what waits for a signature, and for why somebody may not give it. */
import type { SentencePair } from './translate.ts';

const TITLES: readonly SentencePair[] = [
  ['Confirm the founding roster of {1}', 'Die erste Kontaktliste bestätigen ({1} Kontakte)'],
  ['Confirm the first access policy', 'Die erste Zugriffsrichtlinie bestätigen'],
  ['Change of the access policy: {1} term', 'Änderung der Zugriffsrichtlinie: {1} Punkt'],
  ['Change of the access policy: {1} terms', 'Änderung der Zugriffsrichtlinie: {1} Punkte'],
  ['Confirm the governance mode: {1}', 'Den Zugriffsmodus bestätigen: {1}', true],
  ['Governance mode: {1}', 'Zugriffsmodus: {1}', true],
  ['Add to the roster: {1}', 'Auf die Kontaktliste setzen: {1}'],
  ['Change on the roster: {1}', 'Auf der Kontaktliste ändern: {1}'],
  ['Take off the roster: {1}', 'Von der Kontaktliste nehmen: {1}'],
  ['Your new passkey', 'Ihr neuer Passkey'],
  ['Passkey of {1}', 'Passkey von {1}'],
];

const HINDRANCES: readonly SentencePair[] = [
  [
    'Your own entry must be sealed, active and have a passkey.',
    'Ihr eigener Eintrag muss unterschrieben und aktiv sein und einen Passkey haben.',
  ],
  [
    'You have signed it. Another contact must sign it, too.',
    'Sie haben unterschrieben. Ein anderer Kontakt muss ebenfalls unterschreiben.',
  ],
  [
    'A change of your own entry must be signed by another contact.',
    'Eine Änderung Ihres eigenen Eintrags muss ein anderer Kontakt unterschreiben.',
  ],
  [
    'You accepted this entry of the roster. Another contact must compare its first key.',
    'Sie haben diesen Eintrag der Kontaktliste angenommen. Den ersten Schlüssel muss ein anderer Kontakt vergleichen.',
  ],
  ['Another contact must compare this key.', 'Ein anderer Kontakt muss diesen Schlüssel vergleichen.'],
  [
    'Its holder signs it with an older key.',
    'Die Person, der er gehört, unterschreibt ihn mit einem älteren Schlüssel.',
  ],
  ['Another contact must sign this.', 'Das muss ein anderer Kontakt unterschreiben.'],
  [
    'It is your last passkey. Add another first, or ask another contact to revoke it.',
    'Es ist Ihr letzter Passkey. Richten Sie zuerst einen weiteren ein, oder bitten Sie einen anderen Kontakt, ihn zu sperren.',
  ],
  [
    'This contact has never had a passkey; the first invitation still counts.',
    'Dieser Kontakt hatte noch nie einen Passkey; die erste Einladung gilt noch.',
  ],
  [
    'Nobody delegates to himself. Choose another contact.',
    'Sich selbst kann niemand vertreten. Wählen Sie einen anderen Kontakt.',
  ],
  [
    'This contact cannot sign: he needs a vote and a passkey.',
    'Dieser Kontakt kann nicht unterschreiben: Er braucht eine Stimme und einen Passkey.',
  ],
  [
    'This contact is away in that time, too. A delegation is not handed on: choose another one.',
    'Dieser Kontakt ist in dieser Zeit auch abwesend. Eine Vertretung wird nicht weitergereicht: Wählen Sie einen anderen.',
  ],
  [
    'Somebody decides for you in that time already. End that delegation first.',
    'In dieser Zeit vertritt Sie schon jemand. Beenden Sie zuerst diese Vertretung.',
  ],
];

const GONE: readonly SentencePair[] = [
  ['This roster does not wait for your signature.', 'Diese Kontaktliste wartet nicht auf Ihre Unterschrift.'],
  [
    'No such change of the governance mode waits for a signature.',
    'Es wartet keine solche Änderung des Zugriffsmodus auf eine Unterschrift.',
  ],
  [
    'No such change of the policy waits for a signature.',
    'Es wartet keine solche Änderung der Richtlinie auf eine Unterschrift.',
  ],
  [
    'No change of this roster entry waits for a signature.',
    'Es wartet keine Änderung dieses Eintrags der Kontaktliste auf eine Unterschrift.',
  ],
  ['No such request is frozen.', 'Es ist keine solche Anfrage eingefroren.'],
  ['No such break-glass window waits for a review.', 'Es wartet kein solcher Notzugang auf eine Prüfung.'],
  ['You have no such delegation.', 'Eine solche Vertretung haben Sie nicht.'],
  [
    'There is no such contact on the sealed roster.',
    'Diesen Kontakt gibt es auf der unterschriebenen Kontaktliste nicht.',
  ],
  [
    'There is no passkey for which this could be signed.',
    'Es gibt keinen Passkey, für den sich das unterschreiben ließe.',
  ],
  ['There is no such choice.', 'Diese Wahl gibt es nicht.'],
];

export const GERMAN_ACTS: readonly SentencePair[] = [...TITLES, ...HINDRANCES, ...GONE];
