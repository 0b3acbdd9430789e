/** German for the sentences about extensions. */
import type { SentencePair } from './translate.ts';

export const GERMAN_EXTENSIONS: readonly SentencePair[] = [
  ['The request that it extends is not known.', 'Die Anfrage, die sie verlängert, ist nicht bekannt.'],
  ['A request cannot extend itself.', 'Eine Anfrage kann nicht sich selbst verlängern.'],
  ['{1} is about another support case: {2}.', '{1} betrifft einen anderen Support-Fall: {2}.'],
  ['{1} is about another target user.', '{1} betrifft eine andere Zielperson.'],
  [
    '{1} has no window that could be extended: it is {2}.',
    '{1} hat kein Zeitfenster, das sich verlängern ließe; Stand: {2}.',
    [2],
  ],
  [
    'The window of {1} ended more than {2} days ago.',
    'Das Zeitfenster von {1} endete vor mehr als {2} Tagen.',
  ],
  [
    '{1} is the {2}th extension in a row, which is the last.',
    '{1} ist die {2}. Verlängerung in Folge, und das ist die letzte.',
  ],
  [
    'It extends {1}: the same case and user, in a window of the last {2} days or still to come.',
    'Sie verlängert {1}: derselbe Fall und dieselbe Person, mit einem Zeitfenster der letzten {2} Tage oder einem, das noch kommt.',
  ],
  ['This request cannot be extended', 'Diese Anfrage lässt sich nicht verlängern'],
  [
    'Raise a new request of its own: it needs no earlier one.',
    'Reichen Sie eine eigene neue Anfrage ein: Sie braucht keine frühere.',
  ],
];
