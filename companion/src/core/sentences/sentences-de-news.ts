/** German for what findings say of break-glass and of frozen requests. */
import type { SentencePair } from './translate.ts';

const BREAK_GLASS: readonly SentencePair[] = [
  ['Request', 'Anfrage'],
  ['Break-glass not opened: {1}', 'Notzugang nicht geöffnet: {1}'],
  [
    'The policy let this emergency through, and the org refuses the rows that open its window. Nothing is open. It is tried again, less and less often, until its deadline. The org says: “{1}”',
    'Die Richtlinie hat diesen Notfall durchgelassen, aber die Org weist die Datensätze ab, die das Zeitfenster öffnen. Nichts ist offen. Es wird bis zur Frist erneut versucht, immer seltener. Die Org meldet: „{1}“',
  ],
  [
    'Mend what the org refuses: a validation rule of its own, a field or a permission of the integration user. Raise an ordinary request if it cannot wait.',
    'Beheben Sie, was die Org abweist: eine eigene Validierungsregel, ein Feld oder eine Berechtigung des Integrationsbenutzers. Stellen Sie eine gewöhnliche Anfrage, wenn es nicht warten kann.',
  ],
  ['Break-glass not reviewed: {1}', 'Notzugang nicht geprüft: {1}'],
  [
    'A window was opened by break-glass, without any approval, and no contact has reviewed it within 24 hours. Until somebody does, no other break-glass window opens.',
    'Ein Zeitfenster wurde als Notzugang geöffnet, ohne jede Genehmigung, und kein Kontakt hat es innerhalb von 24 Stunden geprüft. Bis das geschieht, öffnet sich kein weiterer Notzugang.',
  ],
  [
    'Review it on the page Signatures: read what happened, and sign whether it was justified.',
    'Prüfen Sie es auf der Seite Unterschriften: Lesen Sie, was geschah, und unterschreiben Sie, ob es gerechtfertigt war.',
  ],
  ['Break-glass not justified: {1}', 'Notzugang nicht gerechtfertigt: {1}'],
  [
    '{1} reviewed the window that was opened by break-glass and judged it not justified: {2}',
    '{1} hat das Zeitfenster des Notzugangs geprüft und für nicht gerechtfertigt befunden: {2}',
  ],
  [
    'Speak with the requester, look at what was done in the window, and see whether the policy should still allow break-glass for such requests.',
    'Sprechen Sie mit der anfragenden Person, sehen Sie nach, was in dem Zeitfenster geschah, und überlegen Sie, ob die Richtlinie für solche Anfragen weiter einen Notzugang erlauben soll.',
  ],
];

const FREEZE: readonly SentencePair[] = [
  [
    'The values on record have been written back. Ask the person named why. The request is frozen until a contact has looked at it and signed, on the page Signatures, how it goes on.',
    'Die festgehaltenen Werte wurden zurückgeschrieben. Fragen Sie die genannte Person nach dem Grund. Die Anfrage ist eingefroren, bis ein Kontakt sie sich angesehen und auf der Seite Unterschriften unterschrieben hat, wie es weitergeht.',
  ],
  [
    'The ledger still holds what the row said. Ask the person named why it was deleted. The request is frozen until a contact has looked at it and signed, on the page Signatures, how it goes on.',
    'Das Ledger hält noch fest, was im Datensatz stand. Fragen Sie die genannte Person, warum er gelöscht wurde. Die Anfrage ist eingefroren, bis ein Kontakt sie sich angesehen und auf der Seite Unterschriften unterschrieben hat, wie es weitergeht.',
  ],
];

export const GERMAN_NEWS: readonly SentencePair[] = [...BREAK_GLASS, ...FREEZE];
