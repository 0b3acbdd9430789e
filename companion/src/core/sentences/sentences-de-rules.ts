/** German for what the gates of a policy's rules say of a request. */
import type { SentencePair } from './translate.ts';

export const GERMAN_RULES: readonly SentencePair[] = [
  [
    'Standard access controls: a login grant alone suffices, this approval is the company’s own.',
    'Standard-Zugriffskontrolle: Eine Anmeldefreigabe allein genügt, diese Genehmigung ist eine eigene des Unternehmens.',
  ],
  [
    'Opt-out is enabled: this entry needs its own authorization.',
    'Opt-out ist aktiv: Dieser Zugang braucht seine eigene Autorisierung.',
  ],
  [
    'The request is for this org, which is {1}.',
    'Die Anfrage gilt für diese Org; ihre Umgebung ist: {1}.',
    true,
  ],
  [
    'The request says nothing of its environment, but this org is {1}. Raise it in the org that it is for.',
    'Die Anfrage nennt keine Umgebung, diese Org aber ist: {1}. Stellen Sie sie in der Org, für die sie gilt.',
    true,
  ],
  [
    'The request says {1}, but this org is {2}. Raise it in the org that it is for.',
    'Die Anfrage nennt als Umgebung {1}, diese Org aber ist: {2}. Stellen Sie sie in der Org, für die sie gilt.',
    true,
  ],
  [
    'The risk is {1}: {2}. No rule fits it; the policy itself applies: {3} to approve.',
    'Das Risiko ist {1}: {2}. Keine Regel passt; es gilt die Richtlinie selbst: nötige Genehmigungen {3}.',
    true,
  ],
  [
    'The risk is {1}: {2}. The rule “{3}” applies: {4} to approve.',
    'Das Risiko ist {1}: {2}. Es gilt die Regel „{3}“: nötige Genehmigungen {4}.',
    [1, 2],
  ],
  ['Requests are taken up at any time.', 'Anfragen werden zu jeder Zeit angenommen.'],
  ['It is within the hours {1}, {2} to {3} ({4}).', 'Es liegt in den Zeiten {1}, {2} bis {3} ({4}).', true],
  [
    'Requests are taken up {1}, {2} to {3} ({4}).',
    'Anfragen werden angenommen: {1}, {2} bis {3} ({4}).',
    true,
  ],
  ['It is no blackout date.', 'Es ist kein Sperrtag.'],
  [
    'No request is taken up on a blackout date; the next day is {1} ({2}).',
    'An einem Sperrtag wird keine Anfrage angenommen; der nächste Tag ist {1} ({2}).',
  ],
  [
    'It could not be taken up within 60 days, and its deadline is before that.',
    'Sie ließe sich auch in 60 Tagen nicht annehmen, und die Frist endet vorher.',
  ],
  [
    'It could be taken up at {1} at the earliest, which is after its deadline.',
    'Frühestens ließe sie sich zu diesem Zeitpunkt annehmen, nach ihrer Frist: {1}.',
  ],
  ['The number of requests is not capped.', 'Die Zahl der Anfragen ist nicht begrenzt.'],
  ['{1} of {2} requests in this org within {3} hours.', '{1} von {2} Anfragen in dieser Org in {3} Stunden.'],
  [
    '{1} of {2} requests for this user within {3} hours.',
    '{1} von {2} Anfragen für diese Person in {3} Stunden.',
  ],
];
