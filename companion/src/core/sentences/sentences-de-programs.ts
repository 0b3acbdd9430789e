/** German for problems that programs meet: our own page neither bears a token nor sends what is malformed. */
import type { SentencePair } from './translate.ts';

export const GERMAN_PROGRAMS: readonly SentencePair[] = [
  ['The token is not in force', 'Der Token gilt nicht'],
  [
    'Send a token that is in force: an operator makes one with `countersign tokens make`.',
    'Senden Sie einen gültigen Token: Der Betrieb macht einen mit `countersign tokens make`.',
  ],
  ['The token may not do this', 'Der Token darf das nicht'],
  [
    'Use a token that has the scope which is named; an operator makes one.',
    'Nehmen Sie einen Token mit dem genannten Umfang; der Betrieb macht einen.',
  ],
  ['The sender is not allowed', 'Der Absender ist nicht zugelassen'],
  [
    'Send from an address of a domain that the token allows, or have the operator add the domain.',
    'Senden Sie von einer Adresse einer Domain, die der Token zulässt, oder lassen Sie die Domain eintragen.',
  ],
  ['The key was used for another call', 'Der Schlüssel wurde für einen anderen Aufruf benutzt'],
  [
    'Use a new Idempotency-Key for another call; a key belongs to one call and its repetitions.',
    'Nehmen Sie für einen anderen Aufruf einen neuen Idempotency-Key; er gehört zu einem Aufruf und dessen Wiederholungen.',
  ],
  ['The same call is under way', 'Derselbe Aufruf läuft schon'],
  [
    'Wait a moment and send the same call again with the same Idempotency-Key.',
    'Warten Sie kurz und senden Sie denselben Aufruf mit demselben Idempotency-Key erneut.',
  ],
  ['The body is larger than what is taken here.', 'Das Gesendete ist größer, als hier angenommen wird.'],
  ['The body is not JSON that can be read.', 'Das Gesendete ist kein lesbares JSON.'],
  ['The address cannot be read.', 'Die Adresse ist nicht lesbar.'],
  ['An approval names its window.', 'Eine Genehmigung nennt ihr Zeitfenster.'],
  [
    'An approval names a window, any other answer names none.',
    'Eine Genehmigung nennt ein Zeitfenster, jede andere Antwort keines.',
  ],
  [
    'A request that is {1} cannot become {2}.',
    'Stand der Anfrage: {1}. Sie kann nicht übergehen in: {2}.',
    true,
  ],
  ['A drill is running', 'Eine Übung läuft'],
  [
    'Wait until it has ended; `countersign drill list` says when.',
    'Warten Sie, bis sie zu Ende ist; `countersign drill list` sagt, wann.',
  ],
  ['There is no drill {1}.', 'Die Übung {1} gibt es nicht.'],
];
